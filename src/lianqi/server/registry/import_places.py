"""The areas, grids and chains that rows name, made where they are missing."""

from __future__ import annotations

from datetime import datetime

from lianqi.server.registry import operations
from lianqi.server.registry.models import Area, Chain, Grid


class Places:
    """Ids by what rows say, for one batch. In a dry run a missing place has an id that is told apart, never written."""

    def __init__(self, park: str, *, actor: str, now: datetime, dry_run: bool) -> None:
        self._park, self._actor, self._now, self._dry = park, actor, now, dry_run
        self._areas: dict[str, str] = {}
        self._grids: dict[tuple[str | None, str], str] = {}
        self._chains: dict[str, str] = {}
        self._grid_names: dict[str, str] = {}

    def area(self, name: str) -> str | None:
        """The id of an area; None for an empty name."""
        if name and name not in self._areas:
            if self._dry:
                held = Area.objects.filter(park=self._park, name=name).values_list("id", flat=True).first()
                self._areas[name] = held or f"new {name}"
            else:
                self._areas |= operations.ensure_areas(park=self._park, names=[name], actor=self._actor, now=self._now)
        return self._areas.get(name)

    def chain(self, name: str) -> str | None:
        """The id of an industrial chain; None for an empty name."""
        if name and name not in self._chains:
            if self._dry:
                held = Chain.objects.filter(park=self._park, name=name).values_list("id", flat=True).first()
                self._chains[name] = held or f"new {name}"
            else:
                self._chains |= operations.ensure_chains(
                    park=self._park, names=[name], actor=self._actor, now=self._now
                )
        return self._chains.get(name)

    def grid(self, name: str, *, area: str | None) -> str:
        """The id of a grid in this area, or of one that stands in none."""
        place = (area, name)
        if place not in self._grids:
            if self._dry:
                rows = Grid.objects.filter(park=self._park, name=name, area_id=area)
                self._grids[place] = rows.values_list("id", flat=True).first() or f"new {area or ''} {name}"
            else:
                self._grids |= operations.ensure_grids(park=self._park, names=[place], actor=self._actor, now=self._now)
        self._grid_names[self._grids[place]] = name
        return self._grids[place]

    def is_grid(self, id: str | None, name: str) -> bool:
        """Whether the grid with this id is called so."""
        if id is not None and id not in self._grid_names:
            held = Grid.objects.filter(park=self._park, id=id).values_list("name", flat=True).first()
            # In a dry run the id of an earlier batch's grid ends with its name.
            self._grid_names[id] = held or id.rpartition(" ")[2]
        return id is not None and self._grid_names[id] == name
