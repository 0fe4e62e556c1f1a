"""What users of other systems complain about in their clocks: each complaint, by its thread, works here.

The complaints about lateness that is forgotten on closing (osTicket#4144), about waiting for whoever asked
(osTicket#1684) and about an answer after the answer (chatwoot#10178) are about cases, and are tested there.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianqi.kernel.workdays.calendar_file import load_calendar
from lianqi.kernel.workdays.derivation import Derivation
from lianqi.kernel.workdays.due import after, before, due_time, replay, resume, working_minutes_between
from lianqi.kernel.workdays.durations import Duration
from lianqi.kernel.workdays.lights import light
from tests.kernel.workdays.clocks import CHINA, FILE, OFFICE, at, due, local, plain

ONE_DAY, TWO_HOURS = Duration.parse("1wd"), Duration.parse("2wh")


@pytest.mark.parametrize(
    ("due_at", "by", "expected"),
    [
        ("2026-03-09 10:00", "1wh", "Mon 2026-03-09 09:00"),
        ("2026-03-09 10:00", "2wh", "Fri 2026-03-06 16:00"),  # across a weekend
        ("2026-03-10 10:00", "2wh", "Mon 2026-03-09 16:00"),  # across midnight
        ("2026-03-10 14:00", "1wh", "Tue 2026-03-10 11:30"),  # across lunch
        ("2026-02-24 10:00", "2wh", "Sat 2026-02-14 16:00"),  # across Spring Festival, to a make-up Saturday
        ("2026-03-09 17:00", "1wd", "Fri 2026-03-06 17:00"),
        ("2026-03-09 10:00", "1wd", "Fri 2026-03-06 10:00"),
    ],
)
def test_row_1_the_step_before_the_deadline_fired_at_midnight(due_at: str, by: str, expected: str) -> None:
    """glpi-project/glpi/pull/22678: at 00:00 instead of 10:00 when the calendar has segments."""
    assert local(before(due=at(due_at), by=Duration.parse(by), calendar=CHINA)) == expected


@pytest.mark.parametrize("start", ["2026-03-02 10:00", "2026-03-06 16:59", "2026-02-14 20:00", "2026-03-07 03:00"])
@pytest.mark.parametrize("limit", ["2wd", "5wd", "15wd"])
def test_row_2_escalated_at_the_moment_it_was_written_down(start: str, limit: str) -> None:
    """glpi-project/glpi#15429: after an upgrade only a calendar round the clock worked. (The table of due times is
    test_due_dates.)"""
    due_at = due(start, limit).at
    yellow_at = before(due=due_at, by=ONE_DAY, calendar=CHINA)
    red_at = after(due=due_at, by=ONE_DAY, calendar=CHINA)
    assert at(start) < yellow_at < due_at < red_at
    assert light(now=at(start), yellow_at=yellow_at, red_at=red_at) == "none"


def test_row_3_the_pause_is_forgotten_when_the_limit_changes() -> None:
    """glpi-project/glpi#6902: pending time lost when the priority changes."""
    pause = {"paused_at": at("2026-03-03 09:00"), "resumed_at": at("2026-03-05 09:00"), "calendar": CHINA}
    paused = resume(due=due("2026-03-02 10:00", "5wd"), **pause)
    complex_now = replay(replace(paused.derivation, limit=Duration.parse("15wd")), calendar=CHINA)
    assert complex_now == resume(due=due("2026-03-02 10:00", "15wd"), **pause)
    assert complex_now.at == due("2026-03-02 10:00", "17wd").at


def test_row_4_no_way_to_make_a_saturday_a_working_day() -> None:
    """glpi-project/glpi#467."""
    assert CHINA.is_working_day(date(2026, 2, 14)) and not CHINA.is_working_day(date(2026, 2, 7))
    assert local(due("2026-02-13 10:00", "1wd").at) == "Sat 2026-02-14 17:00"
    assert local(due("2026-02-06 10:00", "1wd").at) == "Mon 2026-02-09 17:00"


