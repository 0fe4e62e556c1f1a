"""What somebody owes beside the cases (visits, the reception day, the quarter's vote): one line a kind on the desk."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.urls import reverse

from lianqi.kernel.messages import names
from lianqi.kernel.workdays.calendar import Calendar
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
        Line(
            what=heading(names.COMMITMENTS[kind][1 if lang() == "en" else 0]),
            url=reverse(PLACES[kind]),
            count=len(some),
            late=sum(due < now for due, _light in some),
            due=some[0][0],
            due_short=short(some[0][0], calendar=calendar, now=now),
            left=left(some[0][0], now=now),
            light=some[0][1],
        )
        for kind, some in found.items()
    )
