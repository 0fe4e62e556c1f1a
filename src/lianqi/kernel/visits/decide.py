"""The one gate of the rules of visits: may you, may you now, and what follows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from lianqi.kernel.commitments import promising
from lianqi.kernel.decision import Accepted, ContentRef, Facts, NewEvent, Outcome, Refused
from lianqi.kernel.instants import to_text
from lianqi.kernel.mechanism.duties import carried
from lianqi.kernel.mechanism.rules import CaseRules
from lianqi.kernel.visits.quarters import Quarter
from lianqi.kernel.visits.states import Visits
from lianqi.kernel.workdays.calendar import Calendar


class Command:
    """Base of all commands; `kind` is stable."""

    __slots__ = ()
    kind: ClassVar[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Owe(Command):
    """The enterprise has an officer: from now on a visit a quarter is owed. The system's."""

    kind: ClassVar[str] = "owe"
    enterprise: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Appoint(Command):
    """A day that the enterprise agreed to (预约入企)."""

    kind: ClassVar[str] = "appoint"
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit(Command):
    """The officer was there (走访). `cases` are the numbers of what came of it; none where nothing was said."""

    kind: ClassVar[str] = "visit"
    cases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Decline(Command):
    """The enterprise would rather not be visited this quarter, in its own words (婉拒)."""

    kind: ClassVar[str] = "decline"
    words: ContentRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick(Command):
    """Time passed."""

    kind: ClassVar[str] = "tick"


#: kind → command class.
KINDS: Mapping[str, type[Command]] = {cls.kind: cls for cls in Command.__subclasses__()}
_SYSTEM = frozenset({"owe", "tick"})


def decide(
    command: Command, visits: Visits | None, *, rules: CaseRules, calendar: Calendar, facts: Facts, now: datetime
) -> Outcome:
    """What follows from `command` on the visits to an enterprise (None: none was ever owed). Pure.

    An officer is whoever carries the duty `liaise` and has the relation `officer` to the enterprise; its own contact
    (relation `contact`) may decline as well.
    """
    refused = _who(command, facts, rules)
    if refused is not None:
        return refused
    if isinstance(command, Owe):
        if visits is not None:
            return Accepted(())
        return Accepted(tuple(_owe(command.enterprise, Quarter.of(now, calendar=calendar), 1, rules, calendar, now)))
    if visits is None:
        return Refused("visit.not-owed")
    match command:
        case Appoint():
            return _appoint(command, calendar, now)
        case Visit():
            return Accepted(tuple(_visit(command, visits, rules, calendar, facts, now)))
        case Decline():
            return _decline(command, visits, rules, calendar, facts, now)
    until = {"visit": Quarter.parse(visits.period).closes(calendar)}
    ticked = promising.ticked(visits.commitments.values(), until=until, lights=rules.lights, calendar=calendar, now=now)
    return Accepted(tuple(ticked))


def _who(command: Command, facts: Facts, rules: CaseRules) -> Refused | None:
    if command.kind in _SYSTEM:
        return None if facts.actor.kind == "system" else Refused("visit.not-yours")
    if command.kind == "decline" and "contact" in facts.relations:
        return None
    may = "officer" in facts.relations and "liaise" in carried(facts=facts, rules=rules)
    return None if may else Refused("visit.not-yours")


def _owe(
    enterprise: str, quarter: Quarter, number: int, rules: CaseRules, calendar: Calendar, now: datetime
) -> list[NewEvent]:
    opens = quarter.opens(calendar)
    made = promising.made(
        kind="visit",
        number=number,
        duty="liaise",
        start=max(now, opens),
        step=("until", to_text(quarter.closes(calendar))),
        lights=rules.lights,
        calendar=calendar,
        opens_at=opens if opens > now else None,
    )
    return [NewEvent("visit-owed", {"enterprise": enterprise, "period": str(quarter)}), made]


def _appoint(command: Appoint, calendar: Calendar, now: datetime) -> Outcome:
    if command.day < calendar.local(now).date() or not calendar.is_working_day(command.day):
        return Refused("visit.appoint.day", {"day": command.day.isoformat()})
    return Accepted((NewEvent("visit-appointed", {"day": command.day.isoformat()}),))


def _visit(
    command: Visit, visits: Visits, rules: CaseRules, calendar: Calendar, facts: Facts, now: datetime
) -> list[NewEvent]:
    """A visit that is not owed yet (the enterprise called) is written down, and the next one stays owed."""
    quarter = Quarter.of(now, calendar=calendar)
    data = {"by": facts.actor.id, "period": str(quarter), "cases": list(command.cases)}
    events = [NewEvent("visited", data)]
    owed = visits.owed
    if owed is not None and (owed.opens_at is None or owed.opens_at <= now):
        events += promising.discharged(owed, now=now)
        events += _owe(visits.enterprise, quarter.next, len(visits.commitments) + 1, rules, calendar, now)
    return events


def _decline(
    command: Decline, visits: Visits, rules: CaseRules, calendar: Calendar, facts: Facts, now: datetime
) -> Outcome:
    owed = visits.owed
    if owed is None or (owed.opens_at is not None and owed.opens_at > now):
        return Refused("visit.decline.nothing-owed")
    quarter = Quarter.of(now, calendar=calendar)
    said = {"by": facts.actor.id, "period": str(quarter), "words": command.words.data()}
    return Accepted(
        (
            NewEvent("visit-declined", said),
            *promising.released(owed, reason="declined", now=now),
            *_owe(visits.enterprise, quarter.next, len(visits.commitments) + 1, rules, calendar, now),
        )
    )
