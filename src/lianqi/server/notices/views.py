"""消息: what somebody was told, each one click from its case; how they want to be told; a reminder to copy."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import resolve, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianqi.server.access import SIGNED_IN, access, rule_of
from lianqi.server.cases.desk import short
from lianqi.server.mechanisms.queries import calendar_of
from lianqi.server.notices import operations, queries
from lianqi.server.notices.context import counted
from lianqi.server.notices.forms import MailboxForm
from lianqi.server.ui.refusals import lang

_PAGE = 30
#: How the code of a notice begins → the room it leads to; all others lead to the desk.
_PLACES = {"meeting-": "meetings", "visit": "visits", "stand-in": "leave"}


@access(SIGNED_IN)
@never_cache
@require_safe
def listing(request: Any) -> HttpResponse:
    """What this person was told, the newest first."""
    principal = request.principal
    only = request.GET.get("unread") == "1"
    before = _cursor(request.GET.get("before", ""))
    page = queries.notices(principal, lang=lang(), unread_only=only, before=before, limit=_PAGE)
    calendar = calendar_of(principal.park)
    unread = queries.unread(principal)
    shown = {
        "title": _("消息"),
        "rows": [(item, short(item.at, calendar=calendar, now=request.now)) for item in page.items],
        "only": only,
        "kinds": [
            {"label": _("全部"), "url": _address(), "current": not only},
            {"label": _("未读"), "url": _address(unread="1"), "count": counted(unread), "current": only},
        ],
        "some_unread": bool(unread),
        "until": request.now.isoformat(),
        "older": _older(page.before, only),
        "first": _address(unread="1" if only else "") if before else "",
        "here": request.get_full_path(),
    }
    part = request.headers.get("HX-Target") == "notices"
    return render(request, "notices/rows.html" if part else "notices/list.html", shown)


@access(SIGNED_IN)
@never_cache
@require_safe
def bell(request: Any) -> HttpResponse:
    """The bell again, with what it counts now."""
    return render(request, "notices/bell.html")


@access(SIGNED_IN)
@never_cache
@require_safe
def follow(request: Any, id: str) -> HttpResponse:
    """To what a notice is about; it has been read then."""
    principal = request.principal
    one = queries.followed(principal, id)
    if one is None:
        raise Http404
    operations.mark_read(park=principal.park, recipient=principal.actor.id, ids=[id], now=request.now)
    return redirect("case", one.case_no) if one.case_no else redirect(_place(request, one.code))


@access(SIGNED_IN)
@require_POST
def read_all(request: Any) -> HttpResponse:
    """All that the page showed, or that is older, has been read; what came since stays unread."""
    try:
        until = datetime.fromisoformat(request.POST.get("until", ""))
    except ValueError:
        until = request.now
    principal = request.principal
    read = operations.mark_all_read(
        park=principal.park,
        recipient=principal.actor.id,
        until=until if until.tzinfo else until.replace(tzinfo=UTC),
        now=request.now,
    )
    messages.success(request, _("%(count)d条消息已标为已读。") % {"count": read})
    return redirect("notices")


@access(SIGNED_IN)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: Any) -> HttpResponse:
    """消息设置: how soon, by which ways, and whether at night."""
    park, person = request.principal.park, request.principal.actor.id
    form = MailboxForm(request.POST) if request.method == "POST" else None
    if form is not None and form.is_valid():
        operations.arrange_mailbox(park=park, recipient=person, now=request.now, **form.cleaned_data)
        messages.success(request, _("消息设置已保存，已经在等的消息也照此办理。"))
        return redirect("notices-settings")
    shown = {"title": _("消息设置"), "form": form or MailboxForm.of(*queries.mailbox(park=park, recipient=person))}
    return render(request, "notices/settings.html", shown, status=422 if form else 200)


@access(SIGNED_IN)
@never_cache
@require_safe
def reminder(request: Any, number: str) -> HttpResponse:
    """复制催办文字 of one case."""
    text = queries.reminder_of_case(request.principal, number=number, now=request.now, lang=lang())
    return _reminder(request, text, reverse("case", args=[number]), number)


@access(SIGNED_IN)
@never_cache
@require_safe
def unit_reminder(request: Any, unit: str) -> HttpResponse:
    """复制催办文字 of what is overdue in a unit, as far as this person may see it."""
    text = queries.reminder(request.principal, unit=unit, now=request.now, lang=lang())
    return _reminder(request, text, reverse("desk"), "")


def _reminder(request: Any, text: str, back: str, number: str) -> HttpResponse:
    shown = {"title": _("催办文字"), "text": text, "back": back, "number": number}
    part = request.headers.get("HX-Request")
    return render(request, "notices/reminder_text.html" if part else "notices/reminder.html", shown)


def _place(request: Any, code: str) -> str:
    """Where a notice that is about no case leads to: its room, or the desk where that is shut to this person."""
    address = next((reverse(name) for begins, name in _PLACES.items() if code.startswith(begins)), reverse("desk"))
    rule = rule_of(resolve(address).func)
    return address if rule is not None and rule.admits(request.me.carried) else reverse("desk")


def _older(before: queries.Cursor | None, only: bool) -> str:
    if before is None:
        return ""
    at, id = before
    return _address(unread="1" if only else "", before=f"{at.astimezone(UTC).isoformat()}~{id}")


def _address(**query: str) -> str:
    told = {key: value for key, value in query.items() if value}
    return reverse("notices") + (f"?{urlencode(told)}" if told else "")


def _cursor(text: str) -> queries.Cursor | None:
    """Where a page begins, from its address; what cannot be read begins at the newest."""
    at, _sep, id = text.partition("~")
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        return None
    return (moment, id) if id and moment.tzinfo else None
