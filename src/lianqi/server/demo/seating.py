"""Who works for the invented park: those who are named, each unit's own, and officers for the rest."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from lianqi.server.people import operations as people
from lianqi.server.registry.queries import units

PARK = "demo"
CLERK = "demo"
_LIAISON, _HANDLER, _HEAD, _LEADER = "liaison", "handler", "unit-head", "leader-in-charge"
#: Roles that somebody has for a unit.
_OF_A_UNIT = frozenset({_HANDLER, _HEAD, _LEADER})
#: As many enterprises for an officer with a name as for so many others.
_LOOKED_AT = 6
#: Units for one leader in charge.
_IN_CHARGE_OF = 5


@dataclass(frozen=True, slots=True)
class Seat:
    """One place to be filled. `name` is drawn where it is empty, `unit` none where it is; `charges`: other units that
    a leader in charge answers for.
    """

    roles: tuple[str, ...]
    unit: str = ""
    name: str = ""
    charges: tuple[str, ...] = ()

    @property
    def units(self) -> tuple[str, ...]:
        return (self.unit, *self.charges)


@dataclass(frozen=True, slots=True)
class Found:
    """Who has which role (`role:unit` for those of a unit), who looks after which enterprise, who has which name."""

    by_role: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    looks_after: dict[str, str] = field(default_factory=dict)
    named: dict[str, str] = field(default_factory=dict)


def seats(said: Mapping[str, Any], inside: Sequence[str], known: Iterable[str], count: int) -> list[Seat]:
    """Every seat of the park: `known` are the roles of its mechanism, each of which somebody holds."""
    named = [
        Seat(tuple(one["roles"]), one.get("unit", ""), one["name"])
        for one in (*said["accounts"].values(), *said["others"])
    ]
    found = [seat for seat in named if _LEADER not in seat.roles]
    found += _leaders([seat for seat in named if _LEADER in seat.roles], inside)
    headed = {seat.unit for seat in named if _HEAD in seat.roles}
    for unit in inside:
        found += [Seat((_HEAD,), unit)] if unit not in headed else []
        # Whoever handles a unit's cases looks after a few enterprises too.
        found += [Seat((_HANDLER, _LIAISON), unit)] * said["handlers"]
    held = {role for seat in found for role in seat.roles}
    found += [Seat((role,)) for role in known if role not in held]
    return found + [Seat((_LIAISON,))] * max(0, count - len(found))


def _leaders(named: Sequence[Seat], inside: Sequence[str]) -> list[Seat]:
    """Leaders in charge, each of a few units; those with a name of the unit that is theirs, and of others."""
    own = [seat.unit for seat in named]
    rest = [unit for unit in inside if unit not in own]
    missing = max(0, -(-len(inside) // _IN_CHARGE_OF) - len(own))
    own, rest = own + rest[:missing], rest[missing:]
    names = [seat.name for seat in named] + [""] * missing
    return [
        Seat((_LEADER,), unit, name, tuple(rest[place :: len(own)]))
        for place, (unit, name) in enumerate(zip(own, names, strict=True))
    ]


def seat_everybody(
    said: Mapping[str, Any], seats: Sequence[Seat], firms: Sequence[str], *, now: datetime, chance: random.Random
) -> Found:
    """Write them all down, and give each enterprise an officer."""
    at = {unit.code: unit.id for unit in units(park=PARK)}
    found = Found()
    members: list[people.MemberDraft] = []
    officers: list[people.MemberDraft] = []
    for number, seat in enumerate(seats, start=1):
        member = people.new_member(
            park=PARK,
            name=seat.name or chance.choice(said["surnames"]) + chance.choice(said["given"]),
            phone=f"{said['phone_prefix']}{number + 50_000_000:08d}",
            now=now,
        )
        member.set("roles", sorted(seat.roles))
        member.set("unit_id", at[seat.unit] if seat.unit else None)
        member.set("number", f"D{number:04d}")
        member.set("heads", _HEAD in seat.roles)
        if seat.charges:
            member.answer_for([at[unit] for unit in seat.charges])
        members.append(member)
        _note(found, seat, member.row.person_id)
        if _LIAISON in seat.roles:
            # Whoever signs in as an officer has enterprises enough to look at.
            officers += [member] * (_LOOKED_AT if seat.name else 1)
    for place, firm in enumerate(firms):
        officer = officers[place % len(officers)]
        officer.link(firm, _LIAISON)
        found.looks_after[firm] = officer.row.person_id
    people.store_members(park=PARK, drafts=members, actor=CLERK, now=now)
    return found


def _note(found: Found, seat: Seat, person: str) -> None:
    for role in seat.roles:
        for key in [f"{role}:{unit}" for unit in seat.units] if role in _OF_A_UNIT else [role]:
            found.by_role[key].append(person)
    if "centre" in seat.roles and not seat.unit:
        # A unit never asks how it did, so those who ring belong to none.
        found.by_role["caller"].append(person)
    if seat.name:
        found.named[seat.name] = person
