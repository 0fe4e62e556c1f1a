"""The ledger as a workbook: 说明, 总台账, 普遍性问题, 关键性问题, one sheet a unit, 待研判, 选择题统计.

Every text is inert: what begins with = + - @ is shown, never computed. Dates are dates of the spreadsheet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from math import ceil
from pathlib import Path
from typing import Any

from lianqi.digest import notes
from lianqi.digest.commons import Common, commons, key_lines
from lianqi.digest.figures import Figures
from lianqi.digest.values import LISTED, Digest, Line
from lianqi.digest.wording import (
    LIGHT_NAMES,
    STATE_NAMES,
    UNJUDGED,
    evidence,
    limit_words,
    local,
    place,
    quoted,
    remark,
)
from lianqi.sheets import write

Value = str | int | date | None

_FORMATS = {"text": "@", "number": "0", "date": "yyyy-mm-dd", "moment": "yyyy-mm-dd hh:mm"}
_LINE = 14.5  # points
_MOST_LINES = 14
_LIGHT_COLOURS = {"yellow": "#FFF2CC", "red": "#F8CECC"}
_STATE_COLOURS = {"duplicate": "#EDEDED", "rejected": "#FCE4D6", "blank": "#F7F7F7"}


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a sheet: its title, its width in narrow characters and what stands in it for one item.

    Columns that are not printed stand to the right of those that are: a page has room for some.
    """

    title: str
    width: float
    value: Callable[[Any], Value]
    printed: bool = True


def write_ledger(path: Path, digest: Digest, figures: Figures) -> None:
    """Write the whole workbook; it appears under its name only when it is complete."""
    with write.workbook(path) as book:
        styles = _Styles(book)
        _notes_sheet(book, styles, digest, figures)
        _table(book, styles, "总台账", _ledger_fields(digest), digest.lines)
        shared = commons(digest)
        _table(book, styles, "普遍性问题", _common_fields(digest), shared, empty="没有达到户数的普遍性问题。")
        _table(
            book, styles, "关键性问题", _key_fields(digest), key_lines(digest), empty="没有符合列入规则的关键性问题。"
        )
        for split in figures.units:
            lines = [
                line for line in digest.listed() if (digest.unit_name(line.unit) if line.unit else "") == split.name
            ]
            if split.name:
                _table(book, styles, f"{split.name}（{len(lines)}件）", _dispatch_fields(digest), lines)
            else:
                _table(book, styles, f"{UNJUDGED}（{len(lines)}件）", _judge_fields(digest), lines)
        if digest.tallies:
            answers = [(tally, answer, count) for tally in digest.tallies for answer, count in tally.answers]
            _table(book, styles, "选择题统计", _tally_fields(digest), answers)


