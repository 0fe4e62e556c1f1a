"""No command without a success, no refusal without somebody who meets it."""

from __future__ import annotations

import pytest

from lianqi.kernel.cases import guard
from lianqi.kernel.cases.commands import KINDS
from lianqi.kernel.cases.parsing import parse
from lianqi.kernel.decision import Refused
from lianqi.kernel.messages.catalogue import CATALOGUE
from tests.kernel.cases.test_intake import INTAKE, MOVES
from tests.kernel.cases.test_ladder import LADDER, TIES
from tests.kernel.cases.test_unit_work import UNIT
from tests.kernel.cases.test_word import WORD
from tests.kernel.cases.world import Life, a_case

SENTENCES = [*INTAKE, *MOVES, *UNIT, *WORD, *LADDER, *TIES]


def test_every_command_succeeds_somewhere_here() -> None:
    done = {sentence.kind for sentence in SENTENCES if sentence.writes}
    assert set(KINDS) - done == {"tick", "move-due"}, "these two are time's, and have tests of their own"


def test_what_nobody_can_ask_is_refused_in_words() -> None:
    life = a_case(at="dispatched")
    assert parse("sing", {}) == Refused("case.command-unknown", {"kind": "sing"})
    refused = guard("sing", life.case, rules=life.rules, calendar=life.calendar, facts=life.facts("陈立"), now=life.now)
    assert refused is not None and refused.code == "case.command-unknown"


def test_a_form_that_is_not_filled_in_names_every_fault_at_once() -> None:
    refused = parse("dispatch", {"class_id": 7, "main_unit": "construction", "colour": "red"})
    assert isinstance(refused, Refused) and refused.code == "case.command-malformed"
    assert refused.details["faults"] == ["colour: ?", "class_id: 7", "complexity: –"]
    filled = parse("dispatch", {"class_id": "power", "complexity": "general", "main_unit": "construction"})
    assert filled == Life().command("dispatch")


def test_the_unit_judged_does_not_ring_about_its_own_work() -> None:
    """秦局 belongs to the centre as well; where the economists have the case, another rings."""
    life = a_case(at="dispatched")
    life.does("陈立", "transfer")
    life.does("唐工", "draft")
    life.does("秦局", "review")
    life.does("马主任", "sign")
    assert life.refusal("秦局", "call-back") == "case.call-back.own-unit"
    assert life.does("陈立", "call-back") == ["called-back"]


@pytest.mark.parametrize("code", sorted(code for code in CATALOGUE if code.startswith("case.")))
def test_every_refusal_of_a_case_is_met(code: str) -> None:
    elsewhere = {"case.command-unknown", "case.command-malformed", "case.call-back.own-unit"}
    assert code in {sentence.refused for sentence in SENTENCES} | elsewhere
