"""Memberships, many at a time, and links between officers and enterprises."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from lianqi.kernel.decision import NewEvent
from lianqi.server.ids import new_id
from lianqi.server.ledger.operations import NewContent, put_contents
from lianqi.server.ledger.queries import read_contents
from lianqi.server.people.models import Charge, EnterpriseOfficer, Membership, Person
from lianqi.server.people.operations.charges import put_in_charge
from lianqi.server.people.operations.standing_in import end_stand_ins_of
from lianqi.server.people.queries import charges
from lianqi.server.registry.audit import Written, record

_COLUMNS = ("unit_id", "roles", "number", "heads", "name", "phone", "until")


@dataclass(slots=True)
class MemberDraft:
    """A working copy of one person in one park, with their words. Nothing is written before `store_members`."""

    row: Membership
    name: str
    phone: str = ""
    links: set[tuple[str, str]] = field(default_factory=set)
    charges: set[str] = field(default_factory=set)
    is_new: bool = False
    touched: set[str] = field(default_factory=set)
    new_links: list[tuple[str, str]] = field(default_factory=list)
    new_charges: bool = False

    @property
    def changed(self) -> bool:
        return bool(self.is_new or self.touched or self.new_links or self.new_charges)

    def say(self, *, name: str = "", phone: str = "") -> None:
        """Put in a name or a phone number; empty ones say nothing."""
        if name and name != self.name:
            self.name = name
            self.touched.add("name")
        if phone and phone != self.phone:
            self.phone = phone
            self.touched.add("phone")

    def set(self, column: str, value: object) -> None:
        """Put in a unit, roles, a number or whether the person heads the unit."""
        if getattr(self.row, column) != value:
            setattr(self.row, column, value)
            self.touched.add(column)

    def link(self, enterprise: str, role: str) -> None:
        """Link the person to an enterprise in a role; a link that stands is no change."""
        if (enterprise, role) not in self.links:
            self.links.add((enterprise, role))
            self.new_links.append((enterprise, role))

    def answer_for(self, units: Iterable[str]) -> None:
        """Put the person in charge of these units too (分管), by their ids; none is taken away."""
        self.new_charges = self.new_charges or not set(units) <= self.charges
        self.charges |= set(units)


def new_member(*, park: str, name: str, phone: str, now: datetime, person: str = "") -> MemberDraft:
    """A draft of somebody new to the park; `person` where another park knows them already."""
    row = Membership(id=new_id(now=now), park=park, person_id=person or new_id(now=now), roles=[], since=now)
    return MemberDraft(row, name, phone, is_new=True)


def draft_members(*, park: str, ids: Iterable[str] | None = None) -> list[MemberDraft]:
    """Working copies of who is in the park now, or of these memberships, with their words."""
    rows = Membership.objects.filter(park=park, until__isnull=True)
    if ids is not None:
        rows = rows.filter(id__in=list(ids))
    members = list(rows.order_by("id"))
    cited = [cite for row in members for cite in (row.name, row.phone) if cite]
    words = {cite: (said or b"").decode() for cite, said in read_contents(park=park, ids=cited).items()}
    links: dict[str, set[tuple[str, str]]] = {}
    held = EnterpriseOfficer.objects.filter(park=park, until__isnull=True)
    for person, enterprise, role in held.values_list("person_id", "enterprise_id", "role"):
        links.setdefault(person, set()).add((enterprise, role))
    answered_for = charges(park=park)
    return [
        MemberDraft(
            row,
            words.get(row.name, ""),
            words.get(row.phone, ""),
            links.get(row.person_id, set()),
            set(answered_for.get(row.person_id, ())),
        )
        for row in members
    ]


def store_members(*, park: str, drafts: Sequence[MemberDraft], actor: str, now: datetime) -> None:
    """Write the drafts that changed, their words as content and one event each, in the caller's transaction."""
    changed = [draft for draft in drafts if draft.changed]
    if not changed:
        return
    new = [draft for draft in changed if draft.is_new]
    persons = [Person(id=draft.row.person_id, created_at=now) for draft in new]
    Person.objects.bulk_create(persons, ignore_conflicts=True)
    cited = _store_words(park, changed, now)
    # A unit has one head at any moment: who stands down does so before the next one steps in.
    down = [draft.row.id for draft in changed if "heads" in draft.touched and not draft.row.heads]
    Membership.objects.filter(park=park, id__in=down).update(heads=False)
    Membership.objects.bulk_create([draft.row for draft in new])
    updated = [draft.row for draft in changed if not draft.is_new and draft.touched]
    if updated:
        Membership.objects.bulk_update(updated, _COLUMNS)
    EnterpriseOfficer.objects.bulk_create(
        EnterpriseOfficer(
            id=new_id(now=now),
            park=park,
            enterprise_id=enterprise,
            person_id=draft.row.person_id,
            role=role,
            since=now.date(),
        )
        for draft in changed
        for enterprise, role in draft.new_links
    )
    events = [(draft, tuple(_events(draft, cited))) for draft in changed]
    written = [Written(draft.row.id, some, fresh=draft.is_new) for draft, some in events if some]
    if written:
        record(park=park, written=written, actor=actor, now=now)
    for draft in (one for one in changed if one.new_charges):
        put_in_charge(park=park, person=draft.row.person_id, units=draft.charges, actor=actor, now=now)


