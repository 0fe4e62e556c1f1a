"""Every read of the registry."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lianqi.kernel.enterprises import credit_code
from lianqi.kernel.enterprises.names import match_key
from lianqi.server.ledger.selecting import every, select, select_in, text
from lianqi.server.registry.models import (
    Area,
    Chain,
    Enterprise,
    EnterpriseContact,
    EnterpriseName,
    Grid,
    Park,
    Unit,
)
from lianqi.server.registry.operations.contacts import code_hash

# Every form that records what an enterprise says asks.
_CONTACTS = (
    "SELECT c.id, n.bytes, p.bytes, c.legal_representative, c.code_hash IS NOT NULL FROM registry_enterprisecontact c"
    " LEFT JOIN ledger_content n ON n.park = c.park AND n.id = c.name"
    " LEFT JOIN ledger_content p ON p.park = c.park AND p.id = c.phone"
    " WHERE c.park = %s AND c.enterprise_id = %s AND c.left_at IS NULL ORDER BY c.created_at, c.id"
)
# Every list of cases asks.
_NAMES = "SELECT id, name FROM registry_enterprise WHERE park = %s AND id"


@dataclass(frozen=True, slots=True)
class Contact:
    """A contact with their words; both empty once they were forgotten."""

    id: str
    enterprise: str
    name: str
    phone: str
    legal_representative: bool
    has_code: bool


def parks() -> dict[str, str]:
    """Code → name of every park of this installation."""
    return dict(Park.objects.order_by("code").values_list("code", "name"))


def find_enterprises(*, park: str, column: str, values: Iterable[str]) -> dict[str, str]:
    """Value → id of the enterprise whose credit_code, project_code or own_number it is."""
    if column not in ("credit_code", "project_code", "own_number"):
        raise ValueError(f"{column} identifies no enterprise")
    rows = Enterprise.objects.filter(park=park, **{f"{column}__in": sorted({value for value in values if value})})
    return dict(rows.values_list(column, "id"))


def enterprises_named(*, park: str, keys: Iterable[str]) -> Mapping[str, Mapping[str, str]]:
    """Key of a name → {id of an enterprise: kind of that name}, current, former and alias names alike."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    rows = EnterpriseName.objects.filter(park=park, key__in=sorted({key for key in keys if key}))
    for key, enterprise, kind in rows.values_list("key", "enterprise_id", "kind"):
        found[key][enterprise] = kind
    return found


def resolve_enterprise(*, park: str, said: str) -> tuple[str, ...]:
    """The ids of the enterprises that `said` may mean: by any of its numbers, else by a current name, else by any
    other name. More than one when the name is not enough.
    """
    plain = credit_code.normalise(said)
    for column in ("credit_code", "project_code", "own_number"):
        found = find_enterprises(park=park, column=column, values=(plain, said.strip()))
        if found:
            return tuple(sorted(set(found.values())))
    named = enterprises_named(park=park, keys=(match_key(said),)).get(match_key(said), {})
    current = tuple(sorted(id for id, kind in named.items() if kind == "current"))
    return current or tuple(sorted(named))


def enterprises(
    *, park: str, ids: Iterable[str] | None = None, status: str = "", after: str = "", limit: int
) -> list[Enterprise]:
    """At most `limit` enterprises in the order they were registered, from the one after the id `after` on; only those
    with these ids, or of this status, where asked.
    """
    rows = Enterprise.objects.filter(park=park, id__gt=after)
    if ids is not None:
        rows = rows.filter(id__in=list(ids))
    if status:
        rows = rows.filter(status=status)
    return list(rows.order_by("id")[:limit])


def enterprises_called(*, park: str, part: str, limit: int) -> list[Enterprise]:
    """At most `limit` enterprises with `part` in any name they go or went by, short names among them, by name."""
    named = EnterpriseName.objects.filter(park=park, name__icontains=part).values("enterprise_id")
    return list(Enterprise.objects.filter(park=park, id__in=named).order_by("name", "id")[:limit])


def names_of(*, park: str, enterprise: str) -> tuple[EnterpriseName, ...]:
    """All names of an enterprise in the order they were recorded."""
    rows = EnterpriseName.objects.filter(park=park, enterprise_id=enterprise)
    return tuple(rows.order_by("recorded_at", "id"))


def contacts_of(*, park: str, enterprise: str) -> tuple[Contact, ...]:
    """The contacts who have not left, oldest first, with their words."""
    return tuple(
        Contact(id, enterprise, text(name), text(phone), bool(legal_representative), bool(has_code))
        for id, name, phone, legal_representative, has_code in select(_CONTACTS, [park, enterprise])
    )


def contact_by_code(*, park: str, code: str) -> str | None:
    """The id of the contact who holds this code; None for a code that was revoked or never given."""
    hashed = code_hash(park=park, code=credit_code.normalise(code))
    row = EnterpriseContact.objects.filter(park=park, code_hash=hashed, left_at__isnull=True)
    return row.values_list("id", flat=True).first()


def units(*, park: str, closed: bool = False) -> tuple[Unit, ...]:
    """The units of a park by code; closed ones only when asked."""
    return tuple(unit for unit in every(Unit, order="code", park=park) if closed or unit.closed_at is None)


def unit_names(*, park: str) -> dict[str, str]:
    """Code → name of every unit of a park, those that were closed too."""
    return {unit.code: unit.name for unit in units(park=park, closed=True)}


def enterprise_names(*, park: str, ids: Iterable[str]) -> dict[str, str]:
    """Id → current name of those of these enterprises that are there."""
    return dict(select_in(_NAMES, [park], sorted(set(ids))))


def places(*, park: str) -> Mapping[str, int]:
    """How many areas, grids and chains a park has."""
    return {
        "area": Area.objects.filter(park=park).count(),
        "grid": Grid.objects.filter(park=park).count(),
        "chain": Chain.objects.filter(park=park).count(),
    }
