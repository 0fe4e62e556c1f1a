"""事项列表 as a workbook: exactly what the list shows, masked unless somebody who may says otherwise."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from django.utils.translation import gettext as _

from lianqi.insight.masking import mask
from lianqi.kernel.messages import names
from lianqi.server.cases.listing import Listed
from lianqi.server.ui.refusals import lang
from lianqi.sheets.write import table, workbook

#: More rows than this are asked for in parts: the page waits for the file.
MOST = 5_000
#: Who may have phone numbers as they stand: it is written down each time.
UNMASKED = frozenset({"triage", "lead"})


def cases_workbook(rows: Sequence[Listed], *, about: Iterable[tuple[str, str]], masked: bool) -> bytes:
    """The workbook: a sheet of cases, and one that says what was asked for, when, and whether numbers are masked."""
    columns = [
        _("事项编号"),
        _("企业"),
        _("企业原话"),
        _("类型"),
        _("类别"),
        _("办理状态"),
        _("层级"),
        _("主办单位"),
        _("登记时间"),
        _("最近时限"),
        _("灯"),
        _("文号"),
    ]
    with tempfile.TemporaryDirectory(prefix="lianqi-export-") as folder:
        path = Path(folder) / "cases.xlsx"
        with workbook(path) as book:
            lines = (_line(row, masked=masked) for row in rows)
            table(
                book,
                name=_("事项"),
                columns=columns,
                rows=lines,
                widths=(14, 24, 60, 8, 16, 20, 12, 18, 17, 22, 14, 20),
            )
            table(book, name=_("口径说明"), columns=[_("项目"), _("内容")], rows=about, widths=(18, 60))
        return path.read_bytes()


def _line(row: Listed, *, masked: bool) -> list[str]:
    said = "".join(stretch for stretch, _ in row.words)
    return [
        row.number,
        row.enterprise,
        mask(said) if masked else said,
        row.kind,
        row.class_name,
        row.status,
        row.rung,
        row.unit,
        row.recorded,
        row.due,
        _light(row),
        row.letter,
    ]


def _light(row: Listed) -> str:
    if not row.due:
        return ""
    if row.state == "suspended":
        return _("暂停计时")
    return names.LIGHTS["red" if row.late else row.light][1 if lang() == "en" else 0]
