"""One firm, many spellings: what Zhou Min's lists call the same and what must stay apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianqi.kernel.enterprises import project_code
from lianqi.kernel.enterprises.names import match_key, same_name, short_name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("青禾（示例）机械有限公司", "青禾(示例)机械有限公司"),
        ("青禾机械有限公司", " 青禾 机械有限公司\u3000"),
        ("青禾机械有限公司", "青禾机械有限责任公司"),
        ("ＡＢＣ电子有限公司", "abc电子有限公司"),
        ("青禾·机械有限公司", "青禾机械有限公司"),
        ("青禾机械有限公司（筹）", "青禾机械有限公司"),
        ("【白鹭】食品厂", "(白鹭)食品厂"),
    ],
)
def test_zhou_takes_two_spellings_for_one_name(one: str, other: str) -> None:
    assert same_name(one, other) and same_name(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("青禾机械有限公司", "青禾机械股份有限公司"),
        ("青禾机械有限公司", "青禾机械有限公司一分公司"),
        ("青禾机械有限公司", "青禾（东片）机械有限公司"),
        ("青禾机械有限公司", "青和机械有限公司"),
        ("", ""),
        ("，。", "、"),
    ],
)
def test_zhou_keeps_these_apart(one: str, other: str) -> None:
    assert not same_name(one, other)


@given(
    st.text(
        [*map(chr, range(32, 127)), *map(chr, range(0xFF01, 0xFF5F)), *"\u3000青禾机械有限责任公司（）【】·筹"],
        max_size=40,
    )
)
def test_a_key_is_its_own_key_and_short_names_never_vanish(name: str) -> None:
    key = match_key(name)
    assert match_key(key) == key
    assert short_name(name) or not name.strip()


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("某某省某某市青禾机械有限责任公司", "青禾机械"),
        ("某某市青禾机械股份有限公司", "青禾机械"),
        ("青禾机械厂", "青禾机械"),
        ("青禾", "青禾"),
        ("某某市公司", "某某市公司"),
    ],
)
def test_a_short_name_leaves_out_place_and_form(name: str, short: str) -> None:
    assert short_name(name) == short


@pytest.mark.parametrize("typed", ["2021-430000-33-03-012345", "２０２１ 430000 33 03 012345", "20214300003303012345"])
def test_a_project_code_is_put_into_its_shape(typed: str) -> None:
    assert project_code.normalise(typed) == "2021-430000-33-03-012345"
    assert project_code.check(project_code.normalise(typed)) is None


@pytest.mark.parametrize("typed", ["", "2021-430000-33-03-01234", "1021-430000-33-03-012345", "青禾二期"])
def test_what_is_no_project_code_is_refused_by_its_shape(typed: str) -> None:
    assert project_code.check(project_code.normalise(typed)) == project_code.SHAPE_FAULT
