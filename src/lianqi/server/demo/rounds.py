"""走访 in the demo: each quarter officers go round, some enterprises decline, and some visits are agreed upon."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from lianqi.kernel.visits.quarters import Quarter
from lianqi.kernel.workdays.due import before
from lianqi.kernel.workdays.durations import Duration
from lianqi.server.cases import gate
from lianqi.server.demo.cast import Firm
from lianqi.server.demo.seating import PARK
from lianqi.server.demo.walking import Walk
from lianqi.server.fieldwork.models import VisitDuty
from lianqi.server.fieldwork.operations import appoint, decline, owe_visits, tick, visit

#: The hour at which the day's duties are looked at.
_LOOKS = 8
#: Minutes of the local day between which officers are on their way.
_FROM, _TO = 9 * 60, 16 * 60 + 40
#: Working minutes before the end in which the next visits were agreed upon.
_AGREED = 900


@dataclass(slots=True)
class Rounds:
    """The visits of the season; those that a case came of are made by the walk itself."""

    _planned: bool = False

    def time_passes(self, walk: Walk, now: datetime) -> None:
        """Owe what is to be owed; plan the quarters, once."""
        if walk.season.calendar.local(now).hour != _LOOKS:
            return
        if not self._planned:
            self._planned = True
            while owe_visits(park=PARK, now=now):
                pass
            for quarter in self._quarters(walk, now):
                self._plan(walk, quarter, now)
        while tick(park=PARK, now=now):
            pass

    def _quarters(self, walk: Walk, now: datetime) -> Iterator[Quarter]:
        quarter = Quarter.of(now, calendar=walk.season.calendar)
        while quarter.opens(walk.season.calendar) < walk.season.until:
            yield quarter
            quarter = quarter.next

    def _plan(self, walk: Walk, quarter: Quarter, now: datetime) -> None:
        """Who is visited when, who declines, and what is agreed upon for the days after the end."""
        calendar, habits, chance = walk.season.calendar, walk.material.visits, walk.chance
        first = calendar.local(max(now, quarter.opens(calendar))).date()
        length = (calendar.local(quarter.closes(calendar)).date() - first).days
        ahead = walk.season.until + timedelta(days=habits.days_ahead)
        for firm in walk.cast.firms:
            day = _worked(walk, first + timedelta(days=chance.randrange(max(1, length))))
            at = calendar.instant(day, chance.randint(_FROM, _TO)) + timedelta(seconds=chance.randrange(60))
            drawn = chance.random()
            if drawn < habits.declined:
                walk.at(at, partial(self._decline, walk, firm))
            elif drawn < habits.declined + habits.made:
                walk.at(at, partial(self._visit, walk, firm))
                if walk.season.until < at <= ahead and chance.random() < habits.appointed:
                    ago = Duration(chance.randint(5, _AGREED), "wmin")
                    agreed = before(due=walk.season.until, by=ago, calendar=calendar)
                    walk.at(agreed, partial(self._appoint, walk, firm, day))

    def _visit(self, walk: Walk, firm: Firm, now: datetime) -> None:
        if _owed(firm, now):
            done = visit(_officer(firm, now), enterprise=firm.id, said=(), command_id=walk.command_id(), now=now)
            walk.counted("visit", done.refusal)

    def _decline(self, walk: Walk, firm: Firm, now: datetime) -> None:
        if _owed(firm, now):
            words = walk.payload.words.phrase("decline", "", {})
            own = walk.command_id()
            applied = decline(_officer(firm, now), enterprise=firm.id, words=words, command_id=own, now=now)
            walk.counted("visit.decline", applied.refusal)

    def _appoint(self, walk: Walk, firm: Firm, day: date, now: datetime) -> None:
        if _owed(firm, now):
            applied = appoint(_officer(firm, now), enterprise=firm.id, day=day, command_id=walk.command_id(), now=now)
            walk.counted("visit.appoint", applied.refusal)


def _owed(firm: Firm, now: datetime) -> bool:
    """Whether a visit is owed by now: nobody goes twice in a quarter without a reason."""
    row = VisitDuty.objects.filter(park=PARK, enterprise=firm.id).values_list("opens_at", "due").first()
    return row is not None and row[1] is not None and (row[0] is None or row[0] <= now)


def _officer(firm: Firm, now: datetime) -> gate.Principal:
    return gate.principal_for(park=PARK, actor=firm.officer, now=now)


def _worked(walk: Walk, day: date) -> date:
    while not walk.season.calendar.is_working_day(day):
        day += timedelta(days=1)
    return day
