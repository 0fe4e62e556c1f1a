"""Pages of one's own account."""

from __future__ import annotations

from typing import Any

from allauth.account.views import LoginView
from django.conf import settings
from django.contrib.auth import logout
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lianqi.server.access import SIGNED_IN, access
from lianqi.server.accounts.operations import sign_out_everywhere
from lianqi.server.accounts.visitor import PARK
from lianqi.server.ui.refusals import Way


class SignIn(LoginView):  # type: ignore[misc]  # allauth has no types
    """The door: name and password, and single sign-on where the installation has it."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        apps = settings.SOCIALACCOUNT_PROVIDERS.get("openid_connect", {}).get("APPS", [])
        ways = [Way(reverse("openid_connect_login", args=[app["provider_id"]]), app["name"]) for app in apps]
        return {**super().get_context_data(**kwargs), "sign_on": ways}


@access(SIGNED_IN)
@require_safe
def home(request: Any) -> HttpResponse:
    """The first page is one's desk."""
    return redirect("desk")


@access(SIGNED_IN)
@require_safe
def account(request: Any) -> HttpResponse:
    """账号与安全: password, second factor, other devices."""
    return render(request, "accounts/account.html", {"title": _("账号与安全")})


@access(SIGNED_IN)
@require_POST
def everywhere(request: Any) -> HttpResponse:
    """在所有设备上退出."""
    sign_out_everywhere(account=request.user, now=request.now)
    logout(request)
    return redirect("account_login")


@access(SIGNED_IN)
@require_POST
def park(request: Any) -> HttpResponse:
    """Work in another of one's parks from now on."""
    if request.POST.get("park") not in request.me.parks:
        raise Http404
    request.session[PARK] = request.POST["park"]
    return redirect("home")
