"""What the tests of working time share: the calendar the repository ships, and times as people say them."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from lianqi.kernel.workdays.calendar import Calendar, Segments
from lianqi.kernel.workdays.calendar_file import load_calendar
from lianqi.kernel.workdays.due import Due, due_time
from lianqi.kernel.workdays.durations import Duration

SHANGHAI = ZoneInfo("Asia/Shanghai")
FILE = Path(__file__).parents[3] / "mechanisms" / "calendars" / "cn.yaml"
CHINA = load_calendar(FILE.read_text("utf-8"), name=FILE.name)

OFFICE: Segments = ((9 * 60, 12 * 60), (13 * 60 + 30, 17 * 60))
ROUND_THE_CLOCK: Segments = ((0, 24 * 60),)


def at(text: str) -> datetime:
    """ "2026-02-13 16:00" on the park's clock."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def local(instant: datetime) -> str:
    """The same the other way round, with its weekday, as it would be read out."""
    return f"{instant.astimezone(SHANGHAI):%a %Y-%m-%d %H:%M}"


def due(start: str, limit: str, calendar: Calendar = CHINA) -> Due:
    return due_time(start=at(start), limit=Duration.parse(limit), calendar=calendar)


def plain(week: tuple[Segments, ...] = (OFFICE,) * 5 + ((), ()), **more: object) -> Calendar:
    """An ordinary week without holidays, to which a test adds what it is about."""
    return Calendar(
        **{
            "version": "plain",
            "zone": "Asia/Shanghai",
            "segments": week,
            "published_through": date(2026, 12, 31),
            **more,
        }
    )
