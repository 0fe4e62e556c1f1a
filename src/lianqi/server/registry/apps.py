"""The registry's room."""

from __future__ import annotations

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """Makes the registry's audit streams known, and what it forgets when a subject is erased."""

    name = "lianqi.server.registry"
    label = "registry"
    verbose_name = "基础信息"

    def ready(self) -> None:
        from lianqi.server.ledger import projectors
        from lianqi.server.ledger.operations import register_eraser
        from lianqi.server.registry.audit import STREAM_KIND
        from lianqi.server.registry.operations.contacts import forget_contact

        projectors.register_audit_stream(STREAM_KIND)
        register_eraser("registry.contact", forget_contact)
