"""Opening the invented park: rules, calendar, units, people, enterprises, through the use-cases that a clerk runs."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import product
from typing import Any

from lianqi.kernel.enterprises.credit_code import ALPHABET, check_character, organisation_check_character
from lianqi.server.demo.cast import Cast, Firm
from lianqi.server.demo.chances import weighted
from lianqi.server.demo.material import Material
from lianqi.server.demo.seating import CLERK, PARK, seat_everybody, seats
from lianqi.server.ledger.operations import one_transaction
from lianqi.server.mechanisms.operations import activate, publish_calendar
from lianqi.server.mechanisms.queries import read_mechanism
from lianqi.server.registry import operations as registry
from lianqi.server.registry.models import EnterpriseContact
from lianqi.server.registry.operations.drafts import DraftContact, EnterpriseDraft

_SCALES: Mapping[str, float] = {"above": 22, "below": 58, "shop": 16, "project": 4}
#: How much more than others an enterprise of this size has to say.
_TALKATIVE = {"above": 2.2, "below": 1.0, "shop": 0.5, "project": 1.6}


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
        found = seat_everybody(said, seats(said, inside, roles, officers), ids, now=now, chance=chance)
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
        trade, suffix = chance.choice(trades), chance.choice(suffixes)
        name = brand + trade + suffix
        # Nobody is called 科技科技.
        if name not in taken and not suffix.startswith(trade[-2:]):
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
