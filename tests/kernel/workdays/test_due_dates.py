"""When things are due: worked out by hand from the State Council's notices for 2025 and 2026, never from the code.

2025 rests 1 Jan, 28 Jan-4 Feb, 4-6 Apr, 1-5 May, 31 May-2 Jun, 1-8 Oct; works Sun 26 Jan, Sat 8 Feb, Sun 27 Apr,
Sun 28 Sep, Sat 11 Oct. 2026 rests 1-3 Jan, 15-23 Feb, 4-6 Apr, 1-5 May, 19-21 Jun, 25-27 Sep, 1-7 Oct; works Sun 4 Jan,
Sat 14 Feb, Sat 28 Feb, Sat 9 May, Sun 20 Sep, Sat 10 Oct. Nothing is published for 2027.
"""

from __future__ import annotations

from datetime import datetime

import pytest

from lianqi.kernel.workdays.due import due_time
from lianqi.kernel.workdays.durations import Duration
from tests.kernel.workdays.clocks import CHINA, at, due, local

GOLDEN = [
    # Working days: the day of the start does not count (Civil Code art. 201); the end is the close of the last day.
    ("2025-03-03 10:00", "5wd", "Mon 2025-03-10 17:00"),
    ("2025-01-24 16:00", "1wd", "Sun 2025-01-26 17:00"),  # the Sunday made up for Spring Festival
    ("2025-01-24 16:00", "5wd", "Fri 2025-02-07 17:00"),  # 26, 27 Jan; then 5, 6, 7 Feb
    ("2025-02-07 10:00", "1wd", "Sat 2025-02-08 17:00"),
    ("2025-04-25 09:00", "2wd", "Mon 2025-04-28 17:00"),
    ("2025-04-30 10:00", "1wd", "Tue 2025-05-06 17:00"),
    ("2025-05-30 10:00", "1wd", "Tue 2025-06-03 17:00"),
    ("2025-09-26 10:00", "3wd", "Tue 2025-09-30 17:00"),
    ("2025-09-30 17:30", "3wd", "Sat 2025-10-11 17:00"),
    ("2025-12-30 10:00", "3wd", "Mon 2026-01-05 17:00"),  # 31 Dec, Sun 4 Jan, 5 Jan
    ("2025-12-31 23:59", "1wd", "Sun 2026-01-04 17:00"),
    ("2026-02-09 10:00", "5wd", "Sat 2026-02-14 17:00"),
    ("2026-02-09 10:00", "15wd", "Fri 2026-03-06 17:00"),  # ten until 28 Feb, then the week of 2 March
    ("2026-02-13 17:00", "1wd", "Sat 2026-02-14 17:00"),
    ("2026-02-27 10:00", "2wd", "Mon 2026-03-02 17:00"),
    ("2026-03-31 10:00", "5wd", "Wed 2026-04-08 17:00"),
    ("2026-04-30 10:00", "4wd", "Sat 2026-05-09 17:00"),
    ("2026-06-18 10:00", "1wd", "Mon 2026-06-22 17:00"),
    ("2026-09-18 10:00", "2wd", "Mon 2026-09-21 17:00"),
    ("2026-09-24 10:00", "2wd", "Tue 2026-09-29 17:00"),
    ("2026-09-30 10:00", "4wd", "Mon 2026-10-12 17:00"),  # 8, 9, Sat 10, 12
    ("2026-12-30 10:00", "1wd", "Thu 2026-12-31 17:00"),
    # Started on a day of rest, in the night, or just after the park's midnight (which is still yesterday in UTC).
    ("2026-02-14 20:00", "1wd", "Tue 2026-02-24 17:00"),
    ("2026-02-22 10:00", "1wd", "Tue 2026-02-24 17:00"),
    ("2026-03-07 10:00", "1wd", "Mon 2026-03-09 17:00"),
    ("2026-03-02 00:30", "1wd", "Tue 2026-03-03 17:00"),
    ("2026-03-02 23:59", "1wd", "Tue 2026-03-03 17:00"),
    # Working hours and minutes run inside segments only; ending with a segment is ending at its close.
    ("2026-03-02 11:00", "1wh", "Mon 2026-03-02 12:00"),
    ("2026-03-02 11:30", "1wh", "Mon 2026-03-02 14:00"),
    ("2026-03-02 12:45", "1wh", "Mon 2026-03-02 14:30"),
    ("2026-03-02 08:00", "30wmin", "Mon 2026-03-02 09:30"),
    ("2026-03-02 09:00", "13wh", "Tue 2026-03-03 17:00"),
    ("2026-02-13 16:00", "2wh", "Sat 2026-02-14 10:00"),
    ("2026-02-14 16:00", "2wh", "Tue 2026-02-24 10:00"),
    ("2026-02-20 10:00", "1wh", "Tue 2026-02-24 10:00"),
    # Natural days: to the close of the last day, which moves on when it is a day of rest (art. 203).
    ("2026-03-02 10:00", "28d", "Mon 2026-03-30 17:00"),
    ("2026-03-05 10:00", "2d", "Mon 2026-03-09 17:00"),
    ("2026-02-13 10:00", "3d", "Tue 2026-02-24 17:00"),
    ("2026-02-13 10:00", "1d", "Sat 2026-02-14 17:00"),  # a make-up Saturday is no day of rest
    ("2026-09-19 10:00", "1d", "Sun 2026-09-20 17:00"),
    # Months: the same day, or the last of the month (art. 202), then art. 203.
    ("2025-08-31 10:00", "1mo", "Tue 2025-09-30 17:00"),
    ("2026-01-31 10:00", "1mo", "Sat 2026-02-28 17:00"),
    ("2025-11-30 10:00", "3mo", "Sat 2026-02-28 17:00"),
    ("2026-07-01 10:00", "3mo", "Thu 2026-10-08 17:00"),
    ("2025-02-28 10:00", "12mo", "Sat 2026-02-28 17:00"),
    # Elapsed time asks nobody whether it is a holiday.
    ("2026-02-13 18:00", "24h", "Sat 2026-02-14 18:00"),
    ("2026-02-16 23:50", "20min", "Tue 2026-02-17 00:10"),
    ("2026-12-31 20:00", "24h", "Fri 2027-01-01 20:00"),
]
#: Past the published calendar: counted by the ordinary week, and marked.
PROVISIONAL = [
    ("2026-12-30 10:00", "2wd", "Fri 2027-01-01 17:00"),
    ("2026-12-14 10:00", "15wd", "Mon 2027-01-04 17:00"),
    ("2026-12-31 16:00", "2wh", "Fri 2027-01-01 10:00"),
    ("2026-10-31 10:00", "3mo", "Mon 2027-02-01 17:00"),
    ("2026-12-31 10:00", "1d", "Fri 2027-01-01 17:00"),
    ("2027-02-08 10:00", "5wd", "Mon 2027-02-15 17:00"),  # the real Spring Festival is not known yet
]


