"""The room of fieldwork."""

from __future__ import annotations

from django.apps import AppConfig


class FieldworkConfig(AppConfig):
    """Pages for whoever goes to the enterprises; it has no tables of its own."""

    name = "lianqi.server.fieldwork"
    label = "fieldwork"
    verbose_name = "走访"
