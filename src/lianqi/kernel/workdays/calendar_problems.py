"""What can be wrong with a calendar file, as sentences that say what to write instead."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

#: code → (zh, en), `str.format` templates over the details.
SENTENCES: Mapping[str, tuple[str, str]] = {
    "calendar.file.too-large": (
        "文件有{size}个字符，超过上限{limit}；日历文件每年只有十来行，请核对是否选错了文件。",
        "The file has {size} characters, more than the {limit} allowed; is it the right one?",
    ),
    "calendar.file.unreadable": (
        "从这里起读不下去：请检查缩进是否用空格对齐、冒号后是否留一个空格、引号和括号是否成对。（解析器：{reason}）",
        "Reading stops here: check that lines are indented with spaces, that a space follows each colon, and that "
        "quotes and brackets are closed. (Parser: {reason})",
    ),
    "calendar.file.alias": (
        "本文件不使用锚点和别名（& 与 *）；请把内容照写一遍。",
        "Anchors and aliases (& and *) are not used in this file; write the content out.",
    ),
    "calendar.key.unknown": (
        "不认识“{key}”{nearest_zh}；这里可以写：{allowed}。",
        "“{key}” is not known here{nearest_en}; allowed: {allowed}.",
    ),
    "calendar.key.twice": (
        "“{key}”写了两次，第一次在第{first}行；请合并或删去一处。",
        "“{key}” is written twice, first on line {first}; merge the two or delete one.",
    ),
    "calendar.key.missing": ("缺少“{key}”；请补上一行。", "“{key}” is missing; add a line for it."),
    "calendar.value.mapping": (
        "这里应写“键: 值”，每项一行，可用的键：{allowed}。",
        "Write “key: value” lines here; keys: {allowed}.",
    ),
    "calendar.value.list": (
        "这里应写列表：每项一行，以“- ”开头，或写在方括号里、用逗号隔开。",
        "Write a list here: one line an item, each beginning with “- ”, or in square brackets with commas between.",
    ),
    "calendar.value.empty": ("“{key}”不能为空；请写上内容。", "“{key}” is empty; write something there."),
    "calendar.zone.unknown": (
        "没有“{value}”这个时区；国内请写 Asia/Shanghai。",
        "There is no time zone “{value}”; in China write Asia/Shanghai.",
    ),
    "calendar.date.bad": (
        "“{value}”不是日期；请写成 年-月-日，如 2026-02-15，并核对当月有没有这一天。",
        "“{value}” is not a date; write year-month-day such as 2026-02-15, and check that the month has such a day.",
    ),
    "calendar.date.order": (
        "截止日期{through}早于起始日期{first}；请核对是否写反。",
        "It ends on {through}, before it begins on {first}; are the two swapped?",
    ),
    "calendar.date.twice": (
        "{day}已在第{first}行写过；同一天只能写一次，且不能既放假又上班，请删去一处。",
        "{day} stands on line {first} already; a date is written once, as a holiday or as a make-up day. Delete one.",
    ),
    "calendar.holiday.too-long": (
        "“{name}”连放{days}天，超过{limit}天；请核对年份和月份。",
        "“{name}” lasts {days} days, more than {limit}; check year and month.",
    ),
    "calendar.year.empty": (
        "{year}年写为已公布，却没有一个节假日；请补上当年放假安排，或把“through”改回上一年年末。",
        "{year} is said to be published but has no holiday; add that year's holidays, or set “through” back to "
        "the end of the year before.",
    ),
    "calendar.hours.bad": (
        "“{value}”不是时段；请写成 09:00-12:00，起始早于结束，最晚到 24:00。",
        "“{value}” is not a stretch of hours; write 09:00-12:00, beginning before its end, at the latest 24:00.",
    ),
    "calendar.hours.overlap": (
        "“{value}”与前一时段重叠或次序颠倒；请从早到晚排列。",
        "“{value}” overlaps the stretch before it or is out of order; list them from early to late.",
    ),
    "calendar.hours.none": (
        "一周中没有一天上班；请至少给一天写上时段。",
        "No day of the week is worked; give at least one day its hours.",
    ),
    "calendar.special.rest": (
        "{day}是休息日，不能调整作息；放假请写在 holidays，加班请写在某个节假日的 make_up。",
        "{day} is a day of rest and has no hours to change; write days off under holidays, days worked instead "
        "under the make_up of a holiday.",
    ),
}


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong: line and column from 1, a stable code, and a sentence in both languages that says what to do."""

    line: int
    column: int
    code: str
    zh: str
    en: str


class CalendarInvalid(ValueError):
    """The file is no calendar. `problems` holds everything found, in the order of the file."""

    def __init__(self, *, name: str, problems: Iterable[Problem]) -> None:
        self.name = name
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(self.lines("zh")))

    def lines(self, lang: str) -> list[str]:
        """One line a problem, as editors understand it: file:line:column: sentence."""
        return [f"{self.name}:{p.line}:{p.column}: {p.zh if lang == 'zh' else p.en} [{p.code}]" for p in self.problems]
