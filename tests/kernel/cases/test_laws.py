"""Laws that hold wherever a case may wander, whoever does whatever they may, at whatever time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from datetime import timedelta
from types import MappingProxyType
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from lianqi.kernel.cases import Case, decide, evolve, guard
from lianqi.kernel.cases.commands import KINDS, Command
from lianqi.kernel.cases.states import ENDS, accountable
from lianqi.kernel.chain import canonical_json
from lianqi.kernel.commitments.commitment import State
from lianqi.kernel.decision import Accepted, ContentRef, Facts, NewEvent, Outcome, Refused
from tests.kernel.cases.world import CONTACTS, PEOPLE, STAGES, Life, a_case

WHO = (*CONTACTS, *PEOPLE, "系统")
COMMANDS = tuple(KINDS)
VARIANTS: Mapping[str, tuple[Mapping[str, Any], ...]] = {
    "call-back": ({"result": "confirmed"}, {"result": "rejected"}, {"result": "no-reply"}),
    "recheck": ({"result": "no"}, {"result": "no-reply"}),
    "resolve": ({}, {"outcome": "answer", "end": "explained"}),
    "close": ({"end": "explained"}, {}),
    "review": ({"approved": False}, {}),
    "decide-objection": ({"upheld": False}, {}),
    "dispatch": ({}, {"assisting": ("finance",), "complexity": "complex"}),
}
#: Where it starts; then, for each step, how many hours pass and what is tried first.
WANDERINGS = st.tuples(
    st.sampled_from(sorted(STAGES)),
    st.lists(st.tuples(st.sampled_from([0, 0, 1, 30, 200, 900]), st.integers(0, 10_000)), max_size=8),
)
few = settings(max_examples=25)


def wander(start: str, steps: list[tuple[int, int]]) -> Iterator[Life]:
    """The same life after each step: somebody did something that was theirs to do then."""
    life = a_case(at=start)
    yield life
    for hours, choice in steps:
        life.now += timedelta(hours=hours)
        if life.here.control.status not in ENDS:
            life.does("系统", "tick")
        for offset in range(len(COMMANDS)):
            kind, who = COMMANDS[(choice + offset) % len(COMMANDS)], WHO[(choice // 50 + offset) % len(WHO)]
            data = VARIANTS.get(kind, ({},))[choice % len(VARIANTS.get(kind, ({},)))]
            if kind != "withdraw" and isinstance(life.asks(who, kind, **data), Accepted):
                life.does(who, kind, **data)
                break
        yield life


def folded(log: list[tuple[NewEvent, Any]]) -> Case | None:
    """The case from its stored events alone, as the server reads them: plain JSON, in order."""
    case = None
    for event, now in log:
        case = evolve(case, type_=event.type, data=dict(event.data), at=event.at or now, schema=event.schema)
    return case


@few
@given(WANDERINGS)
def test_what_the_log_folds_to_is_what_was_decided_on(wandering: tuple[str, list[tuple[int, int]]]) -> None:
    for life in wander(*wandering):
        assert folded(life.log) == life.case
        for event, _ in life.log:
            assert canonical_json(dict(event.data))


@few
@given(WANDERINGS)
def test_an_open_case_always_has_one_owner_and_a_running_clock(wandering: tuple[str, list[tuple[int, int]]]) -> None:
    for life in wander(*wandering):
        control = life.here.control
        owner = accountable(control, rules=life.rules)
        assert (owner is None) == (control.status in ENDS)
        if owner is not None:
            assert any(owner in duties for duties in life.rules.roles.values())
            assert any(owed.state is State.OPEN for owed in life.here.open_commitments())
        else:
            assert life.here.open_commitments() == ()


@few
@given(WANDERINGS)
def test_no_lapse_is_ever_written_twice_or_dated_otherwise_than_at_its_due_time(
    wandering: tuple[str, list[tuple[int, int]]],
) -> None:
    *_, life = wander(*wandering)
    lapses = [(event.data["id"], event.data["due"]) for event in life.said("lapsed")]
    assert len(lapses) == len(set(lapses))
    assert all(
        event.at is not None and event.data["due"].startswith(f"{event.at:%Y-%m-%dT%H:%M}")
        for event in life.said("lapsed")
    )
    was_late = {id_ for id_, _ in lapses} - {event.data["id"] for event in life.said("lapse-annulled")}
    assert {c.id for c in life.here.commitments.values() if c.lapsed} >= was_late


@few
@given(WANDERINGS, st.integers(0, 2_000))
def test_the_tick_is_harmless_to_repeat(wandering: tuple[str, list[tuple[int, int]]], hours: int) -> None:
    *_, life = wander(*wandering)
    if life.here.control.status in ENDS:
        return
    life.now += timedelta(hours=hours)
    for _ in range(len(life.here.commitments) + 2):
        if not life.does("系统", "tick"):
            break
    assert life.asks("系统", "tick") == Accepted(())


@few
@given(WANDERINGS, st.integers(0, 400), st.integers(0, 400))
def test_until_something_leads_up_it_does_not_matter_how_often_the_worker_looks(
    wandering: tuple[str, list[tuple[int, int]]], first: int, second: int
) -> None:
    """What leads up starts a new clock when it is seen; all before that depends on the due times alone."""
    *_, often = wander(*wandering)
    if often.here.control.status in ENDS:
        return
    seldom = replace(often, log=list(often.log))
    written = []
    for hours in (first, second):
        often.now += timedelta(hours=hours)
        written += often.does("系统", "tick")
    seldom.now = often.now
    seldom.does("系统", "tick")
    if {"escalated", "resumed"}.isdisjoint(written):
        facts = [
            {c.id: (c.lapsed, c.light, c.raised) for c in life.here.commitments.values()} for life in (often, seldom)
        ]
        assert facts[0] == facts[1]


#: What `guard` alone may say: all that does not depend on the payload.
BEFORE_THE_PAYLOAD = {
    "case.not-yours",
    "case.not-at-this-stage",
    "case.recused",
    "case.recorded-already",
    "case.not-recorded",
}


@few
@given(WANDERINGS, st.lists(st.tuples(st.sampled_from(WHO), st.sampled_from(COMMANDS)), min_size=20, max_size=40))
def test_the_button_and_the_gate_never_disagree(
    wandering: tuple[str, list[tuple[int, int]]], asked: list[tuple[str, str]]
) -> None:
    for life in wander(*wandering):
        for who, kind in asked:
            button = guard(
                kind, life.case, rules=life.rules, calendar=life.calendar, facts=life.facts(who), now=life.now
            )
            gate = life.asks(who, kind)
            if button is not None:
                assert gate == button
            elif isinstance(gate, Refused):
                assert gate.code not in BEFORE_THE_PAYLOAD and not gate.code.endswith("limit-reached")


# --- the record decides nothing ---

_UNITS = ("main_unit", "unit", "external_unit")
_IDS = (
    *_UNITS,
    "former_unit",
    "into",
    "child",
    "other",
    "person",
    "leader",
    "number",
    "enterprise",
    "contact",
    "external_number",
)


def other(value: Any) -> Any:
    """The same thing under another name."""
    if isinstance(value, ContentRef):
        return ContentRef(value.id + "'", "f" * 64)
    if isinstance(value, tuple | frozenset):
        return type(value)(other(item) for item in value)
    return f"{value}'" if isinstance(value, str) and value else value


def elsewhere(case: Case | None) -> Case | None:
    """The same case with every id, citation and name in its record replaced; codes of the mechanism stay."""
    if case is None:
        return None
    codes = {"channel", "kind", "class_id", "complexity", "draft_end", "end"}
    names = {one.name: other(getattr(case.record, one.name)) for one in fields(case.record) if one.name not in codes}
    shifted = {"first_word_at": case.record.first_word_at - timedelta(days=700)}
    commitments = {id_: replace(owed, unit=other(owed.unit)) for id_, owed in case.commitments.items()}
    return Case(case.control, replace(case.record, **names | shifted), MappingProxyType(commitments))


def said_elsewhere(command: Command) -> Command:
    changed = {
        one.name: other(getattr(command, one.name))
        for one in fields(command)  # type: ignore[arg-type]  # every command is a dataclass
        if one.name in (*_IDS, "assisting") or isinstance(getattr(command, one.name), ContentRef)
    }
    return replace(command, **changed)  # type: ignore[type-var]


def seen_elsewhere(facts: Facts) -> Facts:
    actor = replace(facts.actor, id=other(facts.actor.id))
    return replace(facts, actor=actor, references={other(key): value for key, value in facts.references.items()})


def kind_of(outcome: Outcome) -> tuple[str, ...]:
    if isinstance(outcome, Refused):
        return ("refused", outcome.code)
    return tuple(event.type for event in outcome.events)


@few
@given(WANDERINGS, st.lists(st.tuples(st.sampled_from(WHO), st.sampled_from(COMMANDS)), min_size=20, max_size=40))
def test_names_and_words_never_change_what_follows(
    wandering: tuple[str, list[tuple[int, int]]], asked: list[tuple[str, str]]
) -> None:
    for life in wander(*wandering):
        for who, kind in asked:
            facts, command = life.facts(who), life.command(kind)
            surroundings: dict[str, Any] = {"rules": life.rules, "calendar": life.calendar, "now": life.now}
            here = decide(command, life.case, facts=facts, **surroundings)
            there = decide(said_elsewhere(command), elsewhere(life.case), facts=seen_elsewhere(facts), **surroundings)
            assert kind_of(here) == kind_of(there)
