"""What ties an actor to a case: computed here once, so that every caller means the same."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from lianqi.kernel.cases.states import Case
from lianqi.kernel.decision import Actor
from lianqi.kernel.mechanism.rules import CaseRules


@dataclass(frozen=True, slots=True)
class Membership:
    """One role that a person holds in the park, for one unit or (empty) for the whole park."""

    role: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """The roles that count here and the relations, as `Facts` carries them."""

    roles: frozenset[str]
    relations: frozenset[str]


def standing(
    case: Case | None,
    *,
    actor: Actor,
    memberships: Iterable[Membership],
    enterprises: Collection[str],
    rules: CaseRules,
) -> Standing:
    """How `actor` stands to `case`.

    `enterprises` are those the actor speaks for (a contact) or is the officer of. A role held for one unit counts
    only where that unit has the case, so the head of one unit never reviews another's answer. Relations: system,
    contact, officer, main_unit, assisting_unit, recused.
    """
    held = tuple(memberships)
    roles = {m.role for m in held if not m.unit}
    relations = {"system"} if actor.kind == "system" else set()
    if case is None:
        roles |= {m.role for m in held}
        return Standing(frozenset(roles), frozenset(relations | ({"contact"} if actor.kind == "contact" else set())))
    record = case.record
    here = {m.role for m in held if m.unit and m.unit == record.main_unit}
    if here:
        relations.add("main_unit")
    beside = {m.role for m in held if m.unit in record.assisting and "handle" in rules.roles.get(m.role, ())}
    if beside:
        relations.add("assisting_unit")
    if record.enterprise in enterprises:
        relations.add("contact" if actor.kind == "contact" else "officer")
    if actor.id == record.recorder and actor.kind == "person":
        relations.add("officer")
    if actor.id in record.recused:
        relations.add("recused")
    return Standing(frozenset(roles | here | beside), frozenset(relations))
