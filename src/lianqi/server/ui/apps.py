"""The room of the screens' common parts."""

from __future__ import annotations

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Registers the check that the assets were built."""

    name = "lianqi.server.ui"
    label = "ui"
    verbose_name = "界面"

    def ready(self) -> None:
        from lianqi.server.ui import checks  # noqa: F401  # importing registers it
