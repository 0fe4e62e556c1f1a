"""The app that holds the checks of an installation."""

from __future__ import annotations

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Registers the checks of `checks.py`."""

    name = "lianqi.server.config"
    label = "config"
    verbose_name = "配置"

    def ready(self) -> None:
        from lianqi.server.config import checks  # noqa: F401  # importing registers them
