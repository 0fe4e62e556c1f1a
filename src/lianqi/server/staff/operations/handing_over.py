"""交接与离任: what somebody carries passes to a colleague in one act, and nobody leaves who is the last one for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lianqi.kernel.decision import NewEvent, Refused
from lianqi.kernel.messages import names
from lianqi.server.accounts.models import Account
from lianqi.server.accounts.operations import close_account
from lianqi.server.cases import gate
from lianqi.server.cases.setting import Setting, setting
from lianqi.server.ledger import sight
from lianqi.server.ledger.operations import one_transaction
from lianqi.server.ledger.values import LedgerRefusal
from lianqi.server.people import operations as people
from lianqi.server.people.models import Membership
from lianqi.server.people.queries import charges, enterprises_of
from lianqi.server.registry.audit import Written, record
from lianqi.server.registry.models import Unit
from lianqi.server.staff import refusals


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What passed on: enterprises, units in charge of, roles that nobody else had, and whether to head the unit."""

    enterprises: int
    charges: int
    roles: tuple[str, ...]
    heads: bool


def hand_over(*, park: str, person: str, to: str, actor: str, now: datetime, leaves: bool = False) -> HandedOver:
    """`to` has from now on what `person` had: every linked enterprise, the units they answer for, the headship, and
    the roles that nobody else holds there. With `leaves`, the person's service ends in the same transaction.

    The rights of the inspection pass to nobody of themselves. LedgerRefusal `staff.stranger`, `staff.handover.same`,
    `.unit` (a role for a unit passes within it), and what `end_service` refuses.
    """
    if person == to:
        raise LedgerRefusal(Refused(refusals.HANDOVER_SAME))
    with one_transaction(park=park):
        rows = Membership.objects.select_for_update().filter(park=park, until__isnull=True)
        found = {row.person_id: row for row in rows.filter(person_id__in=[person, to]).order_by("id")}
        if len(found) < 2:
            raise LedgerRefusal(Refused(refusals.STRANGER))
        place = setting(park=park, now=now)
        roles = _roles_to_pass(place, found[person], found[to]) if leaves else ()
        heads = found[person].heads and found[to].unit_id == found[person].unit_id
        links = enterprises_of(park=park, person=person)
        answered = charges(park=park, persons=[person, to])
        mine, theirs = people.draft_members(park=park, ids=[found[person].id, found[to].id])
        if mine.row.person_id != person:
            mine, theirs = theirs, mine
        today = place.calendar.local(now).date()
        for enterprise, role in links:
            people.end_link(park=park, enterprise=enterprise, person=person, role=role, on=today, actor=actor, now=now)
            theirs.link(enterprise, role)
        if heads:
            mine.set("heads", False)
            theirs.set("heads", True)
        theirs.set("roles", sorted({*theirs.row.roles, *roles}))
        theirs.answer_for(answered.get(person, ()))
        people.store_members(park=park, drafts=[mine, theirs], actor=actor, now=now)
        people.put_in_charge(park=park, person=person, units=(), actor=actor, now=now)
        said = NewEvent("member.handed-over", {"to": to, "enterprises": len(links), "roles": list(roles)})
        record(park=park, written=[Written(found[person].id, (said,))], actor=actor, now=now)
        if leaves:
            end_service(park=park, person=person, actor=actor, now=now)
    return HandedOver(len(links), len(answered.get(person, ())), roles, heads)


def end_service(*, park: str, person: str, actor: str, now: datetime) -> bool:
    """The person no longer works for the park: roles, headship and account end. False if that was noted before.

    LedgerRefusal `staff.stranger`, `staff.leave.linked` (enterprises are still theirs), `staff.leave.sole` (nobody
    else would carry one of their duties).
    """
    with one_transaction(park=park):
        row = Membership.objects.select_for_update().filter(park=park, person_id=person).first()
        if row is None:
            raise LedgerRefusal(Refused(refusals.STRANGER))
        if row.until is not None:
            return False
        if links := enterprises_of(park=park, person=person):
            raise LedgerRefusal(Refused(refusals.LINKED, {"count": len(links)}))
        _refuse_last(setting(park=park, now=now), row)
        people.member_leaves(park=park, person=person, actor=actor, now=now)
        with sight.only(sight.EVERY_PARK):
            elsewhere = Membership.objects.filter(person_id=person, until__isnull=True).exists()
        account = Account.objects.filter(person_id=person, is_active=True).first()
        if account is not None and not elsewhere:
            close_account(name=account.name, now=now)
    return True


def _roles_to_pass(place: Setting, leaving: Membership, to: Membership) -> tuple[str, ...]:
    """The roles of whoever leaves that nobody else holds: for the unit where they are a unit's."""
    passing = []
    for role in leaving.roles:
        duties = place.rules_for_new().roles.get(role, frozenset())
        if not duties or duties & gate.INSPECTION or _others(place, leaving, duties):
            continue
        if duties <= gate.UNIT_DUTIES and leaving.unit_id and to.unit_id != leaving.unit_id:
            raise LedgerRefusal(Refused(refusals.HANDOVER_UNIT, {"unit": _unit_name(leaving.unit_id)}))
        passing.append(role)
    return tuple(passing)


def _refuse_last(place: Setting, leaving: Membership) -> None:
    alone: list[str] = []
    for role in leaving.roles:
        duties = place.rules_for_new().roles.get(role, frozenset())
        if duties and not _others(place, leaving, duties):
            alone += sorted(duties)
    if alone:
        unit = _unit_name(leaving.unit_id) if leaving.unit_id else ""
        told = {
            lang: sep.join(dict.fromkeys(names.DUTIES[duty][which] for duty in alone))
            + (f"（{unit}）" if unit and lang == "zh" else f" ({unit})" if unit else "")
            for which, (lang, sep) in enumerate((("zh", "、"), ("en", ", ")))
        }
        raise LedgerRefusal(Refused(refusals.SOLE, {"what": alone, "what_zh": told["zh"], "what_en": told["en"]}))


def _others(place: Setting, leaving: Membership, duties: frozenset[str]) -> bool:
    """Whether somebody else carries all of these duties, in the unit where they are a unit's."""
    carried = place.rules_for_new().roles
    rows = Membership.objects.filter(park=place.park, until__isnull=True).exclude(person_id=leaving.person_id)
    answered = charges(park=place.park)
    covered: set[str] = set()
    for row in rows:
        for role in row.roles:
            has = carried.get(role, frozenset()) & duties
            here = {row.unit_id, *(answered.get(row.person_id, ()) if "sign" in has else ())} - {None}
            everywhere = not here or leaving.unit_id is None
            covered |= {duty for duty in has if duty not in gate.UNIT_DUTIES or everywhere or leaving.unit_id in here}
    return duties <= covered


def _unit_name(id: str) -> str:
    return str(Unit.objects.values_list("name", flat=True).get(id=id))
