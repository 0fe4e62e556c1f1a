"""What a due time costs: one process, the shipped calendar, figures in microseconds a call.

A commitment asks for four instants (due, yellow, red, default leads upward). The aim is 100 microseconds for fifteen
working days. Run: .venv/bin/python bench/due_times.py
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from timeit import repeat

from lianqi.kernel.workdays.calendar import Calendar
from lianqi.kernel.workdays.calendar_file import load_calendar
from lianqi.kernel.workdays.due import after, before, due_time, replay, resume
from lianqi.kernel.workdays.durations import Duration

FILE = Path(__file__).resolve().parents[1] / "mechanisms" / "calendars" / "cn.yaml"
START = datetime(2026, 2, 9, 2, 0, tzinfo=UTC)
CALLS = 2000


def microseconds(call: Callable[[], object]) -> float:
    """The best of five rounds: the others measure the neighbours."""
    return min(repeat(call, number=CALLS, repeat=5)) / CALLS * 1e6


def main() -> None:
    text = FILE.read_text("utf-8")
    calendar: Calendar = load_calendar(text, name=FILE.name)
    one_day = Duration.parse("1wd")
    due = due_time(start=START, limit=Duration.parse("15wd"), calendar=calendar)
    pause = {"paused_at": START + timedelta(days=1), "resumed_at": START + timedelta(days=3), "calendar": calendar}
    print(f"load {FILE.name}: {min(repeat(lambda: load_calendar(text, name='x'), number=1, repeat=5)) * 1e3:.1f} ms")
    for limit in ("1wd", "5wd", "15wd", "16wh", "28d", "3mo", "24h", "250wd"):
        length = Duration.parse(limit)
        cost = microseconds(lambda length=length: due_time(start=START, limit=length, calendar=calendar))  # type: ignore[misc]
        print(f"due_time {limit:>5}: {cost:6.1f} µs")
    for name, call in {
        "before 1wd": lambda: before(due=due.at, by=one_day, calendar=calendar),
        "after 1wd": lambda: after(due=due.at, by=one_day, calendar=calendar),
        "resume": lambda: resume(due=due, **pause),
        "replay": lambda: replay(due.derivation, calendar=calendar),
    }.items():
        print(f"{name:>14}: {microseconds(call):6.1f} µs")


if __name__ == "__main__":
    main()
