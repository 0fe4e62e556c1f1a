"""Who is who in the invented park: found by role, so that the table of behaviour names no person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Firm:
    """One enterprise: where it stands, what it makes, who speaks for it and who looks after it (ids)."""

    id: str
    name: str
    area: str
    places: Sequence[str]
    products: Sequence[str]
    shops: Sequence[str]
    contact: str
    officer: str
    talkative: float


@dataclass(frozen=True, slots=True)
class Cast:
    """People by role: those of a unit under `role:unit`, those of the whole park under the role alone.

    `named`: who has a name in `park.yaml`, by it.
    """

    firms: tuple[Firm, ...]
    people: Mapping[str, Sequence[str]]
    paces: Mapping[str, float]
    units: Sequence[str]
    named: Mapping[str, str]

    def of(self, role: str, unit: str, *, place: int) -> str:
        """Somebody with this role, of this unit where the role belongs to one; the same for the same `place`.

        LookupError where nobody has it.
        """
        found = self.people.get(f"{role}:{unit}") or self.people[role]
        return found[place % len(found)]

    def pace(self, unit: str) -> float:
        """How long this unit takes, as a multiple of the ordinary."""
        return self.paces.get(unit, 1.0)
