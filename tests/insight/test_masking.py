"""What identifies a person does not leave in a summary."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianqi.insight.masking import mask, mask_name

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


def test_of_a_name_the_first_character_stays() -> None:
    assert [mask_name(name) for name in ("陈晓", "欧阳小敏", "李", "")] == ["陈*", "欧***", "李", ""]
