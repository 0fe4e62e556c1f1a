"""The stocks of open cases are sums of changes: at every step of a life they say where the case stands."""

from __future__ import annotations

from collections import Counter

import pytest

from lianqi.kernel.cases import evolve
from lianqi.kernel.cases.states import OPEN, Case
from lianqi.kernel.scoring import STANDING, at_rung, contributions
from tests.kernel.cases.world import Life, a_case


def stocks(life: Life) -> tuple[Counter[tuple[str, str, str]], Case]:
    """Every stock that is not nothing, by unit and class, and the case it belongs to; each step is checked."""
    case: Case | None = None
    sums: Counter[tuple[str, str, str]] = Counter()
    for event, written in life.log:
        at = event.at or written
        after = evolve(case, type_=event.type, data=event.data, at=at)
        for one in contributions(case, type_=event.type, data=event.data, at=at, after=after):
            if one.measure in STANDING:
                sums[one.measure, one.unit, one.class_id] += one.count
        assert set(sums.values()) <= {0, 1}, event.type
        case = after
    assert case is not None
    return +sums, case


@pytest.mark.parametrize(
    "at",
    ["recorded", "dispatched", "disputed", "paused", "tabled", "answered", "silent", "planned", "closed", "merged"],
)
def test_a_case_stands_on_one_rung_until_it_is_struck_off(at: str) -> None:
    found, case = stocks(a_case(at=at))
    record, control = case.record, case.control
    rungs = [key for key in found if not key[0].startswith("lit-")]
    assert rungs == ([(at_rung(control.rung), record.main_unit, record.class_id)] if control.status in OPEN else [])


def test_what_何工_left_lying_is_red_until_it_is_answered_and_not_while_the_clock_stands() -> None:
    life = a_case(at="dispatched")
    assert not [key for key in stocks(life)[0] if key[0] == "lit-red"]
    life.until("2026-07-20 10:00")
    assert [key[0] for key in stocks(life)[0] if key[0] == "lit-red"] == ["lit-red"]


def test_the_twentieth_rung_is_counted_with_the_tenth() -> None:
    assert at_rung(19) == at_rung(9) and at_rung(19) in STANDING
