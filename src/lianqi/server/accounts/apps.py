"""The room of accounts."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Registers what is forgotten of an account when its person is."""

    name = "lianqi.server.accounts"
    label = "accounts"
    verbose_name = "账号"

    def ready(self) -> None:
        from lianqi.server.accounts.operations import forget_account
        from lianqi.server.ledger.operations import register_eraser

        register_eraser("accounts.account", forget_account)
