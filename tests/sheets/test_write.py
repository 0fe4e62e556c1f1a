"""What Zhou Min writes back out: nothing in it runs, nothing in it is lost without a word."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from lianqi import sheets
from lianqi.sheets import write

HARMFUL = (
    '=HYPERLINK("http://x.example","看")',
    "=1+1",
    "+86 139",
    "-2",
    "@SUM(A1)",
    "http://x.example",
    "007",
    "{=A1}",
)


def test_formulas_links_and_numbers_typed_into_a_form_stay_text(tmp_path: Path) -> None:
    file = tmp_path / "退回.xlsx"
    with write.workbook(file) as book:
        write.table(book, name="退回", columns=("原文", "退回原因"), rows=[(value, "核对") for value in HARMFUL])
    (sheet,) = sheets.read(file).sheets
    assert tuple(row.values[0] for row in sheet.rows) == HARMFUL
    with zipfile.ZipFile(io.BytesIO(file.read_bytes())) as parts:
        body = parts.read("xl/worksheets/sheet1.xml")
        assert b"<f>" not in body and b"hyperlink" not in body
        assert b'state="frozen"' in body and b"<autoFilter" in body


def test_a_text_too_long_for_a_cell_says_that_it_was_cut(tmp_path: Path) -> None:
    file = tmp_path / "a.xlsx"
    with write.workbook(file) as book:
        write.table(book, name="x", columns=("名称", "诉求"), rows=[("青禾", "长" * 40_000)])
    text = sheets.read(file).sheets[0].rows[0].values[1]
    assert len(text) == write.LONGEST_TEXT and text.endswith("全文见原文件）")


def test_sheet_names_are_made_fit_and_never_collide() -> None:
    assert write.sheet_name("建设/规划[一]", taken=[]) == "建设_规划_一_"
    assert write.sheet_name("", taken=[]) == "Sheet"
    first = write.sheet_name("科" * 40, taken=[])
    second = write.sheet_name("科" * 40, taken=[first])
    assert len(first) == 31 and len(second) <= 31 and first != second
    assert write.sheet_name("abc", taken=["ABC"]) == "abc（2）"


def test_a_failure_half_way_leaves_the_former_file_and_nothing_else(tmp_path: Path) -> None:
    file = tmp_path / "a.xlsx"
    file.write_bytes(b"former")
    with pytest.raises(RuntimeError, match="power"), write.workbook(file) as book:
        write.table(book, name="x", columns=("a",), rows=[("1",)])
        raise RuntimeError("power failed")
    assert file.read_bytes() == b"former"
    assert [path.name for path in tmp_path.iterdir()] == ["a.xlsx"]
