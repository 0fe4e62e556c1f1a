"""Due times: when a limit that starts now ends, when to remind before it and to act after it.

Source: Civil Code (民法典) arts. 200-204, quoted where they apply. Art. 204 lets other law or an agreement count
otherwise: limits in working days and working hours are such, set by the park's own rules.

Zero of any unit is the instant itself: "at once" needs no calendar, and a + 0 = a.
"""

from __future__ import annotations

import calendar as month_lengths
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from lianqi.kernel.instants import from_text, to_text
from lianqi.kernel.workdays import working_time
from lianqi.kernel.workdays.calendar import DAY, Calendar
from lianqi.kernel.workdays.derivation import Derivation, Step
from lianqi.kernel.workdays.durations import Duration

MINUTE = timedelta(minutes=1)
#: Minutes in one of each unit that runs by the minute; "w" runs inside segments only.
MINUTES = {"wmin": 1, "wh": 60, "min": 1, "h": 60}
ELAPSED = ("min", "h")
WHOLE_DAYS = ("wd", "d", "mo")


@dataclass(frozen=True, slots=True)
class Due:
    """An instant, UTC, by which something is owed, with its story.

    `provisional`: a day that was counted is not in the published calendar; it may move when the year is published.
    """

    at: datetime
    provisional: bool
    calendar_version: str
    derivation: Derivation

    @classmethod
    def of(cls, derivation: Derivation) -> Due:
        """The due time that a derivation tells, without counting again."""
        return cls(derivation.at, derivation.provisional, derivation.calendar_version, derivation)


def due_time(*, start: datetime, limit: Duration, calendar: Calendar) -> Due:
    """When `limit`, running from `start`, ends.

    Working days: art. 201 - the day of the start does not count, whether it is worked or not; the end is the close of
    the last day (art. 203). Working hours and minutes run inside segments only, from `start` itself (art. 201).
    Natural days and months: the last day, or the next working day where that is a day of rest (art. 203), at its close.
    Hours and minutes: elapsed time. Refused with ValueError: a naive `start`, an end beyond the year 9999.
    """
    begin = _instant(start)
    try:
        at, steps = _end(begin, limit, calendar)
    except OverflowError as beyond:
        raise ValueError(f"{limit} from {start} ends beyond the year 9999") from beyond
    return Due.of(
        Derivation(
            start=begin, limit=limit, at=at, zone=calendar.zone, calendar_version=calendar.version, steps=tuple(steps)
        )
    )


def replay(derivation: Derivation, *, calendar: Calendar) -> Due:
    """Count again from the same start, limit and pauses: with the same calendar the same due time, with a newly
    published one the due time as it is now known."""
    due = due_time(start=derivation.start, limit=derivation.limit, calendar=calendar)
    for step in derivation.steps:
        if step.code == "pause":
            paused_at, resumed_at = (from_text(str(text)) for text in step.values[:2])
            due = resume(due=due, paused_at=paused_at, resumed_at=resumed_at, calendar=calendar)
    return due


def agreed(*, at: datetime, calendar: Calendar) -> Due:
    """A due time that was promised as an instant, not counted: a limit of nothing that starts there."""
    return due_time(start=at, limit=Duration(0, "min"), calendar=calendar)


