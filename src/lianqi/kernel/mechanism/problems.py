"""What can be wrong with the text of a mechanism file, as sentences that say what to write instead.

A problem belongs to the file as text and shape ("the file is invalid"); a finding of `lianqi.kernel.mechanism.lint`
belongs to what a valid file says ("the rule is broken").
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from lianqi.kernel.mechanism.rules import Text

#: code → sentence, as `str.format` templates.
SENTENCES: Mapping[str, Text] = {
    "mechanism.file.too-large": Text(
        "文件有 {size} 个字符，超过上限 {limit}；请删去无关内容。",
        "The file has {size} characters, more than the {limit} allowed; take out what does not belong.",
    ),
    "mechanism.file.empty": Text(
        "文件是空的；可从 mechanisms/starter/mechanism.yaml 复制一份再改。",
        "The file is empty; start from a copy of mechanisms/starter/mechanism.yaml.",
    ),
    "mechanism.file.not-a-mapping": Text(
        "文件开头应是“键: 值”的形式，例如 id: my-park。",
        "The file should begin with “key: value” lines, for example id: my-park.",
    ),
    "mechanism.yaml.tab": Text(
        "这里用了制表符缩进；请改成空格（每层两个）。",
        "A tab is used for indentation here; write spaces instead (two a level).",
    ),
    "mechanism.yaml.syntax": Text(
        "从这里起读不下去：请检查缩进是否与同级各行对齐、冒号后是否留一个空格、引号和括号是否成对。（解析器：{reason}）",
        "Reading stops here: check that the line is indented like its neighbours, that a space follows the colon, "
        "and that quotes and brackets are closed. (Parser: {reason})",
    ),
    "mechanism.yaml.duplicate-key": Text(
        "“{key}”写了两次，第一次在第 {first} 行；请合并或删去一处。",
        "“{key}” is written twice, first on line {first}; merge the two or delete one.",
    ),
    "mechanism.yaml.alias": Text(
        "本文件不使用锚点和别名（& 与 *）；请把内容照写一遍，便于逐条核对。",
        "Anchors and aliases (& and *) are not used in this file; write the content out, line by line.",
    ),
    "mechanism.yaml.tag": Text(
        "本文件不使用类型标签“{tag}”；请删去标签，只写值。",
        "Type tags such as “{tag}” are not used in this file; delete the tag and keep the value.",
    ),
    "mechanism.yaml.too-deep": Text(
        "嵌套超过 {limit} 层；请检查括号或缩进。",
        "Nested more than {limit} levels deep; check brackets or indentation.",
    ),
    "mechanism.yaml.several-documents": Text(
        "一个文件只写一个工作机制；请把“---”以后的内容另存为一个文件。",
        "One file holds one mechanism; move what follows “---” into a file of its own.",
    ),
    "mechanism.key.unknown": Text(
        "不认识“{key}”{nearest_zh}。这里可以写：{allowed}。",
        "“{key}” is not known here{nearest_en}. Allowed: {allowed_en}.",
    ),
    "mechanism.key.missing": Text(
        "缺少“{key}”；请在“{parent}”下补上一行。",
        "“{key}” is missing; add a line for it under “{parent}”.",
    ),
    "mechanism.value.unknown": Text(
        "“{value}”不在可选范围内{nearest_zh}。可选：{allowed}。",
        "“{value}” is not one of the choices{nearest_en}. Choices: {allowed_en}.",
    ),
    "mechanism.value.wrong-type": Text(
        "这里应写：{wanted_zh}；现在是“{value}”。",
        "Write {wanted_en} here; it now says “{value}”.",
    ),
    "mechanism.value.out-of-range": Text(
        "“{value}”超出范围；请写 {low} 到 {high} 之间的整数。",
        "“{value}” is out of range; write a whole number from {low} to {high}.",
    ),
    "mechanism.value.too-few": Text(
        "这里至少要有 {low} 项；请补齐。",
        "At least {low} entries are needed here; add what is missing.",
    ),
    "mechanism.duration.bad": Text(
        "“{value}”不是时长。请写整数加单位，如 5wd（工作日）、2wh（工作小时）、28d（自然日）、3mo（月）；"
        "可用单位：{allowed}。",
        "“{value}” is not a duration. Write a whole number and a unit, such as 5wd (working days), "
        "2wh (working hours), 28d (natural days), 3mo (months); units: {allowed_en}.",
    ),
    "mechanism.date.bad": Text(
        "“{value}”不是日期；请写成 年-月-日，如 2026-01-01。",
        "“{value}” is not a date; write year-month-day, such as 2026-01-01.",
    ),
    "mechanism.moment.bad": Text(
        "“{value}”不是时间；请写成 年-月-日 时:分，如 2026-02-14 10:00。",
        "“{value}” is not a time; write year-month-day hour:minute, such as 2026-02-14 10:00.",
    ),
    "mechanism.date.order": Text(
        "日期 {later} 排在 {earlier} 之后，但并不更晚；请按起始日期从早到晚排列，不要重复。",
        "{later} stands after {earlier} but is not later; list the values from the earliest date on, each once.",
    ),
    "mechanism.date.missing": Text(
        "有多个值时，每个值都要写明起始日期（from）。",
        "Where there are several values, each needs its starting date (from).",
    ),
    "mechanism.id.bad": Text(
        "编码“{value}”不合规；请用小写英文字母开头，只含小写字母、数字、- 和 _，不超过 40 个字符。",
        "“{value}” cannot serve as a code; begin with a lower-case letter and use only lower-case letters, digits, "
        "- and _, at most 40 characters.",
    ),
    "mechanism.id.twice": Text(
        "编码“{value}”用了两次；请给其中一个换个编码。",
        "The code “{value}” is used twice; give one of the two another code.",
    ),
    "mechanism.not-begun": Text(
        "{date} 这一天工作机制还没有施行，施行日期是 {first}；请换一个日期。",
        "On {date} the mechanism was not yet in force; it begins on {first}. Ask for a later date.",
    ),
    "mechanism.not-in-force": Text(
        "{date} 这一天“{path}”还没有生效的值，最早从 {first} 起；请换一个日期，或补上更早的值。",
        "On {date} “{path}” has no value in force; the first begins on {first}. "
        "Ask for a later date or add an earlier value.",
    ),
}


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong: where it stands (line and column from 1; 0 where no place can be named), its path such as
    `limits.answer.general`, a stable code and a sentence in both languages."""

    line: int
    column: int
    path: str
    code: str
    zh: str
    en: str


