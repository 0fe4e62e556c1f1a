"""A leader reads the mechanism before it is put in force: every rule in a sentence, in natural official Chinese."""

from __future__ import annotations

import re
from datetime import date

import pytest

from lianqi.kernel.mechanism.explain import explain, sections
from lianqi.kernel.mechanism.lint.screen_words import INSTEAD
from lianqi.kernel.mechanism.measure import say
from lianqi.kernel.workdays.durations import Duration
from tests.kernel.mechanism.files import SHIPPED, shipped, sound

DAY = date(2026, 3, 2)


@pytest.mark.parametrize("name", SHIPPED)
def test_every_role_rung_and_door_is_told(name: str) -> None:
    mechanism = shipped(name)
    told = explain(mechanism, on=DAY, lang="zh")
    spoken = {
        key: text.zh
        for key, text in mechanism.names().items()
        if key.split(".")[0] in {"role", "rung", "door", "channel"}
    }
    assert [key for key, words in spoken.items() if words not in told] == []


@pytest.mark.parametrize(
    ("change", "before", "after"),
    [
        (("general: {value: 5wd", "general: {value: 4wd"), "交办后5个工作日内答复", "交办后4个工作日内答复"),
        (("pauses: {value: 1", "pauses: {value: 0"), "暂停计时最多1次", "不得暂停计时"),
        (("returns: {value: 2", "returns: {value: 0"), "退回最多2次", "交办后不得退回"),
        (("returns: {value: 2", "returns: {value: 1"), "第2次退回即由", "第1次退回即由"),
        (("extensions: {value: 1", "extensions: {value: 0"), "延期最多1次", "答复时限不得延期"),
        (("plans: {value: 2", "plans: {value: 0"), "列入计划（挂账），最多2次", "不得挂账"),
        (("stage_replies: {value: 3", "stage_replies: {value: 0"), "阶段性答复最多3次", "到期即须答复"),
        (("redos: {value: 2", "redos: {value: 0"), "企业不认可的重办", "企业不认可的，直接提级"),
        (("reopens: {value: 1", "reopens: {value: 0"), "可以重新启动", "销号后不再重新启动"),
        (
            ("yellow_before: {value: 1wd", "yellow_before: {value: 2wh"),
            "到期前1个工作日亮黄灯",
            "到期前2个工作小时亮黄灯",
        ),
        (("sign: {value: true", "sign: {value: false"), "分管领导签发。", "部门负责人审核。"),
        (("recheck_after: {value: 28d", "recheck_after: {value: 1mo"), "销号28个自然日后回头看", "销号1个月后回头看"),
    ],
)
def test_a_changed_rule_is_a_changed_sentence(change: tuple[str, str], before: str, after: str) -> None:
    assert before in explain(sound(), on=DAY, lang="zh")
    changed = explain(sound(change), on=DAY, lang="zh")
    assert after in changed and before not in changed


def test_a_coming_change_is_told_and_holds_from_its_day() -> None:
    mechanism = shipped("xiangtan-one-to-one")
    assert "拖欠款项类：交办后30个工作日内答复" in explain(mechanism, on=date(2025, 5, 31), lang="zh")
    assert "拖欠款项类：交办后30个自然日内答复" in explain(mechanism, on=date(2025, 6, 1), lang="zh")
    assert "自2025-06-01起由30个工作日改为30个自然日" in explain(mechanism, on=DAY, lang="zh")


@pytest.mark.parametrize("name", SHIPPED)
def test_each_language_keeps_to_itself(name: str) -> None:
    han = re.compile(r"[\u4e00-\u9fff]")
    for section in sections(shipped(name), on=DAY):
        for sentence in (section.title, *section.sentences):
            assert han.search(sentence.zh) and not han.search(sentence.en), sentence
            assert not [word for word in INSTEAD if word in sentence.zh]


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ("1wd", "1个工作日", "1 working day"),
        ("2wh", "2个工作小时", "2 working hours"),
        ("28d", "28个自然日", "28 natural days"),
        ("3mo", "3个月", "3 months"),
        ("90min", "90分钟", "90 minutes"),
    ],
)
def test_lengths_are_said_as_people_say_them(text: str, zh: str, en: str) -> None:
    assert (say(Duration.parse(text), "zh"), say(Duration.parse(text), "en")) == (zh, en)
