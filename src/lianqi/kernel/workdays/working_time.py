"""Moving along working time, exact to the microsecond. Every instant is UTC, every amount at least zero.

Segments are half-open: the instant at which one closes has the same working time before it as the instant at which the
next one opens. Moving forwards stops at the close (a due time is the end of something), moving backwards at the opening
(a reminder rings when work begins, not in the evening before).
"""

from __future__ import annotations

from datetime import datetime, timedelta

from lianqi.kernel.workdays.calendar import DAY, Calendar

NO_TIME = timedelta(0)


def advance(start: datetime, amount: timedelta, calendar: Calendar) -> datetime:
    """The first instant by which `amount` has been worked since `start`."""
    if not amount:
        return start
    day = calendar.local(start).date()
    while True:
        for opens, closes in calendar.hours_on(day):
            begin = max(opens, start)
            room = closes - begin
            if amount <= room:
                return begin + amount
            if room > NO_TIME:
                amount -= room
        day += DAY


def retreat(end: datetime, amount: timedelta, calendar: Calendar) -> datetime:
    """The last instant from which `amount` is still to be worked until `end`."""
    if not amount:
        return end
    day = calendar.local(end).date()
    while True:
        for opens, closes in reversed(calendar.hours_on(day)):
            finish = min(closes, end)
            room = finish - opens
            if amount <= room:
                return finish - amount
            if room > NO_TIME:
                amount -= room
        day -= DAY


def worked(start: datetime, end: datetime, calendar: Calendar) -> timedelta:
    """What is worked from `start` until `end`; nothing when `end` comes first."""
    total = NO_TIME
    day, last = calendar.local(start).date(), calendar.local(end).date()
    while day <= last:
        for opens, closes in calendar.hours_on(day):
            total += max(NO_TIME, min(closes, end) - max(opens, start))
        day += DAY
    return total


def first_worked(start: datetime, calendar: Calendar) -> datetime:
    """`start` itself where it is worked, otherwise the next opening."""
    day = calendar.local(start).date()
    while True:
        for opens, closes in calendar.hours_on(day):
            if start < closes:
                return max(opens, start)
        day += DAY


def last_worked(end: datetime, calendar: Calendar) -> datetime:
    """`end` itself where work leads up to it, otherwise the last close before it."""
    day = calendar.local(end).date()
    while True:
        for opens, closes in reversed(calendar.hours_on(day)):
            if opens < end:
                return min(closes, end)
        day -= DAY
