"""工作机制 in words: what holds today, since when and by whose decision, who carries it, and what was proved of it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from lianqi.kernel.mechanism.diff import label_of, said_of
from lianqi.kernel.mechanism.explain import sections
from lianqi.kernel.mechanism.loader import Mechanism, as_text, value_on
from lianqi.kernel.mechanism.rules import Text
from lianqi.kernel.mechanism.words import DUTY_NAMES
from lianqi.server.mechanisms.models import Activation, Proof
from lianqi.server.people.queries import Member, members
from lianqi.server.registry.queries import units
from lianqi.server.ui.refusals import lang


@dataclass(frozen=True, slots=True)
class Told:
    """A heading and its sentences."""

    title: str
    sentences: Sequence[str]


@dataclass(frozen=True, slots=True)
class Value:
    """One value: what it is called, how much it is today, since when, by which decision, and what it was or will be."""

    label: str
    value: str
    since: str
    reference: str
    others: Sequence[str]


@dataclass(frozen=True, slots=True)
class Role:
    """A role, what it is charged with, and who holds it; empty where nobody does."""

    name: str
    duties: Sequence[str]
    holders: Sequence[str]


@dataclass(frozen=True, slots=True)
class OfUnit:
    """A unit, its head, and how many work in it; of one outside, the unit that tracks it."""

    name: str
    head: str
    people: int
    outside: bool
    counterpart: str


@dataclass(frozen=True, slots=True)
class Broken:
    """A property that does not hold, with the shortest way there."""

    says: str
    steps: Sequence[str]


@dataclass(frozen=True, slots=True)
class Proved:
    """What was proved of this text, and with the values of which day."""

    on: date
    at: datetime
    states: int
    transitions: int
    properties: Sequence[tuple[str, bool]]
    broken: Sequence[Broken]


#: So many names of one role are told; of the others only how many they are.
_NAMED = 12


def said(text: Text) -> str:
    """In the reader's language."""
    return text.en if lang() == "en" else text.zh


def sentences(mechanism: Mechanism, *, on: date) -> list[Told]:
    """The rules of a day as sentences, by heading."""
    return [Told(said(one.title), [said(text) for text in one.sentences]) for one in sections(mechanism, on=on)]


def values(mechanism: Mechanism, *, on: date) -> list[Value]:
    """Every dated value with its source."""
    since = mechanism.shape.in_force_from
    references = {code: said(as_text(words)) for code, words in mechanism.shape.references.items()}
    shown = []
    for path, entries in mechanism.dated():
        held = value_on(entries, on=on, since=since)
        if held is None:
            continue
        others = [f"{entry.start or since}: {said_of(entry.value, lang())}" for entry in entries if entry is not held]
        shown.append(
            Value(
                label=said(label_of(mechanism, path)),
                value=said_of(held.value, "en" if lang() == "en" else "zh"),
                since=str(held.start or since),
                reference=references.get(held.reference, ""),
                others=others,
            )
        )
    return shown


def roles(mechanism: Mechanism, *, park: str) -> list[Role]:
    """Every role of the file in its order."""
    holders: dict[str, list[str]] = defaultdict(list)
    for member in members(park=park):
        for role in member.roles:
            holders[role].append(member.name or "—")
    return [
        Role(
            said(as_text(role.name)),
            [said(DUTY_NAMES[duty]) for duty in role.duties],
            [*sorted(holders[code])[:_NAMED], *_more(len(holders[code]))],
        )
        for code, role in mechanism.shape.roles.items()
    ]


def _more(count: int) -> list[str]:
    more = count - _NAMED
    if more <= 0:
        return []
    return [f"and {more} more" if lang() == "en" else f"等{count}人"]


def of_units(*, park: str) -> list[OfUnit]:
    """The units of the park that work today."""
    rows = units(park=park)
    people: dict[str, list[Member]] = defaultdict(list)
    for member in members(park=park):
        if member.unit:
            people[member.unit].append(member)
    called = {unit.id: unit.name for unit in rows}
    return [
        OfUnit(
            name=unit.name,
            head="、".join(one.name for one in people[unit.id] if one.heads and one.name),
            people=len(people[unit.id]),
            outside=unit.external,
            counterpart=called.get(unit.counterpart_id or "", ""),
        )
        for unit in rows
    ]


def proved(*, park: str, digest: str) -> Proved | None:
    """What was last proved of this text; None where nobody had it proved."""
    from lianqi.proof.properties import PROPERTIES

    row = Proof.objects.filter(park=park, digest=digest).order_by("-on").first()
    if row is None:
        return None
    found = json.loads(row.violations)
    spoken = "en" if lang() == "en" else "zh"
    fails = {one["property"] for one in found}
    return Proved(
        on=row.on,
        at=row.proved_at,
        states=row.states,
        transitions=row.transitions,
        properties=[(said(text), code not in fails) for code, text in PROPERTIES.items()],
        broken=[Broken(one["says"][spoken], [step[spoken] for step in one["steps"]]) for one in found],
    )


def coming(*, park: str, after: date) -> list[date]:
    """The days from which another text will hold."""
    rows = Activation.objects.filter(park=park, since__gt=after).order_by("since")
    return list(dict.fromkeys(rows.values_list("since", flat=True)))
