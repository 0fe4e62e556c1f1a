"""Chen Lan imports lists whose columns everybody names differently; she sees the guess and may overrule it."""

from __future__ import annotations

import pytest

from lianqi.sheets import SheetError, columns
from lianqi.sheets.columns import Field

FIELDS = (
    Field("name", "企业名称", "name", ("单位名称", "公司名称", "名称"), required=True),
    Field("phone", "联系电话", "phone", ("手机", "电话"), fits=lambda value: value.isdigit() and len(value) == 11),
    Field("area", "片区", "area", ("所属片区",)),
)
HEADER = ("序号", "单位名称（全称）*", "联系人手机", "Column4", "备注")
SAMPLE = (
    ("1", "青禾机械有限公司", "13900000001", "东片", ""),
    ("2", "白鹭食品有限公司", "13900000002", "西片", ""),
)


def guessed(header: tuple[str, ...] = HEADER) -> columns.ColumnMapping:
    return columns.propose(columns=header, sample_rows=SAMPLE, fields=FIELDS)


def test_chen_sees_headers_recognised_under_other_names() -> None:
    mapping = guessed()
    assert mapping.column_of("name") == "单位名称（全称）*"
    assert mapping.column_of("phone") == "联系人手机"
    assert mapping.column_of("area") is None
    assert mapping.indexes(HEADER) == {"name": 1, "phone": 2}


def test_contents_decide_where_the_header_says_nothing() -> None:
    mapping = guessed(("a", "名称", "c", "d", "e"))
    assert [(match.column, match.field, match.why) for match in mapping.matches] == [
        ("名称", "name", "header"),
        ("c", "phone", "content"),
    ]


def test_a_header_whose_contents_are_something_else_loses() -> None:
    mapping = guessed(("手机", "名称", "值班号码", "d", "e"))
    assert mapping.column_of("phone") == "值班号码"


def test_chen_overrules_the_guess_and_saves_it_for_next_month() -> None:
    mapping = columns.adjust(guessed(), {"Column4": "片区", "联系人手机": ""}, columns=HEADER, fields=FIELDS)
    assert {match.field: match.column for match in mapping.matches} == {"name": "单位名称（全称）*", "area": "Column4"}
    again = columns.from_json(mapping.to_json(), columns=HEADER, fields=FIELDS)
    assert again.indexes(HEADER) == mapping.indexes(HEADER)
    # Next month's file lacks the column: what remains is used.
    fewer = columns.from_json(mapping.to_json(), columns=HEADER[:3], fields=FIELDS)
    assert fewer.column_of("area") is None and fewer.column_of("name") == "单位名称（全称）*"


@pytest.mark.parametrize(
    ("given", "code", "hint"),
    [
        ({"单位名": "name"}, "sheets.mapping.unknown-column", "单位名称（全称）*"),
        ({"备注": "phnoe"}, "sheets.mapping.unknown-field", "phone"),
        ({"备注": "area", "Column4": "area"}, "sheets.mapping.twice", "area"),
    ],
)
def test_what_chen_mistypes_is_answered_with_what_she_may_have_meant(
    given: dict[str, str], code: str, hint: str
) -> None:
    with pytest.raises(SheetError) as refusal:
        columns.adjust(guessed(), given, columns=HEADER, fields=FIELDS)
    assert refusal.value.code == code
    assert hint in refusal.value.sentence(lang="zh") and hint in refusal.value.sentence(lang="en")


def test_a_mapping_without_the_name_is_refused_with_the_columns_at_hand() -> None:
    mapping = guessed(("a", "b", "c", "d", "e"))
    with pytest.raises(SheetError) as refusal:
        columns.require(mapping, columns=("a", "b", "c", "d", "e"), fields=FIELDS)
    assert refusal.value.code == "sheets.mapping.missing"
    assert "--map 列名=name" in refusal.value.sentence(lang="zh")


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"columns": 3}', "not json"])
def test_a_mapping_file_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(SheetError) as refusal:
        columns.from_json(text, columns=HEADER, fields=FIELDS)
    assert refusal.value.code == "sheets.mapping.file"
