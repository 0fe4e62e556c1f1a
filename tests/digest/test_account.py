"""He Lin sorts a heap of forms: every row is accounted for, and the counts add up."""

from __future__ import annotations

import csv
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianqi.digest.figures import figures
from lianqi.digest.notes import blocks
from lianqi.digest.reading import read_heap
from lianqi.digest.refusals import DigestError
from lianqi.digest.run import digest
from lianqi.digest.values import STATES, Terms
from lianqi.digest.wording import place, remark
from tests.digest.conftest import Sort

HEADER = ["企业名称", "联系电话", "存在的问题", "诉求"]
CELLS = st.sampled_from(
    ["", "无", "停电频繁", "1、停电；2、积水", "希望协调银行贷款", "测试", "=1+1", "公交太少", "合计"]
)
ROWS = st.lists(
    st.tuples(st.sampled_from(["青禾机械有限公司", "远望材料厂", ""]), CELLS, CELLS), min_size=1, max_size=25
)


@given(ROWS)
def test_every_row_is_accounted_for_and_the_counts_add_up(terms: Terms, rows: list[tuple[str, str, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "表.csv"
        with file.open("w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows(
                [["编号", "企业名称", "问题", "诉求"], *([n, *row] for n, row in enumerate(rows))]
            )
        result = digest(read_heap([file]), terms=terms)
    counted = figures(result)
    assert {line.form.number for line in result.lines} == {n + 2 for n in range(len(rows))}
    assert counted.rows_read == len(rows) == sum(counted.rows.values())
    assert counted.matters == sum(counted.kinds.values()) == len(result.listed())
    assert counted.matters == sum(s.all for s in counted.classes) == sum(s.all for s in counted.units)
    assert sum(counted.lines.values()) == len(result.lines)
    assert [line.number for line in result.lines] == list(range(1, len(result.lines) + 1))
    assert all(line.reason for line in result.lines if line.state != "listed")
    assert all(line.due is not None and line.kind for line in result.listed())


def test_one_form_can_hold_a_problem_and_a_request(sort: Sort) -> None:
    result = sort(HEADER, [["青禾机械有限公司", "", "厂门口积水", "希望协调银行贷款"]])
    assert [(line.kind, line.class_id, line.part, line.parts) for line in result.listed()] == [
        ("problem", "drainage", 1, 2),
        ("request", "credit", 2, 2),
    ]
    assert figures(result).rows["listed"] == 1


def test_a_numbered_list_in_one_cell_is_several_matters_and_rows_are_counted_apart_from_them(sort: Sort) -> None:
    cell = "（一）厂门口积水；（二）三号路路灯不亮"
    result = sort(HEADER, [["青禾机械有限公司", "", cell, "无"], ["远望材料厂", "", "停电频繁；另外招工难", ""]])
    assert [(place(line), line.words, line.whole) for line in result.listed()] == [
        ("第2行（1/2）", "厂门口积水", cell),
        ("第2行（2/2）", "三号路路灯不亮", cell),
        ("第3行", "停电频繁；另外招工难", ""),
    ]
    assert "可能不止一件事" in remark(result.listed()[2], result)
    counted = figures(result)
    assert (counted.rows_read, counted.rows["listed"], counted.matters) == (2, 2, 3)
    assert (counted.split_rows, counted.split_matters, counted.unsplit_matters) == (1, 2, 1)
    said = [row for block in blocks(result, counted) for row in block.rows]
    assert [count for name, count, _ in said if "拆开" in name] == [2, 1]


def test_a_form_whose_list_says_nothing_is_blank(sort: Sort) -> None:
    result = sort(HEADER, [["青禾机械有限公司", "", "1、无；2、没有", ""]])
    assert [line.state for line in result.lines] == ["blank"]


def test_the_same_words_of_one_enterprise_count_once_of_two_enterprises_twice(sort: Sort) -> None:
    result = sort(
        HEADER,
        [
            ["青禾机械有限公司", "", "厂门口积水", ""],
            ["青禾机械有限责任公司", "", "厂门口积水！", ""],
            ["远望材料厂", "", "厂门口积水", ""],
        ],
    )
    assert [line.state for line in result.lines] == ["listed", "duplicate", "listed"]
    assert "第1号" in result.lines[1].reason


def test_short_words_without_a_name_are_never_called_a_repetition(sort: Sort) -> None:
    short = sort(["反映内容", "时间"], [["停电频繁", ""], ["停电频繁", ""]])
    assert [line.state for line in short.lines] == ["listed", "listed"]
    long = sort(["反映内容", "时间"], [["三号路路灯坏了半年没有人来修", ""], ["三号路路灯坏了半年，没有人来修", ""]])
    assert [line.state for line in long.lines] == ["listed", "duplicate"]


def test_the_same_table_sent_twice_counts_once(tmp_path: Path, terms: Terms) -> None:
    for name in ("一.csv", "二.csv"):
        (tmp_path / name).write_text("企业名称,问题\n青禾机械,停电\n远望材料,积水\n", "utf-8")
    result = digest(read_heap([tmp_path / "一.csv", tmp_path / "二.csv"]), terms=terms)
    assert figures(result).rows == {"listed": 2, "duplicate": 2, "rejected": 0, "blank": 0}
    assert "一.csv" in str(blocks(result, figures(result)))


def test_due_times_come_from_the_class_and_jump_the_holiday(sort: Sort) -> None:
    result = sort(
        ["企业名称", "反映内容"], [["青禾机械", "停电频繁"], ["远望材料", "贷款利率高"], ["晨星", "望多关心"]]
    )
    days = [(line.unit, str(line.limit), str(line.due.at.date())) for line in result.listed() if line.due]
    # 5 working days from 30 September: 8, 9, 10 (made up for), 12, 13 October.
    assert days == [
        ("construction", "5wd", "2026-10-13"),
        ("finance", "15wd", "2026-10-27"),
        ("", "1wd", "2026-10-08"),
    ]


def test_an_enquiry_is_answered_within_the_limit_of_enquiries(sort: Sort) -> None:
    [line] = sort(["反映内容"], [["请问停电通知在哪里查询？"]]).listed()
    assert (line.kind, str(line.limit)) == ("enquiry", "3wd")


def test_limits_may_start_when_each_form_was_filled_in(sort: Sort) -> None:
    rows = [["2026-09-01", "停电频繁"], ["", "门口积水"]]
    result = sort(["填报时间", "反映内容"], rows, received_at=None)
    assert [line.light for line in result.listed()] == ["red", "none"]
    assert [str(line.due.at.date()) for line in result.listed() if line.due] == ["2026-09-08", "2026-10-13"]


def test_a_class_and_a_kind_written_in_the_form_go_before_the_words(sort: Sort) -> None:
    [line] = sort(["类型", "类别", "反映内容"], [["诉求", "融资", "停电频繁"]]).listed()
    assert (line.kind, line.class_id) == ("request", "credit")
    assert "融资" in line.class_words[0]


def test_a_survey_without_words_is_accounted_for_and_its_choices_are_counted(sort: Sort) -> None:
    header = ["序号", "提交答卷时间", "所用时间", "1、规模", "2、方面", "第3题(用工)", "第3题(用电)"]
    rows = [[str(n), "", "", ("大", "小")[n % 2], "用工┋用电" if n % 2 else "用工", "1", str(n % 2)] for n in range(40)]
    result = sort(header, rows)
    assert figures(result).rows == {"listed": 0, "duplicate": 0, "rejected": 40, "blank": 0}
    assert all("没有文字诉求" in line.reason for line in result.lines)
    assert {tally.question: dict(tally.answers) for tally in result.tallies} == {
        "1、规模": {"大": 20, "小": 20},
        "2、方面": {"用工": 40, "用电": 20},
        "第3题": {"用工": 40, "用电": 20},
    }


def test_what_somebody_typed_behind_other_is_words_where_the_question_asks_for_words(sort: Sort) -> None:
    rows = [["用工┋其他〖希望通天然气〗", "其他〖钓鱼〗┋读书"]] + [["用工", "读书"]] * 5
    result = sort(["1、目前存在的困难", "2、爱好"], rows)
    assert [line.words for line in result.listed()] == ["希望通天然气"]


@pytest.mark.parametrize("unmasked", [False, True])
def test_personal_numbers_are_hidden_unless_asked_for(sort: Sort, unmasked: bool) -> None:
    rows = [["青禾机械", "13900001234", "停电，请联系13900001234", ""]]
    [line] = sort(HEADER, rows, unmasked=unmasked).lines
    assert ("13900001234" in line.words) is unmasked
    assert (line.form.phone == "13900001234") is unmasked


def test_a_file_that_cannot_be_read_stops_nothing_else(tmp_path: Path, terms: Terms) -> None:
    (tmp_path / "好.csv").write_text("企业名称,问题\n青禾机械,停电\n", "utf-8")
    (tmp_path / "坏.xlsx").write_bytes(b"%PDF-1.7 not a table")
    heap = read_heap([tmp_path / "坏.xlsx", tmp_path / "好.csv"])
    assert [refused.code for refused in heap.refused] == ["sheets.kind"]
    assert figures(digest(heap, terms=terms)).matters == 1
    with pytest.raises(DigestError) as refusal:
        read_heap([tmp_path / "坏.xlsx"])
    assert refusal.value.code == "digest.nothing-read"


def test_a_column_that_is_in_no_file_is_refused_with_the_columns_there_are(tmp_path: Path) -> None:
    (tmp_path / "表.csv").write_text("企业名称,问题\n青禾机械,停电\n", "utf-8")
    with pytest.raises(DigestError) as refusal:
        read_heap([tmp_path / "表.csv"], words=["诉求内容"])
    assert refusal.value.code == "digest.column.unknown"
    assert "企业名称、问题" in refusal.value.sentence(lang="zh")
    assert "诉求内容" in refusal.value.sentence(lang="en")
    assert read_heap([tmp_path / "表.csv"], words=["问题"]).forms[0].cells[0].text == "停电"


def test_states_are_the_four_that_the_ledger_names() -> None:
    assert STATES == ("listed", "duplicate", "rejected", "blank")
