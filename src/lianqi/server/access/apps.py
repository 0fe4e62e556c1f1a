"""The room of access rules."""

from __future__ import annotations

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Registers the check that every address has a rule."""

    name = "lianqi.server.access"
    label = "access"
    verbose_name = "访问规则"

    def ready(self) -> None:
        from lianqi.server.access import checks  # noqa: F401  # importing registers it
