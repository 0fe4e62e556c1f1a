"""Zhou Min, a clerk, is handed tables in every shape an office knows and wants the same rows out of each."""

from __future__ import annotations

import io
import time
from pathlib import Path

import pytest
import xlsxwriter

from lianqi import sheets
from tests.sheets.files import HEADER, ROWS, compound, sheet_xml, text_cell, with_parts, xls_stream, xlsx

TABLE = (HEADER, *ROWS)


def as_csv(encoding: str, *, delimiter: str = ",") -> bytes:
    return "\r\n".join(delimiter.join(row) for row in TABLE).encode(encoding)


SHAPES = {
    "xlsx": (xlsx(TABLE), "xlsx"),
    "xls": (compound({"Workbook": xls_stream(TABLE)}), "xls"),
    "csv utf-8": (as_csv("utf-8"), "csv"),
    "csv utf-8 with mark": (as_csv("utf-8-sig"), "csv"),
    "csv gb18030": (as_csv("gb18030"), "csv"),
    "csv utf-16 with mark": (as_csv("utf-16"), "csv"),
    "csv utf-16-le bare": ("a,b,c\n".encode("utf-16-le"), "csv"),
    "tab": (as_csv("utf-8", delimiter="\t"), "csv"),
    "semicolon": (as_csv("gb18030", delimiter=";"), "csv"),
}


@pytest.mark.parametrize("shape", [shape for shape in SHAPES if "bare" not in shape])
def test_zhou_gets_the_same_rows_whatever_the_file_is(shape: str, tmp_path: Path) -> None:
    data, kind = SHAPES[shape]
    file = tmp_path / "表.xlsx"  # one name for all: the extension is never asked
    file.write_bytes(data)
    book = sheets.read(file)
    assert book.kind == kind
    (sheet,) = book.sheets
    assert sheet.columns == HEADER
    assert [(row.number, row.values) for row in sheet.rows] == [(2, ROWS[0]), (3, ROWS[1])]


def test_zhou_reads_utf_16_that_lost_its_mark() -> None:
    data = ",".join(["name", "phone"]) + "\n" + ",".join(["青禾", "1"])
    assert sheets.read_bytes(data.encode("utf-16-le"), name="a.csv").sheets[0].columns == ("name", "phone")
    assert sheets.read_bytes(data.encode("utf-16-be"), name="a.csv").sheets[0].columns == ("name", "phone")


def read_text(text: str) -> list[tuple[str, ...]]:
    (sheet,) = sheets.read_bytes(text.encode(), name="a.csv").sheets
    return [sheet.columns, *(row.values for row in sheet.rows)]


def test_zhou_typed_a_table_with_chinese_commas_and_it_is_a_table() -> None:
    assert read_text("企业，诉求，电话\n青禾，路灯不亮，1\n白鹭，招工难，2\n") == [
        ("企业", "诉求", "电话"),
        ("青禾", "路灯不亮", "1"),
        ("白鹭", "招工难", "2"),
    ]


@pytest.mark.parametrize("header", ["诉求", "企业反映的诉求，请逐条填写在下面各行"])
def test_a_column_of_sentences_stays_one_column_whatever_commas_they_have(header: str) -> None:
    sentences = ["门口路灯不亮，晚上看不见", "想招电工，月薪六千，一直招不到", "一早停电"]
    found = read_text("\n".join((header, *sentences)))
    assert found == [(header,), *((sentence,) for sentence in sentences)]


def test_where_another_separator_fits_the_chinese_comma_is_a_character_like_any_other() -> None:
    assert read_text("企业，简称\t诉求\n青禾，一厂\t路灯\n白鹭，二厂\t招工\n")[1:] == [
        ("青禾，一厂", "路灯"),
        ("白鹭，二厂", "招工"),
    ]


def test_a_cell_of_several_lines_is_one_cell_and_rows_keep_the_number_excel_shows() -> None:
    text = '名称,诉求\n青禾,"第一行\n第二行, 带逗号\n第三行"\n\n白鹭,"说了""急"""\n'
    (sheet,) = sheets.read_bytes(text.encode(), name="a.csv").sheets
    assert [(row.number, row.values) for row in sheet.rows] == [
        (2, ("青禾", "第一行\n第二行, 带逗号\n第三行")),
        (4, ("白鹭", '说了"急"')),
    ]
    assert sheet.blank_rows == 1


def test_zhou_finds_the_header_under_a_merged_title_and_a_note() -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    page = book.add_worksheet("台账")
    page.merge_range(0, 0, 0, 4, "二季度走访问题台账")
    page.write_row(1, 0, ["填报单位：服务中心", "", "", "", "6月30日"])
    page.write_row(2, 0, ["序号", "企业名称", "联系电话", "诉求", "备注"])
    page.write_row(3, 0, [1, "青禾机械有限公司", 13900000001, "路灯不亮", ""])
    book.close()
    (sheet,) = sheets.read_bytes(out.getvalue(), name="a.xlsx").sheets
    assert sheet.header_row == 3
    assert sheet.columns == ("序号", "企业名称", "联系电话", "诉求", "备注")
    assert sheet.rows[0].number == 4
    assert sheet.rows[0].values == ("1", "青禾机械有限公司", "13900000001", "路灯不亮", "")


