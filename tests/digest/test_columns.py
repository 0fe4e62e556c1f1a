"""Which column holds what, guessed for forms that nobody described."""

from __future__ import annotations

import pytest

from lianqi.digest.columns import asked, coded_choice, guess


def roles(header: list[str], *rows: list[str], **named: object) -> list[str]:
    return [column.role for column in guess(header, rows, **named)]  # type: ignore[arg-type]


def test_a_visiting_table_explains_itself() -> None:
    header = ["序号", "企业名称", "联系人", "联系电话", "存在的问题", "诉求和建议", "联络员", "走访日期", "办理情况"]
    row = ["1", "青禾机械有限公司", "陈先生", "13900001000", "公交太少", "无", "周明", "2026-07-06", "正在协调"]
    assert roles(header, row) == [
        "serial", "enterprise", "contact", "phone", "words", "words", "officer", "date", "other",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("存在的问题", "problem"),
        ("企业诉求", "request"),
        ("问题和诉求", ""),
        ("意见建议", "suggestion"),
        ("4、请写下最希望解决的一件事", ""),
        ("反映内容", ""),
        ("投诉举报内容", "complaint"),
    ],
)
def test_the_header_says_whether_it_asks_for_problems_or_requests(header: str, kind: str) -> None:
    assert asked(header) == kind


def test_without_a_telling_header_the_contents_decide() -> None:
    header = ["甲", "乙", "丙"]
    rows = [["青禾机械有限公司", "门口的路灯坏了半年没有人修", "13900001000"] for _ in range(1)]
    rows += [["远望材料有限公司", "上下班没有公交车，职工很不方便", "13900001001"]]
    assert roles(header, *rows) == ["enterprise", "words", "phone"]


def test_a_questionnaire_has_choices_of_two_spellings() -> None:
    header = [
        "序号",
        "提交答卷时间",
        "所用时间",
        "1、企业规模",
        "2、最需要帮助的方面",
        "第3题(用工)",
        "3、请写下具体困难",
    ]
    rows = [
        [str(n), "2026/9/14 8:30:00", "40秒", "规上企业", "用工┋融资", str(n % 2), f"招工难，缺{n}人"]
        for n in range(30)
    ]
    assert roles(header, *rows) == ["serial", "date", "serial", "choice", "choices", "coded", "words"]
    assert coded_choice("第3题(用工)") == ("第3题", "用工")


def test_a_person_overrules_the_guess() -> None:
    header = ["企业名称", "问题", "备注"]
    row = ["青禾机械有限公司", "公交太少", "其实是想要班车"]
    assert roles(header, row, words=["备注"]) == ["enterprise", "other", "words"]
    assert roles(["单位", "商号", "问题"], ["甲", "乙", "公交太少"], enterprise="商号") == [
        "other",
        "enterprise",
        "words",
    ]


def test_only_one_column_is_the_enterprise() -> None:
    assert roles(["企业名称", "单位名称", "问题"], ["甲厂", "乙厂", "停电"]).count("enterprise") == 1


def test_a_headline_alone_is_the_words() -> None:
    assert roles(["标题", "时间"], ["公交太少", "2026-01-01"]) == ["words", "date"]
    assert roles(["subject", "body"], ["停电", "又停电了，一炉产品报废"]) == ["title", "words"]
