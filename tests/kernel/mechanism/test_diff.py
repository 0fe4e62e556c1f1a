"""新旧对照: what changed is told in sentences, and nothing else."""

from __future__ import annotations

import pytest

from lianqi.kernel.mechanism.diff import diff
from tests.kernel.mechanism.files import SHIPPED, shipped, sound


@pytest.mark.parametrize("name", SHIPPED)
def test_nothing_changed_says_nothing(name: str) -> None:
    assert diff(shipped(name), shipped(name)) == ()


@pytest.mark.parametrize(
    ("old", "new", "zh", "en"),
    [
        (
            "general: {value: 5wd",
            "general: {value: 3wd",
            "“答复时限（一般事项）”由5个工作日改为3个工作日。",
            "3 working days, was 5",
        ),
        ("pauses: {value: 1", "pauses: {value: 2", "“暂停计时”由1改为2。", "Pauses: 2, was 1."),
        (
            "sign: {value: true",
            "sign: {value: false",
            "“领导签发”由需要改为不需要。",
            "Signature: not required, was required.",
        ),
        (
            "phone: {zh: 来电, en: Phone}",
            "phone: {zh: 电话, en: Phone}",
            "反映渠道“来电”改称“电话”。",
            "is now “Phone”",
        ),
        (
            "kinds:\n",
            "kinds:\n  request: {zh: 诉求, en: Request}\n",
            "新增类型“诉求”。",
            "New kind: “Request”.",
        ),
        (
            "duties: [review]",
            "duties: [review, sign]",
            "角色“部门负责人”的职责：增加sign；减少无。",
            "added sign; removed none",
        ),
        ("[停电, 电压", "[电压, 断电", "类别“用电”的词：增加断电；减少停电。", "added 断电; removed 停电"),
        (
            "limit: {value: 3mo, reference: decision}",
            "limit: [{from: 2026-01-01, value: 3mo, reference: decision}, "
            "{from: 2027-01-01, value: 2mo, reference: decision}]",
            "“圆桌会议的时限”由3个月改为3个月；2027-01-01起2个月。",
            "3 months; 2 months from 2027-01-01, was 3 months",
        ),
        (
            "id: meeting, name: {zh: 圆桌会议",
            "id: meeting, name: {zh: 接待日",
            "办理层级由“当场解决 → 限时交办 → 圆桌会议”改为",
            "The ladder is",
        ),
        (
            "in_force_from: 2026-01-01",
            "in_force_from: 2026-02-01",
            "施行日期由2026-01-01改为2026-02-01。",
            "In force from",
        ),
        ("share: {value: 30", "share: {value: 25", "“第2项目标占比”由30改为25。", "Share of aim 2: 25, was 30."),
    ],
)
def test_a_change_is_one_sentence(old: str, new: str, zh: str, en: str) -> None:
    changes = diff(sound(), sound((old, new)))
    assert [zh in change.zh for change in changes].count(True) == 1, changes
    assert any(en in change.en for change in changes), changes


def test_what_comes_one_way_goes_the_other() -> None:
    more = sound(("kinds:\n", "kinds:\n  request: {zh: 诉求, en: Request}\n"))
    assert [change.zh for change in diff(sound(), more)] == ["新增类型“诉求”。"]
    assert [change.zh for change in diff(more, sound())] == ["取消类型“诉求”。"]
