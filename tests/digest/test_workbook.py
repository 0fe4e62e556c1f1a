"""The ledger as it lies on a desk: inert, dated, countable, printable."""

from __future__ import annotations

import re
import zipfile
from datetime import date
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from lianqi import sheets
from lianqi.digest.figures import figures
from lianqi.digest.values import Digest
from lianqi.digest.workbook import write_ledger
from tests.digest.conftest import Sort

HEADER = ["企业名称", "联系人", "电话", "反映内容"]
ROWS = [
    ["青禾机械有限公司", "陈晓", "13900001234", '=HYPERLINK("http://example.invalid","停电")'],
    ["远望材料厂", "李明", "13900001235", "-停车位不够"],
    ["晨星电子厂", "王芳", "13900001236", "+公交太少，职工出行不便"],
    ["澄湖食品厂", "赵强", "13900001237", "公交太少，请拨13900009999"],
    ["百川物流公司", "周红", "13900001238", "没有公交车，只能打车"],
    ["鼎峰铸造厂", "孙立", "", "望多关心"],
    ["云杉家居厂", "", "", "无"],
    ["赤松包装厂", "", "", "火灾隐患无人管" + "长" * 40_000],
]


@pytest.fixture
def digest(sort: Sort) -> Digest:
    return sort(HEADER, ROWS)


@pytest.fixture
def ledger(tmp_path: Path, digest: Digest) -> Path:
    write_ledger(tmp_path / "out" / "ledger.xlsx", digest, figures(digest))
    return tmp_path / "out" / "ledger.xlsx"


def cells(ledger: Path, sheet: str) -> list[list[object]]:
    return CalamineWorkbook.from_path(ledger).get_sheet_by_name(sheet).to_python()  # type: ignore[return-value]


def test_every_unit_has_a_sheet_and_what_nobody_owns_lies_apart(ledger: Path) -> None:
    names = CalamineWorkbook.from_path(ledger).sheet_names
    assert names[:4] == ["说明", "总台账", "普遍性问题", "关键性问题"]
    assert "建设管理局（5件）" in names
    assert names[-1] == "待研判（1件）"


def test_what_looks_like_a_formula_is_text(ledger: Path) -> None:
    with zipfile.ZipFile(ledger) as parts:
        xml = "".join(parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/worksheets/sheet"))
        assert not any(name.startswith("xl/externalLinks") for name in parts.namelist())
    assert not re.search(r"<f[ >]", xml)
    assert "<hyperlink" not in xml
    words = [row[3] for row in cells(ledger, "总台账")]
    assert '=HYPERLINK("http://example.invalid","停电")' in words and "-停车位不够" in words


def test_due_times_are_dates_of_the_spreadsheet(ledger: Path) -> None:
    head, first, *_ = cells(ledger, "总台账")
    assert first[head.index("办理时限")] == date(2026, 10, 13)


def test_it_is_made_to_be_filtered_and_printed_on_a4(ledger: Path) -> None:
    with zipfile.ZipFile(ledger) as parts:
        for number in (2, 5):
            xml = parts.read(f"xl/worksheets/sheet{number}.xml").decode()
            assert "<autoFilter" in xml
            assert 'state="frozen"' in xml
            assert re.search(r'<pageSetup [^>]*paperSize="9"[^>]*orientation="landscape"', xml)


def test_a_word_too_long_for_a_cell_is_cut_and_says_so(ledger: Path) -> None:
    longest = max(str(row[3]) for row in cells(ledger, "总台账"))
    assert all(len(str(row[3])) <= 32_767 for row in cells(ledger, "总台账"))
    assert any("全文见原文件" in str(row[3]) for row in cells(ledger, "总台账")), longest[:20]


def test_the_counts_of_the_first_sheet_add_up(ledger: Path) -> None:
    rows: dict[str, object] = {}
    for row in cells(ledger, "说明"):
        rows.setdefault(str(row[0]).strip(), row[1])
    assert rows["读到的行数（一行一份表单）"] == 8
    assert rows["列入"] + rows["重复"] + rows["拒收"] + rows["空白"] == 8  # type: ignore[operator]
    assert rows["列入台账的事项（件）"] == 7
    assert sum(int(rows[kind]) for kind in ("问题", "诉求", "建议", "咨询", "投诉举报")) == 7  # type: ignore[call-overload]
    assert len(cells(ledger, "总台账")) == 1 + 8


def test_common_problems_count_enterprises_and_quote_them_masked(ledger: Path) -> None:
    head, first = cells(ledger, "普遍性问题")
    said = dict(zip(head, first, strict=True))
    assert (said["企业数"], said["件数"]) == (3, 3)
    assert "公交" in str(said["共同的词"])
    assert "139****9999" in str(said["代表性原话"]) + str(said["其他原话"])
    assert "13900009999" not in str(first)


def test_key_matters_show_the_word_that_made_them_key(ledger: Path) -> None:
    head, first = cells(ledger, "关键性问题")
    assert "火灾隐患" in str(first[head.index("列入理由（原词）")])


def test_a_row_tells_where_it_came_from(ledger: Path) -> None:
    head, *rows = cells(ledger, "总台账")
    assert [row[head.index("行号")] for row in rows] == list(range(2, 10))
    assert {row[head.index("来源文件")] for row in rows} == {"收集表.csv"}


def test_the_ledger_can_be_read_back_by_our_own_reader(ledger: Path) -> None:
    book = sheets.read(ledger)
    assert [sheet.name for sheet in book.sheets][1] == "总台账"


def test_quotations_stay_masked_when_the_ledger_is_not(tmp_path: Path, sort: Sort) -> None:
    digest = sort(HEADER, ROWS, unmasked=True)
    write_ledger(tmp_path / "open.xlsx", digest, figures(digest))
    assert "13900009999" in str(cells(tmp_path / "open.xlsx", "总台账"))
    assert "陈晓" in str(cells(tmp_path / "open.xlsx", "总台账"))
    assert "13900009999" not in str(cells(tmp_path / "open.xlsx", "普遍性问题"))


@pytest.mark.parametrize("unmasked", [True, False])
def test_what_the_first_sheet_says_about_names_is_true(tmp_path: Path, sort: Sort, unmasked: bool) -> None:
    row = ["青禾机械有限公司", "陈晓", "13900001234", "停电频繁，请找李建国经理，联系人李四 13900009999"]
    digest = sort(HEADER, [row], unmasked=unmasked)
    write_ledger(tmp_path / "l.xlsx", digest, figures(digest))
    whole = str(
        [cells(tmp_path / "l.xlsx", name) for name in CalamineWorkbook.from_path(tmp_path / "l.xlsx").sheet_names]
    )
    for name in ("陈晓", "李建国", "李四", "13900009999"):
        assert (name in whole) is unmasked
    assert ("李**经理" in whole) is not unmasked
    assert ("联系人：李*" in whole) is not unmasked, "the first sheet shows how names are hidden"