def test_row_5_a_day_round_the_clock_loses_a_minute() -> None:
    """zammad/zammad#3180: 00:00-23:59 loses one minute a day; a clerk can write 24:00 here."""
    hours = "\n".join(f"  {day}: [00:00-24:00]" for day in ("monday", "tuesday", "wednesday", "thursday", "friday"))
    text = f"version: v\nzone: Asia/Shanghai\npublished: {{from: 2026-01-01, through: 2026-12-31}}\nhours:\n{hours}\n"
    calendar = load_calendar(text + "holidays: []\n", name="round the clock")
    week = working_minutes_between(start=at("2026-03-02 00:00"), end=at("2026-03-09 00:00"), calendar=calendar)
    assert week == 5 * 24 * 60
    assert local(due("2026-03-02 00:00", "120wh", calendar).at) == "Sat 2026-03-07 00:00"


def test_row_6_it_stays_escalated_when_the_rule_is_gone() -> None:
    """zammad/zammad#4353: a light is looked at, never stored; another rule gives another light at once."""
    now = at("2026-03-05 10:00")

    def shown(limit: str) -> str:
        due_at = due("2026-03-02 10:00", limit).at
        return light(
            now=now,
            yellow_at=before(due=due_at, by=ONE_DAY, calendar=CHINA),
            red_at=after(due=due_at, by=ONE_DAY, calendar=CHINA),
        )

    assert [shown("1wd"), shown("3wd"), shown("15wd")] == ["red", "yellow", "none"]


def test_row_7_what_is_stored_is_not_what_is_computed() -> None:
    """zammad/zammad#3410, #2579, #4516: statistics null or wrong. The story in the event gives the stored value."""
    stored = resume(
        due=due("2026-02-09 10:00", "15wd"),
        paused_at=at("2026-02-12 11:00"),
        resumed_at=at("2026-02-25 15:00"),
        calendar=CHINA,
    )
    told = Derivation.from_data(json.loads(json.dumps(stored.derivation.data())))
    assert (replay(told, calendar=CHINA), told.at) == (stored, stored.at)


def test_row_8_leaving_days_out_makes_it_earlier() -> None:
    """django-helpdesk escalate_tickets: Friday 12:00, limit 3 was Monday, and Sunday once weekends were left out."""
    every_day = plain(week=(OFFICE,) * 7)
    friday = at("2026-03-06 12:00")
    ends = [due_time(start=friday, limit=Duration.parse("3wd"), calendar=c).at for c in (every_day, plain())]
    assert [local(end) for end in ends] == ["Mon 2026-03-09 17:00", "Wed 2026-03-11 17:00"]


@given(st.sets(st.integers(0, 6), min_size=1), st.integers(1, 10))
def test_row_9_a_week_works_only_with_its_monday_and_thursday(worked: set[int], count: int) -> None:
    """osTicket/osTicket#6739: any set of weekdays is a week."""
    calendar = plain(week=tuple(OFFICE if day in worked else () for day in range(7)))
    ends = due("2026-03-02 10:00", f"{count}wd", calendar).at.astimezone(at("2026-03-02 10:00").tzinfo)
    passed = [date(2026, 3, 3) + timedelta(days=n) for n in range((ends.date() - date(2026, 3, 2)).days)]
    assert ends.weekday() in worked
    assert sum(day.weekday() in worked for day in passed) == count


def test_row_11_it_stays_overdue_though_it_is_due_in_the_future() -> None:
    """osTicket/osTicket#5160: derive, do not store."""
    due_at, now = due("2026-03-02 10:00", "1wd").at, at("2026-03-05 10:00")
    lights = {"yellow_at": before(due=due_at, by=ONE_DAY, calendar=CHINA), "red_at": due_at}
    assert light(now=now, **lights) == "red"
    extended = after(due=due_at, by=Duration.parse("10wd"), calendar=CHINA)
    lights = {"yellow_at": before(due=extended, by=ONE_DAY, calendar=CHINA), "red_at": extended}
    assert light(now=now, **lights) == "none"


def test_row_14_breaches_ran_by_the_wall_clock() -> None:
    """chatwoot/chatwoot/pull/13392: Friday 16:00 and two working hours is not late on Saturday."""
    due_at = due("2026-03-06 16:00", "2wh").at
    red_at = after(due=due_at, by=TWO_HOURS, calendar=CHINA)
    assert local(due_at) == "Mon 2026-03-09 10:00"
    assert light(now=at("2026-03-07 12:00"), yellow_at=due_at, red_at=red_at) == "none"


