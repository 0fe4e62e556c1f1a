"""Every read of visits: what is owed this quarter, what was done, and how many enterprises that covers."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from lianqi.kernel.visits import Quarter
from lianqi.server.cases.setting import Setting
from lianqi.server.fieldwork.models import VisitDuty

#: Rows on one page; soonest due first.
MOST = 200


@dataclass(frozen=True, slots=True)
class Coverage:
    """Of how many enterprises with an officer how many were visited or declined this quarter, and how many are late."""

    linked: int
    visited: int
    declined: int
    late: int

    @property
    def left(self) -> int:
        return self.linked - self.visited - self.declined


def coverage(park: str, *, place: Setting, enterprises: Collection[str] | None = None) -> Coverage:
    """The quarter of `place.now`; of these enterprises alone where they are named.

    Who declined and was visited all the same counts as visited.
    """
    quarter = str(Quarter.of(place.now, calendar=place.calendar))
    rows = VisitDuty.objects.filter(park=park)
    if enterprises is not None:
        rows = rows.filter(enterprise__in=sorted(enterprises))
    declined = rows.filter(declined_period=quarter).exclude(last_period=quarter)
    return Coverage(
        linked=rows.count(),
        visited=rows.filter(last_period=quarter).count(),
        declined=declined.count(),
        late=rows.filter(due__lt=place.now).count(),
    )


def owed_now(park: str, *, place: Setting, enterprises: Collection[str] | None = None) -> list[VisitDuty]:
    """The enterprises that are owed a visit this quarter or are late, soonest due first, appointments before others."""
    quarter = Quarter.of(place.now, calendar=place.calendar)
    rows = VisitDuty.objects.filter(park=park, due__lte=quarter.closes(place.calendar))
    if enterprises is not None:
        rows = rows.filter(enterprise__in=sorted(enterprises))
    found = list(rows.order_by("due", "enterprise")[:MOST])
    return sorted(found, key=lambda row: (row.due, row.appointed is None, row.appointed or quarter.last_day))


def settled_now(park: str, *, place: Setting, enterprises: Collection[str]) -> list[VisitDuty]:
    """Those of these enterprises that were visited or declined this quarter, last visited first."""
    quarter = str(Quarter.of(place.now, calendar=place.calendar))
    rows = VisitDuty.objects.filter(park=park, enterprise__in=sorted(enterprises))
    found = [row for row in rows if quarter in (row.last_period, row.declined_period)]
    return sorted(found, key=lambda row: (row.last_visit is None, row.last_visit), reverse=True)[:MOST]
