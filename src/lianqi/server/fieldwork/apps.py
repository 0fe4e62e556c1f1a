"""The room of fieldwork."""

from __future__ import annotations

from datetime import timedelta

from django.apps import AppConfig


class FieldworkConfig(AppConfig):
    """Makes known: streams of visits, who sees that they are owed, and their tick."""

    name = "lianqi.server.fieldwork"
    label = "fieldwork"
    verbose_name = "走访"

    def ready(self) -> None:
        from lianqi.server.fieldwork.operations import owe_visits, tick
        from lianqi.server.fieldwork.projection import PROJECTOR
        from lianqi.server.ledger import background, projectors

        projectors.register(PROJECTOR)
        background.register_duty(
            background.Duty("visits.owe", timedelta(minutes=5), lambda park, now: owe_visits(park=park, now=now))
        )
        background.register_duty(
            background.Duty("visits.tick", timedelta(minutes=5), lambda park, now: tick(park=park, now=now))
        )
