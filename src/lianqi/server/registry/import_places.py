"""The areas, grids and chains that the rows of a batch name, made where they are missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from lianqi.server.registry import operations
from lianqi.server.registry.enterprise_rows import Said
from lianqi.server.registry.models import Area, Chain, Grid


@dataclass(frozen=True, slots=True)
class Places:
    """Ids by what rows say; in a dry run a place that is missing has an id that is only told apart, never written."""

    areas: Mapping[str, str]
    grids: Mapping[tuple[str | None, str], str]
    chains: Mapping[str, str]

    @classmethod
    def of(cls, park: str, rows: Sequence[Said], *, actor: str, now: datetime, dry_run: bool) -> Places:
        """The places of these rows."""
        areas = sorted({said.area for said in rows if said.area})
        chains = sorted({said.chain for said in rows if said.chain})
        if dry_run:
            known = dict(Area.objects.filter(park=park, name__in=areas).values_list("name", "id"))
            area_ids = {name: known.get(name, f"new {name}") for name in areas}
            linked = dict(Chain.objects.filter(park=park, name__in=chains).values_list("name", "id"))
            grids = _grids(rows, area_ids)
            held = Grid.objects.filter(park=park, name__in=[name for _, name in grids])
            grid_ids: dict[tuple[str | None, str], str] = {
                (area, name): id for area, name, id in held.values_list("area_id", "name", "id")
            }
            return cls(
                area_ids,
                {place: grid_ids.get(place, f"new {place}") for place in grids},
                {name: linked.get(name, f"new {name}") for name in chains},
            )
        made = operations.ensure_areas(park=park, names=areas, actor=actor, now=now)
        return cls(
            made,
            operations.ensure_grids(park=park, names=_grids(rows, made), actor=actor, now=now),
            operations.ensure_chains(park=park, names=chains, actor=actor, now=now),
        )

    def area(self, said: Said) -> str | None:
        return self.areas[said.area] if said.area else None

    def grid(self, said: Said) -> str | None:
        return self.grids[self.area(said), said.grid] if said.grid else None

    def chain(self, said: Said) -> str | None:
        return self.chains[said.chain] if said.chain else None


def _grids(rows: Sequence[Said], areas: Mapping[str, str]) -> list[tuple[str | None, str]]:
    named = {(areas[said.area] if said.area else None, said.grid) for said in rows if said.grid}
    return sorted(named, key=lambda place: (place[0] or "", place[1]))
