"""Write cn.yaml: the published holidays and make-up days (调休) of mainland China, from the package chinesecalendar.

    python mechanisms/calendars/seed_cn.py            rewrites cn.yaml beside this file

It is run once, when a park's calendar is set up, and again if the package learns a new year before the park's clerk has
typed in the notice. What the clerk has edited is overwritten, so look at the difference before keeping it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from chinese_calendar import constants

FIRST = date(2019, 1, 1)
#: The last published year, and how often the file was changed since.
VERSION = "cn-2026.1"
#: The names of 全国年节及纪念日放假办法, where the package has shorter ones.
OFFICIAL = {"清明": "清明节", "端午": "端午节", "中秋": "中秋节"}
HEAD = """\
# 中国大陆节假日与调休上班日（国务院办公厅每年公布）以及每周作息时间。
# Holidays and make-up days of mainland China, and the hours of the week.
#
# 怎样补充新的一年：
#   1. 照通知逐条添一行 holidays，例如“2月15日至23日放假调休，2月14日、2月28日上班”写成
#      - {{name: 春节, from: 2026-02-15, through: 2026-02-23, make_up: [2026-02-14, 2026-02-28]}}
#   2. 把 published 的 through 改成当年12月31日；  3. 把 version 改成新的编号。
#   4. 当日只上半天班的，写在 special_hours，例如
#      - {{on: 2026-02-13, hours: [09:00-12:00]}}
# To add a year: one line of holidays for each line of the notice, then move `through`, then change `version`.

version: {version}
zone: Asia/Shanghai
published: {{from: {first}, through: {through}}}

# 每周作息（左闭右开：12:00 整不再计入）。未列出的为休息日。
hours:
  monday: [09:00-12:00, 13:30-17:00]
  tuesday: [09:00-12:00, 13:30-17:00]
  wednesday: [09:00-12:00, 13:30-17:00]
  thursday: [09:00-12:00, 13:30-17:00]
  friday: [09:00-12:00, 13:30-17:00]

# 调休上班日的作息
make_up_hours: [09:00-12:00, 13:30-17:00]

special_hours: []

holidays:
"""


def named(days: dict[date, str]) -> dict[date, str]:
    """The days from FIRST on, each with the Chinese name of its holiday."""
    chinese = {holiday.value: holiday.chinese for holiday in constants.Holiday}
    return {day: OFFICIAL.get(chinese[name], chinese[name]) for day, name in sorted(days.items()) if day >= FIRST}


def runs(days: dict[date, str]) -> Iterator[tuple[str, date, date]]:
    """Unbroken runs of one holiday: name, first day, last day."""
    run: tuple[str, date, date] | None = None
    for day, name in days.items():
        if run and run[0] == name and day - run[2] == timedelta(days=1):
            run = (name, run[1], day)
            continue
        if run:
            yield run
        run = (name, day, day)
    if run:
        yield run


def lines() -> Iterator[str]:
    """One line for each run; a make-up day stands with the nearest run of its holiday."""
    found = list(runs(named(constants.holidays)))
    make_up: dict[tuple[str, date, date], list[date]] = {run: [] for run in found}
    for day, name in named(constants.workdays).items():
        nearest = min((run for run in found if run[0] == name), key=lambda run: abs(run[1] - day))
        make_up[nearest].append(day)
    year = None
    for run, worked in make_up.items():
        if run[1].year != year:
            year = run[1].year
            yield f"  # {year}"
        extra = f", make_up: [{', '.join(map(str, worked))}]" if worked else ""
        yield f"  - {{name: {run[0]}, from: {run[1]}, through: {run[2]}{extra}}}"


def text() -> str:
    """The whole file."""
    through = date(max(constants.holidays).year, 12, 31)
    return HEAD.format(version=VERSION, first=FIRST, through=through) + "\n".join(lines()) + "\n"


if __name__ == "__main__":
    Path(__file__).with_name("cn.yaml").write_text(text(), "utf-8")
