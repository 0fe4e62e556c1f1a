"""What is in one cell: nothing, one matter or several."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianqi.digest.matters import is_total, may_be_several, says_nothing, split, unusable

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
    "1、无；2、没有",
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
        ("①停电②积水", ("停电", "积水")),
        ("（一）停电频繁；（二）招工难", ("停电频繁", "招工难")),
        ("一是停电频繁，二是招工难", ("停电频繁", "招工难")),
        ("第一，停电频繁。第二，招工难", ("停电频繁", "招工难")),
        ("1、停电频繁2、招工难3、贷款难", ("停电频繁", "招工难", "贷款难")),
        ("１、停电频繁；２、招工难", ("停电频繁", "招工难")),
        ("1、2026年停电五次；2、招工难", ("2026年停电五次", "招工难")),
        ("我公司目前存在以下几个困难需要协调解决：1、停电；2、积水", ("停电", "积水")),
        ("一、停车：1、车位少 2、货车乱停 二、公交太少", ("停车：1、车位少 2、货车乱停", "公交太少")),
        ("1、无；2、停电频繁", ("停电频繁",)),
        ("一、停电。二、积水", ("停电", "积水")),
        ("停电1、2号车间都受影响", ("停电1、2号车间都受影响",)),
        ("3.5米宽的路，2.5吨的车过不去", ("3.5米宽的路，2.5吨的车过不去",)),
        ("2、停电；3、积水", ("2、停电；3、积水",)),
    ],
)
def test_a_numbered_list_is_several_matters(cell: str, parts: tuple[str, ...]) -> None:
    assert split(cell) == parts


@pytest.mark.parametrize(
    "cell",
    [
        "停电频繁；另外招工难",
        "东门停车乱象\n1、货车乱停；2、车位太少",
        "投诉理由：1、拖欠工资；2、不签合同",
        "1、现状：河水发黑；2、诉求：尽快治理",
        "型号：1、A；2、B",
    ],
)
def test_reasons_and_what_is_not_plainly_a_list_stay_one_matter_for_a_person_to_look_at(cell: str) -> None:
    assert split(cell) == (cell,)
    assert may_be_several(cell)


@pytest.mark.parametrize("cell", ["请修（1）号楼（2）号楼的屋顶", "停电1、2号车间都受影响", "路灯不亮，另外没人管"])
def test_numbers_in_a_sentence_are_no_list(cell: str) -> None:
    assert split(cell) == (cell,)
    assert not may_be_several(cell)


def test_a_letter_with_numbered_arguments_is_one_matter() -> None:
    letter = "尊敬的领导，我厂的情况如下：\n1、停电。\n2、积水。" + "我们等了很久。" * 100
    assert split(letter) == (letter,)


@given(st.lists(st.sampled_from(["停电频繁", "招工难", "门口积水", "公交太少"]), min_size=2, max_size=9))
def test_no_word_of_a_list_is_lost(parts: list[str]) -> None:
    assert split("；\n".join(f"{n}、{part}" for n, part in enumerate(parts, start=1))) == tuple(parts)


def test_the_sum_below_a_table_is_no_form() -> None:
    assert is_total(("合计", "", "12"))
    assert not is_total(("1", "青禾机械", "合计停电三次"))
