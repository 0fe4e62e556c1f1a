"""The room of the ledger's entries."""

from __future__ import annotations

from django.apps import AppConfig


class TrailConfig(AppConfig):
    """Reads the sealed ledger; it has no tables of its own."""

    name = "lianqi.server.trail"
    label = "trail"
    verbose_name = "办理留痕"
