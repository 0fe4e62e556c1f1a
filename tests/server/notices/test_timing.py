"""When a message may go out, on a real calendar: no night, no weekend, no holiday; a make-up Saturday is a day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianqi.kernel.workdays.calendar import Calendar
from lianqi.kernel.workdays.calendar_file import load_calendar
from lianqi.server.notices.timing import LULL, awake, goes_at, next_awake, next_morning, next_week
from tests.server.cases.park import CALENDAR

CN: Calendar = load_calendar(CALENDAR, name="cn.yaml")
FIRST, LAST = datetime(2026, 1, 1), datetime(2026, 12, 20)  # noqa: DTZ001  # Hypothesis adds the zone
YEAR = st.datetimes(FIRST, LAST, timezones=st.just(UTC))


def at(said: str) -> datetime:
    """“2026-06-09 08:30” on the park's clock."""
    day, clock = said.split()
    hours, minutes = map(int, clock.split(":"))
    return CN.instant(datetime.fromisoformat(day).date(), hours * 60 + minutes)


@pytest.mark.parametrize(
    ("now", "rhythm", "goes"),
    [
        ("2026-06-09 10:00", "at-once", "2026-06-09 10:02"),
        ("2026-06-09 22:00", "at-once", "2026-06-10 08:30"),
        ("2026-06-12 23:00", "at-once", "2026-06-15 08:30"),  # Friday night
        ("2026-06-09 10:00", "morning", "2026-06-10 08:30"),
        ("2026-06-09 08:00", "morning", "2026-06-09 08:30"),
        ("2026-06-09 08:30", "morning", "2026-06-10 08:30"),
        ("2026-06-09 10:00", "weekly", "2026-06-15 08:30"),
        ("2026-09-30 20:00", "morning", "2026-10-08 08:30"),  # the National Day holidays end on the 7th
        ("2026-10-09 20:00", "morning", "2026-10-10 08:30"),  # a Saturday that is made up for
    ],
)
def test_何工s_letter_goes_when_he_works(now: str, rhythm: str, goes: str) -> None:
    assert goes_at(rhythm, now=at(now), night=False, calendar=CN) == at(goes)


def test_whose_clock_runs_at_night_may_ring_at_night() -> None:
    late = at("2026-06-09 22:00")
    assert goes_at("at-once", now=late, night=True, calendar=CN) == late + LULL


def test_who_wants_nothing_gets_nothing() -> None:
    assert goes_at("never", now=at("2026-06-09 10:00"), night=True, calendar=CN) is None


@given(YEAR)
def test_a_message_goes_out_awake_and_never_before_it_was_due(now: datetime) -> None:
    then = next_awake(now, CN)
    assert then >= now and awake(then, CN)
    assert then == now or not awake(now, CN)


@given(YEAR)
def test_a_morning_letter_goes_on_a_working_day_at_half_past_eight_within_a_fortnight(now: datetime) -> None:
    then = next_morning(now, CN)
    assert now < then < now + timedelta(days=14)
    assert CN.is_working_day(CN.local(then).date()) and f"{CN.local(then):%H:%M}" == "08:30"
    assert awake(then, CN)


@given(YEAR)
def test_a_weekly_letter_is_the_first_morning_of_its_week(now: datetime) -> None:
    then = next_week(now, CN)
    week = CN.local(then).isocalendar()[:2]
    before = next_morning(then - timedelta(days=8), CN)
    while before < then:
        assert CN.local(before).isocalendar()[:2] != week
        before = next_morning(before, CN)
