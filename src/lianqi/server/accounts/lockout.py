"""After too many wrong passwords: who is counted, and the page that says so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from lianqi.kernel.decision import Refused
from lianqi.server.accounts.models import sign_in_name
from lianqi.server.accounts.refusals import LOCKED
from lianqi.server.ui.refusals import Way, refusal_page


def counted_name(request: HttpRequest, credentials: Mapping[str, Any] | None) -> str:
    """Whose wrong passwords these are."""
    return sign_in_name((credentials or {}).get("username") or request.POST.get("login", ""))


def locked_out(request: HttpRequest, original: HttpResponse | None, credentials: Any, *args: Any) -> HttpResponse:
    """The refusal of a name that is locked, right password or wrong."""
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    refused = Refused(LOCKED, {"limit": settings.AXES_FAILURE_LIMIT, "minutes": minutes})
    return refusal_page(request, refused, ways=(Way(reverse("account_login"), _("返回登录")),))
