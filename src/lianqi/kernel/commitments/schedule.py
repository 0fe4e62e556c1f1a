"""From a start and its steps to a due time and the instants at which lights turn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from lianqi.kernel.commitments.commitment import Step
from lianqi.kernel.decision import Json
from lianqi.kernel.instants import from_text, to_text
from lianqi.kernel.mechanism.rules import Lights
from lianqi.kernel.workdays.calendar import Calendar
from lianqi.kernel.workdays.due import Due, after, agreed, before, due_time, resume
from lianqi.kernel.workdays.durations import Duration


@dataclass(frozen=True, slots=True)
class Schedule:
    """A due time with everything that hangs on it, as it is written into an event."""

    due: datetime
    yellow_at: datetime
    red_at: datetime
    up_at: datetime
    provisional: bool
    calendar: str
    why: tuple[Json, ...]  # one for each limit or extension, see lianqi.kernel.workdays.derivation

    def data(self) -> dict[str, Json]:
        return {
            "due": to_text(self.due),
            "yellow": to_text(self.yellow_at),
            "red": to_text(self.red_at),
            "up": to_text(self.up_at),
            "provisional": self.provisional,
            "calendar": self.calendar,
            "why": list(self.why),
        }


def schedule(*, start: datetime, steps: Sequence[Step], lights: Lights, calendar: Calendar) -> Schedule:
    """The due time of a commitment made at `start` after each of `steps`, in order.

    The first step is a limit in working or natural time, or an instant somebody promised; extensions count on from
    the due time they extend; a pause moves it by the working time that was left. A yellow light that would turn
    before the start (a limit shorter than the warning) turns at the due time instead: a light that is on from the
    first minute warns nobody.
    """
    stories: list[Due] = []  # one for each limit or extension; a pause goes on telling the last
    for step in steps:
        due = _apply(step, start=start, former=stories[-1] if stories else None, calendar=calendar)
        if step[0] == "pause":
            stories.pop()
        stories.append(due)
    due = stories[-1]
    yellow = before(due=due.at, by=lights.yellow_before, calendar=calendar)
    return Schedule(
        due=due.at,
        yellow_at=yellow if yellow > start else due.at,
        red_at=after(due=due.at, by=lights.red_after, calendar=calendar),
        up_at=after(due=due.at, by=lights.up_after, calendar=calendar),
        provisional=any(story.provisional for story in stories),
        calendar=calendar.version,
        why=tuple(story.derivation.data() for story in stories),
    )


def _apply(step: Step, *, start: datetime, former: Due | None, calendar: Calendar) -> Due:
    match step:
        case ("limit", limit):
            return due_time(start=start, limit=Duration.parse(limit), calendar=calendar)
        case ("until", instant):
            return agreed(at=from_text(instant), calendar=calendar)
        case ("extend", limit) if former is not None:
            return due_time(start=former.at, limit=Duration.parse(limit), calendar=calendar)
        case ("pause", begun, ended) if former is not None:
            return resume(due=former, paused_at=from_text(begun), resumed_at=from_text(ended), calendar=calendar)
    raise ValueError(f"not a step that can stand here: {step!r}")
