"""Opening the invented park: rules, calendar, units, people, enterprises, through the use-cases that a clerk runs."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import product
from typing import Any

from lianqi.kernel.enterprises.credit_code import ALPHABET, check_character, organisation_check_character
from lianqi.server.demo.cast import Cast, Firm
from lianqi.server.demo.chances import weighted
from lianqi.server.demo.material import Material
from lianqi.server.ledger.operations import one_transaction
from lianqi.server.mechanisms.operations import activate, publish_calendar
from lianqi.server.mechanisms.queries import read_mechanism
from lianqi.server.people import operations as people
from lianqi.server.registry import operations as registry
from lianqi.server.registry.models import EnterpriseContact
from lianqi.server.registry.operations.drafts import DraftContact, EnterpriseDraft
from lianqi.server.registry.queries import units

PARK = "demo"
CLERK = "demo"
LIAISON = "liaison"
_SCALES: Mapping[str, float] = {"above": 22, "below": 58, "shop": 16, "project": 4}
#: How much more than others an enterprise of this size has to say.
_TALKATIVE = {"above": 2.2, "below": 1.0, "shop": 0.5, "project": 1.6}
#: Handlers, head and leader in charge of each unit.
_OF_A_UNIT = ("handler", "unit-head", "leader-in-charge")
#: Name (drawn where empty), roles, unit (of none where empty).
Seat = tuple[str, list[str], str]


@dataclass(frozen=True, slots=True)
class _Found:
    by_role: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    looks_after: dict[str, str] = field(default_factory=dict)
    named: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Texts:
    """The rules and the calendar that the park runs by, as their files say them."""

    mechanism: str
    rules: str
    calendar: str


def open_park(
    *, material: Material, texts: Texts, now: datetime, chance: random.Random, enterprises: int, officers: int
) -> Cast:
    """Write the park in one transaction and say who is who in it."""
    said = material.park
    with one_transaction(park=PARK):
        registry.ensure_park(code=PARK, name=said["name"], actor=CLERK, now=now)
        inside = _units(said, texts, now)
        publish_calendar(park=PARK, text=texts.calendar, name="calendar", actor=CLERK, now=now)
        drafts = _enterprises(said, now=now, chance=chance, count=enterprises)
        ids = [draft.row.id for draft, _ in drafts]
        roles = read_mechanism(texts.rules, name=texts.mechanism).shape.roles
        seats = _seats(said, inside, roles, officers)
        found = _people(said, seats, ids, now=now, chance=chance)
        activate(park=PARK, text=texts.rules, name=texts.mechanism, since=now.date(), actor=CLERK, now=now)
        contacts = dict(EnterpriseContact.objects.filter(park=PARK).values_list("enterprise_id", "id"))
    firms = tuple(
        Firm(id=draft.row.id, contact=contacts[draft.row.id], officer=found.looks_after[draft.row.id], **known)
        for draft, known in drafts
    )
    paces = {**said["paces"], **{code: unit["pace"] for code, unit in said["units"].items()}}
    return Cast(firms, dict(found.by_role), paces, inside, found.named)


def _units(said: Mapping[str, Any], texts: Texts, now: datetime) -> tuple[str, ...]:
    """Those of the mechanism and the demo's own; the codes of the inside ones."""
    named = read_mechanism(texts.rules, name=texts.mechanism).units().values()
    drafts = [registry.UnitDraft(unit.code, unit.name.zh, unit.outside, unit.counterpart) for unit in named]
    drafts += [registry.UnitDraft(code, unit["name"]) for code, unit in said["units"].items()]
    registry.store_units(park=PARK, drafts=drafts, actor=CLERK, now=now)
    return tuple(draft.code for draft in drafts if not draft.external)


