"""The laws of working time, under Hypothesis, for any week, any holidays, and places that change their clocks.

Where a law holds only in part, the test beside it shows the case in which it does not.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import assume, example, given
from hypothesis import strategies as st

from lianqi.kernel.workdays import working_time
from lianqi.kernel.workdays.calendar import Calendar, Segments
from lianqi.kernel.workdays.derivation import Derivation
from lianqi.kernel.workdays.due import after, before, due_time, replay, resume, working_minutes_between
from lianqi.kernel.workdays.durations import UNITS, Duration
from tests.kernel.workdays.clocks import CHINA, OFFICE, ROUND_THE_CLOCK, at, local, plain

#: Holidays, make-up days and starts all fall here, so that they meet; the clocks of both other zones change in March.
FIRST = date(2026, 2, 1)
SPAN = 90
ZONES = ("Asia/Shanghai", "Europe/Berlin", "America/New_York")
days = st.integers(0, SPAN).map(lambda offset: FIRST + timedelta(days=offset))
moments = st.datetimes(datetime(2026, 1, 25), datetime(2026, 5, 5), timezones=st.just(UTC))  # noqa: DTZ001
pauses = st.timedeltas(timedelta(0), timedelta(days=30))
units = st.sampled_from(sorted(UNITS))
counts = st.integers(0, 40)
limits = st.builds(Duration, counts, units)


@st.composite
def segments(draw: st.DrawFn) -> Segments:
    """One to three stretches, on the quarter of an hour; they may touch each other or either midnight."""
    marks = sorted(draw(st.sets(st.integers(0, 96), min_size=2, max_size=6)))
    return tuple((opens * 15, closes * 15) for opens, closes in zip(marks[::2], marks[1::2], strict=False))


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    week = draw(st.lists(st.one_of(st.just(()), st.just(OFFICE), segments()), min_size=7, max_size=7).filter(any))
    holidays = draw(st.sets(days, max_size=15))
    make_up_days = draw(st.sets(days, max_size=5)) - holidays
    return Calendar(
        version="any",
        zone=draw(st.sampled_from(ZONES)),
        segments=tuple(week),
        published_through=FIRST + timedelta(days=SPAN),
        holidays=dict.fromkeys(sorted(holidays), "节"),
        make_up_days=dict.fromkeys(sorted(make_up_days), "节"),
    )


def changed(calendar: Calendar, **fields: object) -> Calendar:
    """The same calendar but for these fields. `replace` would hand the memo of the old one on."""
    names = ("zone", "segments", "published_from", "published_through", "holidays", "make_up_days")
    names += ("special_segments", "make_up_segments")
    return Calendar(**{"version": "changed", **{name: getattr(calendar, name) for name in names}, **fields})


def without(entries: Mapping[date, str], gone: set[date]) -> dict[date, str]:
    return {day: name for day, name in entries.items() if day not in gone}


def instant(start: datetime, limit: Duration, calendar: Calendar) -> datetime:
    return due_time(start=start, limit=limit, calendar=calendar).at


# --- more holidays


@given(calendars(), moments, limits, st.sets(days, max_size=10))
def test_more_holidays_never_make_anything_due_earlier(
    calendar: Calendar, start: datetime, limit: Duration, more: set[date]
) -> None:
    restful = changed(
        calendar,
        holidays={**calendar.holidays, **dict.fromkeys(more, "加放")},
        make_up_days=without(calendar.make_up_days, more),
    )
    assert instant(start, limit, restful) >= instant(start, limit, calendar)


@given(calendars(), moments, limits, days, st.data())
def test_shorter_hours_never_make_anything_due_earlier(
    calendar: Calendar, start: datetime, limit: Duration, day: date, data: st.DataObject
) -> None:
    """In working hours and minutes whatever is taken away; in whole days as long as the day still closes when it did:
    its close is the end of the period (art. 203), and an office that shuts at noon ends it at noon."""
    usual = calendar.segments_on(day)
    assume(usual)
    opens, closes = usual[-1]
    later = data.draw(st.integers(opens, closes - 1))
    sooner = closes if limit.unit in ("wd", "d", "mo") else data.draw(st.integers(later + 1, closes))
    shorter = changed(calendar, special_segments={day: ((later, sooner),)})
    assert instant(start, limit, shorter) >= instant(start, limit, calendar)


def test_where_it_does_not_hold_an_office_that_shuts_at_noon_ends_the_day_at_noon() -> None:
    friday = date(2026, 3, 6)
    shut = plain(special_segments={friday: ((540, 720),)})
    limit = Duration.parse("1wd")
    assert local(instant(at("2026-03-05 10:00"), limit, plain())) == "Fri 2026-03-06 17:00"
    assert local(instant(at("2026-03-05 10:00"), limit, shut)) == "Fri 2026-03-06 12:00"


# --- a + b = (a + b)


@given(calendars(), moments, counts, counts, st.sampled_from(["wmin", "wh", "min", "h"]))
def test_time_by_the_minute_adds_up(calendar: Calendar, start: datetime, a: int, b: int, unit: str) -> None:
    halfway = instant(start, Duration(a, unit), calendar)
    assert instant(halfway, Duration(b, unit), calendar) == instant(start, Duration(a + b, unit), calendar)


@given(calendars(), moments, counts, counts)
def test_working_days_add_up(calendar: Calendar, start: datetime, a: int, b: int) -> None:
    """Always for what comes `after` a due time; for a limit that starts anew, unless a day closes at midnight, which
    is also the first instant of the next day."""
    whole = instant(start, Duration(a + b, "wd"), calendar)
    halfway = instant(start, Duration(a, "wd"), calendar)
    if a:
        assert after(due=halfway, by=Duration(b, "wd"), calendar=calendar) == whole
    if calendar.local(halfway).time() != halfway.min.time():
        assert instant(halfway, Duration(b, "wd"), calendar) == whole


@given(moments, st.integers(1, 60), st.integers(1, 60))
def test_natural_days_add_up_where_no_day_is_one_of_rest(start: datetime, a: int, b: int) -> None:
    """That is: before art. 203 moves a last day on."""
    daily = plain(week=(OFFICE,) * 7)
    halfway = instant(start, Duration(a, "d"), daily)
    assert instant(halfway, Duration(b, "d"), daily) == instant(start, Duration(a + b, "d"), daily)


def test_where_it_does_not_hold_natural_days_moved_on_from_a_sunday() -> None:
    friday = at("2026-03-06 10:00")
    halfway = instant(friday, Duration(2, "d"), plain())
    assert local(halfway) == "Mon 2026-03-09 17:00"
    assert local(instant(halfway, Duration(2, "d"), plain())) == "Wed 2026-03-11 17:00"
    assert local(instant(friday, Duration(4, "d"), plain())) == "Tue 2026-03-10 17:00"


def test_where_it_does_not_hold_months_from_the_31st() -> None:
    daily, january = plain(week=(OFFICE,) * 7), at("2026-01-31 10:00")
    halfway = instant(january, Duration(1, "mo"), daily)
    assert local(instant(halfway, Duration(1, "mo"), daily)) == "Sat 2026-03-28 17:00"
    assert local(instant(january, Duration(2, "mo"), daily)) == "Tue 2026-03-31 17:00"


@given(calendars(), moments, counts, counts, units)
def test_a_longer_limit_never_ends_earlier(calendar: Calendar, start: datetime, a: int, b: int, unit: str) -> None:
    assert instant(start, Duration(a, unit), calendar) <= instant(start, Duration(a + b, unit), calendar)


@given(calendars(), moments, pauses, limits)
def test_a_later_start_never_ends_earlier(
    calendar: Calendar, start: datetime, wait: timedelta, limit: Duration
) -> None:
    assert instant(start, limit, calendar) <= instant(start + wait, limit, calendar)


# --- what a due time is


@given(calendars(), moments, st.integers(1, 40))
def test_so_many_working_days_lie_between(calendar: Calendar, start: datetime, count: int) -> None:
    ends = instant(start, Duration(count, "wd"), calendar)
    last = calendar.local(ends - timedelta(microseconds=1)).date()
    first = calendar.local(start).date()
    between = [first + timedelta(days=n + 1) for n in range((last - first).days)]
    assert sum(map(calendar.is_working_day, between)) == count
    assert ends == calendar.instant(last, calendar.segments_on(last)[-1][1])


@given(calendars(), moments, st.integers(1, 3000))
def test_so_many_working_minutes_lie_between(calendar: Calendar, start: datetime, count: int) -> None:
    ends = instant(start, Duration(count, "wmin"), calendar)
    assert working_minutes_between(start=start, end=ends, calendar=calendar) == count
    assert working_time.last_worked(ends, calendar) == ends


@given(calendars(), moments, limits)
def test_it_is_provisional_exactly_when_an_unpublished_day_was_asked_for(
    calendar: Calendar, start: datetime, limit: Duration
) -> None:
    found = due_time(start=start, limit=limit, calendar=calendar)
    counted = limit.count > 0 and limit.unit not in ("min", "h")
    last = calendar.local(found.at - timedelta(microseconds=1)).date()
    assert found.provisional == (counted and last > calendar.published_through)


# --- pause and resume


@given(calendars(), moments, limits, moments)
@example(CHINA, at("2026-02-13 18:00"), Duration.parse("24h"), at("2026-02-14 17:30"))
def test_a_pause_of_no_time_changes_nothing(
    calendar: Calendar, start: datetime, limit: Duration, paused_at: datetime
) -> None:
    found = due_time(start=start, limit=limit, calendar=calendar)
    paused = {"paused_at": paused_at, "resumed_at": paused_at, "calendar": calendar}
    assert resume(due=found, **paused).at == found.at
    assert resume(due=found.at, **paused).at == found.at


@given(calendars(), moments, limits, pauses, pauses)
def test_what_remained_remains(
    calendar: Calendar, start: datetime, limit: Duration, runs: timedelta, rests: timedelta
) -> None:
    found = due_time(start=start, limit=limit, calendar=calendar)
    paused_at = start + runs
    resumed_at = paused_at + rests
    moved = resume(due=found, paused_at=paused_at, resumed_at=resumed_at, calendar=calendar)
    if found.at <= paused_at:
        assert moved == found
    elif limit.unit in ("min", "h"):
        assert moved.at - resumed_at == found.at - paused_at
    else:
        remained = working_time.worked(paused_at, found.at, calendar)
        assert working_time.worked(resumed_at, moved.at, calendar) == remained


@given(calendars(), moments, limits, pauses, pauses, pauses)
def test_resuming_later_never_makes_it_due_earlier(
    calendar: Calendar, start: datetime, limit: Duration, runs: timedelta, rests: timedelta, longer: timedelta
) -> None:
    found = due_time(start=start, limit=limit, calendar=calendar)
    paused_at = start + runs
    once = resume(due=found, paused_at=paused_at, resumed_at=paused_at + rests, calendar=calendar)
    later = resume(due=found, paused_at=paused_at, resumed_at=paused_at + rests + longer, calendar=calendar)
    assert found.at <= once.at <= later.at


@given(calendars(), moments, limits, pauses, pauses, pauses)
def test_two_pauses_that_touch_are_one(
    calendar: Calendar, start: datetime, limit: Duration, runs: timedelta, first: timedelta, second: timedelta
) -> None:
    found = due_time(start=start, limit=limit, calendar=calendar)
    assume(found.at > start)
    # Stopped while it runs: whatever comes after half of the time is taken back into it, by whole minutes.
    a = start + min(runs, (found.at - start) // timedelta(minutes=2) * timedelta(minutes=1))
    b, c = a + first, a + first + second
    once = resume(due=found, paused_at=a, resumed_at=c, calendar=calendar)
    halfway = resume(due=found, paused_at=a, resumed_at=b, calendar=calendar)
    assert resume(due=halfway, paused_at=b, resumed_at=c, calendar=calendar).at == once.at


# --- replay


@given(calendars(), moments, limits, st.lists(st.tuples(pauses, pauses), max_size=3))
def test_the_story_in_an_event_gives_the_same_due_time_again(
    calendar: Calendar, start: datetime, limit: Duration, stops: list[tuple[timedelta, timedelta]]
) -> None:
    found = due_time(start=start, limit=limit, calendar=calendar)
    clock = start
    for runs, rests in stops:
        paused_at = clock + runs
        clock = paused_at + rests
        found = resume(due=found, paused_at=paused_at, resumed_at=clock, calendar=calendar)
    told = Derivation.from_data(json.loads(json.dumps(found.derivation.data())))
    assert told == found.derivation
    assert replay(told, calendar=calendar) == found


# --- half-open segments


@given(moments, st.integers(0, 5000))
def test_a_place_that_never_closes_runs_by_the_wall_clock(start: datetime, minutes: int) -> None:
    always = plain(week=(ROUND_THE_CLOCK,) * 7)
    ends = start + timedelta(minutes=minutes)
    assert instant(start, Duration(minutes, "wmin"), always) == ends
    assert working_minutes_between(start=start, end=ends, calendar=always) == minutes


@given(calendars(), moments, limits, st.integers(1, 1439))
def test_cutting_a_segment_in_two_loses_nothing(calendar: Calendar, start: datetime, limit: Duration, cut: int) -> None:
    def halved(whole: Segments) -> Segments:
        marks = [(opens, closes, cut if opens < cut < closes else closes) for opens, closes in whole]
        return tuple(part for o, c, m in marks for part in ((o, m), (m, c)) if part[0] < part[1])

    parted = changed(calendar, segments=tuple(map(halved, calendar.segments)))
    assert instant(start, limit, parted) == instant(start, limit, calendar)


@given(calendars(), st.lists(moments, min_size=3, max_size=3))
def test_working_minutes_add_up_on_whole_minutes(calendar: Calendar, three: list[datetime]) -> None:
    a, b, c = sorted(moment.replace(second=0, microsecond=0) for moment in three)

    def minutes(start: datetime, end: datetime) -> int:
        return working_minutes_between(start=start, end=end, calendar=calendar)

    assert minutes(a, b) + minutes(b, c) == minutes(a, c)


# --- before and after


@given(calendars(), moments, st.integers(1, 40), units)
def test_a_reminder_comes_before(calendar: Calendar, due: datetime, count: int, unit: str) -> None:
    sooner = before(due=due, by=Duration(count, unit), calendar=calendar)
    assert before(due=due, by=Duration(count + 1, unit), calendar=calendar) <= sooner < due


@given(calendars(), moments, st.integers(1, 600))
def test_working_minutes_before_undo_working_minutes_after(calendar: Calendar, start: datetime, count: int) -> None:
    by = Duration(count, "wmin")
    opened = working_time.first_worked(start, calendar)
    assert before(due=after(due=opened, by=by, calendar=calendar), by=by, calendar=calendar) == opened
    closed = working_time.last_worked(start, calendar)
    assert after(due=before(due=closed, by=by, calendar=calendar), by=by, calendar=calendar) == closed


@given(calendars(), moments, st.integers(1, 20), st.integers(1, 20))
def test_working_days_before_undo_working_days_after(calendar: Calendar, start: datetime, a: int, b: int) -> None:
    """Between closes of working days, where every due time in working days lies."""
    close = instant(start, Duration(a, "wd"), calendar)
    by = Duration(b, "wd")
    assert before(due=after(due=close, by=by, calendar=calendar), by=by, calendar=calendar) == close


@given(calendars(), moments, limits)
def test_the_memo_of_a_calendar_changes_no_answer(calendar: Calendar, start: datetime, limit: Duration) -> None:
    first = due_time(start=start, limit=limit, calendar=calendar)
    assert due_time(start=start, limit=limit, calendar=calendar) == first
    assert due_time(start=start, limit=limit, calendar=changed(calendar, version=calendar.version)) == first


@given(calendars(), moments, limits, limits)
def test_another_limit_is_counted_as_if_it_had_stood_from_the_beginning(
    calendar: Calendar, start: datetime, limit: Duration, other: Duration
) -> None:
    told = replace(due_time(start=start, limit=limit, calendar=calendar).derivation, limit=other)
    assert replay(told, calendar=calendar) == due_time(start=start, limit=other, calendar=calendar)
