"""The ledger's room."""

from __future__ import annotations

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """Registers the streams that belong to the ledger itself."""

    name = "lianqi.server.ledger"
    label = "ledger"
    verbose_name = "台账"

    def ready(self) -> None:
        from lianqi.server.ledger import projectors
        from lianqi.server.ledger.operations.erasing import STREAM_KIND

        projectors.register_audit_stream(STREAM_KIND)