def test_a_header_of_two_lines_takes_the_names_that_are_merged_over_both() -> None:
    rows = [
        ["序号", "企业", "", "联系人", ""],
        ["", "名称", "代码", "姓名", "电话"],
        ["1", "青禾机械有限公司", "x", "周敏", "13900000001"],
        ["2", "白鹭食品有限公司", "y", "陈岚", "13900000002"],
    ]
    (sheet,) = sheets.read_bytes(xlsx(rows), name="a.xlsx").sheets
    assert sheet.columns == ("序号", "名称", "代码", "姓名", "电话")


def test_columns_always_have_a_name_of_their_own() -> None:
    (sheet,) = sheets.read_bytes(xlsx([["名称", "电话", "电话", ""], ["青禾", "1", "2", "注"]]), name="a.xlsx").sheets
    assert sheet.columns == ("名称", "电话", "电话（2）", "第4列")


def test_numbers_and_dates_come_back_as_a_person_reads_them() -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    page = book.add_worksheet()
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    page.write_row(0, 0, ["件数", "比例", "小数", "日期", "时刻", "是否", "名称"])
    page.write_row(1, 0, [12, 0.1, 0.0000001])
    page.write_number(1, 3, 46151, day)  # Excel counts days from 1899-12-30
    page.write_number(1, 4, 46151 + 8.5 / 24, moment)
    page.write_boolean(1, 5, True)
    page.write_string(1, 6, "\u3000青禾\u200b_x000D_\n ")
    book.close()
    (sheet,) = sheets.read_bytes(out.getvalue(), name="a.xlsx").sheets
    assert sheet.rows[0].values == ("12", "0.1", "0.0000001", "2026-05-09", "2026-05-09 08:30:00", "TRUE", "青禾")


def test_numbers_of_an_old_workbook_lose_their_point_zero() -> None:
    data = compound({"Workbook": xls_stream([["名称", "件数"], ["青禾", 12.0], ["白鹭", 3.5]])})
    (sheet,) = sheets.read_bytes(data, name="a.xls").sheets
    assert sheet.name == "台账"
    assert [row.values for row in sheet.rows] == [("青禾", "12"), ("白鹭", "3.5")]


def test_a_unit_merged_over_its_matters_stands_in_each_of_them() -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    page = book.add_worksheet()
    page.write_row(0, 0, ["责任单位", "事项"])
    page.merge_range(1, 0, 4, 0, "建设局")
    for number, matter in enumerate(["路灯", "积水"], start=1):
        page.write(number, 1, matter)
    book.close()
    (sheet,) = sheets.read_bytes(out.getvalue(), name="a.xlsx").sheets
    assert [row.values for row in sheet.rows] == [("建设局", "路灯"), ("建设局", "积水")]


def test_hidden_sheets_say_so_and_empty_ones_are_left_out() -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    book.add_worksheet("空")
    page = book.add_worksheet("数据")
    page.write_row(0, 0, ["名称", "诉求"])
    page.write_row(1, 0, ["青禾", "路灯"])
    options = book.add_worksheet("选项")
    options.write_column(0, 0, ["是", "否"])
    options.hide()
    page.activate()
    book.close()
    found = sheets.read_bytes(out.getvalue(), name="a.xlsx").sheets
    assert [(sheet.name, sheet.hidden) for sheet in found] == [("数据", False), ("选项", True)]


def test_tens_of_thousands_of_blank_rows_are_skipped_counted_and_cost_little() -> None:
    formatted = "".join(f'<row r="{n}"><c r="A{n}" s="0"/><c r="C{n}" s="0"/></row>' for n in range(4, 60_001))
    cells = (
        f'<row r="1">{text_cell("A1", "名称")}{text_cell("B1", "诉求")}</row>'
        f'<row r="3">{text_cell("A3", "青禾")}{text_cell("B3", "路灯")}</row>'
        f'{formatted}<row r="60001">{text_cell("A60001", "白鹭")}</row>'
    )
    data = with_parts(xlsx([["x"]]), {"xl/worksheets/sheet1.xml": sheet_xml(cells)})
    started = time.perf_counter()
    (sheet,) = sheets.read_bytes(data, name="a.xlsx").sheets
    assert time.perf_counter() - started < 3
    assert [(row.number, row.values) for row in sheet.rows] == [(3, ("青禾", "路灯")), (60_001, ("白鹭", ""))]
    assert sheet.blank_rows == 60_001 - 1 - 2

    blank_lines = "名称,诉求\n" + ",\n" * 50_000 + "青禾,路灯\n"
    (sheet,) = sheets.read_bytes(blank_lines.encode(), name="a.csv").sheets
    assert (sheet.rows[0].number, sheet.blank_rows) == (50_002, 50_000)


def test_every_real_table_at_hand_is_read_whole(shared_data: Path) -> None:
    expected = {
        "enterprises/上海_2004.csv": ("csv", 11_023, 9),
        "enterprises/河南_2004.csv": ("csv", 9_425, 9),
        "forms/wjx_800_text.xls": ("xls", 800, 14),
        "forms/wjx_800_coded.xls": ("xls", 800, 36),
        "messages/labelled.csv": ("csv", 4_696, 5),
        "messages/taxonomy.xlsx": ("xlsx", 517, 3),
        "requests/baltimore311_10000.csv": ("csv", 10_000, None),
        # named .xlsx by its authors, an old .xls by its content
        "forms/xlsforms/ifrc-distribution-site-assessment-v1.xlsx": ("xls", 171, None),
    }
    for name, (kind, rows, width) in expected.items():
        book = sheets.read(shared_data / name)
        first = book.sheets[0]
        assert (book.kind, len(first.rows)) == (kind, rows), name
        assert width in (None, len(first.columns)), name
