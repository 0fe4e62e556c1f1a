"""The room of jottings."""

from __future__ import annotations

from datetime import timedelta

from django.apps import AppConfig


class JottingsConfig(AppConfig):
    """Makes erasure reach what people keep for themselves, and has old drafts dropped."""

    name = "lianqi.server.jottings"
    label = "jottings"
    verbose_name = "草稿与常用筛选"

    def ready(self) -> None:
        from lianqi.server.jottings import operations
        from lianqi.server.ledger import background
        from lianqi.server.ledger.operations import register_eraser

        register_eraser("jottings", operations.forget)
        background.register_duty(background.Duty("jottings.sweep", timedelta(days=1), operations.sweep))