@pytest.mark.parametrize(("start", "limit", "expected"), GOLDEN)
def test_it_is_due_when_the_notice_says(start: str, limit: str, expected: str) -> None:
    found = due(start, limit)
    assert (local(found.at), found.provisional) == (expected, False)


@pytest.mark.parametrize(("start", "limit", "expected"), PROVISIONAL)
def test_beyond_the_published_year_it_is_provisional(start: str, limit: str, expected: str) -> None:
    found = due(start, limit)
    assert (local(found.at), found.provisional) == (expected, True)


def test_before_the_first_published_year_it_is_provisional_too() -> None:
    found = due("2018-12-27 10:00", "2wd")
    assert (local(found.at), found.provisional) == ("Mon 2018-12-31 17:00", True)


@pytest.mark.parametrize("unit", ["wmin", "wh", "wd", "min", "h", "d", "mo"])
@pytest.mark.parametrize("start", ["2026-03-02 10:00", "2026-02-17 03:00"])
def test_a_limit_of_nothing_is_due_at_once(unit: str, start: str) -> None:
    found = due(start, f"0{unit}")
    assert (found.at, found.provisional) == (at(start), False)


def test_seconds_are_kept() -> None:
    start = at("2026-03-02 11:59:30.000001")
    found = due_time(start=start, limit=Duration.parse("1wmin"), calendar=CHINA)
    assert found.at == at("2026-03-02 13:30:30.000001")


def test_a_start_without_a_zone_is_refused() -> None:
    naive = datetime.fromisoformat("2026-03-02 10:00")
    with pytest.raises(ValueError, match="zone"):
        due_time(start=naive, limit=Duration.parse("1wd"), calendar=CHINA)


@pytest.mark.parametrize("limit", ["99999mo", "99999wd"])
def test_a_limit_beyond_the_end_of_dates_is_refused_in_words(limit: str) -> None:
    with pytest.raises(ValueError, match="9999"):
        due("9990-01-01 10:00", limit)
