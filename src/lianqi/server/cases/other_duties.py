"""What somebody owes beside the cases (visits, the reception day, the quarter's vote): one line a kind on the desk."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from lianqi.kernel.messages import names
from lianqi.kernel.workdays.calendar import Calendar
from lianqi.server.cases import queries
from lianqi.server.cases.desk import heading, left, short
from lianqi.server.cases.gate import Principal
from lianqi.server.cases.models import OPEN, Commitment
from lianqi.server.ui.refusals import lang

#: Kind of promise → the name of the address where it is kept.
PLACES: Mapping[str, str] = {"visit": "visits", "hold": "meetings", "minutes": "meetings", "vote": "board"}
#: Their streams; a stream of visits is called by its enterprise, and owed by that enterprise's officer.
_VISITS, _OTHERS = "visits", ("meeting", "vote")


@dataclass(frozen=True, slots=True)
class Line:
    """How many of one kind are owed, with the soonest due time and what its clock says."""

    what: str
    url: str
    count: int
    late: int
    due: datetime
    due_short: str
    left: str
    light: str


def lines(principal: Principal, *, calendar: Calendar, now: datetime) -> tuple[Line, ...]:
    """What this person owes beside the cases now, soonest due first; what cannot be done yet is not there."""
    duties = {duty for duty, unit in principal.duties if not unit}
    whose = Q(stream_kind__in=_OTHERS, duty__in=sorted(duties))
    if "liaise" in duties:
        whose |= Q(stream_kind=_VISITS, stream_id__in=sorted(principal.enterprises))
    rows = Commitment.objects.filter(OPEN, whose, Q(opens_at__isnull=True) | Q(opens_at__lte=now), park=principal.park)
    found: dict[str, list[tuple[datetime, str]]] = defaultdict(list)
    for kind, due, light in rows.order_by("due").values_list("kind", "due", "light"):
        found[kind].append((due, light))
    return tuple(
        _line(heading(names.COMMITMENTS[kind][1 if lang() == "en" else 0]), PLACES[kind], some, calendar, now)
        for kind, some in found.items()
    )


def calls(principal: Principal, *, until: datetime, calendar: Calendar, now: datetime) -> tuple[Line, ...]:
    """Whom this person owes a call by `until`, as one line that leads to the desk for it; none where there is none."""
    page = queries.calls(principal, now=now, until=until, limit=1)
    if not page.items:
        return ()
    first = page.items[0]
    count = queries.count_calls(principal, now=now, until=until).number
    late = queries.count_calls(principal, now=now, until=now).number
    line = _line(_("回访"), "callbacks", [(first.due, first.light)], calendar, now)
    return (replace(line, count=count, late=late),)


def _line(what: str, place: str, some: Sequence[tuple[datetime, str]], calendar: Calendar, now: datetime) -> Line:
    due, light = some[0]
    return Line(
        what=what,
        url=reverse(place),
        count=len(some),
        late=sum(when < now for when, _light in some),
        due=due,
        due_short=short(due, calendar=calendar, now=now),
        left=left(due, now=now),
        light=light,
    )
