"""Visits, reception day, board and bulletin: as the file says on the day, and not at all where it says nothing."""

from __future__ import annotations

from datetime import date

import pytest

from lianqi.kernel.mechanism.diff import diff
from lianqi.kernel.mechanism.explain import explain
from lianqi.kernel.mechanism.loader import load
from lianqi.kernel.mechanism.loop import LoopRules, loop_rules
from tests.kernel.mechanism.files import MECHANISMS, SHIPPED, shipped, sound

ON = date(2026, 11, 1)
STARTER = (MECHANISMS / "starter" / "mechanism.yaml").read_text("utf-8")


def test_a_park_that_does_none_of_it_owes_none_of_it() -> None:
    assert loop_rules(sound(), on=ON) == LoopRules(None, None, None, None)
    assert "接待日" not in explain(sound(), on=ON, lang="zh")


@pytest.mark.parametrize("name", SHIPPED)
def test_the_mechanisms_that_come_along_do_all_of_it(name: str) -> None:
    rules = loop_rules(shipped(name), on=ON)
    assert rules.visits and rules.reception and rules.board and rules.bulletin
    assert len(rules.visits.questions) == 3
    assert rules.reception.day == 9
    told = explain(shipped(name), on=ON, lang="zh")
    assert rules.board.everyone and f"每季度随机抽取{rules.board.voters}家企业评价本园区各单位" in told


def test_a_new_day_of_the_month_holds_from_its_date() -> None:
    changed = STARTER.replace(
        "day: {value: 9, reference: park}",
        "day: [{from: 2025-01-01, value: 9, reference: park}, {from: 2026-12-01, value: 15, reference: park}]",
    )
    mechanism = load(changed, name="starter")
    days = [loop_rules(mechanism, on=on).reception for on in (date(2026, 11, 30), date(2026, 12, 1))]
    assert [one.day for one in days if one] == [9, 15]
    said = [sentence.zh for sentence in diff(load(STARTER, name="starter"), mechanism)]
    assert any("接待日（每月几日）" in sentence for sentence in said)


def test_units_named_for_the_board_are_judged_and_no_others() -> None:
    few = load(
        STARTER.replace(
            "  too_few: {value: 20, reference: park}\n", "  too_few: {value: 20, reference: park}\n  units: [economy]\n"
        ),
        name="starter",
    )
    board = loop_rules(few, on=ON).board
    assert board is not None and board.units == ("economy",)
