"""Wang Fang of the service centre wants her warnings in working time, and each warning before what it warns of."""

from __future__ import annotations

from datetime import datetime

import pytest

from lianqi.kernel.workdays.due import Due, after, agreed, before, resume, working_minutes_between
from lianqi.kernel.workdays.durations import Duration
from tests.kernel.workdays.clocks import CHINA, OFFICE, ROUND_THE_CLOCK, at, due, local, plain


@pytest.mark.parametrize(
    ("due_at", "by", "expected"),
    [
        # Working days: from close to close, else the same time of day or the last work before it.
        ("2026-02-24 17:00", "1wd", "Sat 2026-02-14 17:00"),
        ("2026-02-24 17:00", "3wd", "Thu 2026-02-12 17:00"),
        ("2026-03-10 10:30", "2wd", "Fri 2026-03-06 10:30"),
        ("2026-03-10 12:30", "1wd", "Mon 2026-03-09 12:00"),  # due at lunch: work leads up to 12:00
        ("2026-03-08 15:00", "1wd", "Thu 2026-03-05 17:00"),  # due on a Sunday: that is Friday's close
        ("2026-03-10 03:00", "1wd", "Fri 2026-03-06 17:00"),
        ("2026-03-09 09:00", "1wd", "Thu 2026-03-05 17:00"),  # due when work opens: nothing is worked that day
        # Working hours: at the opening where they fall on one.
        ("2026-03-10 13:30", "30wmin", "Tue 2026-03-10 11:30"),
        ("2026-03-10 15:30", "2wh", "Tue 2026-03-10 13:30"),
        # Natural time: the same time of day.
        ("2026-03-30 17:00", "7d", "Mon 2026-03-23 17:00"),
        ("2026-03-31 17:00", "1mo", "Sat 2026-02-28 17:00"),
        ("2026-03-10 10:00", "36h", "Sun 2026-03-08 22:00"),
        ("2026-03-10 10:00", "90min", "Tue 2026-03-10 08:30"),
        ("2026-03-08 15:00", "0wd", "Sun 2026-03-08 15:00"),
    ],
)
def test_she_is_reminded_before(due_at: str, by: str, expected: str) -> None:
    assert local(before(due=at(due_at), by=Duration.parse(by), calendar=CHINA)) == expected


@pytest.mark.parametrize(
    ("due_at", "by", "expected"),
    [
        ("2026-03-06 17:00", "1wd", "Mon 2026-03-09 17:00"),
        ("2026-02-14 17:00", "1wd", "Tue 2026-02-24 17:00"),
        ("2026-03-10 10:30", "1wd", "Wed 2026-03-11 17:00"),
        ("2026-03-06 17:00", "1wh", "Mon 2026-03-09 10:00"),
        ("2026-03-06 17:00", "0wd", "Fri 2026-03-06 17:00"),
        ("2026-03-06 17:00", "24h", "Sat 2026-03-07 17:00"),
    ],
)
def test_the_next_step_follows_after(due_at: str, by: str, expected: str) -> None:
    assert local(after(due=at(due_at), by=Duration.parse(by), calendar=CHINA)) == expected


def test_a_day_that_closes_at_midnight_is_still_that_day() -> None:
    always = plain(week=(ROUND_THE_CLOCK,) * 5 + ((), ()))
    monday = due("2026-03-06 10:00", "1wd", always).at
    assert local(monday) == "Tue 2026-03-10 00:00"
    assert local(after(due=monday, by=Duration.parse("1wd"), calendar=always)) == "Wed 2026-03-11 00:00"
    assert local(before(due=monday, by=Duration.parse("1wd"), calendar=always)) == "Sat 2026-03-07 00:00"
    assert (
        local(before(due=at("2026-03-07 00:00"), by=Duration.parse("1wd"), calendar=always)) == "Fri 2026-03-06 00:00"
    )


def test_the_day_before_shuts_early_and_the_warning_comes_by_then() -> None:
    shut = plain(special_segments={at("2026-03-05 00:00").date(): ((540, 720),)})
    by = Duration.parse("1wd")
    assert local(before(due=at("2026-03-06 17:00"), by=by, calendar=shut)) == "Thu 2026-03-05 12:00"
    assert local(before(due=at("2026-03-06 16:00"), by=by, calendar=shut)) == "Thu 2026-03-05 12:00"


def test_working_minutes_between_two_instants() -> None:
    def minutes(start: str, end: str) -> int:
        return working_minutes_between(start=at(start), end=at(end), calendar=CHINA)

    assert minutes("2026-03-02 10:00", "2026-03-02 15:00") == 210
    assert minutes("2026-02-13 16:00", "2026-02-24 10:00") == 60 + 390 + 60
    assert minutes("2026-03-02 10:00:30", "2026-03-02 10:02:29") == 1
    assert minutes("2026-03-07 00:00", "2026-03-08 23:59") == 0
    with pytest.raises(ValueError, match="before it starts"):
        minutes("2026-03-02 10:00", "2026-03-02 09:59")


def paused(story: Due | datetime, paused_at: str, resumed_at: str) -> Due:
    return resume(due=story, paused_at=at(paused_at), resumed_at=at(resumed_at), calendar=CHINA)


def test_a_pause_heals_no_lapse() -> None:
    late = due("2026-03-02 10:00", "1wd")
    assert paused(late, "2026-03-03 17:00", "2026-03-06 10:00") == late
    assert local(paused(late, "2026-03-03 16:59", "2026-03-06 10:00").at) == "Fri 2026-03-06 10:01"


def test_elapsed_hours_keep_what_was_left_of_the_night() -> None:
    asked = due("2026-03-06 18:00", "24h")
    assert local(paused(asked, "2026-03-06 20:00", "2026-03-08 08:00").at) == "Mon 2026-03-09 06:00"


def test_a_promised_instant_can_be_paused_too() -> None:
    promised = at("2026-03-09 15:00")
    moved = paused(promised, "2026-03-06 10:00", "2026-03-10 10:00")
    assert local(moved.at) == "Wed 2026-03-11 15:00"  # the working time of Friday and Monday, not the weekend's hours
    assert moved == paused(agreed(at=promised, calendar=CHINA), "2026-03-06 10:00", "2026-03-10 10:00")


def test_resuming_before_the_pause_is_refused() -> None:
    with pytest.raises(ValueError, match="before it was paused"):
        paused(due("2026-03-02 10:00", "5wd"), "2026-03-04 10:00", "2026-03-04 09:59")


def test_a_warning_before_the_beginning_of_dates_is_refused() -> None:
    with pytest.raises(ValueError, match="year 1"):
        before(due=at("2026-03-02 10:00"), by=Duration.parse("99999mo"), calendar=plain(week=(OFFICE,) * 7))
