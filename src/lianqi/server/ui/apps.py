"""The room of the screens' common parts."""

from __future__ import annotations

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Registers the check that the assets were built."""

    name = "lianqi.server.ui"
    label = "ui"
    verbose_name = "界面"

    def ready(self) -> None:
        from django.forms import Field
        from django.utils.translation import gettext_lazy as _

        from lianqi.server.ui import checks  # noqa: F401  # importing registers it

        # Django's own sentence speaks of fields ("这个字段是必填项"), which people who fill in forms do not.
        Field.default_error_messages["required"] = _("请填写这一项。")
