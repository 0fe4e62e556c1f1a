"""The life of one promise, told by its events."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from lianqi.kernel.commitments import EVENT_TYPES, Commitment, State, fold, schedule
from lianqi.kernel.commitments.schedule import Schedule
from lianqi.kernel.instants import to_text
from tests.kernel.commitments.test_schedule import LIGHTS, START
from tests.kernel.workdays.clocks import CHINA

Promises = Mapping[str, Commitment]


def times(*steps: tuple[str, ...]) -> dict[str, Any]:
    found: Schedule = schedule(start=START, steps=steps, lights=LIGHTS, calendar=CHINA)
    return {"steps": [list(step) for step in steps], **found.data()}


def promised() -> dict[str, Commitment]:
    """何工 owes 刘芳 an answer within five working days."""
    data = {"id": "answer.1", "kind": "answer", "duty": "handle", "unit": "construction", "start": to_text(START)}
    return fold({}, "commitment-made", {**data, **times(("limit", "5wd"))}, START)


def then(promises: Promises, type_: str, **data: Any) -> Commitment:
    return fold(promises, type_, {"id": "answer.1", **data}, START + timedelta(days=1))["answer.1"]


def test_a_promise_is_open_until_it_is_kept_or_let_go() -> None:
    assert promised()["answer.1"].is_open
    kept, let_go = then(promised(), "commitment-discharged"), then(promised(), "commitment-released")
    assert (kept.state, kept.is_open, kept.ended_at) == (State.DISCHARGED, False, START + timedelta(days=1))
    assert (let_go.state, let_go.is_open) == (State.RELEASED, False)


def test_a_stopped_clock_is_still_a_promise() -> None:
    stopped = then(promised(), "commitment-suspended")
    assert stopped.state is State.SUSPENDED and stopped.is_open
    running = then({"answer.1": stopped}, "commitment-resumed", **times(("limit", "5wd"), ("extend", "1wd")))
    assert running.state is State.OPEN and running.due > stopped.due


def test_a_later_date_puts_the_light_out_and_an_earlier_one_does_not() -> None:
    yellow = then(promised(), "light-turned", light="yellow")
    assert then({"answer.1": yellow}, "due-moved", **times(("limit", "8wd"))).light == "none"
    assert then({"answer.1": yellow}, "due-moved", **times(("limit", "3wd"))).light == "yellow"


def test_what_was_late_stays_late_whatever_date_it_is_given() -> None:
    late = then({"answer.1": then(promised(), "lapsed")}, "light-turned", light="red")
    moved = then({"answer.1": late}, "due-moved", **times(("limit", "8wd")))
    kept = then({"answer.1": moved}, "commitment-discharged")
    assert (moved.lapsed, moved.light, kept.lapsed) == (True, "red", True)


def test_only_a_ruling_takes_a_lapse_back_and_only_for_that_due_time() -> None:
    late = then({"answer.1": then(promised(), "lapsed")}, "raised")
    excused = then({"answer.1": late}, "lapse-annulled")
    assert (excused.lapsed, excused.annulled, excused.light, excused.raised) == (False, True, "none", True)
    assert not then({"answer.1": excused}, "due-moved", **times(("limit", "8wd"))).annulled
    assert then({"answer.1": excused}, "due-moved", **times(("limit", "5wd"))).annulled


def test_a_question_that_opens_later_knows_when() -> None:
    data = {"id": "recheck.2", "kind": "recheck", "duty": "call_back", "unit": "", "start": to_text(START)}
    opens = START + timedelta(days=28)
    asked = fold({}, "commitment-made", {**data, **times(("limit", "5wd")), "opens": to_text(opens)}, START)
    assert asked["recheck.2"].opens_at == opens
    assert promised()["answer.1"].opens_at is None


def test_the_promises_of_others_are_left_alone() -> None:
    both = promised() | {"contact.2": promised()["answer.1"]}
    assert fold(both, "lapsed", {"id": "answer.1"}, START)["contact.2"] is both["contact.2"]


def test_every_event_it_knows_is_folded_and_no_other() -> None:
    plain = {
        "commitment-made": times(("limit", "5wd")) | {"kind": "k", "duty": "d", "unit": "", "start": to_text(START)}
    }
    timed = {"commitment-resumed", "due-moved"}
    for type_ in EVENT_TYPES:
        data = plain.get(type_, times(("limit", "6wd")) if type_ in timed else {"light": "red"})
        assert then(promised(), type_, **data) != promised()["answer.1"]
    with pytest.raises(ValueError, match="not a commitment event"):
        then(promised(), "forgotten")