def end_link(*, park: str, enterprise: str, person: str, role: str, on: date, actor: str, now: datetime) -> bool:
    """End the link of an officer to an enterprise on a day; False if none stands."""
    rows = EnterpriseOfficer.objects.filter(
        park=park, enterprise_id=enterprise, person_id=person, role=role, until__isnull=True, since__lte=on
    )
    if not rows.update(until=on):
        return False
    member = Membership.objects.get(park=park, person_id=person)
    event = NewEvent("member.unlinked", {"enterprise": enterprise, "role": role, "until": on.isoformat()})
    record(park=park, written=[Written(member.id, (event,))], actor=actor, now=now)
    return True


def member_leaves(*, park: str, person: str, actor: str, now: datetime) -> bool:
    """Note that a person no longer works for the park: roles, headship and links end. False if noted before."""
    row = Membership.objects.select_for_update().get(park=park, person_id=person)
    if row.until is not None:
        return False
    row.until, row.heads, row.roles = max(now, row.since), False, []
    row.save(update_fields=["until", "heads", "roles"])
    held = EnterpriseOfficer.objects.filter(park=park, person_id=person, until__isnull=True)
    held.update(until=max(now.date(), row.since.date()))
    Charge.objects.filter(park=park, person_id=person, until__isnull=True).update(until=now)
    end_stand_ins_of(park=park, person=person, now=now)
    record(park=park, written=[Written(row.id, (NewEvent("member.left", {}),))], actor=actor, now=now)
    return True


def _store_words(park: str, drafts: Sequence[MemberDraft], now: datetime) -> dict[tuple[str, str], dict[str, str]]:
    """Keep new names and numbers as content of the person and cite them in the row; the citations by (row id, kind)."""
    said: list[tuple[MemberDraft, str, str]] = []
    for draft in drafts:
        for column, words in (("name", draft.name), ("phone", draft.phone)):
            if words and (draft.is_new or column in draft.touched):
                said.append((draft, column, words))
    contents = [NewContent(draft.row.person_id, f"person.{column}", words) for draft, column, words in said]
    refs = put_contents(park=park, contents=contents, now=now) if contents else []
    cited = {}
    for (draft, column, _), ref in zip(said, refs, strict=True):
        setattr(draft.row, column, ref.id)
        cited[draft.row.id, column] = ref.data()
    return cited


def _events(draft: MemberDraft, cited: dict[tuple[str, str], dict[str, str]]) -> list[NewEvent]:
    row = draft.row
    words = {column: cited[row.id, column] for column in ("name", "phone") if (row.id, column) in cited}
    if draft.is_new:
        said = {"person": row.person_id, "unit": row.unit_id, "roles": row.roles, "heads": row.heads}
        events = [NewEvent("member.joined", {**said, "number": row.number, **words})]
    elif draft.touched:
        columns = sorted(draft.touched - {"name", "phone"})
        said = {column.removesuffix("_id"): getattr(row, column) for column in columns}
        events = [NewEvent("member.changed", {**said, **words})]
    else:
        events = []
    links = [
        NewEvent("member.linked", {"enterprise": enterprise, "role": role}) for enterprise, role in draft.new_links
    ]
    return events + links
