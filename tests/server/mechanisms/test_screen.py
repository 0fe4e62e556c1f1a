"""工作机制 on screen: what holds today, who carries it, and what was proved of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from lianqi.kernel.cases.states import Status
from lianqi.kernel.mechanism.loader import load
from lianqi.kernel.mechanism.rules import Text
from lianqi.kernel.rehearsal.diagram import edges
from lianqi.proof.properties import Report, Violation
from lianqi.server.mechanisms.drawing import PLACES, drawing
from lianqi.server.mechanisms.models import Proof
from lianqi.server.mechanisms.operations import proving
from tests.server.cases.park import RULES, Park, open_park
from tests.server.cases.screens import Screens, screens

__all__ = ["screens"]


@pytest.fixture
def park(db: None) -> Park:
    """示例园区."""
    return open_park()


def test_everybody_who_works_for_the_park_reads_its_rules(park: Park, screens: Screens) -> None:
    for who in ("周敏", "何工", "李书记", "苏检"):
        text = screens.text(who, "/mechanism/")
        assert "营商中心" in text and "时限自交办起算，不等签收" in text


def test_roles_name_who_holds_them_and_say_where_nobody_does(park: Park, screens: Screens) -> None:
    answer = screens["陈立"].get("/mechanism/")
    held = {role.name: role.holders for role in answer.context["roles"]}
    assert ["苏检"] in held.values() and ["何工", "唐工"] in [sorted(names) for names in held.values()]
    assert all(role.duties for role in answer.context["roles"])
    if [] in held.values():
        assert "无人担任" in answer.content.decode()


def test_every_value_is_told_with_its_day_and_its_decision(park: Park, screens: Screens) -> None:
    values = screens["陈立"].get("/mechanism/").context["values"]
    assert len(values) > 25 and all(one.reference and one.since and one.value for one in values)
    assert len({one.label for one in values}) == len(values), "no two values are called the same"


def test_nothing_was_proved_until_somebody_had_it_proved(
    park: Park, screens: Screens, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "lianqi prove --park sample" in screens.text("陈立", "/mechanism/")
    monkeypatch.setattr(proving, "prove", lambda **given: Report(712, 157_913, ()))
    proving.prove_in_force(park=park.code, actor="cli", now=park.now)
    text = screens.text("陈立", "/mechanism/")
    assert "走遍全部712个状态" in text and "下列各条全部成立" in text and "2026-06-09 09:30" in text


def test_what_does_not_hold_is_shown_with_the_way_there_and_a_second_proof_replaces_it(
    park: Park, screens: Screens, monkeypatch: pytest.MonkeyPatch
) -> None:
    step = Text("陈立交办", "dispatched by 陈立")
    wrong = Violation("end", Text("办不到终点。", "No end is reached."), (step,))
    monkeypatch.setattr(proving, "prove", lambda **given: Report(3, 5, (wrong,)))
    proving.prove_in_force(park=park.code, actor="cli", now=park.now)
    text = screens.text("陈立", "/mechanism/")
    assert "办不到终点。" in text and "陈立交办" in text and "有下列各条不成立" in text
    monkeypatch.setattr(proving, "prove", lambda **given: Report(712, 157_913, ()))
    proving.prove_in_force(park=park.code, actor="cli", now=park.now)
    assert Proof.objects.count() == 1 and "办不到终点" not in screens.text("陈立", "/mechanism/")


def test_the_drawing_has_every_status_and_every_way_that_the_rules_allow() -> None:
    rules = load(RULES, name="starter").rules(on=date(2026, 6, 9))
    assert set(PLACES) == set(Status) and len(set(PLACES.values())) == len(Status), "no two in one place"
    drawn = drawing(rules, lang="zh")
    allowed = edges(rules)
    assert len(drawn.ways) == len(allowed)
    assert len(drawn.arrows) == len([edge for edge in allowed if edge.start is not edge.end])
    assert all(0 <= node.x < drawn.wide and 0 <= node.y < drawn.high for node in drawn.nodes)
    none = replace(rules, bounds=replace(rules.bounds, pauses=0))
    assert len(drawing(none, lang="zh").arrows) < len(drawn.arrows), "what is forbidden is not drawn"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_word_of_the_drawing_is_longer_than_its_box(lang: str) -> None:
    drawn = drawing(load(RULES, name="starter").rules(on=date(2026, 6, 9)), lang=lang)
    for node in drawn.nodes:
        assert 1 <= len(node.lines) <= 3
        for line, _y in node.lines:
            assert sum(14 if ord(one) > 0x2E80 else 7.4 for one in line) <= drawn.box[0], line
