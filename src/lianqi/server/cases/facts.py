"""What a decision may know beyond its stream, read in the transaction that applies it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from lianqi.kernel.cases import Case, guard
from lianqi.kernel.cases.commands import Command
from lianqi.kernel.cases.relations import Membership, Standing, standing
from lianqi.kernel.decision import Accepted, Facts, Outcome, Reference
from lianqi.kernel.mechanism.rules import CaseRules
from lianqi.server.cases.gate import Principal
from lianqi.server.cases.setting import Setting
from lianqi.server.ledger.selecting import select_in

#: Fields of commands that name another row, by the kind of row.
_UNIT_FIELDS = ("main_unit", "external_unit")
CASE_FIELDS = ("into", "child", "other")

#: In an event's data: the person on leave in whose name its actor acted.
IN_WHOSE_NAME = "in_the_name_of"

_UNITS = "SELECT code, external, closed_at FROM registry_unit WHERE park = %s AND code"
_ENTERPRISES = "SELECT id, status FROM registry_enterprise WHERE park = %s AND id"


def facts_for(
    principal: Principal, case: Case | None, *, rules: CaseRules, references: Mapping[str, Reference]
) -> Facts:
    """The facts of one decision by this principal on this case, with what they may do for colleagues on leave."""
    stands = _standing(principal, case, rules)
    roles, relations = stands.roles, stands.relations
    for absent in principal.stands_in_for:
        theirs = _standing(absent, case, rules)
        if "recused" not in theirs.relations:  # who stepped aside lends nothing here
            roles, relations = roles | theirs.roles, relations | theirs.relations
    return Facts(actor=principal.actor, park=principal.park, roles=roles, relations=relations, references=references)


def _standing(principal: Principal, case: Case | None, rules: CaseRules) -> Standing:
    memberships = principal.memberships
    if case is not None and principal.in_charge_of_all and case.record.main_unit:
        here = (Membership(role, case.record.main_unit) for role in principal.in_charge_of_all)
        memberships = (*memberships, *here)
    own = principal.enterprises - principal.lent
    return standing(case, actor=principal.actor, memberships=memberships, enterprises=own, rules=rules)


def in_the_name(principal: Principal, case: Case | None, kind: str, outcome: Outcome, *, place: Setting) -> Outcome:
    """The outcome with the colleague on leave in whose name this was done (代), if it was: the first event says so."""
    if not principal.stands_in_for or not isinstance(outcome, Accepted):
        return outcome
    absent = _in_whose_name(principal, case, kind, place=place)
    if not absent:
        return outcome
    events = list(outcome.events)
    first = next(index for index, event in enumerate(events) if "duty" not in event.data)
    events[first] = replace(events[first], data={**events[first].data, IN_WHOSE_NAME: absent})
    return Accepted(tuple(events))


def _in_whose_name(principal: Principal, case: Case | None, kind: str, *, place: Setting) -> str:
    """The first of those on leave without whom the kernel would not have allowed it; "" where it is one's own to do."""
    rules = place.rules_for_new() if case is None else place.rules_of(case)
    for absent in ((), *((one,) for one in principal.stands_in_for)):
        known = facts_for(replace(principal, stands_in_for=absent), case, rules=rules, references={})
        if guard(kind, case, rules=rules, calendar=place.calendar, facts=known, now=place.now) is None:
            return absent[0].actor.id if absent else ""
    return ""


def units_named(command: Command) -> set[str]:
    """The codes of units that a command names."""
    named = {getattr(command, field, "") for field in _UNIT_FIELDS} | set(getattr(command, "assisting", ()))
    return named - {""}


def unit_references(*, park: str, codes: Iterable[str]) -> dict[str, Reference]:
    """Code → the unit as it stands now; unknown codes are left out."""
    return {
        code: Reference("external_unit" if external else "unit", "gone" if closed else "active")
        for code, external, closed in select_in(_UNITS, [park], sorted(set(codes)))
    }


def enterprise_references(*, park: str, ids: Iterable[str]) -> dict[str, Reference]:
    """Id → the enterprise as it stands now; unknown ids are left out. A suspended one still has matters to raise."""
    return {
        id: Reference("enterprise", "active" if status in ("active", "suspended") else "gone")
        for id, status in select_in(_ENTERPRISES, [park], sorted(set(ids)))
    }
