"""The one gate of the rules of visits: may you, may you now, and what follows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from lianqi.kernel.commitments import promising
from lianqi.kernel.decision import Accepted, ContentRef, Facts, Json, NewEvent, Outcome, Refused
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
class AskDay(Command):
    """The enterprise asks for another day than the one agreed on (改期): the officer agrees, or finds one with it."""

    kind: ClassVar[str] = "ask-day"
    day: date
    words: ContentRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decline(Command):
    """The enterprise would rather not be visited this quarter (婉拒), in its own words; it owes nobody a reason."""

    kind: ClassVar[str] = "decline"
    words: ContentRef | None = None


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
    (relation `contact`) may decline as well, and alone may ask for another day.
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
            return _appoint(command, calendar, facts, now)
        case AskDay():
            return _ask_day(command, visits, calendar, facts, now)
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
    if command.kind in ("decline", "ask-day") and "contact" in facts.relations:
        return None
    if command.kind == "ask-day":
        return Refused("visit.ask-day.not-yours")
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


def _appoint(command: Appoint, calendar: Calendar, facts: Facts, now: datetime) -> Outcome:
    refused = _no_day(command.day, calendar, now)
    said = {"day": command.day.isoformat(), "by": facts.actor.id}
    return refused or Accepted((NewEvent("visit-appointed", said),))


def _ask_day(command: AskDay, visits: Visits, calendar: Calendar, facts: Facts, now: datetime) -> Outcome:
    """The former day is off, whether or not the officer can come on the new one. The promise and its due time stay."""
    if visits.appointed is None or visits.owed is None:
        return Refused("visit.ask-day.nothing-appointed")
    last = calendar.local(max(visits.owed.due, now)).date()
    refused = _no_day(command.day, calendar, now)
    if refused is not None:
        return refused
    if command.day > last:
        return Refused("visit.ask-day.beyond", {"day": command.day.isoformat(), "last": last.isoformat()})
    said = {"by": facts.actor.id, "day": command.day.isoformat(), "former": visits.appointed.isoformat()}
    return Accepted((NewEvent("visit-day-asked", said | _cited(command.words)),))


def _no_day(day: date, calendar: Calendar, now: datetime) -> Refused | None:
    if day < calendar.local(now).date() or not calendar.is_working_day(day):
        return Refused("visit.appoint.day", {"day": day.isoformat()})
    return None


def _cited(words: ContentRef | None) -> dict[str, Json]:
    return {"words": words.data()} if words is not None else {}


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
    said = {"by": facts.actor.id, "period": str(quarter), **_cited(command.words)}
    return Accepted(
        (
            NewEvent("visit-declined", said),
            *promising.released(owed, reason="declined", now=now),
            *_owe(visits.enterprise, quarter.next, len(visits.commitments) + 1, rules, calendar, now),
        )
    )
