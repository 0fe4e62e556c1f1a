"""The room of the enterprises' files."""

from __future__ import annotations

from django.apps import AppConfig


class EnterprisesConfig(AppConfig):
    """Pages over the registry and the cases; it has no tables of its own."""

    name = "lianqi.server.enterprises"
    label = "enterprises"
    verbose_name = "一企一档"
