"""Reading a calendar as a clerk of the park edits it: YAML in, `Calendar` out, or every mistake with its line.

    version: cn-2026.1
    zone: Asia/Shanghai
    published: {from: 2026-01-01, through: 2026-12-31}
    hours:
      monday: [09:00-12:00, 13:30-17:00]
    make_up_hours: [09:00-12:00, 13:30-17:00]
    holidays:
      - {name: 春节, from: 2026-02-15, through: 2026-02-23, make_up: [2026-02-14, 2026-02-28]}
    special_hours:
      - {on: 2026-02-13, hours: [09:00-12:00]}

One line of `holidays` is one line of the State Council's yearly notice. `make_up_hours` and `special_hours` may be left
out. Weekdays that are not named are days of rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from difflib import get_close_matches
from typing import Any
from zoneinfo import ZoneInfo

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from lianqi.kernel.workdays.calendar import DAY, MINUTES_A_DAY, Calendar, Segments
from lianqi.kernel.workdays.calendar_problems import SENTENCES, CalendarInvalid, Problem

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
NEEDED = ("version", "zone", "published", "hours", "holidays")
KEYS = (*NEEDED, "make_up_hours", "special_hours")
LARGEST = 200_000
DEEPEST = 10
#: No rest of the State Council lasts longer; a slip in the year would close the park for twelve months.
LONGEST_HOLIDAY = 31

_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_STRETCH = re.compile(r"(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})")


def load_calendar(text: str, *, name: str) -> Calendar:
    """The calendar that `text` describes. `name` is what messages call the file.

    Refused with CalendarInvalid, which holds every problem found: a text that is no YAML, unknown, missing or doubled
    keys, wrong dates, hours that overlap, a date written twice, a published year without a holiday.
    """
    reader = _Reader()
    root = reader.compose(text)
    calendar = reader.calendar(root) if root is not None else None
    if calendar is None or reader.problems:
        raise CalendarInvalid(name=name, problems=reader.problems)
    return calendar


class _Reader:
    """Walks the nodes of one file. A part that cannot be read leaves a problem and a harmless value."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.lines: dict[date, int] = {}

    def problem(self, node: Node | None, code: str, **details: object) -> None:
        self._problem(_place(node.start_mark if node is not None else None), code, **details)

    def _problem(self, place: tuple[int, int], code: str, **details: object) -> None:
        zh, en = SENTENCES[code]
        self.problems.append(Problem(*place, code, zh.format(**details), en.format(**details)))

    def compose(self, text: str) -> Node | None:
        """The nodes of the text; aliases are refused before they are followed, for they make bombs."""
        if len(text) > LARGEST:
            self._problem((1, 1), "calendar.file.too-large", size=len(text), limit=LARGEST)
            return None
        try:
            depth = 0
            for event in yaml.parse(text, Loader=yaml.SafeLoader):
                depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
                if depth > DEEPEST:
                    self._problem(_place(event.start_mark), "calendar.file.unreadable", reason="nested too deeply")
                    return None
                if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                    self._problem(_place(event.start_mark), "calendar.file.alias")
            if self.problems:
                return None
            node = yaml.compose(text, Loader=yaml.SafeLoader)
        except yaml.MarkedYAMLError as error:
            place = _place(error.problem_mark or error.context_mark)
            self._problem(place, "calendar.file.unreadable", reason=error.problem or error.context or "?")
            return None
        except yaml.reader.ReaderError as error:
            line = text.count("\n", 0, error.position) + 1
            self._problem((line, 1), "calendar.file.unreadable", reason=error.reason)
            return None
        if node is None:
            self._problem((1, 1), "calendar.value.mapping", allowed=", ".join(KEYS))
        return node

    def calendar(self, root: Node) -> Calendar | None:
        """The whole file. None where a part is missing that nothing can stand for."""
        parts = self.mapping(root, KEYS, needed=NEEDED)
        version = self.word(parts.get("version"), "version")
        zone = self.zone(parts.get("zone"))
        published = self.mapping(parts.get("published"), ("from", "through"), needed=("from", "through"))
        first, through = self.period(published)
        hours = self.mapping(parts.get("hours"), WEEKDAYS)
        week = tuple(self.stretches(hours[day]) if day in hours else () for day in WEEKDAYS)
        if hours and not any(week):
            self.problem(parts["hours"], "calendar.hours.none")
        make_up_hours = self.stretches(parts["make_up_hours"]) if "make_up_hours" in parts else ()
        holidays, make_up_days = self.holidays(parts.get("holidays"))
        special = dict(self.special(parts.get("special_hours")))
        if self.problems or not (first and through):
            return None
        # What follows compares parts with each other, and would blame the wrong one for a slip in the other.
        if holidays:
            for year in sorted(set(range(first.year, through.year + 1)) - {day.year for day in holidays}):
                self.problem(published["through"], "calendar.year.empty", year=year)
        for day, (item, _) in special.items():
            if day in holidays or not (week[day.weekday()] or day in make_up_days):
                self.problem(item, "calendar.special.rest", day=day)
        if self.problems:
            return None
        return Calendar(
            version=version,
            zone=zone,
            segments=week,
            published_from=first,
            published_through=through,
            holidays=holidays,
            make_up_days=make_up_days,
            special_segments={day: hours for day, (_, hours) in special.items()},
            make_up_segments=make_up_hours,
        )

    def mapping(self, node: Node | None, allowed: Sequence[str], needed: Sequence[str] = ()) -> dict[str, Node]:
        """The values of a mapping by key. A missing key is told at the mapping itself."""
        if node is None:
            return {}
        if not isinstance(node, MappingNode):
            self.problem(node, "calendar.value.mapping", allowed=", ".join(allowed))
            return {}
        found: dict[str, Node] = {}
        lines: dict[str, int] = {}
        meant: set[str] = set()
        for key_node, value in node.value:
            key = str(key_node.value)
            if key not in allowed:
                meant.update(near := get_close_matches(key, allowed, n=1))
                nearest = {
                    "nearest_zh": f"（是不是“{near[0]}”？）" if near else "",
                    "nearest_en": f" (did you mean “{near[0]}”?)" if near else "",
                }
                self.problem(key_node, "calendar.key.unknown", key=key, allowed=", ".join(allowed), **nearest)
            elif key in found:
                self.problem(key_node, "calendar.key.twice", key=key, first=lines[key])
            else:
                found[key], lines[key] = value, key_node.start_mark.line + 1
        for key in needed:
            if key not in found and key not in meant:
                self.problem(node, "calendar.key.missing", key=key)
        return found

    def items(self, node: Node | None) -> list[Node]:
        """The entries of a list; nothing written is an empty one."""
        if node is None or (isinstance(node, ScalarNode) and node.value in ("", "~", "null")):
            return []
        if isinstance(node, SequenceNode):
            return list(node.value)
        self.problem(node, "calendar.value.list")
        return []

    def word(self, node: Node | None, key: str) -> str:
        text = node.value.strip() if isinstance(node, ScalarNode) else ""
        if node is not None and not text:
            self.problem(node, "calendar.value.empty", key=key)
        return text

    def zone(self, node: Node | None) -> str:
        text = self.word(node, "zone")
        try:
            ZoneInfo(text or "UTC")
        except (KeyError, ValueError, OSError):  # not found; a path; a folder of the database
            self.problem(node, "calendar.zone.unknown", value=text)
        return text

    def day(self, node: Node) -> date | None:
        text = node.value if isinstance(node, ScalarNode) else ""
        match = _DATE.fullmatch(text.strip())
        try:
            if match:
                return date(int(match[1]), int(match[2]), int(match[3]))
        except ValueError:  # the month has no such day
            match = None
        self.problem(node, "calendar.date.bad", value=text)
        return None

    def period(self, parts: dict[str, Node]) -> tuple[date | None, date | None]:
        """`from` and `through`, both days included."""
        first = self.day(parts["from"]) if "from" in parts else None
        through = self.day(parts["through"]) if "through" in parts else None
        if first and through and through < first:
            self.problem(parts["through"], "calendar.date.order", first=first, through=through)
            return None, None
        return first, through

    def stretches(self, node: Node) -> Segments:
        """A list such as [09:00-12:00, 13:30-17:00], half-open, in minutes of the day."""
        found: list[tuple[int, int]] = []
        for item in self.items(node):
            text = item.value if isinstance(item, ScalarNode) else ""
            match = _STRETCH.fullmatch(text.strip())
            opens, closes = (
                (int(match[1]) * 60 + int(match[2]), int(match[3]) * 60 + int(match[4])) if match else (0, 0)
            )
            if not match or int(match[2]) > 59 or int(match[4]) > 59 or not opens < closes <= MINUTES_A_DAY:
                self.problem(item, "calendar.hours.bad", value=text)
            elif found and opens < found[-1][1]:
                self.problem(item, "calendar.hours.overlap", value=text)
            else:
                found.append((opens, closes))
        return tuple(found)

    def holidays(self, node: Node | None) -> tuple[dict[date, str], dict[date, str]]:
        """Days off and the days worked in exchange, each with the name of the holiday."""
        holidays: dict[date, str] = {}
        make_up_days: dict[date, str] = {}
        for item in self.items(node):
            parts = self.mapping(item, ("name", "from", "through", "make_up"), needed=("name", "from", "through"))
            name = self.word(parts.get("name"), "name")
            first, through = self.period(parts)
            if first and through and (days := (through - first).days + 1) > LONGEST_HOLIDAY:
                self.problem(item, "calendar.holiday.too-long", name=name, days=days, limit=LONGEST_HOLIDAY)
            elif first and through:
                for offset in range(days):
                    if self.once(item, day := first + offset * DAY):
                        holidays[day] = name
            for entry in self.items(parts.get("make_up")):
                worked = self.day(entry)
                if worked and self.once(entry, worked):
                    make_up_days[worked] = name
        return holidays, make_up_days

    def once(self, node: Node, day: date) -> bool:
        """Whether `day` is written for the first time."""
        if day in self.lines:
            self.problem(node, "calendar.date.twice", day=day, first=self.lines[day])
            return False
        self.lines[day] = node.start_mark.line + 1
        return True

    def special(self, node: Node | None) -> Iterator[tuple[date, tuple[Node, Segments]]]:
        """Days that are worked in other hours than usual, each with where it stands."""
        seen: dict[date, int] = {}
        for item in self.items(node):
            parts = self.mapping(item, ("on", "hours"), needed=("on", "hours"))
            day = self.day(parts["on"]) if "on" in parts else None
            hours = self.stretches(parts["hours"]) if "hours" in parts else ()
            if "hours" in parts and not self.items(parts["hours"]):
                self.problem(parts["hours"], "calendar.value.empty", key="hours")
            if day is None:
                continue
            if day in seen:
                self.problem(item, "calendar.date.twice", day=day, first=seen[day])
            seen.setdefault(day, item.start_mark.line + 1)
            yield day, (item, hours)


def _place(mark: Any) -> tuple[int, int]:
    """Line and column, from 1; the parser leaves out the mark of an empty file."""
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)
