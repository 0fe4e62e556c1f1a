"""The room of the mechanisms."""

from __future__ import annotations

from django.apps import AppConfig


class MechanismsConfig(AppConfig):
    """Makes the audit streams of mechanisms and calendars known."""

    name = "lianqi.server.mechanisms"
    label = "mechanisms"
    verbose_name = "工作机制"

    def ready(self) -> None:
        from lianqi.server.ledger import projectors
        from lianqi.server.mechanisms.audit import STREAM_KIND

        projectors.register_audit_stream(STREAM_KIND)
