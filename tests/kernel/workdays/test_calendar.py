"""A calendar is a value: what it answers, and what it will not be made of."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from datetime import date
from typing import Any

import pytest

from lianqi.kernel.workdays.durations import Duration
from tests.kernel.workdays.clocks import CHINA, OFFICE, local, plain

SATURDAY, SUNDAY, MONDAY = date(2026, 3, 7), date(2026, 3, 8), date(2026, 3, 9)
MORNING = ((540, 720),)


def test_a_holiday_rests_and_a_make_up_day_works_whatever_the_weekday() -> None:
    calendar = plain(holidays={MONDAY: "节"}, make_up_days={SUNDAY: "节"})
    assert [calendar.is_working_day(day) for day in (SATURDAY, SUNDAY, MONDAY)] == [False, True, False]
    assert [calendar.segments_on(day) for day in (SATURDAY, SUNDAY, MONDAY)] == [(), OFFICE, ()]


def test_a_make_up_day_keeps_the_hours_given_for_it_and_a_special_day_its_own() -> None:
    calendar = plain(make_up_days={SATURDAY: "节", SUNDAY: "节"}, make_up_segments=MORNING)
    assert calendar.segments_on(SATURDAY) == MORNING
    calendar = plain(make_up_days={SATURDAY: "节", SUNDAY: "节"}, special_segments={SUNDAY: MORNING})
    assert [calendar.segments_on(day) for day in (SATURDAY, SUNDAY)] == [OFFICE, MORNING]


def test_a_park_may_work_on_saturday_mornings() -> None:
    calendar = plain(week=(OFFICE,) * 5 + (MORNING, ()))
    assert [calendar.segments_on(day) for day in (SATURDAY, SUNDAY, MONDAY)] == [MORNING, (), OFFICE]


def test_what_is_published_has_a_beginning_and_an_end() -> None:
    days = (date(2018, 12, 31), date(2019, 1, 1), date(2026, 12, 31), date(2027, 1, 1))
    assert [CHINA.is_published(day) for day in days] == [False, True, True, False]


def test_a_place_that_changes_its_clocks_works_an_hour_less_that_night() -> None:
    calendar = plain(week=(((0, 1440),),) * 7, zone="Europe/Berlin")
    hours = [(closes - opens).total_seconds() / 3600 for opens, closes in calendar.hours_on(date(2026, 3, 29))]
    assert hours == [23]
    swallowed = plain(week=(((120, 180), (540, 600)),) * 7, zone="Europe/Berlin")
    assert [local(opens) for opens, _ in swallowed.hours_on(date(2026, 3, 29))] == ["Sun 2026-03-29 15:00"]


def test_nothing_can_be_changed_afterwards() -> None:
    given = {MONDAY: "节"}
    calendar = plain(holidays=given)
    given[SUNDAY] = "节"
    assert SUNDAY not in calendar.holidays
    with pytest.raises(FrozenInstanceError):
        calendar.version = "other"  # type: ignore[misc]
    with pytest.raises(TypeError):
        calendar.holidays[SUNDAY] = "节"  # type: ignore[index]


def test_equal_calendars_are_equal_and_can_be_keys() -> None:
    assert plain(holidays={MONDAY: "节"}) == plain(holidays={MONDAY: "节"}) != plain()
    assert len({plain(), plain(), plain(version="other")}) == 2


@pytest.mark.parametrize(
    ("week", "more", "said"),
    [
        ((OFFICE,) * 6, {}, "seven days"),
        (((),) * 7, {}, "at least one"),
        ((((720, 540),),) * 7, {}, "segments"),
        ((((540, 720), (700, 800)),) * 7, {}, "segments"),
        ((((540, 1441),),) * 7, {}, "segments"),
        ((((540, 540),),) * 7, {}, "segments"),
        ((OFFICE,) * 7, {"holidays": {MONDAY: "节"}, "make_up_days": {MONDAY: "节"}}, "both"),
        ((OFFICE,) * 5 + ((), ()), {"special_segments": {SUNDAY: MORNING}}, "rest"),
        ((OFFICE,) * 7, {"holidays": {MONDAY: "节"}, "special_segments": {MONDAY: MORNING}}, "rest"),
        ((OFFICE,) * 7, {"special_segments": {MONDAY: ()}}, "rest"),
    ],
)
def test_what_makes_no_calendar_is_refused(week: Any, more: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        plain(week=week, **more)


@pytest.mark.parametrize("text", ["5wd", "2 wh", " 28d ", "0min", "99999mo"])
def test_a_duration_is_read_and_written(text: str) -> None:
    assert str(Duration.parse(text)) == text.replace(" ", "")


@pytest.mark.parametrize("text", ["", "wd", "-1wd", "1.5h", "5 days", "5", "123456d", "一wd"])
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a duration"):
        Duration.parse(text)


def test_a_duration_is_never_negative() -> None:
    with pytest.raises(ValueError, match="not a duration"):
        Duration(-1, "wd")