def _enterprises(
    said: Mapping[str, Any], *, now: datetime, chance: random.Random, count: int
) -> list[tuple[EnterpriseDraft, dict[str, Any]]]:
    """Enterprises with names, sound codes of a division that does not exist, places, chains and a contact each."""
    areas = registry.ensure_areas(park=PARK, names=said["areas"], actor=CLERK, now=now)
    spots = [(area, grid, places) for area, grids in said["areas"].items() for grid, places in grids.items()]
    wanted = [(areas[area], grid) for area, grid, _ in spots]
    grids = registry.ensure_grids(park=PARK, names=wanted, actor=CLERK, now=now)
    chains = registry.ensure_chains(park=PARK, names=said["chains"], actor=CLERK, now=now)
    brands = [first + second for first, second in product(said["brands"]["first"], said["brands"]["second"])]
    drawn = [brands[place % len(brands)] for place in chance.sample(range(len(brands) * 2), count)]
    made: list[tuple[EnterpriseDraft, dict[str, Any]]] = []
    names: set[str] = set()
    for number, brand in enumerate(drawn):
        chain, (area, grid, places) = chance.choice(list(said["chains"])), chance.choice(spots)
        works = said["chains"][chain]
        name = _new_name(brand, works["trades"], said["suffixes"], names, chance)
        draft = registry.new_enterprise(park=PARK, name=name, now=now)
        scale = weighted(chance, _SCALES)
        draft.set(
            {
                "credit_code": credit_code(said["credit_code_prefix"], number),
                "scale": scale,
                "area_id": areas[area],
                "grid_id": grids[areas[area], grid],
                "chain_id": chains[chain],
                "address": f"{places[0]}{chance.randint(1, 299)}号",
                "registered_on": _registered(now.date(), chance),
            }
        )
        person = chance.choice(said["surnames"]) + chance.choice(said["given"])
        draft.add_contact(DraftContact(person, f"{said['phone_prefix']}{number + 10_000_000:08d}"))
        talkative = _TALKATIVE[scale] * chance.uniform(0.3, 1.8)
        known = {"name": name, "area": area, "places": places, "products": works["products"], "shops": works["shops"]}
        made.append((draft, {**known, "talkative": talkative}))
    registry.store(park=PARK, drafts=[draft for draft, _ in made], actor=CLERK, now=now)
    return made


def _new_name(
    brand: str, trades: Sequence[str], suffixes: Sequence[str], taken: set[str], chance: random.Random
) -> str:
    while True:
        name = brand + chance.choice(trades) + chance.choice(suffixes)
        if name not in taken:
            taken.add(name)
            return name


def _registered(today: date, chance: random.Random) -> date:
    return today - timedelta(days=chance.randint(200, 25 * 365))


def credit_code(prefix: str, number: int) -> str:
    """A sound code (GB 32100-2015) that begins with `prefix`: ten characters, of a division that does not exist."""
    digits = ""
    for _ in range(6):
        number, place = divmod(number, len(ALPHABET))
        digits = ALPHABET[place] + digits
    body = prefix[8:] + digits
    first = prefix[:8] + body + organisation_check_character(body)
    return first + check_character(first)


def _people(
    said: Mapping[str, Any], seats: Sequence[Seat], firms: Sequence[str], *, now: datetime, chance: random.Random
) -> _Found:
    """Everybody who works for the park, and who looks after which enterprise."""
    at = {unit.code: unit.id for unit in units(park=PARK)}
    found = _Found()
    members: list[people.MemberDraft] = []
    officers: list[people.MemberDraft] = []
    for number, (name, roles, unit) in enumerate(seats, start=1):
        member = people.new_member(
            park=PARK,
            name=name or chance.choice(said["surnames"]) + chance.choice(said["given"]),
            phone=f"{said['phone_prefix']}{number + 50_000_000:08d}",
            now=now,
        )
        member.set("roles", sorted(roles))
        member.set("unit_id", at[unit] if unit else None)
        member.set("number", f"D{number:04d}")
        member.set("heads", "unit-head" in roles)
        members.append(member)
        for role in roles:
            found.by_role[f"{role}:{unit}" if role in _OF_A_UNIT else role].append(member.row.person_id)
        if "centre" in roles and not unit:
            # A unit never asks how it did, so those who ring belong to none.
            found.by_role["caller"].append(member.row.person_id)
        if name:
            found.named[name] = member.row.person_id
        if LIAISON in roles:
            officers.append(member)
    for place, firm in enumerate(firms):
        officer = officers[place % len(officers)]
        officer.link(firm, LIAISON)
        found.looks_after[firm] = officer.row.person_id
    people.store_members(park=PARK, drafts=members, actor=CLERK, now=now)
    return found


def _seats(said: Mapping[str, Any], inside: Sequence[str], known: Iterable[str], count: int) -> list[Seat]:
    """Everybody: those who are named, each unit's own, one for every role that is left, and officers for the rest."""
    named = [*said["accounts"].values(), *said["others"]]
    seats: list[Seat] = [(one["name"], list(one["roles"]), one.get("unit", "")) for one in named]
    filled = {(role, unit) for _, roles, unit in seats for role in roles}
    for unit in inside:
        seats += [("", [role], unit) for role in _OF_A_UNIT[1:] if (role, unit) not in filled]
        # Whoever handles a unit's cases looks after a few enterprises too.
        seats += [("", ["handler", LIAISON], unit)] * said["handlers"]
    held = {role for _, roles, _ in seats for role in roles}
    seats += [("", [role], "") for role in known if role not in held]
    seats += [("", [LIAISON], "")] * max(0, count - len(seats))
    return seats