def test_row_15_the_lunch_break_cannot_be_written() -> None:
    """frappe/helpdesk#2212, chatwoot#14009: as many segments a day as one likes."""
    assert CHINA.segments_on(date(2026, 3, 2)) == OFFICE
    assert local(due("2026-03-02 11:30", "1wh").at) == "Mon 2026-03-02 14:00"
    three = plain(week=(((480, 600), (660, 720), (840, 960)),) * 5 + ((), ()))
    assert local(due("2026-03-02 09:30", "2wh", three).at) == "Mon 2026-03-02 14:30"


def test_row_16_the_pause_is_added_to_the_beginning() -> None:
    """frappe/helpdesk/pull/2449: hold time added to the creation time is wrong across holidays."""
    before_pause = due("2026-02-12 10:00", "2wd")  # Fri 13 and Sat 14 February, a make-up day
    resumed = resume(
        due=before_pause, paused_at=at("2026-02-13 10:00"), resumed_at=at("2026-02-20 10:00"), calendar=CHINA
    )
    # 5.5 hours of Friday and 6.5 of Saturday were left; the rest of Spring Festival counts for nothing.
    assert local(resumed.at) == "Wed 2026-02-25 16:00"


@pytest.mark.parametrize("limit", ["1wd", "40wd", "300wh", "90d", "18mo", "400h", "5wmin"])
@pytest.mark.parametrize("start", ["2026-12-31 16:59", "2027-06-01 10:00", "2031-12-31 23:59", "1999-12-31 10:00"])
def test_row_33_it_crashes_in_a_year_that_is_not_published(start: str, limit: str) -> None:
    """liriansu-opus/chinese-calendar#137, #97: NotImplementedError: no available data for year 2026."""
    found = due(start, limit)
    assert found.at > at(start)
    assert found.provisional == (not limit.endswith("h") or limit.endswith("wh"))
    assert before(due=found.at, by=ONE_DAY, calendar=CHINA) < found.at
    assert working_minutes_between(start=at(start), end=found.at, calendar=CHINA) >= 0


def test_row_33_when_the_year_is_published_it_is_counted_again() -> None:
    """The notice for 2027 arrives (invented here): one call from the same start and limit says what has moved."""
    text = FILE.read_text("utf-8").replace("version: cn-2026.1", "version: cn-2027.1")
    text = text.replace("through: 2026-12-31}", "through: 2027-12-31}")
    notice = "  - {name: 元旦, from: 2027-01-01, through: 2027-01-03, make_up: [2027-01-09]}\n"
    published = load_calendar(text + notice, name="cn.yaml")
    provisional = due("2026-12-30 10:00", "3wd")
    assert (local(provisional.at), provisional.provisional) == ("Mon 2027-01-04 17:00", True)
    certain = due("2026-12-30 10:00", "3wd", published)
    assert (local(certain.at), certain.provisional, certain.calendar_version) == (
        "Tue 2027-01-05 17:00",
        False,
        "cn-2027.1",
    )
    assert replay(provisional.derivation, calendar=published) == certain


def test_row_33_a_pause_that_ends_after_the_notice_counts_by_the_notice() -> None:
    text = FILE.read_text("utf-8").replace("version: cn-2026.1", "version: cn-2027.1")
    text = text.replace("through: 2026-12-31}", "through: 2027-12-31}")
    notice = "  - {name: 元旦, from: 2027-01-01, through: 2027-01-03}\n"
    published = load_calendar(text + notice, name="cn.yaml")
    pause = {"paused_at": at("2026-12-31 09:00"), "resumed_at": at("2027-01-05 09:00"), "calendar": published}
    assert resume(due=due("2026-12-30 10:00", "3wd"), **pause) == resume(
        due=due("2026-12-30 10:00", "3wd", published), **pause
    )
    # 31 December, 4 and 5 January were left; from 5 January on that is until 7 January.
    assert local(resume(due=due("2026-12-30 10:00", "3wd"), **pause).at) == "Thu 2027-01-07 17:00"


@given(st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_row_14_red_never_turns_before_it_is_due_nor_yellow_after(start: datetime) -> None:
    due_at = due_time(start=start, limit=Duration.parse("5wd"), calendar=CHINA).at
    yellow_at = before(due=due_at, by=ONE_DAY, calendar=CHINA)
    red_at = after(due=due_at, by=ONE_DAY, calendar=CHINA)
    instants = (yellow_at - timedelta(seconds=1), yellow_at, due_at, red_at - timedelta(seconds=1), red_at)
    shown = [light(now=now, yellow_at=yellow_at, red_at=red_at) for now in instants]
    assert shown == ["none", "yellow", "yellow", "yellow", "red"]
