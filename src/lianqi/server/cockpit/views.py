"""营商数据看板."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lianqi.server.access import access, duty
from lianqi.server.cases import gate
from lianqi.server.cockpit.picture import png
from lianqi.server.cockpit.sums import earlier
from lianqi.server.cockpit.telling import Asked, cockpit
from lianqi.server.cockpit.week import code_of, monday_of, week
from lianqi.server.registry.queries import units

#: Who sees the whole park, and who answers for a unit: a number is shown to whoever may see all the cases behind it.
WHO = duty(*sorted(gate.PARK_DUTIES | gate.INSPECTION), "review", "sign")
_MONTH = re.compile(r"20\d\d-(0[1-9]|1[0-2])")
#: Months shown where nobody asks for others, and how many one may ask for.
_USUAL = 12
_MOST = 36


@access(WHO)
@never_cache
@require_safe
def show(request: Any) -> HttpResponse:
    """How the park stands, or the reader's unit."""
    principal = request.principal
    place = request.place
    choices = _units(principal)
    today = place.calendar.local(place.now).date()
    asked = _asked(request.GET, this_month=f"{today:%Y-%m}", units=choices, whole=principal.sees_everything_open)
    shown = {
        "title": _("营商数据看板"),
        "page": cockpit(asked, place=place),
        "asked": asked,
        "spans": _spans(asked, f"{today:%Y-%m}"),
        "months": [earlier(f"{today:%Y-%m}", by) for by in range(_MOST)],
        "units": choices if principal.sees_everything_open or len(choices) > 1 else {},
        "whole": principal.sees_everything_open,
        "called": choices.get(asked.unit, ""),
        "unit_link": _unit_link(asked),
        "weeks": _weeks(today, asked.unit),
        # Said here: a template doubles the sign of a per cent before it looks for the English.
        "span": _("95%区间"),
    }
    return render(request, "cockpit/cockpit.html", shown)


@access(WHO)
@never_cache
@require_safe
def week_picture(request: Any) -> HttpResponse:
    """周报图: the week `week` ("2026-W47"; this one by default) as one PNG."""
    principal = request.principal
    place = request.place
    today = place.calendar.local(place.now).date()
    monday = monday_of(request.GET.get("week", ""), today=today)
    whole = principal.sees_everything_open
    asked = _asked(request.GET, this_month=f"{today:%Y-%m}", units=_units(principal), whole=whole)
    answer = HttpResponse(png(week(monday, place=place, unit=asked.unit)), content_type="image/png")
    answer["Content-Disposition"] = f'inline; filename="week-{code_of(monday)}.png"'
    return answer


def _weeks(today: date, unit: str) -> list[dict[str, str]]:
    """This week's picture and the last one's."""
    this = monday_of("", today=today)
    own = {"unit": unit} if unit else {}
    return [
        {"label": label, "url": reverse("cockpit-week") + f"?{urlencode({'week': code_of(monday), **own})}"}
        for label, monday in ((_("上周一图"), this - timedelta(days=7)), (_("本周一图"), this))
    ]


def _units(principal: gate.Principal) -> dict[str, str]:
    """Code → name of the units whose numbers the reader may see: all of them, or those they answer for."""
    own = {unit for duty, unit in principal.duties if duty in gate.UNIT_DUTIES}
    return {
        unit.code: unit.name
        for unit in units(park=principal.park)
        if not unit.external and (principal.sees_everything_open or unit.code in own)
    }


def _asked(query: Mapping[str, str], *, this_month: str, units: Mapping[str, str], whole: bool) -> Asked:
    """From an address; what cannot be read there is as usual. Never more than `_MOST` months."""
    until = _month(query.get("until", ""), this_month)
    until = min(until, this_month)
    since = min(_month(query.get("since", ""), earlier(until, _USUAL - 1)), until)
    since = max(since, earlier(until, _MOST - 1))
    unit = query.get("unit", "")
    if unit not in units:
        unit = "" if whole else next(iter(units), "-")
    return Asked(since, until, unit)


def _month(text: str, otherwise: str) -> str:
    return text if _MONTH.fullmatch(text) else otherwise


def _spans(asked: Asked, this_month: str) -> list[dict[str, Any]]:
    """The times asked for most, as chips."""
    told = (
        (_("本月"), this_month),
        (_("近三个月"), earlier(this_month, 2)),
        (_("今年以来"), f"{this_month[:4]}-01"),
        (_("近十二个月"), earlier(this_month, 11)),
    )
    unit = {"unit": asked.unit} if asked.unit else {}
    return [
        {
            "label": label,
            "url": f"?{urlencode({'since': since, 'until': this_month, **unit})}",
            "count": "",
            "current": (asked.since, asked.until) == (since, this_month),
        }
        for label, since in told
    ]


def _unit_link(asked: Asked) -> str:
    """The same page of one unit, whose code is appended."""
    return f"?{urlencode({'since': asked.since, 'until': asked.until})}&unit="
