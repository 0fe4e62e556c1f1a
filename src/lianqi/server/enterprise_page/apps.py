"""The room of the enterprise's own pages."""

from __future__ import annotations

from django.apps import AppConfig


class EnterprisePageConfig(AppConfig):
    """Pages for a contact's phone; it has no tables of its own."""

    name = "lianqi.server.enterprise_page"
    label = "enterprise_page"
    verbose_name = "企业手机页"
