"""Chen Jing, clerk of the park, edits the calendar. Whatever she mistypes is told with its line, all at once."""

from __future__ import annotations

from datetime import date

import pytest

from lianqi.kernel.workdays.calendar_file import LARGEST, load_calendar
from lianqi.kernel.workdays.calendar_problems import SENTENCES, CalendarInvalid

GOOD = """\
version: park-2026.1
zone: Asia/Shanghai
published: {from: 2026-01-01, through: 2026-12-31}
hours:
  monday: [09:00-12:00, 13:30-17:00]
  friday: [9:00-12:00]
make_up_hours: [09:00-16:00]
holidays:
  - {name: 春节, from: 2026-02-15, through: 2026-02-23, make_up: [2026-02-14, 2026-2-28]}
special_hours:
  - {on: 2026-03-06, hours: [10:00-11:00]}
"""


def test_what_she_writes_is_what_the_calendar_says() -> None:
    calendar = load_calendar(GOOD, name="park.yaml")
    assert (calendar.version, calendar.zone) == ("park-2026.1", "Asia/Shanghai")
    assert (calendar.published_from, calendar.published_through) == (date(2026, 1, 1), date(2026, 12, 31))
    assert calendar.segments == (((540, 720), (810, 1020)), (), (), (), ((540, 720),), (), ())
    assert len(calendar.holidays) == 9 and calendar.holidays[date(2026, 2, 23)] == "春节"
    assert calendar.make_up_days == {date(2026, 2, 14): "春节", date(2026, 2, 28): "春节"}
    assert calendar.segments_on(date(2026, 2, 28)) == ((540, 960),)
    assert calendar.segments_on(date(2026, 3, 6)) == ((600, 660),)


def test_stretches_may_touch() -> None:
    calendar = load_calendar(GOOD.replace("[9:00-12:00]", "[9:00-12:00, 12:00-24:00]"), name="park.yaml")
    assert calendar.segments[4] == ((540, 720), (720, 1440))


def test_lists_that_are_left_empty_are_empty() -> None:
    text = GOOD.split("holidays:")[0].replace("make_up_hours: [09:00-16:00]\n", "") + "holidays:\nspecial_hours: []\n"
    calendar = load_calendar(text, name="park.yaml")
    assert (calendar.holidays, calendar.special_segments) == ({}, {})


BROKEN = [
    # (what stands in the good file, what she writes instead, line, code)
    ("version: park-2026.1", "version:", 1, "calendar.value.empty"),
    ("version: park-2026.1\n", "", 1, "calendar.key.missing"),
    ("version: park-2026.1", "versoin: park-2026.1", 1, "calendar.key.unknown"),
    ("zone: Asia/Shanghai", "zone: Asia/Xiangtan", 2, "calendar.zone.unknown"),
    ("zone: Asia/Shanghai", "zone: ../etc/passwd", 2, "calendar.zone.unknown"),
    ("zone: Asia/Shanghai", "zone: [Asia/Shanghai]", 2, "calendar.value.empty"),
    ("zone: Asia/Shanghai", "zone: Asia/Shanghai\nzone: Asia/Shanghai", 3, "calendar.key.twice"),
    ("through: 2026-12-31", "through: 2025-12-31", 3, "calendar.date.order"),
    ("through: 2026-12-31", "through: 2027-12-31", 3, "calendar.year.empty"),
    ("through: 2026-12-31", "through: 2026-11-31", 3, "calendar.date.bad"),
    ("published: {from: 2026-01-01, through: 2026-12-31}", "published: 2026", 3, "calendar.value.mapping"),
    ("  friday: [9:00-12:00]", "  firday: [9:00-12:00]", 6, "calendar.key.unknown"),
    ("[9:00-12:00]", "[9:00 to 12:00]", 6, "calendar.hours.bad"),
    ("[9:00-12:00]", "[12:00-9:00]", 6, "calendar.hours.bad"),
    ("[9:00-12:00]", "[9:00-24:01]", 6, "calendar.hours.bad"),
    ("[9:00-12:00]", "[9:60-12:00]", 6, "calendar.hours.bad"),
    ("[9:00-12:00]", "[9:00-12:00, 11:00-17:00]", 6, "calendar.hours.overlap"),
    ("[9:00-12:00]", "9:00-12:00", 6, "calendar.value.list"),
    ("[9:00-12:00]", "{9:00-12:00: }", 6, "calendar.value.list"),
    ("name: 春节, ", "", 9, "calendar.key.missing"),
    ("from: 2026-02-15", "from: 2月15日", 9, "calendar.date.bad"),
    ("through: 2026-02-23", "through: 2026-02-13", 9, "calendar.date.order"),
    ("through: 2026-02-23", "through: 2027-02-23", 9, "calendar.holiday.too-long"),
    ("[2026-02-14, 2026-2-28]", "[2026-02-15]", 9, "calendar.date.twice"),
    ("[2026-02-14, 2026-2-28]", "[2026-02-30]", 9, "calendar.date.bad"),
    (
        "special_hours:",
        "  - {name: 元宵, from: 2026-02-23, through: 2026-02-24}\nspecial_hours:",
        10,
        "calendar.date.twice",
    ),
    ("on: 2026-03-06", "on: 2026-03-07", 11, "calendar.special.rest"),
    ("on: 2026-03-06", "on: 2026-02-16", 11, "calendar.special.rest"),
    ("hours: [10:00-11:00]", "hours: []", 11, "calendar.value.empty"),
    (
        "  - {on: 2026-03-06,",
        "  - {on: 2026-03-06, hours: [10:00-11:00]}\n  - {on: 2026-03-06,",
        12,
        "calendar.date.twice",
    ),
    ("  friday: [9:00-12:00]", "\tfriday: [9:00-12:00]", 6, "calendar.file.unreadable"),
    ("holidays:", "holidays: &all", 8, "calendar.file.alias"),
    ("[9:00-12:00]", "*all", 6, "calendar.file.alias"),
    ("monday: [09:00-12:00, 13:30-17:00]\n  friday: [9:00-12:00]", "monday: []", 5, "calendar.hours.none"),
]


