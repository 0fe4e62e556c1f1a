"""Who may do what with a meeting, on which day it is held, and what an ending writes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianqi.kernel.decision import Accepted, Actor, ContentRef, Facts, Outcome, Reference, Refused
from lianqi.kernel.mechanism.loop import ReceptionRules, loop_rules
from lianqi.kernel.meetings import KINDS, Meeting, decide, evolve
from lianqi.kernel.meetings.decide import held_on, regular_day
from tests.kernel.mechanism.files import calendar, shipped

ON = date(2026, 6, 1)
MECHANISM = shipped("starter")
RULES = MECHANISM.rules(on=ON)
WORDS = ContentRef("w1", "0" * 64)


def reception() -> ReceptionRules:
    rules = loop_rules(MECHANISM, on=ON).reception
    assert rules is not None
    return rules


def asks(
    meeting: Meeting | None, kind: str, *, role: str = "centre", at: datetime, state: str = "tabled", **data: Any
) -> Outcome:
    """Somebody with this role asks; every person named is a host, every case stands as `state`."""
    named = {data.get("host", ""): Reference("person", "host"), data.get("case", ""): Reference("case", state)}
    actor = Actor("chen", "system" if role == "system" else "person")
    return decide(
        KINDS[kind](**data),
        meeting,
        rules=RULES,
        reception=reception(),
        calendar=calendar(),
        facts=Facts(actor, "sample", roles=frozenset({role}), references=named),
        now=at,
    )


def after(meeting: Meeting | None, outcome: Outcome, at: datetime) -> Meeting:
    assert isinstance(outcome, Accepted), outcome
    for event in outcome.events:
        meeting = evolve(meeting, type_=event.type, data=event.data, at=event.at or at)
    assert meeting is not None
    return meeting


def planned(period: str = "2026-06", at: datetime = datetime(2026, 6, 1, 2, tzinfo=UTC)) -> Meeting:
    return after(None, asks(None, "plan", role="system", at=at, period=period, host="chen"), at)


MORNING = datetime(2026, 6, 9, 1, 30, tzinfo=UTC)


def test_a_day_of_rest_moves_the_meeting_to_the_next_working_day() -> None:
    may = planned("2026-05", datetime(2026, 4, 20, 2, tzinfo=UTC))
    assert (may.regular, may.day, may.rest_day) == (date(2026, 5, 9), date(2026, 5, 9), False), "a make-up Saturday"
    august = planned("2026-08", datetime(2026, 8, 1, 2, tzinfo=UTC))
    assert (august.regular, august.day, august.rest_day) == (date(2026, 8, 9), date(2026, 8, 10), True), "a Sunday"


@given(st.integers(2026, 2027), st.integers(1, 12))
def test_it_is_always_held_on_a_working_day_and_never_before_its_day(year: int, month: int) -> None:
    regular = regular_day(f"{year}-{month:02d}", day=9)
    day = held_on(regular, calendar=calendar())
    assert day >= regular and calendar().is_working_day(day)


def test_only_the_system_plans_and_a_month_has_one_meeting() -> None:
    refused = asks(None, "plan", at=MORNING, period="2026-06", host="chen")
    assert refused == Refused("meeting.not-yours", {"who": ["system"]})
    again = asks(planned(), "plan", role="system", at=MORNING, period="2026-06", host="chen")
    assert isinstance(again, Refused) and again.code == "meeting.planned-already"
    assert asks(None, "hold", at=MORNING) == Refused("meeting.not-planned")


def test_the_host_is_somebody_who_may_host() -> None:
    meeting = planned()
    outcome = decide(
        KINDS["change-host"](host="he", reason=WORDS),
        meeting,
        rules=RULES,
        reception=reception(),
        calendar=calendar(),
        facts=Facts(Actor("chen", "person"), "sample", roles=frozenset({"centre"})),
        now=MORNING,
    )
    assert outcome == Refused("meeting.host.unknown", {"host": "he"})


@pytest.mark.parametrize("kind", ["move", "take-off", "raise", "invite", "hold"])
def test_what_belongs_to_the_preparation_ends_with_it(kind: str) -> None:
    held = after(planned(), asks(planned(), "hold", at=MORNING), MORNING)
    data: dict[str, Any] = {
        "move": {"day": date(2026, 6, 12), "reason": WORDS},
        "take-off": {"case": "c1"},
        "raise": {"case": "c1"},
        "invite": {"enterprise": "e1"},
    }.get(kind, {})
    refused = asks(held, kind, at=MORNING, **data)
    assert isinstance(refused, Refused) and refused.code == "meeting.not-at-this-stage"


def test_a_meeting_that_was_held_late_says_so_for_ever() -> None:
    meeting, late = planned(), MORNING + timedelta(days=2)
    outcome = asks(meeting, "hold", at=late)
    assert isinstance(outcome, Accepted)
    told = [(event.type, event.data.get("in_time")) for event in outcome.events]
    assert told[:3] == [("meeting-held", None), ("lapsed", None), ("commitment-discharged", False)]


def test_a_case_comes_on_the_agenda_once_and_only_from_the_rung() -> None:
    item = {"case": "c1", "number": "2026-00001", "enterprise": "e1"}
    meeting = after(planned(), asks(planned(), "put-on", at=MORNING, **item), MORNING)
    twice, elsewhere = (
        asks(meeting, "put-on", at=MORNING, **item),
        asks(planned(), "put-on", at=MORNING, state="handling", **item),
    )
    assert isinstance(twice, Refused) and twice.code == "meeting.item.twice"
    assert isinstance(elsewhere, Refused) and elsewhere.code == "meeting.item.not-tabled"
