"""When a message may go out. Pure: instants and the park's calendar in, an instant out.

Nobody is rung at night, at the weekend or on a holiday: a message goes out in working hours, or from the hour of the
morning letter on where work begins later. A make-up Saturday (调休) is a working day like any other.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from lianqi.kernel.workdays.calendar import DAY, Calendar
from lianqi.kernel.workdays.working_time import first_worked

#: The morning letter, in minutes of the park's clock: 08:30.
MORNING = 8 * 60 + 30
#: What comes at once still waits so long, so that what belongs together goes together.
LULL = timedelta(minutes=2)
#: And two messages that come at once lie at least so far apart.
APART = timedelta(minutes=15)


def awake(now: datetime, calendar: Calendar) -> bool:
    """Whether a message may go out now: it is worked, or the morning letter's time has come and work begins soon."""
    day = calendar.local(now).date()
    hours = calendar.hours_on(day)
    return bool(hours) and (
        any(opens <= now < closes for opens, closes in hours) or calendar.instant(day, MORNING) <= now < hours[0][0]
    )


def next_awake(now: datetime, calendar: Calendar) -> datetime:
    """`now` where a message may go out, otherwise the next instant at which one may."""
    if awake(now, calendar):
        return now
    return min(first_worked(now, calendar), next_morning(now, calendar))


def next_morning(now: datetime, calendar: Calendar) -> datetime:
    """The next morning letter of a working day, after `now`."""
    day = calendar.local(now).date()
    while not (calendar.is_working_day(day) and calendar.instant(day, MORNING) > now):
        day += DAY
    return calendar.instant(day, MORNING)


def next_week(now: datetime, calendar: Calendar) -> datetime:
    """The morning of the first working day of a week, after `now`."""
    at = next_morning(now, calendar)
    while not _begins_week(calendar.local(at).date(), calendar):
        at = next_morning(at, calendar)
    return at


def goes_at(rhythm: str, *, now: datetime, night: bool, calendar: Calendar) -> datetime | None:
    """When something noticed `now` goes out to somebody of this rhythm; None for never."""
    match rhythm:
        case "at-once":
            return now + LULL if night else next_awake(now + LULL, calendar)
        case "morning":
            return next_morning(now, calendar)
        case "weekly":
            return next_week(now, calendar)
    return None


def _begins_week(day: date, calendar: Calendar) -> bool:
    earlier = (day - DAY * back for back in range(1, day.weekday() + 1))
    return not any(calendar.is_working_day(one) for one in earlier)
