"""The room of attachments."""

from __future__ import annotations

from datetime import timedelta

from django.apps import AppConfig


class BlobsConfig(AppConfig):
    """Makes erasure reach the files, and has left-over files looked for each hour."""

    name = "lianqi.server.blobs"
    label = "blobs"
    verbose_name = "附件"

    def ready(self) -> None:
        from lianqi.server.blobs import operations
        from lianqi.server.ledger import background
        from lianqi.server.ledger.operations import register_eraser

        register_eraser("blobs", operations.forget)
        background.register_duty(background.Duty("blobs.sweep", timedelta(hours=1), operations.sweep))
