"""Copies, and what several enterprises share."""

from __future__ import annotations

from importlib.resources import files

import pytest

from lianqi.insight.segment import Segmenter
from lianqi.insight.similar import CommonProblem, Matter, common_problems, near_duplicates
from lianqi.insight.synonyms import counted_as

BUSES = [
    ("公交线路太少，员工出行不便", "青禾机械"),
    ("厂区附近没有公交站，新员工来了就走", "远望材料"),
    ("下夜班没有公交车，只能打车", "晨星电子"),
]
POWER = [
    ("近两个月停电五次", "澄湖食品"),
    ("又停电了，一炉产品报废", "百川物流"),
    ("连续停电，冷库货物受损", "鼎峰铸造"),
]


def found(said: list[tuple[str, str]], *, least: int = 3) -> tuple[CommonProblem, ...]:
    segmenter = Segmenter(known=("公交", "停电"))
    matters = [
        Matter(text=text, enterprise=name, group="", telling=tuple(w for w in ("公交", "停电") if w in text))
        for text, name in said
    ]
    return common_problems(matters, segmenter=segmenter, least=least)


def test_what_three_enterprises_say_in_different_words_is_common() -> None:
    problems = found([*BUSES, *POWER])
    assert [problem.enterprises for problem in problems] == [3, 3]
    assert sorted(problem.members for problem in problems) == [(0, 1, 2), (3, 4, 5)]
    assert "公交" in problems[0].words


WAYS_TO_WORK = [
    *BUSES,
    ("希望开通班车接送员工", "丁山食品"),
    ("没有通勤车，员工上下班困难", "戊林物流"),
    ("建议增加通勤班车", "己云家居"),
    ("公共汽车班次少，要等一个小时", "庚石铸造"),
    ("希望增加到高铁站的巴士", "辛禾包装"),
]


def test_several_words_for_one_thing_are_one_common_problem_called_by_the_word_most_used() -> None:
    [problem] = found(WAYS_TO_WORK)
    assert problem.enterprises == len(WAYS_TO_WORK)
    assert problem.words[0] == "公交"
    [called] = found(WAYS_TO_WORK[3:6])
    assert called.words[0] in ("班车", "通勤"), "nobody here said 公交"


def test_no_word_stands_in_two_groups_and_each_group_has_two() -> None:
    text = (files("lianqi.insight") / "data" / "synonyms.txt").read_text("utf-8")
    groups = [line.split() for line in text.splitlines() if not line.startswith("#")]
    words = [word for group in groups for word in group]
    assert len(groups) > 30 and all(len(group) > 1 for group in groups)
    assert len(words) == len(set(words))
    assert all(counted_as(word) == group[0] for group in groups for word in group)
    assert counted_as("员工") == "员工"


def test_one_enterprise_that_writes_three_times_is_one_enterprise() -> None:
    assert found([(text, "青禾机械") for text, _ in BUSES]) == ()


def test_matters_and_enterprises_are_counted_apart() -> None:
    [problem] = found([*BUSES, ("公交班次太少", "青禾机械")])
    assert (len(problem.members), problem.enterprises) == (4, 3)


def test_matters_without_a_name_are_no_enterprise_but_are_told() -> None:
    [problem] = found([(text, "") for text, _ in BUSES])
    assert (problem.enterprises, problem.unnamed) == (0, 3)


def test_matters_of_different_groups_are_not_brought_together() -> None:
    matters = [Matter(text=t, enterprise=n, group=n) for t, n in BUSES]
    assert common_problems(matters, segmenter=Segmenter(), least=2) == ()


def test_copies_within_a_common_problem_are_told() -> None:
    same = "公交线路太少，员工上下班非常不方便，留不住人"
    [problem] = found([(same, "青禾机械"), (same + "。", "远望材料"), ("公交太少", "晨星电子")])
    assert problem.copies == 1


def test_small_changes_are_a_copy_other_words_are_not() -> None:
    text = "厂门口的路灯坏了半年没有人来修，夜班职工走路不安全，请尽快安排维修"
    groups = near_duplicates([text, text.replace("半年", "半年多"), "公交太少", text + "！", ""])
    assert groups == ((0, 1, 3),)


@pytest.mark.parametrize("said", [[], BUSES[:1], [("。", "甲"), ("？", "乙"), ("", "丙")]])
def test_few_or_empty_texts_have_nothing_in_common(said: list[tuple[str, str]]) -> None:
    assert found(said) == ()


def test_the_same_heap_gives_the_same_answer() -> None:
    assert found([*POWER, *BUSES]) == found([*POWER, *BUSES])
