"""每季度至少走访一次: 周敏 owes 海棠机电 a visit, and only the next one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianqi.kernel.decision import Accepted, Actor, ContentRef, Facts, Outcome, Refused
from lianqi.kernel.visits import KINDS, Quarter, Visits, decide, evolve
from tests.kernel.mechanism.files import calendar, shipped

RULES = shipped("starter").rules(on=date(2026, 6, 1))
JUNE = datetime(2026, 6, 9, 1, 30, tzinfo=UTC)
WORDS = ContentRef("w1", "0" * 64)
OFFICER = Facts(Actor("zhou", "person"), "sample", roles=frozenset({"liaison"}), relations=frozenset({"officer"}))
SYSTEM = Facts(Actor("system", "system"), "sample", relations=frozenset({"system"}))


def asks(visits: Visits | None, kind: str, *, at: datetime = JUNE, facts: Facts = OFFICER, **data: Any) -> Outcome:
    return decide(KINDS[kind](**data), visits, rules=RULES, calendar=calendar(), facts=facts, now=at)


def after(visits: Visits | None, outcome: Outcome, at: datetime = JUNE) -> Visits:
    assert isinstance(outcome, Accepted), outcome
    for event in outcome.events:
        visits = evolve(visits, type_=event.type, data=event.data, at=event.at or at)
    assert visits is not None
    return visits


def owed(at: datetime = JUNE) -> Visits:
    return after(None, asks(None, "owe", at=at, facts=SYSTEM, enterprise="e1"), at)


def test_a_visit_is_owed_until_work_ends_on_the_last_working_day_of_the_quarter() -> None:
    visit = owed().owed
    assert visit is not None
    assert calendar().local(visit.due).isoformat() == "2026-06-30T17:00:00+08:00"
    assert asks(owed(), "owe", facts=SYSTEM, enterprise="e1") == Accepted(()), "owed once"


def test_a_visit_settles_this_quarter_and_only_the_next_one_is_owed_then() -> None:
    visits = after(owed(), asks(owed(), "visit", cases=("2026-00001",)))
    assert visits.visited == 1 and visits.last_period == "2026Q2"
    assert [one.state.value for one in visits.commitments.values()] == ["discharged", "open"]
    assert visits.owed is not None and visits.owed.opens_at == Quarter(2026, 3).opens(calendar())
    again = after(visits, asks(visits, "visit"))
    assert again.visited == 2 and len(again.commitments) == 2, "called a second time, nothing more is owed"


def test_the_enterprise_may_decline_and_its_word_releases_the_officer() -> None:
    visits = after(owed(), asks(owed(), "decline", words=WORDS))
    assert [one.state.value for one in visits.commitments.values()] == ["released", "open"]
    assert visits.declined == WORDS and visits.visited == 0
    refused = asks(visits, "decline", words=WORDS)
    assert refused == Refused("visit.decline.nothing-owed")
    contact = Facts(Actor("liu", "contact"), "sample", relations=frozenset({"contact"}))
    assert isinstance(asks(owed(), "decline", facts=contact, words=WORDS), Accepted)


def test_a_visit_made_late_stays_late() -> None:
    july = datetime(2026, 7, 6, 2, tzinfo=UTC)
    outcome = asks(owed(), "visit", at=july)
    assert isinstance(outcome, Accepted)
    assert [event.type for event in outcome.events][:3] == ["visited", "lapsed", "commitment-discharged"]
    visits = after(owed(), outcome, july)
    assert visits.owed is not None and visits.period == "2026Q4", "the visit in July is July's as well"


def test_only_the_enterprises_own_officer_writes_a_visit_down() -> None:
    stranger = Facts(Actor("he", "person"), "sample", roles=frozenset({"liaison"}))
    handler = Facts(Actor("he", "person"), "sample", roles=frozenset({"handler"}), relations=frozenset({"officer"}))
    for facts in (stranger, handler):
        assert asks(owed(), "visit", facts=facts) == Refused("visit.not-yours")
    assert asks(None, "owe", enterprise="e1") == Refused("visit.not-yours"), "nobody makes duties by hand"
    assert asks(None, "visit") == Refused("visit.not-owed")


@pytest.mark.parametrize("day", [date(2026, 6, 8), date(2026, 6, 13)])
def test_an_appointment_is_on_a_working_day_to_come(day: date) -> None:
    assert asks(owed(), "appoint", day=day) == Refused("visit.appoint.day", {"day": day.isoformat()})
    assert after(owed(), asks(owed(), "appoint", day=date(2026, 6, 11))).appointed == date(2026, 6, 11)


CONTACT = Facts(Actor("liu", "contact"), "sample", relations=frozenset({"contact"}))


def agreed() -> Visits:
    """周敏 and 海棠机电 agreed on Thursday 11 June."""
    return after(owed(), asks(owed(), "appoint", day=date(2026, 6, 11)))


def test_刘芳_asks_for_another_day_the_former_is_off_and_周敏_still_owes_the_visit() -> None:
    visits = after(agreed(), asks(agreed(), "ask-day", facts=CONTACT, day=date(2026, 6, 12), words=WORDS))
    assert (visits.appointed, visits.asked, visits.asked_words) == (None, date(2026, 6, 12), WORDS)
    assert visits.owed == agreed().owed, "nothing is settled by it, and no due time moves"
    again = after(visits, asks(visits, "appoint", day=date(2026, 6, 12)))
    assert (again.appointed, again.appointed_by, again.asked) == (date(2026, 6, 12), "zhou", None)
    assert after(visits, asks(visits, "visit")).asked is None, "she was there all the same"
    assert after(visits, asks(visits, "decline", facts=CONTACT)).asked is None


def test_another_day_is_for_the_enterprise_to_ask_for_where_one_was_agreed_on() -> None:
    day = date(2026, 6, 12)
    assert asks(agreed(), "ask-day", day=day) == Refused("visit.ask-day.not-yours")
    assert asks(owed(), "ask-day", facts=CONTACT, day=day) == Refused("visit.ask-day.nothing-appointed")
    saturday = asks(agreed(), "ask-day", facts=CONTACT, day=date(2026, 6, 13))
    assert saturday == Refused("visit.appoint.day", {"day": "2026-06-13"})
    july = asks(agreed(), "ask-day", facts=CONTACT, day=date(2026, 7, 2))
    assert july == Refused("visit.ask-day.beyond", {"day": "2026-07-02", "last": "2026-06-30"})


def test_whoever_declines_owes_no_reason() -> None:
    outcome = asks(agreed(), "decline", facts=CONTACT)
    visits = after(agreed(), outcome)
    assert visits.declined is None and visits.declined_period == "2026Q2" and visits.appointed is None
    assert isinstance(outcome, Accepted) and "words" not in outcome.events[0].data


@given(st.integers(2020, 2100), st.integers(1, 4))
def test_quarters_follow_one_another_and_are_spelled_one_way(year: int, number: int) -> None:
    quarter = Quarter(year, number)
    assert quarter.next.former == quarter == Quarter.parse(str(quarter))
    assert quarter.first_day <= quarter.last_day < quarter.next.first_day
    assert quarter.closes(calendar()) < quarter.next.opens(calendar())


@given(st.lists(st.sampled_from(["visit", "decline", "appoint", "ask-day", "tick"]), max_size=8), st.integers(1, 60))
def test_whatever_happens_exactly_one_visit_is_owed(kinds: list[str], days: int) -> None:
    at, visits = JUNE, owed()
    for kind in kinds:
        at += timedelta(days=days)
        data: dict[str, Any] = {"words": WORDS} if kind == "decline" else {}
        if kind in ("appoint", "ask-day"):
            data = {"day": calendar().local(at).date()}
        facts = {"tick": SYSTEM, "ask-day": CONTACT}.get(kind, OFFICER)
        outcome = asks(visits, kind, at=at, facts=facts, **data)
        if isinstance(outcome, Accepted):
            visits = after(visits, outcome, at)
        assert sum(one.is_open for one in visits.commitments.values()) == 1


def test_a_due_time_beyond_the_published_year_cannot_lapse_and_becomes_firm_when_it_is_published() -> None:
    december = datetime(2026, 12, 1, 2, tzinfo=UTC)
    visits = after(owed(december), asks(owed(december), "visit", at=december), december)
    assert visits.owed is not None and visits.owed.provisional and visits.period == "2027Q1"
    april = datetime(2027, 4, 6, 2, tzinfo=UTC)
    waits = asks(visits, "tick", at=april, facts=SYSTEM)
    assert isinstance(waits, Accepted) and "lapsed" not in [event.type for event in waits.events]
    published = replace(calendar(), version="cn-2027", published_through=date(2027, 12, 31))
    firm = decide(KINDS["tick"](), visits, rules=RULES, calendar=published, facts=SYSTEM, now=april)
    assert isinstance(firm, Accepted) and [event.type for event in firm.events] == ["due-moved"]
    settled = after(visits, firm, april)
    late = decide(KINDS["tick"](), settled, rules=RULES, calendar=published, facts=SYSTEM, now=april)
    assert isinstance(late, Accepted) and "lapsed" in [event.type for event in late.events]
