"""The room of the cases."""

from __future__ import annotations

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Makes the streams of cases known, and that the search forgets whoever is erased."""

    name = "lianqi.server.cases"
    label = "cases"
    verbose_name = "涉企事项"

    def ready(self) -> None:
        from lianqi.server.cases import search
        from lianqi.server.cases.projection import PROJECTOR
        from lianqi.server.ledger import projectors
        from lianqi.server.ledger.operations import register_eraser

        projectors.register(PROJECTOR)
        register_eraser("cases.search", search.forget)
