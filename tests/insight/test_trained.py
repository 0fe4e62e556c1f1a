"""Learning from labelled rows."""

from __future__ import annotations

import pytest

from lianqi.insight.trained import train

POWER = ["停电了", "电压不稳", "经常停电", "限电影响生产", "变压器容量不够", "用电成本高"]
BUSES = ["公交太少", "没有班车", "公交车不到", "通勤不便", "班车太早收班", "公交站太远"]


def test_what_was_learnt_is_found_again_in_other_words() -> None:
    model = train(texts=[*POWER, *BUSES], labels=["power"] * 6 + ["buses"] * 6)
    answers = model.propose(["昨天又停电", "想坐公交"])
    assert [answer.class_id for answer in answers] == ["power", "buses"]
    assert all(answer.margin > 0 for answer in answers)
    assert model.propose([]) == ()


@pytest.mark.parametrize("labels", [["power"] * 6, ["power"]])
def test_training_needs_two_classes_and_a_label_for_each_text(labels: list[str]) -> None:
    with pytest.raises(ValueError, match="labels"):
        train(texts=POWER, labels=labels)
