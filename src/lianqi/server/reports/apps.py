"""The room of reports."""

from __future__ import annotations

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Makes known: streams of bulletins."""

    name = "lianqi.server.reports"
    label = "reports"
    verbose_name = "通报"

    def ready(self) -> None:
        from lianqi.server.ledger import projectors
        from lianqi.server.reports.projection import PROJECTOR

        projectors.register(PROJECTOR)
