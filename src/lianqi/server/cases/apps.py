"""The room of the cases."""

from __future__ import annotations

from datetime import timedelta

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Makes known: streams of cases, who reads them after a commit, their tick, who sees files, what is forgotten."""

    name = "lianqi.server.cases"
    label = "cases"
    verbose_name = "涉企事项"

    def ready(self) -> None:
        from lianqi.server.blobs.queries import register_gate
        from lianqi.server.cases import gate, reactions, search
        from lianqi.server.cases.disclosures import STREAM_KIND as DISCLOSURES
        from lianqi.server.cases.operations import move_due, tick
        from lianqi.server.cases.projection import PROJECTOR
        from lianqi.server.cases.stream import STREAM_KIND
        from lianqi.server.ledger import background, projectors
        from lianqi.server.ledger.operations import register_eraser

        projectors.register(PROJECTOR)
        projectors.register_audit_stream(DISCLOSURES)
        register_eraser("cases.search", search.forget)
        register_gate(STREAM_KIND, gate.visible_streams)
        for name, handler in reactions.CONSUMERS.items():
            background.register_consumer(name, handler)
        background.register_duty(
            background.Duty("cases.tick", timedelta(minutes=1), lambda park, now: tick(park=park, now=now).more)
        )
        background.register_duty(
            # Goes on with a publication that was interrupted.
            background.Duty(
                "cases.move-due", timedelta(minutes=1), lambda park, now: not move_due(park=park, now=now).finished
            )
        )
