"""Parks and their parts: areas, grids, chains. Each is made when it is first named."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

from lianqi.kernel.decision import NewEvent
from lianqi.server.ids import new_id
from lianqi.server.registry.audit import Written, record
from lianqi.server.registry.models import Area, Chain, Grid, Park
from lianqi.server.registry.refusals import RegistryRefusal

_CODE = re.compile(r"[a-z][a-z0-9-]{0,31}")


def ensure_park(*, code: str, name: str, actor: str, now: datetime) -> bool:
    """Make the park unless it exists; returns whether it was made. Refused: `registry.park.code`."""
    if not _CODE.fullmatch(code):
        raise RegistryRefusal("registry.park.code", {"given": code})
    _, made = Park.objects.get_or_create(code=code, defaults={"name": name or code, "created_at": now})
    if made:
        record(park=code, written=[Written(code, (NewEvent("park.added"),))], actor=actor, now=now)
    return made


def ensure_areas(*, park: str, names: Iterable[str], actor: str, now: datetime) -> dict[str, str]:
    """The ids of these areas by name; those that are missing are made."""
    wanted = sorted(set(names))
    found = dict(Area.objects.filter(park=park, name__in=wanted).values_list("name", "id"))
    made = [Area(id=new_id(now=now), park=park, name=name) for name in wanted if name not in found]
    Area.objects.bulk_create(made)
    _added(park, "area.added", [(row.id, {}) for row in made], actor, now)
    return found | {row.name: row.id for row in made}


def ensure_chains(*, park: str, names: Iterable[str], actor: str, now: datetime) -> dict[str, str]:
    """The ids of these industrial chains by name; those that are missing are made."""
    wanted = sorted(set(names))
    found = dict(Chain.objects.filter(park=park, name__in=wanted).values_list("name", "id"))
    made = [Chain(id=new_id(now=now), park=park, name=name) for name in wanted if name not in found]
    Chain.objects.bulk_create(made)
    _added(park, "chain.added", [(row.id, {}) for row in made], actor, now)
    return found | {row.name: row.id for row in made}


def ensure_grids(
    *, park: str, names: Iterable[tuple[str | None, str]], actor: str, now: datetime
) -> dict[tuple[str | None, str], str]:
    """The ids of these grids by (area id or None, name); those that are missing are made."""
    wanted = sorted(set(names), key=lambda place: (place[0] or "", place[1]))
    rows = Grid.objects.filter(park=park, name__in=[name for _, name in wanted])
    found = {(area, name): id for area, name, id in rows.values_list("area_id", "name", "id")}
    missing = [place for place in wanted if place not in found]
    made = [Grid(id=new_id(now=now), park=park, area_id=area, name=name) for area, name in missing]
    Grid.objects.bulk_create(made)
    _added(park, "grid.added", [(row.id, {"area": row.area_id}) for row in made], actor, now)
    return found | {(row.area_id, row.name): row.id for row in made}


def _added(park: str, type: str, rows: list[tuple[str, dict[str, str | None]]], actor: str, now: datetime) -> None:
    written = [Written(id, (NewEvent(type, data),), fresh=True) for id, data in rows]
    if written:
        record(park=park, written=written, actor=actor, now=now)