@pytest.mark.parametrize(("good", "instead", "line", "code"), BROKEN, ids=[f"{b[3]}: {b[1]}" for b in BROKEN])
def test_a_slip_is_told_with_its_line(good: str, instead: str, line: int, code: str) -> None:
    text = GOOD.replace(good, instead, 1)
    assert text != GOOD
    with pytest.raises(CalendarInvalid) as refused:
        load_calendar(text, name="park.yaml")
    assert [(problem.line, problem.code) for problem in refused.value.problems] == [(line, code)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "calendar.value.mapping"),
        ("# nothing yet\n", "calendar.value.mapping"),
        ("- a list\n", "calendar.value.mapping"),
        ("version: a\x00b", "calendar.file.unreadable"),
        ("a: [", "calendar.file.unreadable"),
        ("a: " + "[" * 5000, "calendar.file.unreadable"),
        ("#" * (LARGEST + 1), "calendar.file.too-large"),
    ],
)
def test_what_is_no_calendar_at_all_is_refused(text: str, code: str) -> None:
    with pytest.raises(CalendarInvalid) as refused:
        load_calendar(text, name="park.yaml")
    assert [problem.code for problem in refused.value.problems] == [code]


def test_all_slips_are_told_at_once_in_the_order_of_the_file() -> None:
    text = GOOD.replace("Asia/Shanghai", "Asia/Xiangtan").replace("[9:00-12:00]", "[9-12]").replace("02-23", "02-31")
    with pytest.raises(CalendarInvalid) as refused:
        load_calendar(text, name="park.yaml")
    assert refused.value.lines("zh") == [
        "park.yaml:2:7: 没有“Asia/Xiangtan”这个时区；国内请写 Asia/Shanghai。 [calendar.zone.unknown]",
        "park.yaml:6:12: “9-12”不是时段；请写成 09:00-12:00，起始早于结束，最晚到 24:00。 [calendar.hours.bad]",
        "park.yaml:9:43: “2026-02-31”不是日期；请写成 年-月-日，如 2026-02-15，并核对当月有没有这一天。 "
        "[calendar.date.bad]",
    ]
    assert str(refused.value) == "\n".join(refused.value.lines("zh"))
    assert refused.value.lines("en")[0].startswith("park.yaml:2:7: There is no time zone “Asia/Xiangtan”; in China")


def test_a_key_that_is_nearly_right_is_named() -> None:
    with pytest.raises(CalendarInvalid, match="是不是“version”？"):
        load_calendar(GOOD.replace("version", "versoin"), name="park.yaml")
    with pytest.raises(CalendarInvalid, match="不认识“colour”；这里可以写：version"):
        load_calendar(GOOD + "colour: red\n", name="park.yaml")


def test_every_sentence_is_met_by_a_slip() -> None:
    met = {code for *_, code in BROKEN} | {"calendar.file.too-large"}
    assert met == SENTENCES.keys()
