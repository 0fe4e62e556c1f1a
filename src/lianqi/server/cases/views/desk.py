"""我的待办, and where a due time comes from."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lianqi.kernel.workdays.calendar import Calendar
from lianqi.server.access import SIGNED_IN, access
from lianqi.server.cases import other_duties, queries
from lianqi.server.cases.desk import lines, owed_rows
from lianqi.server.cases.gate import Principal

_PAGE = 30
#: Duties with a desk of their own (回访): most of what they owe is not to be done before weeks.
_ELSEWHERE = frozenset({"call_back"})


@access(SIGNED_IN)
@never_cache
@require_safe
def desk(request: Any) -> HttpResponse:
    """我的待办: what my duties owe, or my unit, soonest due first."""
    principal: Principal = request.principal
    calendar = request.place.calendar
    moments = {"": None, "today": end_of_day(request.now, calendar), "late": request.now}
    when = request.GET.get("when", "") if request.GET.get("when", "") in moments else ""
    mine = _Desk(principal, own=request.GET.get("of") != "unit")
    page = mine.page(moments[when], cursor_of(request.GET.get("after", "")))
    counts = {key: mine.count(until) for key, until in moments.items()}
    shown = {
        "title": _("我的待办"),
        "rows": owed_rows(principal, page.items, calendar=calendar, now=request.now),
        "figures": _figures(request, when, counts),
        "scopes": _scopes(request, mine.own) if _units(principal) else (),
        "when": when,
        "own": mine.own,
        "total": counts[when],
        "next": next_page(request, page.after),
        "first": address(request, after="") if request.GET.get("after") else "",
        "here": request.get_full_path(),
        "others": _others(principal, calendar, request.now) if mine.own and not when else (),
    }
    part = request.headers.get("HX-Target") == "desk"
    return render(request, "cases/desk_list.html" if part else "cases/desk.html", shown)


@access(SIGNED_IN)
@never_cache
@require_safe
def why(request: Any, number: str, owed: str) -> HttpResponse:
    """时限怎么算的 of one thing owed, for the panel behind its due time or as a page of its own."""
    told = lines(queries.why(request.principal, number, owed))
    if not told:
        raise Http404
    if request.headers.get("HX-Request"):
        return render(request, "ui/why.html", {"lines": told})
    return render(request, "cases/why.html", {"lines": told, "title": number})


class _Desk:
    """What lies on a desk: one's own duties', or everything one's unit owes."""

    def __init__(self, principal: Principal, *, own: bool) -> None:
        self.principal = principal
        self.own = own or not _units(principal)

    def page(self, until: datetime | None, after: queries.Cursor | None) -> queries.DuePage:
        if self.own:
            return queries.my_due(self.principal, until=until, after=after, limit=_PAGE, without=_ELSEWHERE)
        units = _units(self.principal)
        return queries.units_due(self.principal, units=units, until=until, after=after, limit=_PAGE)

    def count(self, until: datetime | None) -> queries.Count:
        if self.own:
            return queries.count_my_due(self.principal, until=until, without=_ELSEWHERE)
        return queries.count_units_due(self.principal, units=_units(self.principal), until=until)


def _others(principal: Principal, calendar: Calendar, now: datetime) -> tuple[other_duties.Line, ...]:
    """What is owed beside the list below, each kind as one line: whom to ring, then visits, meetings, votes."""
    until = end_of_day(now, calendar)
    rung = other_duties.calls(principal, until=until, calendar=calendar, now=now)
    return (*rung, *other_duties.lines(principal, calendar=calendar, now=now))


def _units(principal: Principal) -> list[str]:
    return sorted({unit for _duty, unit in principal.duties if unit})


def end_of_day(now: datetime, calendar: Calendar) -> datetime:
    return calendar.instant(calendar.local(now).date() + timedelta(days=1), 0)


def address(request: Any, **changed: str) -> str:
    query = request.GET.copy()
    query.pop("after", None)
    for key, value in changed.items():
        query[key] = value
        if not value:
            del query[key]
    return f"{request.path}?{query.urlencode()}" if query else str(request.path)


def _figures(request: Any, when: str, counts: dict[str, queries.Count]) -> list[dict[str, Any]]:
    told = (("", _("全部待办"), ""), ("today", _("今日应办"), "near"), ("late", _("已超期"), "bad"))
    return [
        {
            "label": label,
            "value": str(counts[key]),
            "unit": _("项"),
            "url": address(request, when=key),
            "tone": tone if counts[key].number else "",
            "current": key == when,
        }
        for key, label, tone in told
    ]


def _scopes(request: Any, own: bool) -> list[dict[str, Any]]:
    return [
        {"label": _("我办理的"), "url": address(request, of=""), "current": own},
        {"label": _("本单位的"), "url": address(request, of="unit"), "current": not own},
    ]


def next_page(request: Any, after: queries.Cursor | None) -> str:
    if after is None:
        return ""
    at, stream, id = after
    return address(request, after=f"{at.astimezone(UTC).isoformat()}~{stream}~{id}")


def cursor_of(text: str) -> queries.Cursor | None:
    """Where a page begins, from its address; what cannot be read begins at the start."""
    at, _sep, rest = text.partition("~")
    stream, _sep, id = rest.partition("~")
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        return None
    return (moment, stream, id) if stream and id and moment.tzinfo else None
