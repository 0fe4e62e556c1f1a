"""How a due time was reached: kept with the event that made it, replayed by a machine, read by a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from lianqi.kernel.decision import Json
from lianqi.kernel.instants import from_text, to_text
from lianqi.kernel.workdays.durations import Duration

#: Codes of steps, with what stands behind each in `values`. Dates are ISO and local, instants ISO and UTC.
STEPS = {
    "at-once": "a limit of nothing: ()",
    "elapsed": "hours or minutes of the wall clock: ()",
    "opens": "working time began later than the start: (instant)",
    "days": "working days counted: (first, last)",
    "last-day": "the last day of a period in days or months: (date)",
    "short-month": "the month has no such day, its last day counts: (day of the month that was looked for)",
    "next-working-day": "the last day was a day of rest: (date that counts instead)",
    "rest": "days of rest in between that are not holidays: (how many)",
    "holiday": "(name, first, last)",
    "make-up": "worked in exchange for a holiday: (name, date)",
    "special": "a day with other hours: (date)",
    "pause": "(paused at, resumed at, due before, minutes that remained)",
    "provisional": "unpublished from here on: (date)",
}

WORDS = {
    "at-once": {"zh": "以该时间为准，不另计时限。", "en": "That very time counts; no limit is added."},
    "elapsed": {"zh": "按自然时间连续计算，节假日不顺延。", "en": "Runs by the clock, through nights and holidays."},
    "opens": {"zh": "提出时不在工作时间，自{0}起计。", "en": "The start is outside working hours: counted from {0}."},
    "days": {"zh": "计入：{0}至{1}，其中{2}个工作日。", "en": "Counted: {2} working days, {0} to {1}."},
    "last-day": {"zh": "期间最后一日：{0}。", "en": "Last day of the period: {0}."},
    "short-month": {
        "zh": "到期月没有{0}日，以月末日为最后一日。",
        "en": "That month has no day {0}: its last day counts.",
    },
    "next-working-day": {
        "zh": "最后一日不上班，顺延至{0}。",
        "en": "The last day is a day of rest: moved on to {0}.",
    },
    "rest": {"zh": "不计：休息日{0}天。", "en": "Not counted: {0} day{1} of rest."},
    "holiday": {"zh": "不计：{0}放假{days}天，{1}至{2}。", "en": "Not counted: {0}, {days} days, {1} to {2}."},
    "holiday-of-one-day": {"zh": "不计：{0}放假1天，{1}。", "en": "Not counted: {0}, {1}."},
    "make-up": {"zh": "计入：{1}为{0}调休上班日。", "en": "Counted: {1}, worked in exchange for {0}."},
    "special": {"zh": "{0}作息时间有调整。", "en": "{0} has other working hours."},
    "pause": {
        "zh": "暂停计时：{0}至{1}；原到期{2}，暂停时尚余工作时间{3}，恢复后接续计算。",
        "en": "Paused {0} to {1}; it was due {2}, and the {3} of working time that remained run on.",
    },
    "pause-elapsed": {
        "zh": "暂停计时：{0}至{1}；原到期{2}，暂停时尚余{3}，恢复后接续计算。",
        "en": "Paused {0} to {1}; it was due {2}, and the {3} that remained run on.",
    },
    "provisional": {
        "zh": "暂定：{0}起的放假安排尚未公布，先按每周作息推算，公布后重新计算。",
        "en": "Provisional: holidays from {0} on are not published; counted by the ordinary week until they are.",
    },
}
UNITS = {
    "wmin": ("个工作分钟", "working minute"),
    "wh": ("个工作小时", "working hour"),
    "wd": ("个工作日", "working day"),
    "min": ("分钟", "minute"),
    "h": ("小时", "hour"),
    "d": ("日（自然日）", "natural day"),
    "mo": ("个月", "month"),
}
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
#: The national holidays in English (全国年节及纪念日放假办法, art. 2); any other name stands as the calendar has it.
HOLIDAYS = {
    "元旦": "New Year's Day",
    "春节": "Spring Festival",
    "清明节": "Tomb-sweeping Day",
    "劳动节": "Labour Day",
    "端午节": "Dragon Boat Festival",
    "中秋节": "Mid-autumn Festival",
    "国庆节": "National Day",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One remark of a derivation: a code of `STEPS` and its values, whole numbers and strings."""

    code: str
    values: tuple[str | int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Derivation:
    """The whole story of one due time: from which instant, which limit, by which calendar, over which steps.

    It stands in every event that starts a clock, so it holds ranges and counts, not days.
    """

    start: datetime
    limit: Duration
    at: datetime
    zone: str
    calendar_version: str
    steps: tuple[Step, ...]

    @property
    def provisional(self) -> bool:
        """Whether a day counted or moved over is not published yet."""
        return any(step.code == "provisional" for step in self.steps)

    def data(self) -> dict[str, Json]:
        """Canonical JSON: strings, whole numbers, lists; no floats."""
        return {
            "start": to_text(self.start),
            "limit": str(self.limit),
            "due": to_text(self.at),
            "zone": self.zone,
            "calendar": self.calendar_version,
            "steps": [[step.code, *step.values] for step in self.steps],
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Json]) -> Derivation:
        """What `data` wrote. A step of an unknown code is refused with ValueError."""
        if unknown := [step[0] for step in data["steps"] if step[0] not in STEPS]:
            raise ValueError(f"not a step of a derivation: {unknown[0]!r}")
        return cls(
            start=from_text(data["start"]),
            limit=Duration.parse(data["limit"]),
            at=from_text(data["due"]),
            zone=data["zone"],
            calendar_version=data["calendar"],
            steps=tuple(Step(step[0], tuple(step[1:])) for step in data["steps"]),
        )


