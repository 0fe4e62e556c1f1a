"""What a decision may know beyond its stream, read in the transaction that applies it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from lianqi.kernel.cases import Case
from lianqi.kernel.cases.commands import Command
from lianqi.kernel.cases.relations import Membership, standing
from lianqi.kernel.decision import Facts, Reference
from lianqi.kernel.mechanism.rules import CaseRules
from lianqi.server.cases.gate import Principal
from lianqi.server.ledger.selecting import select_in

#: Fields of commands that name another row, by the kind of row.
_UNIT_FIELDS = ("main_unit", "external_unit")
CASE_FIELDS = ("into", "child", "other")

_UNITS = "SELECT code, external, closed_at FROM registry_unit WHERE park = %s AND code IN "
_ENTERPRISES = "SELECT id, status FROM registry_enterprise WHERE park = %s AND id IN "


def facts_for(
    principal: Principal, case: Case | None, *, rules: CaseRules, references: Mapping[str, Reference]
) -> Facts:
    """The facts of one decision by this principal on this case."""
    memberships = principal.memberships
    if case is not None and principal.in_charge_of_all and case.record.main_unit:
        here = (Membership(role, case.record.main_unit) for role in principal.in_charge_of_all)
        memberships = (*memberships, *here)
    stands = standing(
        case, actor=principal.actor, memberships=memberships, enterprises=principal.enterprises, rules=rules
    )
    return Facts(
        actor=principal.actor,
        park=principal.park,
        roles=stands.roles,
        relations=stands.relations,
        references=references,
    )


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
