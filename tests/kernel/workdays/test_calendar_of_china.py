"""cn.yaml says day by day what the State Council published, as far as the package chinesecalendar knows it."""

from __future__ import annotations

import runpy
from datetime import date, timedelta

import chinese_calendar
import pytest

from tests.kernel.workdays.clocks import CHINA, FILE, OFFICE

YEARS = range(2019, 2027)
SHORT = {"清明": "清明节", "端午": "端午节", "中秋": "中秋节"}


def days(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days)]


@pytest.mark.parametrize("year", YEARS)
def test_the_same_days_are_worked(year: int) -> None:
    assert [d for d in days(year) if CHINA.is_working_day(d) != chinese_calendar.is_workday(d)] == []


@pytest.mark.parametrize("year", YEARS)
def test_holidays_and_make_up_days_bear_their_names(year: int) -> None:
    chinese = {holiday.value: SHORT.get(holiday.chinese, holiday.chinese) for holiday in chinese_calendar.Holiday}

    def of_year(entries: dict[date, str]) -> dict[date, str]:
        return {day: chinese[name] for day, name in entries.items() if day.year == year}

    assert {d: n for d, n in CHINA.holidays.items() if d.year == year} == of_year(chinese_calendar.holidays)
    assert {d: n for d, n in CHINA.make_up_days.items() if d.year == year} == of_year(chinese_calendar.workdays)


def test_it_holds_every_published_year_and_no_other() -> None:
    assert (CHINA.published_from, CHINA.published_through) == (date(2019, 1, 1), date(2026, 12, 31))
    assert {day.year for day in (*CHINA.holidays, *CHINA.make_up_days)} == set(YEARS)


def test_an_ordinary_week() -> None:
    assert CHINA.segments == (OFFICE,) * 5 + ((), ())
    assert CHINA.zone == "Asia/Shanghai"


def test_the_file_is_what_its_script_writes() -> None:
    written = runpy.run_path(str(FILE.with_name("seed_cn.py")))["text"]()
    assert FILE.read_text("utf-8") == written