class _Styles:
    """The few cell formats, made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        base = {
            "valign": "top",
            "text_wrap": True,
            "border": 1,
            "border_color": "#BFBFBF",
            "font_name": "宋体",
            "font_size": 10,
        }
        self._base = base
        self._made: dict[tuple[str, str], Any] = {}
        self.head = book.add_format(
            {**base, "bold": True, "bg_color": "#DCE6F1", "valign": "vcenter", "align": "center"}
        )
        self.title = book.add_format({"bold": True, "font_name": "黑体", "font_size": 14})
        self.plain = book.add_format({"font_name": "宋体", "font_size": 10, "text_wrap": True, "valign": "top"})

    def of(self, kind: str, colour: str = "") -> Any:
        """Kind is a key of `_FORMATS`."""
        if (kind, colour) not in self._made:
            form = {**self._base, **({"bg_color": colour} if colour else {})}
            form["num_format"] = _FORMATS[kind]
            if kind != "text":
                form["align"] = "center"
            self._made[kind, colour] = self._book.add_format(form)
        return self._made[kind, colour]


def _table(
    book: Any, styles: _Styles, name: str, fields: Sequence[Field], items: Sequence[Any], *, empty: str = ""
) -> None:
    sheet = book.add_worksheet(write.sheet_name(name, taken=[other.get_name() for other in book.worksheets()]))
    for column, field in enumerate(fields):
        sheet.set_column(column, column, field.width)
        sheet.write_string(0, column, field.title, styles.head)
    sheet.set_row(0, 2 * _LINE)
    for row, item in enumerate(items, start=1):
        values = [field.value(item) for field in fields]
        colour = _colour(item)
        for column, (field, value) in enumerate(zip(fields, values, strict=True)):
            _cell(sheet, row, column, value, styles, colour if field.title in ("灯", "状态") else "")
        sheet.set_row(row, _height(zip(values, (field.width for field in fields), strict=True)))
    if not items and empty:
        sheet.write_string(1, 0, empty, styles.plain)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(items), 1), len(fields) - 1)
    printed = [column for column, field in enumerate(fields) if field.printed]
    sheet.print_area(0, 0, max(len(items), 1), printed[-1])
    sheet.repeat_rows(0)
    _for_print(sheet, name)


def _cell(sheet: Any, row: int, column: int, value: Value, styles: _Styles, colour: str) -> None:
    if isinstance(value, date):
        kind = "moment" if isinstance(value, datetime) else "date"
        sheet.write_datetime(row, column, value, styles.of(kind, colour))
    elif isinstance(value, int):
        sheet.write_number(row, column, value, styles.of("number", colour))
    else:
        sheet.write_string(row, column, write.cell_text(value or ""), styles.of("text", colour))


def _height(cells: Iterable[tuple[Value, float]]) -> float:
    """How high a row must be for its texts, in points: not every program finds that out when it opens the file."""
    lines = 1
    for value, width in cells:
        if isinstance(value, str):
            parts = value.split("\n")
            lines = max(lines, sum(max(1, ceil(1.05 * _columns(part) / width)) for part in parts))
    return _LINE * min(lines, _MOST_LINES) + 3


def _columns(text: str) -> int:
    """How many narrow characters a text is as wide as."""
    return len(text.encode("gb18030", "replace"))


def _colour(item: Any) -> str:
    if not isinstance(item, Line):
        return ""
    return _LIGHT_COLOURS.get(item.light, "") if item.state == LISTED else _STATE_COLOURS[item.state]


def _for_print(sheet: Any, name: str) -> None:
    sheet.set_paper(9)  # A4
    sheet.set_landscape()
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer(f"&L{name.replace('&', '＆')}&R第 &P 页，共 &N 页")


def _notes_sheet(book: Any, styles: _Styles, digest: Digest, figures: Figures) -> None:
    sheet = book.add_worksheet("说明")
    widths = (30, 9, 100)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    row = 0
    for block in notes.blocks(digest, figures):
        sheet.write_string(row, 0, block.title, styles.title)
        row += 1
        for values in block.rows:
            for column, value in enumerate(values):
                _cell(sheet, row, column, value, styles, "")
            sheet.set_row(row, _height(zip(values, widths, strict=True)))
            row += 1
        row += 1
    _for_print(sheet, "说明")


def _ledger_fields(digest: Digest) -> list[Field]:
    return [
        Field("编号", 5, lambda line: line.number),
        Field("状态", 5, lambda line: STATE_NAMES[line.state]),
        Field("企业名称", 18, lambda line: line.form.enterprise),
        Field("反映内容（企业原话）", 40, lambda line: line.words),
        Field("性质", 8, lambda line: digest.kind_name(line.kind) if line.kind else ""),
        Field("类别", 11, lambda line: digest.class_name(line.class_id) or (UNJUDGED if line.state == LISTED else "")),
        Field("建议主办单位", 13, lambda line: _unit(line, digest)),
        Field("办理时限", 11, lambda line: _due(line, digest)),
        Field("灯", 8, lambda line: LIGHT_NAMES[line.light] if line.state == LISTED else ""),
        Field("依据词", 18, evidence),
        Field("说明", 20, lambda line: remark(line, digest)),
        Field("大类", 14, lambda line: digest.class_name(digest.top_class(line.class_id)), printed=False),
        Field("时限怎么算的", 28, lambda line: limit_words(line, digest), printed=False),
        Field("首次反映时间", 16, _said, printed=False),
        Field("联系人", 8, lambda line: line.form.contact, printed=False),
        Field("电话", 14, lambda line: line.form.phone, printed=False),
        Field("联络员", 10, lambda line: line.form.officer, printed=False),
        Field("来源文件", 18, lambda line: digest.sources[line.form.source].file, printed=False),
        Field("工作表", 14, lambda line: digest.sources[line.form.source].sheet, printed=False),
        Field("行号", 6, lambda line: line.form.number, printed=False),
        Field("出处", 13, place, printed=False),
        Field("取自哪一列", 18, lambda line: line.column, printed=False),
        Field("拆分前的整格原话", 40, lambda line: line.whole, printed=False),
    ]


def _dispatch_fields(digest: Digest) -> list[Field]:
    return [
        *_who_said_what(digest),
        Field("类别", 11, lambda line: digest.class_name(line.class_id)),
        Field("办理时限", 11, lambda line: _due(line, digest)),
        Field("灯", 8, lambda line: LIGHT_NAMES[line.light]),
        Field("联系人、电话", 13, lambda line: f"{line.form.contact} {line.form.phone}".strip()),
        Field("经办人", 8, lambda line: ""),
        Field("首次联系", 9, lambda line: ""),
        Field("办理情况", 24, lambda line: ""),
        Field("答复日期", 9, lambda line: ""),
        Field("依据词", 24, evidence, printed=False),
        Field("时限怎么算的", 28, lambda line: limit_words(line, digest), printed=False),
    ]


def _judge_fields(digest: Digest) -> list[Field]:
    return [
        *_who_said_what(digest),
        Field("为什么待研判", 40, lambda line: remark(line, digest)),
        Field("研判时限", 16, lambda line: _due(line, digest)),
        Field("定为类别", 14, lambda line: ""),
        Field("定为主办单位", 16, lambda line: ""),
    ]


def _who_said_what(digest: Digest) -> list[Field]:
    return [
        Field("编号", 5, lambda line: line.number),
        Field("企业名称", 18, lambda line: line.form.enterprise or "（未署名）"),
        Field("反映内容（企业原话）", 42, lambda line: line.words),
        Field("性质", 8, lambda line: digest.kind_name(line.kind)),
    ]


def _common_fields(digest: Digest) -> list[Field]:
    return [
        Field("序号", 5, lambda common: common.number),
        Field("共同的词", 16, lambda common: "、".join(common.problem.words)),
        Field("企业数", 6, lambda common: common.problem.enterprises),
        Field("件数", 5, lambda common: len(common.lines)),
        Field("其中问题", 5, lambda common: common.problems),
        Field("其中诉求", 5, lambda common: common.requests),
        Field("类别", 11, lambda common: digest.class_name(common.class_id) or UNJUDGED),
        Field("建议主办单位", 13, lambda common: _unit(common.representative, digest)),
        Field("代表性原话", 32, lambda common: quoted(common.representative.words, longest=120)),
        Field("其他原话", 40, lambda common: "\n".join(quoted(line.words, longest=60) for line in common.others[:4])),
        Field("说明", 20, lambda common: _common_remark(common)),
        Field("涉及企业", 40, _names, printed=False),
        Field("涉及编号", 24, lambda common: "、".join(str(line.number) for line in common.lines), printed=False),
    ]


def _key_fields(digest: Digest) -> list[Field]:
    return [
        Field("编号", 6, lambda item: item[0].number),
        Field("企业名称", 20, lambda item: item[0].form.enterprise or "（未署名）"),
        Field("反映内容（企业原话）", 56, lambda item: item[0].words),
        Field("列入理由（原词）", 34, lambda item: "；".join(item[1])),
        Field("性质", 8, lambda item: digest.kind_name(item[0].kind)),
        Field("类别", 14, lambda item: digest.class_name(item[0].class_id) or UNJUDGED),
        Field("建议主办单位", 16, lambda item: _unit(item[0], digest)),
        Field("办理时限", 16, lambda item: _due(item[0], digest)),
    ]


def _tally_fields(digest: Digest) -> list[Field]:
    return [
        Field("来源文件", 22, lambda item: digest.sources[item[0].source].file),
        Field("题目", 40, lambda item: item[0].question),
        Field("选项（编码表中只有代号）", 36, lambda item: item[1]),
        Field("选择份数", 10, lambda item: item[2]),
        Field("答题份数", 10, lambda item: item[0].answered),
        Field("占答题份数", 12, lambda item: f"{item[2] / item[0].answered:.1%}" if item[0].answered else ""),
    ]


def _due(line: Line, digest: Digest) -> date | None:
    """The day by which it is due, with the time where the limit is one of hours."""
    if line.due is None or line.limit is None:
        return None
    moment = local(line.due.at, digest)
    return moment.date() if line.limit.unit in ("wd", "d", "mo") else moment


def _said(line: Line) -> date | None:
    moment = line.form.said_at
    return moment.date() if moment and moment.time() == time(0) else moment


def _unit(line: Line, digest: Digest) -> str:
    if line.state != LISTED:
        return ""
    return digest.unit_name(line.unit) if line.unit else UNJUDGED


def _names(common: Common) -> str:
    names = list(dict.fromkeys(line.form.enterprise for line in common.lines if line.form.enterprise))
    return "、".join(names) or "（表中没有企业名称）"


def _common_remark(common: Common) -> str:
    said = []
    if common.problem.copies:
        said.append(f"有{common.problem.copies}件与别件文字几乎相同，可能是同一人代填")
    if common.problem.unnamed:
        said.append(f"有{common.problem.unnamed}件未署名，不计入企业数")
    if common.wide:
        said.append("涉及面广，同列关键性问题")
    return "；".join(said)
