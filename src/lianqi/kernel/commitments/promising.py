"""The events of a commitment outside a case: it is made, it ends, time passes. A case writes the same by itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from lianqi.kernel.commitments.commitment import Commitment, State, Step
from lianqi.kernel.commitments.schedule import schedule
from lianqi.kernel.decision import Json, NewEvent
from lianqi.kernel.instants import to_text
from lianqi.kernel.mechanism.rules import Lights
from lianqi.kernel.workdays.calendar import Calendar


def made(
    *,
    kind: str,
    number: int,
    duty: str,
    start: datetime,
    step: Step,
    lights: Lights,
    calendar: Calendar,
    opens_at: datetime | None = None,
) -> NewEvent:
    """Whoever carries `duty` now owes `kind`; the clock starts at `start` and counts `step`.

    `number` counts the stream's commitments and makes the id.
    """
    times = schedule(start=start, steps=(step,), lights=lights, calendar=calendar)
    data: dict[str, Json] = {"id": f"{kind}.{number}", "kind": kind, "duty": duty, "unit": "", "start": to_text(start)}
    data |= {"steps": [list(step)], **times.data()}
    if not calendar.is_published(calendar.local(times.due).date()):
        data["provisional"] = True  # a day named by rule may turn out to be one of rest
    if opens_at is not None:
        data["opens"] = to_text(opens_at)
    return NewEvent("commitment-made", data)


def discharged(owed: Commitment, *, now: datetime) -> list[NewEvent]:
    """It was done now. What is past its due time lapses first: no end hides a lapse."""
    in_time = not owed.lapsed and now <= owed.due
    return [*_lapsed(owed, now), NewEvent("commitment-discharged", {**_cited(owed), "in_time": in_time})]


def released(owed: Commitment, *, reason: str, now: datetime) -> list[NewEvent]:
    """It is no longer owed, for this reason; a lapse that was there stays."""
    return [*_lapsed(owed, now), NewEvent("commitment-released", {**_cited(owed), "reason": reason})]


def ticked(
    commitments: Iterable[Commitment],
    *,
    until: Mapping[str, datetime],
    lights: Lights,
    calendar: Calendar,
    now: datetime,
) -> list[NewEvent]:
    """What time has made true: lights and lapses, each written once.

    A due time that was provisional is reckoned again as soon as its day is published; `until` says for a kind which
    instant the rule gives now, where it is not counted from a start.
    """
    events: list[NewEvent] = []
    for owed in commitments:
        if not owed.is_open:
            continue
        if owed.provisional and (firm := _firm(owed, until=until, lights=lights, calendar=calendar)):
            events.append(firm)
            continue  # what the new due time makes true is for the next tick
        if owed.light == "none" and owed.yellow_at <= now < owed.red_at:
            events.append(NewEvent("light-turned", {**_cited(owed), "light": "yellow"}))
        if owed.provisional:
            continue  # a date beyond the published calendar cannot lapse
        events += _lapsed(owed, now)
        if now >= owed.red_at and owed.light != "red":
            events.append(NewEvent("light-turned", {**_cited(owed), "light": "red"}))
    return events


def wakes_at(commitments: Iterable[Commitment]) -> datetime | None:
    """When `ticked` next has something to write; None where it never will."""
    moments: list[datetime] = []
    for owed in commitments:
        if not owed.is_open:
            continue
        if owed.light == "none":
            moments.append(owed.yellow_at)
        if not owed.lapsed:
            moments.append(owed.due)
        if not owed.provisional and owed.light != "red":
            moments.append(owed.red_at)
    return min(moments, default=None)


def _firm(owed: Commitment, *, until: Mapping[str, datetime], lights: Lights, calendar: Calendar) -> NewEvent | None:
    steps: tuple[Step, ...] = (("until", to_text(until[owed.kind])),) if owed.kind in until else owed.steps
    times = schedule(start=owed.start, steps=steps, lights=lights, calendar=calendar)
    if times.provisional or not calendar.is_published(calendar.local(times.due).date()):
        return None
    data = {**_cited(owed), "reason": "calendar", "steps": [list(step) for step in steps], **times.data()}
    return NewEvent("due-moved", {**data, "from": to_text(owed.due)})


def _lapsed(owed: Commitment, now: datetime) -> list[NewEvent]:
    if owed.provisional or owed.state is not State.OPEN or now <= owed.due or owed.lapsed or owed.annulled:
        return []
    return [NewEvent("lapsed", {**_cited(owed), "calendar": owed.calendar}, at=owed.due)]


def _cited(owed: Commitment) -> dict[str, Json]:
    return {"id": owed.id, "kind": owed.kind, "duty": owed.duty, "unit": owed.unit, "due": to_text(owed.due)}
