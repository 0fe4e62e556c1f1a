"""Every read of people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lianqi.server.ledger.queries import read_contents
from lianqi.server.people.models import EnterpriseOfficer, Membership


@dataclass(frozen=True, slots=True)
class Member:
    """A person in a park with their words; both empty once they were forgotten."""

    person: str
    name: str
    phone: str
    number: str | None
    unit: str | None
    roles: tuple[str, ...]
    heads: bool


def members(*, park: str, unit: str | None = None, persons: Sequence[str] | None = None) -> tuple[Member, ...]:
    """Who works for the park now; of one unit, or only these persons, where asked."""
    rows = Membership.objects.filter(park=park, until__isnull=True)
    if unit is not None:
        rows = rows.filter(unit_id=unit)
    if persons is not None:
        rows = rows.filter(person_id__in=list(persons))
    found = list(rows.order_by("id"))
    words = read_contents(park=park, ids=[cite for row in found for cite in (row.name, row.phone) if cite])

    def said(cite: str) -> str:
        return (words.get(cite) or b"").decode()

    return tuple(
        Member(row.person_id, said(row.name), said(row.phone), row.number, row.unit_id, tuple(row.roles), row.heads)
        for row in found
    )


def roles_of(*, park: str, person: str) -> frozenset[str]:
    """The role ids a person holds in a park now; none for who has left or was never there."""
    row = Membership.objects.filter(park=park, person_id=person, until__isnull=True).values_list("roles", flat=True)
    return frozenset(row.first() or ())


def unit_of(*, park: str, person: str) -> str | None:
    """The id of the unit a person belongs to in a park now."""
    row = Membership.objects.filter(park=park, person_id=person, until__isnull=True).values_list("unit_id", flat=True)
    return row.first()


def head_of(*, park: str, unit: str) -> str | None:
    """The person who heads a unit now."""
    rows = Membership.objects.filter(park=park, unit_id=unit, heads=True, until__isnull=True)
    return rows.values_list("person_id", flat=True).first()


def officers_of(*, park: str, enterprise: str) -> tuple[tuple[str, str], ...]:
    """(person, role) of everybody linked to an enterprise now."""
    rows = EnterpriseOfficer.objects.filter(park=park, enterprise_id=enterprise, until__isnull=True)
    return tuple(rows.order_by("role", "since", "id").values_list("person_id", "role"))


def enterprises_of(*, park: str, person: str) -> tuple[tuple[str, str], ...]:
    """(enterprise, role) of everything a person is linked to now."""
    rows = EnterpriseOfficer.objects.filter(park=park, person_id=person, until__isnull=True)
    return tuple(rows.order_by("enterprise_id", "role").values_list("enterprise_id", "role"))