def resume(*, due: Due | datetime, paused_at: datetime, resumed_at: datetime, calendar: Calendar) -> Due:
    """The due time after a pause: the working time that remained at `paused_at` remains at `resumed_at`.

    Limits in elapsed hours and minutes keep their elapsed remainder; so does the part of any other due time that lies
    outside working time, where no working minute is left to keep. What was due by `paused_at` stays due when it was: a
    pause heals no lapse. A due time counted by another version of the calendar is first counted again by this one. A
    bare instant is taken as agreed. Refused with ValueError: resuming before the pause.
    """
    if isinstance(due, datetime):
        due = agreed(at=due, calendar=calendar)
    paused, resumed = _instant(paused_at), _instant(resumed_at)
    if resumed < paused:
        raise ValueError(f"resumed before it was paused: {resumed_at} < {paused_at}")
    story = due.derivation
    if story.calendar_version != calendar.version:
        due = replay(story, calendar=calendar)
        story = due.derivation
    if due.at <= paused:
        return due
    rest: list[Step] = []
    if story.limit.unit in ELAPSED and story.limit.count:
        remaining = due.at - paused
        at = resumed + remaining
    else:
        remaining = working_time.worked(paused, due.at, calendar)
        tail = due.at - max(paused, working_time.last_worked(due.at, calendar))
        at = working_time.advance(resumed, remaining, calendar) + tail
        rest = _between(calendar.local(resumed).date(), calendar.local(at).date(), calendar)
    pause = Step("pause", (to_text(paused), to_text(resumed), to_text(due.at), remaining // MINUTE))
    told = [step for step in rest if step not in story.steps or step.code == "rest"]
    if due.provisional:
        told = [step for step in told if step.code != "provisional"]
    return Due.of(replace(story, at=at, steps=(*story.steps, pause, *told)))


def after(*, due: datetime, by: Duration, calendar: Calendar) -> datetime:
    """The instant `by` after `due` (a red light, the next rung): counted as any limit that starts at `due`.

    A due time is an end: one at midnight belongs to the day that it closes, not to the one that begins.
    """
    end = _instant(due)
    local = calendar.local(end)
    if by.count and by.unit in WHOLE_DAYS and local.time() == local.min.time():
        end -= datetime.resolution
    return due_time(start=end, limit=by, calendar=calendar).at


def before(*, due: datetime, by: Duration, calendar: Calendar) -> datetime:
    """The instant `by` before `due` (a reminder, a yellow light), earlier than `due` unless `by` is zero.

    Working days: from the close of a day to the close of the k-th working day before; from within a day to the same
    time of that day, or the last working time before it. Working hours and minutes: as much working time before,
    across nights, weekends and holidays, at an opening where it falls on one. Natural days and months: the same time
    of day that long before, without the shift of art. 203, which serves the one who owes. Hours and minutes: elapsed.
    """
    end = _instant(due)
    if by.count == 0:
        return end
    try:
        if by.unit in ELAPSED:
            return end - by.count * MINUTES[by.unit] * MINUTE
        if by.unit in MINUTES:
            return working_time.retreat(end, by.count * MINUTES[by.unit] * MINUTE, calendar)
        if by.unit == "wd":
            return _working_days_before(end, by.count, calendar)
        local = calendar.local(end)
        day = local.date() - by.count * DAY if by.unit == "d" else _month_day(local.date(), -by.count)
        return datetime.combine(day, local.timetz()).astimezone(UTC)
    except OverflowError as beyond:
        raise ValueError(f"{by} before {due} lies before the year 1") from beyond


def working_minutes_between(*, start: datetime, end: datetime, calendar: Calendar) -> int:
    """Whole working minutes from `start` until `end`, half-open. `end` before `start` is refused with ValueError."""
    begin, finish = _instant(start), _instant(end)
    if finish < begin:
        raise ValueError(f"ends before it starts: {end} < {start}")
    return working_time.worked(begin, finish, calendar) // MINUTE


def _end(begin: datetime, limit: Duration, calendar: Calendar) -> tuple[datetime, list[Step]]:
    if limit.count == 0:
        return begin, [Step("at-once")]
    if limit.unit in ELAPSED:
        # Art. 200 counts by years, months, days and hours; art. 201: hours run from the moment agreed.
        return begin + limit.count * MINUTES[limit.unit] * MINUTE, [Step("elapsed")]
    if limit.unit in MINUTES:
        return _end_of_working_time(begin, limit, calendar)
    if limit.unit == "wd":
        return _end_of_working_days(begin, limit.count, calendar)
    return _end_of_natural_days(begin, limit, calendar)


def _end_of_working_days(begin: datetime, count: int, calendar: Calendar) -> tuple[datetime, list[Step]]:
    # Art. 201: "the day on which the period begins is not counted; it runs from the next day".
    day = first = calendar.local(begin).date() + DAY
    while True:
        if calendar.hours_on(day):
            count -= 1
            if count == 0:
                break
        day += DAY
    days = Step("days", (first.isoformat(), day.isoformat()))
    return _close(day, calendar), [days, *_between(first, day, calendar)]


def _end_of_working_time(begin: datetime, limit: Duration, calendar: Calendar) -> tuple[datetime, list[Step]]:
    opens = working_time.first_worked(begin, calendar)
    at = working_time.advance(opens, limit.count * MINUTES[limit.unit] * MINUTE, calendar)
    steps = [] if opens == begin else [Step("opens", (to_text(opens),))]
    return at, [*steps, *_between(calendar.local(begin).date(), calendar.local(at).date(), calendar)]


def _end_of_natural_days(begin: datetime, limit: Duration, calendar: Calendar) -> tuple[datetime, list[Step]]:
    start = calendar.local(begin).date()
    last = start + limit.count * DAY if limit.unit == "d" else _month_day(start, limit.count)
    steps: list[Step] = [Step("last-day", (last.isoformat(),))]
    if limit.unit == "mo" and last.day != start.day:
        steps.append(Step("short-month", (start.day,)))
    day = last
    while not calendar.hours_on(day):
        day += DAY
    steps += _between(last, day, calendar)
    if day != last:
        # Art. 203: "where the last day is a statutory day of rest, the day after the rest ends is the last day".
        steps.append(Step("next-working-day", (day.isoformat(),)))
    return _close(day, calendar), steps


def _month_day(start: date, months: int) -> date:
    """Art. 202: the corresponding day of the month of expiry; where there is none, the last day of that month."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year:
        raise OverflowError("no such year")
    return date(year, month + 1, min(start.day, month_lengths.monthrange(year, month + 1)[1]))


def _working_days_before(end: datetime, count: int, calendar: Calendar) -> datetime:
    # A due time on a Sunday or in the night (elapsed hours) is first drawn back to where work last led up to.
    end = working_time.last_worked(end, calendar)
    local = calendar.local(end)
    day = local.date() if local.time() != local.min.time() else local.date() - DAY  # 24:00 closes the day before
    closes = end == _close(day, calendar)
    while count:
        day -= DAY
        count -= bool(calendar.hours_on(day))
    if closes:
        return _close(day, calendar)
    return working_time.last_worked(datetime.combine(day, local.timetz()).astimezone(UTC), calendar)


def _between(first: date, last: date, calendar: Calendar) -> list[Step]:
    """What there is to say about the days `first` to `last`: rest, holidays by name, make-up and special days."""
    steps: list[Step] = []
    rest = 0
    for offset in range((last - first).days + 1):
        day = first + offset * DAY
        name = calendar.holidays.get(day)
        if name is not None:
            before = steps[-1] if steps else None
            yesterday = (day - DAY).isoformat()
            if before and before.code == "holiday" and before.values[0] == name and before.values[2] == yesterday:
                steps[-1] = Step("holiday", (name, before.values[1], day.isoformat()))
            else:
                steps.append(Step("holiday", (name, day.isoformat(), day.isoformat())))
        elif day in calendar.make_up_days:
            steps.append(Step("make-up", (calendar.make_up_days[day], day.isoformat())))
        elif not calendar.hours_on(day):
            rest += 1
        if day in calendar.special_segments:
            steps.append(Step("special", (day.isoformat(),)))
    if rest:
        steps.insert(0, Step("rest", (rest,)))
    if first < calendar.published_from:
        steps.append(Step("provisional", (first.isoformat(),)))
    elif last > calendar.published_through:
        steps.append(Step("provisional", (max(first, calendar.published_through + DAY).isoformat(),)))
    return steps


def _close(day: date, calendar: Calendar) -> datetime:
    # Art. 203: a last day ends "at the time when business stops, where there are business hours", otherwise at 24:00.
    return calendar.hours_on(day)[-1][1]


def _instant(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("an instant needs a zone")
    return moment.astimezone(UTC)
