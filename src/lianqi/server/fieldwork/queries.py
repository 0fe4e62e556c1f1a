"""Every read of visits: what is owed this quarter, what was done, and how many enterprises that covers."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from lianqi.kernel.visits import Quarter
from lianqi.server.cases import gate
from lianqi.server.cases.setting import Setting
from lianqi.server.fieldwork.models import VisitDuty
from lianqi.server.fieldwork.projection import STREAM_KIND
from lianqi.server.ledger import queries as ledger
from lianqi.server.ledger.values import StreamRef
from lianqi.server.mechanisms.queries import rules_of_loop
from lianqi.server.people.queries import members
from lianqi.server.ui.days import dated
from lianqi.server.ui.refusals import lang

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


@dataclass(frozen=True, slots=True)
class Announced:
    """The visit that an enterprise knows of: the day agreed on, or (`asked`) the one that it asked for instead.

    `officer` is the name of who comes, "" where it was forgotten; `seq` what its page rests on.
    """

    enterprise: str
    day: date
    asked: bool
    officer: str
    seq: int

    @property
    def on(self) -> str:
        """The day in words: 6月11日（周四）."""
        return dated(self.day, year=False)


def announced(principal: gate.Principal, *, place: Setting) -> Announced | None:
    """The visit announced to a contact's own enterprise; None where none is, or its day has passed."""
    today = place.calendar.local(place.now).date()
    for enterprise in sorted(principal.enterprises):
        stream = ledger.load(StreamRef(principal.park, STREAM_KIND, enterprise))
        visits = stream.state.record
        day = (visits.appointed or visits.asked) if visits is not None else None
        if day is not None and day >= today:
            named = members(park=principal.park, persons=[visits.appointed_by]) if visits.appointed_by else ()
            officer = next((one.name for one in named), "")
            return Announced(enterprise, day, visits.appointed is None, officer, stream.seq)
    return None


def questions(place: Setting) -> tuple[str, ...]:
    """What an officer asks on a visit, by the mechanism's file."""
    rules = rules_of_loop(park=place.park, at=place.now).visits
    return tuple(getattr(one.ask, lang()) for one in rules.questions.values()) if rules else ()


def asked_day(park: str, enterprise: str) -> tuple[date, str] | None:
    """The other day that an enterprise asked for and nobody has agreed to yet, with its reason ("" for none)."""
    visits = ledger.load(StreamRef(park, STREAM_KIND, enterprise)).state.record
    if visits is None or visits.asked is None:
        return None
    cited = visits.asked_words
    words = ledger.read_content(park=park, id=cited.id) if cited else None
    return visits.asked, (words or b"").decode()


def owed_now(park: str, *, place: Setting, enterprises: Collection[str] | None = None) -> list[VisitDuty]:
    """The enterprises that are owed a visit this quarter or are late, soonest due first; of those due at once those
    with a day, agreed on or asked for, before the others.
    """
    quarter = Quarter.of(place.now, calendar=place.calendar)
    rows = VisitDuty.objects.filter(park=park, due__lte=quarter.closes(place.calendar))
    if enterprises is not None:
        rows = rows.filter(enterprise__in=sorted(enterprises))
    found = list(rows.order_by("due", "enterprise")[:MOST])
    last = quarter.last_day
    return sorted(found, key=lambda row: (row.due, row.appointed or row.asked or last, row.appointed is None))


def settled_now(park: str, *, place: Setting, enterprises: Collection[str]) -> list[VisitDuty]:
    """Those of these enterprises that were visited or declined this quarter, last visited first."""
    quarter = str(Quarter.of(place.now, calendar=place.calendar))
    rows = VisitDuty.objects.filter(park=park, enterprise__in=sorted(enterprises))
    found = [row for row in rows if quarter in (row.last_period, row.declined_period)]
    return sorted(found, key=lambda row: (row.last_visit is None, row.last_visit), reverse=True)[:MOST]
