"""The one gate of a meeting's rules: may you, may you now, and what follows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from lianqi.kernel.commitments import promising
from lianqi.kernel.decision import Accepted, ContentRef, Facts, Json, NewEvent, Outcome, Refused
from lianqi.kernel.instants import to_text
from lianqi.kernel.mechanism.duties import not_theirs
from lianqi.kernel.mechanism.loop import ReceptionRules
from lianqi.kernel.mechanism.rules import CaseRules
from lianqi.kernel.meetings import commands
from lianqi.kernel.meetings.commands import Command
from lianqi.kernel.meetings.states import STAGES, Meeting, Stage
from lianqi.kernel.workdays.calendar import DAY, Calendar

#: kind → the duties of which one is needed ("@rung" is the owner of the meeting's rung, none: the system), and the
#: stages in which it may be done; None: before there is a meeting.
PERMITS: Mapping[str, tuple[tuple[str, ...], frozenset[Stage] | None]] = MappingProxyType(
    {
        "plan": ((), None),
        "move": (("triage", "@rung"), frozenset({Stage.PLANNED})),
        "change-host": (("triage", "@rung"), frozenset({Stage.PLANNED})),
        "put-on": (("triage", "@rung"), frozenset({Stage.PLANNED, Stage.HELD})),
        "take-off": (("triage", "@rung"), frozenset({Stage.PLANNED})),
        "raise": (("triage", "@rung"), frozenset({Stage.PLANNED})),
        "invite": (("triage", "@rung"), frozenset({Stage.PLANNED})),
        "hold": (("triage", "@rung"), frozenset({Stage.PLANNED})),
        "settle": (("@rung",), frozenset({Stage.HELD})),
        "roll-over": (("triage", "@rung"), frozenset({Stage.HELD})),
        "close": (("triage", "@rung"), frozenset({Stage.HELD})),
        "tick": ((), frozenset({Stage.PLANNED, Stage.HELD})),
    }
)


class _No(Exception):
    def __init__(self, code: str, **details: Json) -> None:
        super().__init__(code)
        self.refused = Refused(code, details)


@dataclass(frozen=True, slots=True)
class _Place:
    rules: CaseRules
    reception: ReceptionRules
    calendar: Calendar
    facts: Facts
    now: datetime


def decide(
    command: Command,
    meeting: Meeting | None,
    *,
    rules: CaseRules,
    reception: ReceptionRules,
    calendar: Calendar,
    facts: Facts,
    now: datetime,
) -> Outcome:
    """What follows from `command` on `meeting` (None: not yet planned), or why nothing does. Pure."""
    refused = guard(command.kind, meeting, rules=rules, reception=reception, facts=facts)
    if refused is not None:
        return refused
    place = _Place(rules, reception, calendar, facts, now)
    try:
        if isinstance(command, commands.Plan):
            return Accepted(tuple(_plan(place, command)))
        assert meeting is not None  # guarded
        return Accepted(tuple(_HANDLERS[command.kind](place, meeting, command)))
    except _No as no:
        return no.refused


def guard(
    kind: str, meeting: Meeting | None, *, rules: CaseRules, reception: ReceptionRules, facts: Facts
) -> Refused | None:
    """The first stage of `decide`: may this actor do it (403), and now (409), whatever the payload."""
    duties, stages = PERMITS[kind]
    needed = {reception.owner if duty == "@rung" else duty for duty in duties}
    refused = not_theirs(needed=needed, facts=facts, rules=rules, code="meeting.not-yours")
    if refused is not None:
        return refused
    if stages is None:
        return None if meeting is None else Refused("meeting.planned-already", {"period": meeting.period})
    if meeting is None:
        return Refused("meeting.not-planned")
    if meeting.stage not in stages:
        return Refused(
            "meeting.not-at-this-stage",
            {"stage": meeting.stage.value, "stage_zh": STAGES[meeting.stage][0], "stage_en": STAGES[meeting.stage][1]},
        )
    return None


def regular_day(period: str, *, day: int) -> date:
    """The day that the rule gives in a month such as "2026-06"."""
    return date.fromisoformat(f"{period}-{day:02d}")


def held_on(regular: date, *, calendar: Calendar) -> date:
    """The regular day, or the next one that is worked."""
    while not calendar.is_working_day(regular):
        regular += DAY
    return regular


def _plan(place: _Place, command: commands.Plan) -> list[NewEvent]:
    regular = regular_day(command.period, day=place.reception.day)
    day = held_on(regular, calendar=place.calendar)
    _host_here(place, command.host)
    data = {"period": command.period, "regular": regular.isoformat(), "day": day.isoformat()}
    planned = NewEvent("meeting-planned", {**data, "host": command.host, "rest_day": day != regular})
    return [planned, _owes_holding(place, day, 1)]


def _owes_holding(place: _Place, day: date, number: int) -> NewEvent:
    end = place.calendar.hours_on(day)[-1][1]
    return promising.made(
        kind="hold",
        number=number,
        duty=place.reception.owner,
        start=place.now,
        step=("until", to_text(end)),
        lights=place.rules.lights,
        calendar=place.calendar,
    )


def _move(place: _Place, meeting: Meeting, command: commands.Move) -> list[NewEvent]:
    if command.day < place.calendar.local(place.now).date() or not place.calendar.is_working_day(command.day):
        raise _No("meeting.move.day", day=command.day.isoformat())
    moved = NewEvent("meeting-moved", {"day": command.day.isoformat(), "reason": command.reason.data()})
    owed = meeting.owed("hold")
    ended = promising.released(owed, reason="meeting-moved", now=place.now) if owed else []
    return [moved, *ended, _owes_holding(place, command.day, len(meeting.commitments) + 1)]


def _change_host(place: _Place, meeting: Meeting, command: commands.ChangeHost) -> list[NewEvent]:
    _host_here(place, command.host)
    return [NewEvent("host-changed", {"host": command.host, "reason": command.reason.data()})]


def _host_here(place: _Place, host: str) -> None:
    known = place.facts.references.get(host)
    if known is None or known.kind != "person" or known.state != "host":
        raise _No("meeting.host.unknown", host=host)


def _put_on(place: _Place, meeting: Meeting, command: commands.PutOn) -> list[NewEvent]:
    known = place.facts.references.get(command.case)
    if known is None or known.kind != "case" or known.state != "tabled":
        raise _No("meeting.item.not-tabled", number=command.number)
    if meeting.item(command.case) is not None:
        raise _No("meeting.item.twice", number=command.number)
    said = {"case": command.case, "number": command.number, "enterprise": command.enterprise}
    return [NewEvent("item-put-on", said)]


def _on_agenda(meeting: Meeting, case: str) -> None:
    item = meeting.item(case)
    if item is None or item.state != "listed":
        raise _No("meeting.item.not-listed")


def _take_off(place: _Place, meeting: Meeting, command: commands.TakeOff) -> list[NewEvent]:
    _on_agenda(meeting, command.case)
    return [NewEvent("item-taken-off", {"case": command.case})]


def _raise(place: _Place, meeting: Meeting, command: commands.Raise) -> list[NewEvent]:
    _on_agenda(meeting, command.case)
    return [NewEvent("item-raised", {"case": command.case})] if meeting.items[0].case != command.case else []


def _invite(place: _Place, meeting: Meeting, command: commands.Invite) -> list[NewEvent]:
    if command.enterprise not in {item.enterprise for item in meeting.items}:
        raise _No("meeting.invite.no-item")
    if command.enterprise in meeting.invited:
        return []
    return [NewEvent("enterprise-invited", {"enterprise": command.enterprise})]


def _hold(place: _Place, meeting: Meeting, command: commands.Hold) -> list[NewEvent]:
    if place.calendar.local(place.now).date() < meeting.day:
        raise _No("meeting.hold.too-early", day=meeting.day.isoformat())
    owed = meeting.owed("hold")
    minutes = promising.made(
        kind="minutes",
        number=len(meeting.commitments) + 1,
        duty="triage",
        start=place.now,
        step=("limit", str(place.reception.minutes_within)),
        lights=place.rules.lights,
        calendar=place.calendar,
    )
    held = NewEvent("meeting-held", _present(command.present))
    return [held, *(promising.discharged(owed, now=place.now) if owed else []), minutes]


def _present(present: ContentRef | None) -> dict[str, Json]:
    return {"present": present.data()} if present else {}


def _settle(place: _Place, meeting: Meeting, command: commands.Settle) -> list[NewEvent]:
    _on_agenda(meeting, command.case)
    said: dict[str, Json] = {"case": command.case, "outcome": command.outcome, "resolution": command.resolution.data()}
    said |= {key: value for key, value in (("main_unit", command.main_unit), ("by", command.by)) if value}
    return [NewEvent("item-settled", said)]


def _roll_over(place: _Place, meeting: Meeting, command: commands.RollOver) -> list[NewEvent]:
    _on_agenda(meeting, command.case)
    return [NewEvent("item-rolled-over", {"case": command.case, "reason": command.reason.data()})]


def _close(place: _Place, meeting: Meeting, command: commands.Close) -> list[NewEvent]:
    left = [item.number for item in meeting.items if item.state == "listed"]
    if left:
        raise _No("meeting.close.items-left", numbers=left)
    owed = meeting.owed("minutes")
    return [NewEvent("meeting-closed"), *(promising.discharged(owed, now=place.now) if owed else [])]


def _tick(place: _Place, meeting: Meeting, command: commands.Tick) -> list[NewEvent]:
    hours = place.calendar.hours_on(meeting.day)
    until = {"hold": hours[-1][1]} if hours else {}
    return promising.ticked(
        meeting.commitments.values(), until=until, lights=place.rules.lights, calendar=place.calendar, now=place.now
    )


_HANDLERS: Mapping[str, Callable[[_Place, Meeting, Any], list[NewEvent]]] = MappingProxyType(
    {
        "move": _move,
        "change-host": _change_host,
        "put-on": _put_on,
        "take-off": _take_off,
        "raise": _raise,
        "invite": _invite,
        "hold": _hold,
        "settle": _settle,
        "roll-over": _roll_over,
        "close": _close,
        "tick": _tick,
    }
)
