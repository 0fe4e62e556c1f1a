"""How allauth behaves here: nobody signs up, and single sign-on finds accounts that exist."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianqi.kernel.decision import Refused
from lianqi.server.accounts import refusals
from lianqi.server.accounts.models import Account, sign_in_name
from lianqi.server.accounts.operations import password_changed
from lianqi.server.ledger.clock import database_now
from lianqi.server.ui.refusals import Way, refusal_page


class OurAccounts(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Accounts are opened by an administrator; the sign-in name is matched however it was typed."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": gettext_lazy("登录名或密码不正确，请核对后重新输入；连续输错会暂停登录。"),
        "too_many_login_attempts": gettext_lazy("尝试次数过多，请几分钟后再试。"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        if "username" in credentials:
            credentials["username"] = sign_in_name(credentials["username"])
        return super().authenticate(request, **credentials)

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """The next page shows what became of it; "signed in as …" would only be in the way."""

    def set_password(self, user: Account, password: str) -> None:
        super().set_password(user, password)
        password_changed(account=user, now=database_now())


class OurSingleSignOn(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """An identity of the configured provider is let in where its sign-in name is that of an account; none is made."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Find the account by the claim that LIANQI_OIDC_CLAIM names. Refused: `account.outside-unknown`."""
        told = sociallogin.account.extra_data
        claims = {**told, **told.get("id_token", {}), **told.get("userinfo", {})}
        name = str(claims.get(settings.OIDC_CLAIM, ""))
        account = Account.objects.filter(name=sign_in_name(name), is_active=True).first() if name else None
        if account is None:
            refused = Refused(refusals.OUTSIDE_UNKNOWN, {"name": name or "—"})
            way = Way(reverse("account_login"), _("返回登录"))
            raise ImmediateHttpResponse(refusal_page(request, refused, ways=(way,)))
        if not sociallogin.is_existing:
            sociallogin.connect(request, account)