def explain(derivation: Derivation, lang: Literal["zh", "en"] = "zh") -> str:
    """时限怎么算的: the derivation in short lines that a person can read, in official Chinese or in English."""
    zone = ZoneInfo(derivation.zone)
    lines = [_opening(derivation, lang, zone)]
    lines += [_line(step, derivation, lang, zone) for step in _told(derivation.steps)]
    words = {"zh": "到期：{at}。", "en": "Due: {at}."}[lang]
    lines.append(words.format(at=_moment(derivation.at, lang, zone)))
    return "\n".join(lines)


def _told(steps: tuple[Step, ...]) -> list[Step]:
    """The steps in the order of telling: what is provisional is said last."""
    return sorted(steps, key=lambda step: step.code == "provisional")


def _opening(derivation: Derivation, lang: str, zone: ZoneInfo) -> str:
    limit = derivation.limit
    start = _moment(derivation.start, lang, zone)
    if limit.count == 0:
        return {"zh": f"起算：{start}。", "en": f"From {start}."}[lang]
    if lang == "zh":
        rule = "，当日不计入" if limit.unit in ("wd", "d", "mo") else ""
        return f"起算：{start}，时限{limit.count}{UNITS[limit.unit][0]}{rule}。"
    unit = UNITS[limit.unit][1] + ("" if limit.count == 1 else "s")
    rule = "; the day of the start does not count" if limit.unit in ("wd", "d", "mo") else ""
    return f"From {start}, limit {limit.count} {unit}{rule}."


def _line(step: Step, derivation: Derivation, lang: str, zone: ZoneInfo) -> str:
    """One step as one line. Each code of `STEPS` has its words here; a missing one is a KeyError in the tests."""
    values = [_value(value, lang, zone) for value in step.values]
    if step.code == "days":
        values.append(str(derivation.limit.count))
    if step.code == "holiday":
        code = "holiday" if step.values[1] != step.values[2] else "holiday-of-one-day"
        return WORDS[code][lang].format(*values, days=_days(step))
    if step.code == "rest" and lang == "en":
        values.append("" if step.values[0] == 1 else "s")
    if step.code == "pause":
        elapsed = derivation.limit.unit in ("min", "h") and derivation.limit.count
        values[3] = _length(int(step.values[3]), lang)
        return WORDS["pause-elapsed" if elapsed else "pause"][lang].format(*values)
    return WORDS[step.code][lang].format(*values)


def _days(step: Step) -> int:
    first, last = (date.fromisoformat(str(value)) for value in step.values[1:3])
    return (last - first).days + 1


def _length(minutes: int, lang: str) -> str:
    hours, minutes = divmod(minutes, 60)
    if lang == "zh":
        return f"{hours}小时{minutes}分钟" if minutes else f"{hours}小时"
    return f"{hours} h {minutes} min" if minutes else f"{hours} h"


def _value(value: str | int, lang: str, zone: ZoneInfo) -> str:
    """A date or instant as people write it, a holiday's name in the reader's language, a number as it is."""
    text = str(value)
    if isinstance(value, int):
        return text
    if text.endswith("Z") and text[:4].isdigit():
        return _moment(from_text(text), lang, zone)
    if len(text) == 10 and text[:4].isdigit() and text[4] == text[7] == "-":
        return _day(date.fromisoformat(text), lang)
    return HOLIDAYS.get(text, text) if lang == "en" else text


def _day(day: date, lang: str) -> str:
    if lang == "zh":
        return f"{day.year}年{day.month}月{day.day}日（周{'一二三四五六日'[day.weekday()]}）"
    return f"{WEEKDAYS[day.weekday()]} {day.isoformat()}"


def _moment(instant: datetime, lang: str, zone: ZoneInfo) -> str:
    """Wall clock in the calendar's zone, to the minute; midnight that ends a day is told as 24:00 of that day."""
    local = instant.astimezone(zone)
    if local.time() == local.min.time():
        day, clock = local.date() - timedelta(days=1), "24:00"
    else:
        day, clock = local.date(), f"{local:%H:%M}"
    return _day(day, lang) + ("" if lang == "zh" else " ") + clock
