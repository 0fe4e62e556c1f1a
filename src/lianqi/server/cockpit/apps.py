"""The room of the cockpit."""

from __future__ import annotations

from django.apps import AppConfig


class CockpitConfig(AppConfig):
    """Reads what the cells of the figures hold; it has no tables of its own."""

    name = "lianqi.server.cockpit"
    label = "cockpit"
    verbose_name = "营商数据看板"