class MechanismInvalid(ValueError):
    """The file cannot be used. `problems` holds everything found, in the order of the file."""

    def __init__(self, *, name: str, problems: Iterable[Problem]) -> None:
        self.name = name
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(self.lines("zh")))

    def lines(self, lang: str) -> list[str]:
        """One line a problem, as editors understand it: file:line:column: sentence."""
        return [f"{self.name}:{p.line}:{p.column}: {p.zh if lang == 'zh' else p.en} [{p.code}]" for p in self.problems]


def problem(code: str, /, *, at: tuple[int, int] = (0, 0), path: str = "", **details: object) -> Problem:
    """The problem of this code, `at` line and column, with its details filled in; an unknown code raises KeyError."""
    text = SENTENCES[code]
    line, column = at
    zh = text.zh.format(path=path, **details)
    en = text.en.format(path=path, **details)
    return Problem(line=line, column=column, path=path, code=code, zh=zh, en=en)


def choices(value: str, allowed: Iterable[str]) -> dict[str, Any]:
    """The details that name what is allowed and, when one is near, what was probably meant."""
    names = [str(name) for name in allowed]
    near = get_close_matches(value, names, n=1, cutoff=0.6)
    return {
        "allowed": "、".join(names) if names else "—",
        "allowed_en": ", ".join(names) if names else "—",
        "nearest_zh": f"（是不是“{near[0]}”？）" if near else "",
        "nearest_en": f" (did you mean “{near[0]}”?)" if near else "",
    }
