"""Where a case stands, as the table of behaviour names it, and when somebody will move it on."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from lianqi.kernel.cases import Case, Status
from lianqi.kernel.commitments import Commitment
from lianqi.kernel.mechanism.rules import CaseRules
from lianqi.kernel.workdays.calendar import Calendar
from lianqi.kernel.workdays.due import due_time, working_minutes_between
from lianqi.kernel.workdays.durations import Duration
from lianqi.server.demo.chances import about
from lianqi.server.demo.material import Move

#: Whose speed is that of the unit.
OF_THE_UNIT = frozenset({"handler", "head", "leader", "assisting"})
_DRAFTED = {"reviewing": "reviewing", "signing": "signing"}
#: Nobody answers sooner than this after the step before (working minutes), however little time is left.
_SOONEST = 12
#: The waking day of an enterprise's contact, in minutes of the local day.
_AWAKE = (8 * 60, 21 * 60 + 30)


def station(case: Case, *, right_unit: str, rules: CaseRules) -> str:
    """The station of `behaviour.yaml` that this case stands at; "" at an end and where it rides with another."""
    control = case.control
    drafted = _DRAFTED.get(control.draft, "")
    match control.status:
        case Status.HANDLING:
            found = drafted or _handled(case, right_unit)
        case Status.TABLED:
            found = drafted or f"tabled.{rules.ladder[control.rung].owner}"
        case Status.TRACKING | Status.PLANNED:
            found = drafted or control.status.value
        case Status.TRIAGE:
            found = "returned" if control.counters.returns and not control.confidential else "triage"
        case Status.PAUSED:
            found = "objected" if control.objection_open else "paused"
        case Status.MERGED | Status.SETTLED | Status.NOT_ACCEPTED | Status.WITHDRAWN:
            return ""
        case _:
            found = control.status.value
    return f"confidential.{found}" if control.confidential else found


def _handled(case: Case, right_unit: str) -> str:
    control = case.control
    if control.extension_asked:
        return "extension-asked"
    if case.record.main_unit != right_unit and not control.final_ruling:
        return "misdirected"
    if case.owed("contact"):
        return "dispatched"
    return "again" if control.counters.redos else "working"


@dataclass(frozen=True, slots=True)
class Waiting:
    """When a move is made: the clock of the park's offices, that of people at home, and of meetings."""

    calendar: Calendar
    chance: random.Random

    def until(self, move: Move, case: Case, *, now: datetime, pace: float) -> datetime:
        """The instant of this move, after `now`."""
        drawn = about(self.chance, move.wait, move.spread) * (pace if move.by in OF_THE_UNIT else 1.0)
        owed = next(iter(case.owed(move.of)), None) if move.of else None
        if owed is not None:
            at = self._worked(self._opened(owed), drawn * self._length(owed))
        elif move.by == "contact" and not move.of:
            at = self._awake(now + timedelta(minutes=drawn))
        else:
            at = self._worked(now, drawn)
        if at <= now:
            at = self._worked(now, about(self.chance, _SOONEST * 3, 0.6))
        return at + timedelta(seconds=self.chance.randrange(1, 60))

    def _opened(self, owed: Commitment) -> datetime:
        return owed.opens_at or owed.made_at

    def _length(self, owed: Commitment) -> float:
        """The working minutes of what is owed; a day at least, so that a short promise is not kept in no time."""
        return max(
            working_minutes_between(start=self._opened(owed), end=owed.due, calendar=self.calendar), 4 * _SOONEST
        )

    def _worked(self, start: datetime, minutes: float) -> datetime:
        limit = Duration(max(_SOONEST, int(minutes)), "wmin")
        return due_time(start=start, limit=limit, calendar=self.calendar).at

    def _awake(self, at: datetime) -> datetime:
        local = self.calendar.local(at)
        minute = local.hour * 60 + local.minute
        if _AWAKE[0] <= minute < _AWAKE[1]:
            return at
        day = local.date() if minute < _AWAKE[0] else local.date() + timedelta(days=1)
        return self.calendar.instant(day, _AWAKE[0] + self.chance.randrange(120))
