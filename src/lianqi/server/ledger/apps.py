"""The ledger's room."""

from __future__ import annotations

from datetime import timedelta

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """Registers the streams that belong to the ledger itself, and what keeps parks apart."""

    name = "lianqi.server.ledger"
    label = "ledger"
    verbose_name = "台账"

    def ready(self) -> None:
        from django.db.backends.signals import connection_created
        from django.db.models.signals import post_migrate

        from lianqi.server.ledger import append_only, background, projectors, row_security, sight
        from lianqi.server.ledger.operations import erase_expired
        from lianqi.server.ledger.operations.erasing import STREAM_KIND

        projectors.register_audit_stream(STREAM_KIND)
        background.register_duty(background.Duty("ledger.retention", timedelta(hours=1), erase_expired))
        connection_created.connect(append_only.opened, dispatch_uid="lianqi.append_only")
        connection_created.connect(sight.opened, dispatch_uid="lianqi.sight")
        post_migrate.connect(row_security.install, sender=self, dispatch_uid="lianqi.row_security")
