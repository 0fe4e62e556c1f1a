"""Enterprises under the pen: a working copy that collects changes and their events, stored many at a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from lianqi.kernel.decision import NewEvent
from lianqi.kernel.enterprises.names import match_key
from lianqi.server.ids import new_id
from lianqi.server.ledger.operations import NewContent, put_contents
from lianqi.server.ledger.queries import read_contents
from lianqi.server.registry.audit import Written, record
from lianqi.server.registry.models import Enterprise, EnterpriseContact, EnterpriseName

#: Columns that are words: an event names the column that changed, never what it says.
TEXTS = frozenset({"address", "unverified_code"})
FIELDS = (
    "credit_code",
    "project_code",
    "own_number",
    "unverified_code",
    "scale",
    "status",
    "area_id",
    "grid_id",
    "chain_id",
    "address",
    "registered_on",
)


@dataclass(frozen=True, slots=True)
class DraftContact:
    """A contact as the draft knows it: `id` is empty until it is stored."""

    name: str
    phone: str
    legal_representative: bool = False
    id: str = ""


@dataclass(slots=True)
class EnterpriseDraft:
    """A working copy of one enterprise. Nothing is written before `store`."""

    row: Enterprise
    names: dict[str, EnterpriseName]
    contacts: list[DraftContact] = field(default_factory=list)
    is_new: bool = False
    events: list[NewEvent] = field(default_factory=list)
    touched: set[str] = field(default_factory=set)
    touched_names: set[str] = field(default_factory=set)
    new_names: list[EnterpriseName] = field(default_factory=list)

    @property
    def changed(self) -> bool:
        return bool(self.is_new or self.events or self.touched or self.unstored_contacts)

    @property
    def unstored_contacts(self) -> list[DraftContact]:
        return [contact for contact in self.contacts if not contact.id]

    def set(self, values: Mapping[str, Any]) -> None:
        """Put these values (columns of `FIELDS`) in; equal ones are no change."""
        for column, value in values.items():
            if column not in FIELDS:
                raise ValueError(f"no column of an enterprise: {column}")
            if getattr(self.row, column) != value:
                setattr(self.row, column, value)
                self.touched.add(column)

    def rename(self, name: str, *, on: date, now: datetime) -> None:
        """Give the enterprise a new name; the present one is kept as a former name (曾用名) that ended on that day.

        A name it already goes or went by changes nothing: an old list may still use it.
        """
        key = match_key(name)
        if key in self.names:
            return
        former = self.names.get(self.row.key)
        if former is not None:
            former.kind, former.until = "former", on
            self.touched_names.add(former.key)
        current = self._name(name, "current", now, since=on)
        self.row.name, self.row.key = name, key
        self.touched |= {"name", "key"}
        self.events.append(
            NewEvent("enterprise.renamed", {"name": current.id, "former": former.id if former else None})
        )

    def add_name(self, name: str, kind: str, *, now: datetime) -> None:
        """Note a former name or an alias; one it is known by already changes nothing."""
        if match_key(name) and match_key(name) not in self.names:
            added = self._name(name, kind, now)
            self.events.append(NewEvent("enterprise.named", {"name": added.id, "kind": kind}))

    def add_contact(self, contact: DraftContact) -> None:
        """Add a contact unless one with this phone number is there, or, without a number, one with this name."""
        same = (
            known.phone == contact.phone if contact.phone else known.name == contact.name for known in self.contacts
        )
        if not any(same):
            self.contacts.append(contact)

    def _name(self, name: str, kind: str, now: datetime, *, since: date | None = None) -> EnterpriseName:
        row = EnterpriseName(
            id=new_id(now=now),
            park=self.row.park,
            enterprise_id=self.row.id,
            name=name,
            key=match_key(name),
            kind=kind,
            since=since,
            recorded_at=now,
        )
        self.names[row.key] = row
        self.new_names.append(row)
        return row


def new_enterprise(*, park: str, name: str, now: datetime) -> EnterpriseDraft:
    """A draft of an enterprise that the park does not have yet."""
    row = Enterprise(id=new_id(now=now), park=park, name=name, key=match_key(name), created_at=now)
    draft = EnterpriseDraft(row, {}, is_new=True)
    draft._name(name, "current", now)
    return draft


def draft_enterprises(*, park: str, ids: Iterable[str], with_contacts: bool = True) -> dict[str, EnterpriseDraft]:
    """Working copies of these enterprises, by id."""
    wanted = list(ids)
    rows = Enterprise.objects.filter(park=park, id__in=wanted)
    drafts = {row.id: EnterpriseDraft(row, {}) for row in rows}
    for name in EnterpriseName.objects.filter(park=park, enterprise_id__in=wanted):
        drafts[name.enterprise_id].names[name.key] = name
    if with_contacts:
        contacts = list(EnterpriseContact.objects.filter(park=park, enterprise_id__in=wanted, left_at__isnull=True))
        cited = [cite for contact in contacts for cite in (contact.name, contact.phone) if cite]
        words = {cite: (said or b"").decode() for cite, said in read_contents(park=park, ids=cited).items()}
        for contact in contacts:
            said = DraftContact(
                words.get(contact.name, ""), words.get(contact.phone, ""), contact.legal_representative, contact.id
            )
            drafts[contact.enterprise_id].contacts.append(said)
    return drafts


def store(*, park: str, drafts: Sequence[EnterpriseDraft], actor: str, now: datetime) -> None:
    """Write the drafts that changed, with their events, in the caller's transaction.

    Unique keys may refuse a draft that somebody else wrote meanwhile (IntegrityError): load and draft again.
    """
    changed = [draft for draft in drafts if draft.changed]
    if not changed:
        return
    Enterprise.objects.bulk_create([draft.row for draft in changed if draft.is_new])
    by_columns: dict[tuple[str, ...], list[Enterprise]] = {}
    for draft in changed:
        if draft.touched and not draft.is_new:
            by_columns.setdefault(tuple(sorted(draft.touched)), []).append(draft.row)
    for columns, rows in by_columns.items():
        Enterprise.objects.bulk_update(rows, columns)
    # Former names first: only one name of an enterprise may be current at any moment.
    ended = [draft.names[key] for draft in changed for key in sorted(draft.touched_names) if not draft.is_new]
    if ended:
        EnterpriseName.objects.bulk_update(ended, ["kind", "until"])
    EnterpriseName.objects.bulk_create([name for draft in changed for name in draft.new_names])
    contacts = _store_contacts(park, changed, now)
    written = [
        Written(draft.row.id, (*_own_events(draft), *draft.events, *contacts.get(draft.row.id, ())), fresh=draft.is_new)
        for draft in changed
    ]
    record(park=park, written=written, actor=actor, now=now)


def _own_events(draft: EnterpriseDraft) -> tuple[NewEvent, ...]:
    """What the row itself says: everything when it is new, otherwise the columns that changed."""
    if draft.is_new:
        said = {column: _spelled(getattr(draft.row, column)) for column in FIELDS if column not in TEXTS}
        data = {column.removesuffix("_id"): value for column, value in said.items() if value not in (None, "")}
        current = draft.names[draft.row.key].id
        return (NewEvent("enterprise.added", {**data, "name": current}),)
    columns = sorted(draft.touched - {"name", "key"})
    if not columns:
        return ()
    codes = {
        column.removesuffix("_id"): _spelled(getattr(draft.row, column)) for column in columns if column not in TEXTS
    }
    return (NewEvent("enterprise.changed", {"set": codes, "texts": [name for name in columns if name in TEXTS]}),)


def _store_contacts(park: str, drafts: Sequence[EnterpriseDraft], now: datetime) -> dict[str, list[NewEvent]]:
    """Write the contacts that have no row yet, their words as content, and return the events by enterprise id."""
    new = [(draft, contact, new_id(now=now)) for draft in drafts for contact in draft.unstored_contacts]
    said = [(id, "contact.name", contact.name) for _, contact, id in new if contact.name]
    said += [(id, "contact.phone", contact.phone) for _, contact, id in new if contact.phone]
    refs = put_contents(park=park, contents=[NewContent(*words) for words in said], now=now) if said else []
    cited = {(id, kind): ref for (id, kind, _), ref in zip(said, refs, strict=True)}
    rows: list[EnterpriseContact] = []
    events: dict[str, list[NewEvent]] = {}
    for draft, contact, id in new:
        name, phone = cited.get((id, "contact.name")), cited.get((id, "contact.phone"))
        rows.append(
            EnterpriseContact(
                id=id,
                park=park,
                enterprise_id=draft.row.id,
                name=name.id if name else "",
                phone=phone.id if phone else "",
                legal_representative=contact.legal_representative,
                created_at=now,
            )
        )
        data = {
            "contact": id,
            "legal_representative": contact.legal_representative,
            "name": name.data() if name else None,
            "phone": phone.data() if phone else None,
        }
        events.setdefault(draft.row.id, []).append(NewEvent("contact.added", data))
    EnterpriseContact.objects.bulk_create(rows)
    return events


def _spelled(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
