"""The form of the sign-in page."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm
from django.utils.translation import gettext_lazy as _


class SignInForm(LoginForm):  # type: ignore[misc]  # allauth has no types
    """Sign-in name and password, in our own words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name, password, stay = self.fields["login"], self.fields["password"], self.fields["remember"]
        name.label, password.label = _("登录名"), _("密码")
        name.help_text, password.help_text = _("一般是工号；不清楚的，请问园区管理员。"), ""
        stay.label = _("保持登录两周（公用电脑请勿勾选）")
        for field in (name, password):
            field.widget.attrs.pop("placeholder", None)
