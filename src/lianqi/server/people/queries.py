"""Every read of people."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

from lianqi.server.ledger.inserting import instant
from lianqi.server.ledger.queries import read_contents
from lianqi.server.ledger.selecting import select
from lianqi.server.people.models import Charge, EnterpriseOfficer, Membership, StandIn

# Every command asks who its actor is.
_STANDING = (
    "SELECT 0, CAST(m.roles AS text), u.code FROM people_membership m LEFT JOIN registry_unit u ON u.id = m.unit_id"
    " WHERE m.park = %s AND m.person_id = %s AND (m.until IS NULL OR m.until > %s)"
    " UNION ALL SELECT 1, enterprise_id, NULL FROM people_enterpriseofficer"
    " WHERE park = %s AND person_id = %s AND since <= %s AND (until IS NULL OR until >= %s)"
    " UNION ALL SELECT 2, absent_id, id FROM people_standin"
    " WHERE park = %s AND person_id = %s AND since <= %s AND until >= %s AND ended_at IS NULL"
)
_CHARGES = (
    "SELECT u.code FROM people_charge c JOIN registry_unit u ON u.id = c.unit_id"
    " WHERE c.park = %s AND c.person_id = %s AND (c.until IS NULL OR c.until > %s) ORDER BY u.code"
)
_AROUND = (
    "SELECT id FROM people_standin"
    " WHERE park = %s AND until >= %s AND ended_at IS NULL AND (absent_id = %s OR person_id = %s)"
)


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


@dataclass(frozen=True, slots=True)
class Standing:
    """What somebody is in a park: the ids of their roles, the code of their unit ("" without one), the enterprises they
    are the officer of, and the persons they stand in for.
    """

    roles: tuple[str, ...]
    unit: str
    enterprises: frozenset[str]
    stands_in_for: tuple[str, ...]


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


def standing(*, park: str, person: str, now: datetime, on: date) -> Standing | None:
    """What a person is in the park at `now`, the day `on` by its clock; None for who is not there."""
    day = connection.ops.adapt_datefield_value(on)
    rows = select(_STANDING, [park, person, instant(now), *([park, person, day, day] * 2)])
    held = [(roles, unit) for what, roles, unit in rows if what == 0]
    if not held:
        return None
    roles, unit = held[0]
    return Standing(
        roles=tuple(json.loads(roles)),
        unit=unit or "",
        enterprises=frozenset(id for what, id, _ in rows if what == 1),
        stands_in_for=tuple(absent for _, absent in sorted((id, absent) for what, absent, id in rows if what == 2)),
    )


def in_charge_of(*, park: str, person: str, now: datetime) -> tuple[str, ...]:
    """The codes of the units that a leader in charge answers for besides their own (分管)."""
    return tuple(code for (code,) in select(_CHARGES, [park, person, instant(now)]))


def stand_ins(*, park: str, absent: Sequence[str], on: date) -> dict[str, StandIn]:
    """Absent person → who stands in for them on a day, of those who are on leave."""
    rows = StandIn.objects.filter(
        park=park, absent_id__in=list(absent), since__lte=on, until__gte=on, ended_at__isnull=True
    )
    return {row.absent_id: row for row in rows.order_by("-id")}


def stand_ins_around(*, park: str, person: str, on: date) -> tuple[list[StandIn], list[StandIn]]:
    """Who stands in for this person, and for whom this person does: now and later, soonest first."""
    # Every page asks; hardly ever is there anybody.
    ids = [id for (id,) in select(_AROUND, [park, connection.ops.adapt_datefield_value(on), person, person])]
    found = list(StandIn.objects.filter(id__in=ids).order_by("since", "id")) if ids else []
    return [row for row in found if row.absent_id == person], [row for row in found if row.person_id == person]


def charges(*, park: str, persons: Sequence[str] | None = None) -> dict[str, tuple[str, ...]]:
    """Person → the ids of the units they answer for besides their own; of these persons only, where asked."""
    rows = Charge.objects.filter(park=park, until__isnull=True)
    if persons is not None:
        rows = rows.filter(person_id__in=list(persons))
    found: dict[str, tuple[str, ...]] = {}
    for person, unit in rows.order_by("unit__code").values_list("person_id", "unit_id"):
        found[person] = (*found.get(person, ()), unit)
    return found


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


def new_officers(*, park: str, enterprise: str, since: date) -> tuple[str, ...]:
    """Who became the enterprise's officer since a day in somebody else's place; none where nobody's link ended."""
    rows = EnterpriseOfficer.objects.filter(park=park, enterprise_id=enterprise)
    came = set(rows.filter(since__gte=since, until__isnull=True).values_list("person_id", flat=True))
    went = set(rows.filter(until__gte=since).values_list("person_id", flat=True))
    before = set(rows.filter(since__lt=since, until__isnull=True).values_list("person_id", flat=True))
    return tuple(sorted(came - went - before)) if went - came - before else ()


def enterprises_of(*, park: str, person: str) -> tuple[tuple[str, str], ...]:
    """(enterprise, role) of everything a person is linked to now."""
    rows = EnterpriseOfficer.objects.filter(park=park, person_id=person, until__isnull=True)
    return tuple(rows.order_by("enterprise_id", "role").values_list("enterprise_id", "role"))
