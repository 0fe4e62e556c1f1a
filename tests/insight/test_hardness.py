"""关键性问题: the list of wordings is the rule."""

from __future__ import annotations

import pytest

from lianqi.insight.hardness import LONG_STANDING, MONEY, SAFETY, SURVIVAL, hard_signs

SAID = {
    "隔壁堆放易燃物，存在火灾隐患": SAFETY,
    "园区道路乱停货车，消防车进不来": SAFETY,
    "银行抽贷，再不解决就要停产": SURVIVAL,
    "土地证的事拖了六年": LONG_STANDING,
    "路灯坏了三年没人修": LONG_STANDING,
    "开发方拖欠工程款": MONEY,
}
NOT_KEY = [
    "我厂无安全隐患",
    "希望开展培训，防止火灾",
    "2017年3月没有停电",
    "千万不要再停电了",
    "公交线路太少",
    "注册资本100万元",
]


@pytest.mark.parametrize(("words", "sign"), SAID.items())
def test_each_sign_is_shown_with_its_words(words: str, sign: str) -> None:
    found = hard_signs(words)
    assert sign in {item.sign for item in found}
    assert all(item.words in words for item in found)


@pytest.mark.parametrize("words", NOT_KEY)
def test_what_is_denied_or_only_sounds_alike_is_not_key(words: str) -> None:
    assert hard_signs(words) == ()


def test_a_letter_is_key_for_what_it_begins_with() -> None:
    assert hard_signs("公交太少。" * 60 + "发生爆炸") == ()
