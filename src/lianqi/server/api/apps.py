"""The room of the programming interface."""

from __future__ import annotations

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Holds the tokens of other systems."""

    name = "lianqi.server.api"
    label = "api"
    verbose_name = "接口"
