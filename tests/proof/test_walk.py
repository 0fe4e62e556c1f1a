"""The walk sees every state that a real case comes to: real cases, with real calendars, wander within it."""

from __future__ import annotations

import pytest
from hypothesis import given

from lianqi.kernel.cases.commands import Recheck
from lianqi.kernel.cases.states import Counters, Status
from lianqi.kernel.mechanism.rules import Bounds
from lianqi.proof.abstraction import WEATHERS, Place, case_at, place_of
from lianqi.proof.explorer import Walk, told_after
from lianqi.proof.properties import Report
from tests.kernel.cases.test_laws import WANDERINGS, wander
from tests.kernel.cases.world import CHINA, RULES, STAGES, Life, a_case


@pytest.fixture(scope="session")
def walked(starter: tuple[Report, Walk]) -> Walk:
    return starter[1]


def stands_at(life: Life) -> Place:
    told = "nothing"
    for event, _ in life.log:
        told = told_after(told, [event])
    return place_of(life.here, told=told)


def test_every_stage_of_the_tests_lies_on_the_way(walked: Walk) -> None:
    assert [stage for stage in sorted(STAGES) if stands_at(a_case(at=stage)) not in walked.reached] == []


@given(wandering=WANDERINGS)
def test_no_case_wanders_where_the_walk_has_not_been(
    walked: Walk, wandering: tuple[str, list[tuple[int, int]]]
) -> None:
    for life in wander(*wandering):
        assert stands_at(life) in walked.reached


def test_a_case_made_for_the_walk_stands_where_it_was_asked_to(walked: Walk) -> None:
    """What is made of a state is that state again, in every weather: else the walk would look elsewhere."""
    now = CHINA.instant(CHINA.published_through.replace(month=3, day=3), 600)
    for place in walked.reached:
        for weather in WEATHERS:
            case = case_at(place, weather=weather, now=now, rules=RULES, passing=frozenset())
            assert place_of(case, told=place.told) == place


def test_a_relapse_once_too_often_is_settled_even_before_its_recheck_is_late(walked: Walk) -> None:
    """A window that has opened and a counter that is used up, together: each alone leads elsewhere."""
    struck_off = [place for place in walked.reached if ("recheck", "ahead") in ((o.kind, o.phase) for o in place.owed)]
    assert struck_off
    for place in struck_off:
        ends = {
            edge.target.status
            for edge in walked.edges[place]
            if isinstance(edge.attempt.command, Recheck) and edge.attempt.command.result == "no"
        }
        assert Status.SETTLED in ends and len(ends) == 2


def test_every_counter_has_its_bound_by_the_same_name() -> None:
    assert set(Counters.__slots__) == set(Bounds.__slots__)
