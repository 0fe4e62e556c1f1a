"""入企频次: how often the park has been at an enterprise or rung it this quarter, so that nobody asks it ten times."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from lianqi.kernel.mechanism.loop import loop_rules
from lianqi.server.cases.models import Case
from lianqi.server.cases.setting import Setting
from lianqi.server.cases.stream import STREAM_KIND
from lianqi.server.ledger.models import Event
from lianqi.server.ledger.selecting import in_parts

#: Somebody rang: the enterprise was asked for its word, or whether it is still solved.
_RUNG = ("called-back", "rechecked")
_VISIT = "visit"
#: The streams of quarterly visits, one for each enterprise.
_ROUNDS = "visits"
#: An enterprise is asked again (回头看) some weeks after its case was closed.
_AFTER_CLOSING = timedelta(days=120)


@dataclass(frozen=True, slots=True)
class Contacted:
    """How often in this quarter: days on which somebody wrote down what it said there, and calls."""

    visits: int = 0
    calls: int = 0

    @property
    def total(self) -> int:
        return self.visits + self.calls

    def __str__(self) -> str:
        if not self.total:
            return _("本季度还没有联系过")
        counts = {"total": self.total, "visits": self.visits, "calls": self.calls}
        return _("本季度已联系%(total)d次（入企%(visits)d次，电话%(calls)d次）") % counts


def most(place: Setting) -> int:
    """How often the mechanism lets an enterprise be troubled in a quarter; 0 where it does not say."""
    visits = loop_rules(place.mechanism, on=place.calendar.local(place.now).date()).visits
    return visits.contact_budget if visits is not None else 0


def contacted(enterprises: Collection[str], *, place: Setting) -> Mapping[str, Contacted]:
    """Enterprise → how often it was contacted in the quarter of `place.now`, for each of these."""
    visits: dict[str, set[date]] = defaultdict(set)
    calls: dict[str, int] = defaultdict(int)
    today = place.calendar.local(place.now).date()
    since = place.calendar.instant(date(today.year, (today.month - 1) // 3 * 3 + 1, 1), 0)
    rows = Case.objects.filter(park=place.park, enterprise__in=sorted(set(enterprises)))
    recent = rows.filter(Q(closed_at__isnull=True) | Q(closed_at__gte=since - _AFTER_CLOSING))
    owner: dict[str, str] = {}
    for id, enterprise, channel, recorded_at in recent.values_list("id", "enterprise", "channel", "recorded_at"):
        owner[id] = enterprise
        if channel == _VISIT and recorded_at >= since:
            visits[enterprise].add(place.calendar.local(recorded_at).date())
    rounds = Event.objects.filter(park=place.park, stream_kind=_ROUNDS, type="visited", recorded_at__gte=since)
    for ids in in_parts(sorted(set(enterprises))):
        # Also where nothing was raised: somebody was there.
        for id, at in rounds.filter(stream_id__in=ids).values_list("stream_id", "occurred_at"):
            visits[id].add(place.calendar.local(at).date())
    for ids in in_parts(sorted(owner)):
        rung = Event.objects.filter(park=place.park, stream_kind=STREAM_KIND, stream_id__in=ids, type__in=_RUNG)
        for id, data in rung.filter(recorded_at__gte=since).values_list("stream_id", "data"):
            # What the enterprise says on its own page was no call.
            calls[owner[id]] += json.loads(data).get("evidence") != "enterprise"
    return {one: Contacted(len(visits[one]), calls[one]) for one in enterprises}
