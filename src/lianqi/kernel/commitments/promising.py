"""The events of a commitment outside a case: it is made, it ends, time passes. A case writes the same by itself."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from lianqi.kernel.commitments.commitment import Commitment, State, Step
from lianqi.kernel.commitments.schedule import schedule
from lianqi.kernel.decision import Json, NewEvent
from lianqi.kernel.instants import to_text
from lianqi.kernel.mechanism.rules import Lights
from lianqi.kernel.workdays.calendar import DAY, Calendar


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


def ticked(commitments: Iterable[Commitment], *, now: datetime) -> list[NewEvent]:
    """What time has made true: lights and lapses, each written once."""
    events: list[NewEvent] = []
    for owed in commitments:
        if not owed.is_open:
            continue
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
        if not owed.provisional:
            if not owed.lapsed:
                moments.append(owed.due)
            if owed.light != "red":
                moments.append(owed.red_at)
    return min(moments, default=None)


def close_of(day_or_after: datetime, *, calendar: Calendar) -> datetime:
    """When work ends on the local day of this instant, or on the next day that is worked."""
    day = calendar.local(day_or_after).date()
    while not calendar.hours_on(day):
        day += DAY
    return calendar.hours_on(day)[-1][1]


def _lapsed(owed: Commitment, now: datetime) -> list[NewEvent]:
    if owed.provisional or owed.state is not State.OPEN or now <= owed.due or owed.lapsed or owed.annulled:
        return []
    return [NewEvent("lapsed", {**_cited(owed), "calendar": owed.calendar}, at=owed.due)]


def _cited(owed: Commitment) -> dict[str, Json]:
    return {"id": owed.id, "kind": owed.kind, "duty": owed.duty, "unit": owed.unit, "due": to_text(owed.due)}
