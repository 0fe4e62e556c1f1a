"""What an administrator writes about one person: words, unit, roles, headship, units in charge of."""

from __future__ import annotations

from dataclasses import dataclass

from lianqi.kernel.decision import Refused
from lianqi.server.cases import gate
from lianqi.server.cases.setting import Setting
from lianqi.server.ledger.operations import one_transaction
from lianqi.server.ledger.values import LedgerRefusal
from lianqi.server.people import operations as people
from lianqi.server.people.models import Membership
from lianqi.server.registry.models import Unit
from lianqi.server.staff import refusals


@dataclass(frozen=True, slots=True)
class Person:
    """A person as they shall be. `unit` and `charges` are ids; roles of the inspection are neither given nor taken."""

    name: str
    number: str
    phone: str
    unit: str
    roles: tuple[str, ...]
    heads: bool
    charges: tuple[str, ...]


def keep_person(place: Setting, person: str, given: Person, *, actor: str) -> str:
    """Write down somebody new (`person` empty) or what changed about somebody; returns the person's id.

    LedgerRefusal `staff.stranger`, `staff.inspection`, `staff.number-taken`, `staff.unit-headed`.
    """
    park, now = place.park, place.now
    carried = place.rules_for_new().roles
    with one_transaction(park=park):
        if any(carried.get(role, frozenset()) & gate.INSPECTION for role in given.roles):
            raise LedgerRefusal(Refused(refusals.INSPECTION))
        others = Membership.objects.select_for_update().filter(park=park).exclude(person_id=person)
        if given.number and others.filter(number=given.number).exists():
            raise LedgerRefusal(Refused(refusals.NUMBER, {"number": given.number}))
        if given.heads and others.filter(unit_id=given.unit, heads=True, until__isnull=True).exists():
            raise LedgerRefusal(Refused(refusals.HEADED, {"unit": Unit.objects.get(park=park, id=given.unit).name}))
        draft = _draft(place, person, given)
        draft.say(name=given.name, phone=given.phone)
        kept = [role for role in draft.row.roles if carried.get(role, frozenset()) & gate.INSPECTION]
        draft.set("number", given.number or None)
        draft.set("unit_id", given.unit or None)
        draft.set("roles", sorted({*kept, *given.roles}))
        draft.set("heads", given.heads)
        people.store_members(park=park, drafts=[draft], actor=actor, now=now)
        people.put_in_charge(park=park, person=draft.row.person_id, units=given.charges, actor=actor, now=now)
        return str(draft.row.person_id)


def _draft(place: Setting, person: str, given: Person) -> people.MemberDraft:
    if not person:
        return people.new_member(park=place.park, name=given.name, phone=given.phone, now=place.now)
    row = Membership.objects.filter(park=place.park, person_id=person, until__isnull=True).first()
    if row is None:
        raise LedgerRefusal(Refused(refusals.STRANGER))
    return people.draft_members(park=place.park, ids=[row.id])[0]
