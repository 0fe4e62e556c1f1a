"""What is in one cell: nothing, one matter or several."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianqi.digest.matters import is_total, says_nothing, split, unusable

NOTHING = [
    "",
    " ",
    "无",
    "没有",
    "暂无",
    "/",
    "-",
    "——",
    "暂无问题",
    "无诉求。",
    "目前没有困难",
    "谢谢，暂时没有",
    "N/A",
    "没有问题和诉求",
    "一切正常",
    "（空）",
    "没有了，谢谢",
]
SOMETHING = [
    "没有公交",
    "无人修路灯",
    "没有消防通道",
    "无法贷款",
    "没有问题就怪了",
    "停电",
    "暂时没有变压器",
    "产品正常检测太慢",
]


@pytest.mark.parametrize("words", NOTHING)
def test_an_answer_that_there_is_nothing_is_no_matter(words: str) -> None:
    assert says_nothing(words)


@pytest.mark.parametrize("words", SOMETHING)
def test_something_that_is_missing_is_a_matter(words: str) -> None:
    assert not says_nothing(words)
    assert unusable(words) == ""


@pytest.mark.parametrize("words", ["测试", "test1", "111", "啊啊啊", "嗯", "ok"])
def test_what_means_nothing_is_rejected_with_a_reason(words: str) -> None:
    assert unusable(words)


@pytest.mark.parametrize(
    ("cell", "parts"),
    [
        ("1、停电频繁；\n2、招工难。", ("停电频繁", "招工难")),
        ("1.停电频繁 2.招工难 3.贷款难", ("停电频繁", "招工难", "贷款难")),
        ("主要问题：（1）停电；（2）积水", ("停电", "积水")),
        ("停车难：1、车位少 2、货车乱停", ("停车难：车位少", "停车难：货车乱停")),
        ("①停电②积水", ("①停电②积水",)),
        ("一、停电。二、积水", ("停电", "积水")),
        ("停电1、2号车间都受影响", ("停电1、2号车间都受影响",)),
        ("3.5米宽的路，2.5吨的车过不去", ("3.5米宽的路，2.5吨的车过不去",)),
        ("2、停电；3、积水", ("2、停电；3、积水",)),
    ],
)
def test_a_numbered_list_is_several_matters(cell: str, parts: tuple[str, ...]) -> None:
    assert split(cell) == parts


def test_a_letter_with_numbered_arguments_is_one_matter() -> None:
    letter = "尊敬的领导，我厂的情况如下：\n1、停电。\n2、积水。" + "我们等了很久。" * 100
    assert split(letter) == (letter,)


@given(st.lists(st.sampled_from(["停电频繁", "招工难", "门口积水", "公交太少"]), min_size=2, max_size=9))
def test_no_word_of_a_list_is_lost(parts: list[str]) -> None:
    assert split("；\n".join(f"{n}、{part}" for n, part in enumerate(parts, start=1))) == tuple(parts)


def test_the_sum_below_a_table_is_no_form() -> None:
    assert is_total(("合计", "", "12"))
    assert not is_total(("1", "青禾机械", "合计停电三次"))
