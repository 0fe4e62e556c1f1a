"""What identifies a person does not leave in a summary."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianqi import sheets
from lianqi.insight.masking import mask, mask_name
from lianqi.insight.persons import mask_persons

HIDDEN = {
    "联系人13900001234": "联系人139****1234",
    "电话：139-0000-1234。": "电话:139****1234。",
    "１３９００００１２３４": "139****1234",
    "+86 13900001234": "139****1234",
    "座机0731-12345678": "座机0731-****678",
    "身份证11010519491231002X": "身份证110*************2X",
    "卡号6222 0000 0000 0000 123": "卡号6222 **** **** 0 123",
    "邮箱zhang.san@example.com": "邮箱z***@example.com",
}
KEPT = [
    "2026年9月30日停电3次，损失120万元",
    "统一社会信用代码91430300MA4L000000",
    "订单号2026093000012345678901",
    "变压器10000千伏安，电压380伏",
    "3号路12345热线",
]


@pytest.mark.parametrize("text", HIDDEN)
def test_numbers_of_people_are_shortened(text: str) -> None:
    masked = mask(text)
    assert "*" in masked
    assert not any(run in masked for run in ("00001234", "19491231", "0000 0000", "zhang"))
    assert mask(masked) == masked


def test_the_ends_stay_so_that_who_knows_the_number_knows_it_again() -> None:
    assert mask("联系人13900001234，谢谢") == "联系人139****1234，谢谢"
    assert mask("身份证11010519491231002X") == "身份证110*************2X"


@pytest.mark.parametrize("text", KEPT)
def test_other_numbers_are_left_alone(text: str) -> None:
    assert mask(text) == text


@given(st.integers(13_000_000_000, 19_999_999_999), st.text(alphabet="请拨打联系我，。 ", max_size=6))
def test_no_mobile_number_survives_in_a_sentence(number: int, around: str) -> None:
    assert str(number) not in mask(f"{around}{number}{around}")


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("联系人：李四", "联系人：李*"),
        ("张经理 13900001234，联系人李四", "张经理 139****1234，联系人李*"),
        ("联系人：张主任，电话另告", "联系人：张主任，电话另告"),
        ("姓名 李雷；法定代表人：陈晓（女）", "姓名 李*；法定代表人：陈*（女）"),
        ("联系人:欧阳小敏", "联系人:欧阳**"),
        ("李建国经理多次上门，请找王芳女士", "李**经理多次上门，请找王*女士"),
        ("物业公司刘伟主任答复", "物业公司刘*主任答复"),
        ("让我联系刘伟13900001234", "让我联系刘*139****1234"),
        ("周小红（电话：139 0000 1234）", "周**（电话：139****1234）"),
        ("我叫何佳慧，本人张文斌，男", "我叫何**，本人张**，男"),
    ],
)
def test_of_a_person_in_a_text_surname_and_title_stay(said: str, shown: str) -> None:
    assert mask(said) == shown == mask(shown)


@pytest.mark.parametrize(
    "text",
    [
        "高新区主任来过，石家庄先生路，黄山书记",
        "顾家家居王老板、三一重工董事长、何经理、赵副总",
        "江西省厅长，余杭区李局长，谢谢局长，高三老师",
        "马路边路灯不亮，厂房电话打不通，任课老师不够",
        "本人曾致电，本人陈述的事件，患者严重吗",
        "青禾机械有限公司、白鹭食品厂、张家港码头",
    ],
)
def test_places_firms_offices_and_plain_words_are_no_names(text: str) -> None:
    assert mask(text) == text


def test_no_division_of_the_country_is_taken_for_a_person(shared_data: Path) -> None:
    names: list[str] = []

    def gather(some: list[dict[str, Any]]) -> None:
        for one in some:
            names.append(one["name"])
            gather(one.get("children", []))

    gather(json.loads((shared_data / "reference" / "divisions_2023.json").read_text("utf-8")))
    assert len(names) > 3_000
    assert [name for name in names if mask(f"{name}书记") != f"{name}书记"] == []


def test_in_real_messages_names_are_rare_and_are_names(shared_data: Path) -> None:
    """Counted by hand among 4,696 messages: 303 found, of which one may be none."""
    (sheet,) = sheets.read(shared_data / "messages" / "labelled.csv").sheets
    at = sheet.columns.index("body")
    hidden = sum(mask_persons(row.values[at]) != row.values[at] for row in sheet.rows)
    assert 200 < hidden < 320


def test_of_a_name_the_first_character_stays() -> None:
    assert [mask_name(name) for name in ("陈晓", "欧阳小敏", "李", "")] == ["陈*", "欧***", "李", ""]
