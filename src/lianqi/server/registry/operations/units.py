"""Units that must act: inside ones, and outside ones with the inside unit that tracks them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from lianqi.kernel.decision import NewEvent
from lianqi.server.ids import new_id
from lianqi.server.registry.audit import Written, record
from lianqi.server.registry.models import Unit


@dataclass(frozen=True, slots=True)
class UnitDraft:
    """A unit as it shall be. `id` is empty for a new one; `counterpart` the code of the inside unit, or empty."""

    code: str
    name: str
    external: bool = False
    counterpart: str = ""
    id: str = ""


def store_units(*, park: str, drafts: Sequence[UnitDraft], actor: str, now: datetime) -> None:
    """Write new and changed units with their events, in the caller's transaction.

    A counterpart may stand in the same batch. LookupError for a counterpart that is nowhere.
    """
    rows = {row.id: row for row in Unit.objects.filter(park=park, id__in=[draft.id for draft in drafts if draft.id])}
    ids = dict(Unit.objects.filter(park=park).values_list("code", "id"))
    made: list[Unit] = []
    for draft in drafts:
        if not draft.id:
            made.append(Unit(id=new_id(now=now), park=park, code=draft.code, name=draft.name, external=draft.external))
            ids[draft.code] = made[-1].id
    Unit.objects.bulk_create(made)
    fresh = {row.code: row for row in made}
    for draft in drafts:
        row = rows[draft.id] if draft.id else fresh[draft.code]
        row.code, row.name, row.external = draft.code, draft.name, draft.external
        row.counterpart_id = ids[draft.counterpart] if draft.counterpart else None
    touched = [*rows.values(), *(row for row in made if row.counterpart_id)]
    if touched:
        Unit.objects.bulk_update(touched, ["code", "name", "external", "counterpart"])
    written = [
        Written(row.id, (NewEvent(type, _data(row)),), fresh=type == "unit.added")
        for type, some in (("unit.added", made), ("unit.changed", rows.values()))
        for row in some
    ]
    if written:
        record(park=park, written=written, actor=actor, now=now)


def close_unit(*, park: str, code: str, actor: str, now: datetime) -> bool:
    """Note that a unit no longer exists; it stays where it is named. False if it was closed before."""
    row = Unit.objects.select_for_update().get(park=park, code=code)
    if row.closed_at is not None:
        return False
    row.closed_at = now
    row.save(update_fields=["closed_at"])
    record(park=park, written=[Written(row.id, (NewEvent("unit.closed", {}),))], actor=actor, now=now)
    return True


def _data(row: Unit) -> dict[str, str | bool | None]:
    return {"code": row.code, "external": row.external, "counterpart": row.counterpart_id}
