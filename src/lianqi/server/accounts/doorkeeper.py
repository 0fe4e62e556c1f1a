"""Every request passes here: the rule of its address is enforced, its visitor found, and a refusal becomes a page."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from lianqi.kernel.decision import Refused
from lianqi.server.access import Rule, rule_of
from lianqi.server.accounts import refusals
from lianqi.server.accounts.models import Account
from lianqi.server.accounts.visitor import Visitor, visitor
from lianqi.server.ledger import sight
from lianqi.server.ledger.clock import database_now
from lianqi.server.ledger.values import LedgerRefusal
from lianqi.server.registry.refusals import RegistryRefusal
from lianqi.server.ui.refusals import Way, refusal_page

#: What may be opened while a password that somebody else set is still in force.
_BEFORE_OWN_PASSWORD = ("account_change_password", "account_logout", "sign-out-everywhere")


class Doorkeeper:
    """Sets `request.me` (Visitor or None), `request.principal`, `request.place` and `request.now` for every view that
    is not public.

    No park is in the database's sight until it is known in which one the visitor works; then that one alone, until the
    answer is made. A public view that reads a park says which (`sight.only`).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        with ExitStack() as seen:
            seen.enter_context(sight.only(sight.NOTHING))
            request.seen = seen
            return self.get_response(request)

    def process_view(
        self, request: Any, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Let the visitor in, or answer in the view's place."""
        rule = rule_of(view)
        if rule is None:
            # The check at start refuses such an address; this is for one that came later.
            raise ImproperlyConfigured(f"{request.path} has no access rule")
        request.me = request.principal = request.place = None
        if rule.audience != "token":
            _without_nul(request, kwargs)
        if rule.audience in ("public", "token"):
            return None
        request.now = database_now()
        try:
            me = visitor(request, now=request.now, seen=request.seen)
        except LedgerRefusal as refusal:
            return refusal_page(request, refusal.refusal, ways=_out())
        if me is None or me.kind != rule.audience:
            # An enterprise's contact has no password: without a link that opens there is nothing to fill in.
            return redirect("enterprise-link-needed") if rule.audience == "enterprise" else _to_sign_in(request)
        if _password_first(request):
            return redirect("account_change_password")
        request.me, request.principal, request.place = me, me.principal, me.place
        return None if rule.admits(me.carried) else _not_for_you(request, rule, me)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A refusal from anywhere inside, as a page with its sentence, its code and a way on."""
        if isinstance(exception, LedgerRefusal):
            return refusal_page(request, exception.refusal, ways=_home(request))
        if isinstance(exception, RegistryRefusal):
            return refusal_page(request, Refused(exception.code, exception.details), ways=_home(request))
        return None


def _without_nul(request: Any, kwargs: dict[str, Any]) -> None:
    """PostgreSQL takes no NUL character: nothing stands at such an address (Http404), and what was typed to look for is
    read without it. The interface refuses it in its own words.
    """
    if any("\0" in value for value in kwargs.values() if isinstance(value, str)):
        raise Http404
    query = request.META.get("QUERY_STRING", "")
    if "%00" in query:
        request.META["QUERY_STRING"] = query.replace("%00", "")
        request.__dict__.pop("GET", None)  # whoever read it before


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    back = request.get_full_path() if request.method in ("GET", "HEAD") else request.headers.get("Referer", "/")
    if request.headers.get("HX-Request"):
        back = request.headers.get("HX-Current-URL", "/")
    url = f"{reverse('account_login')}?{urlencode({'next': back})}"
    if request.headers.get("HX-Request"):
        # A part of a page that is open: what was typed beside it must not be thrown away by a redirect.
        return refusal_page(request, Refused(refusals.SIGNED_OUT), ways=(Way(url, _("重新登录")),))
    return HttpResponseRedirect(url)


def _password_first(request: HttpRequest) -> bool:
    account = request.user
    matched = request.resolver_match
    return (
        isinstance(account, Account)
        and account.must_change
        and matched is not None
        and matched.url_name not in _BEFORE_OWN_PASSWORD
    )


def _not_for_you(request: HttpRequest, rule: Rule, me: Visitor) -> HttpResponse:
    return refusal_page(request, Refused(refusals.NOT_FOR_YOU, {"who": sorted(rule.duties)}), ways=_home(request))


def _home(request: Any) -> tuple[Way, ...]:
    return (Way("/", _("回到首页")),)


def _out() -> tuple[Way, ...]:
    return (Way(reverse("account_logout"), _("退出登录")),)
