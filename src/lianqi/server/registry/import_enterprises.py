"""Importing enterprises: found by credit code, else by their numbers, else by name; former names are kept.

A file never takes anything away: an empty cell says nothing, and a name the enterprise already went by (an old list)
changes nothing. So a second run of the same file changes nothing, whatever the order of its rows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from lianqi.kernel.messages import Message
from lianqi.server.imports.contract import Record, Result, RowRejected
from lianqi.server.ledger.clock import database_now
from lianqi.server.ledger.operations import one_transaction
from lianqi.server.registry import operations, queries
from lianqi.server.registry.enterprise_rows import FIELDS, Said, parse
from lianqi.server.registry.import_places import Places
from lianqi.server.registry.operations.drafts import FIELDS as COLUMNS
from lianqi.server.registry.operations.drafts import EnterpriseDraft
from lianqi.server.registry.refusals import CATALOGUE
from lianqi.sheets.columns import Field

_NUMBERS = ("credit_code", "project_code", "own_number")
#: Columns in which two rows of one file on one enterprise must not say different things.
_ONE_VALUE = (*_NUMBERS, "key", "scale", "status", "area", "grid", "chain", "address", "registered_on")


@dataclass(slots=True)
class _Known:
    """What the registry holds about the enterprises that a batch may mean, with what the batch itself adds."""

    by_number: dict[tuple[str, str], str] = field(default_factory=dict)
    by_key: dict[str, dict[str, str]] = field(default_factory=dict)
    drafts: dict[str, EnterpriseDraft] = field(default_factory=dict)

    def load(self, park: str, rows: Sequence[Said], *, with_contacts: bool) -> None:
        """Add what the registry holds; what is known already (a dry run's own additions) stays."""
        ids: set[str] = set()
        for column in _NUMBERS:
            found = queries.find_enterprises(park=park, column=column, values=[getattr(said, column) for said in rows])
            for value, id in found.items():
                self.by_number.setdefault((column, value), id)
                ids.add(id)
        for key, named in queries.enterprises_named(park=park, keys=[said.key for said in rows]).items():
            known = self.by_key.setdefault(key, {})
            for id, kind in named.items():
                known.setdefault(id, kind)
                ids.add(id)
        missing = ids - self.drafts.keys()
        if missing:
            self.drafts |= operations.draft_enterprises(park=park, ids=sorted(missing), with_contacts=with_contacts)

    def add(self, draft: EnterpriseDraft) -> None:
        self.drafts[draft.row.id] = draft
        for key, name in draft.names.items():
            self.by_key.setdefault(key, {})[draft.row.id] = name.kind
        for column in _NUMBERS:
            value = getattr(draft.row, column)
            if value:
                self.by_number[column, value] = draft.row.id


class EnterpriseImporter:
    """Takes a table of enterprises into one park. See the module for what is matched and what never changes."""

    def __init__(self, *, park: str, actor: str, accept_invalid_codes: bool = False) -> None:
        self._park, self._actor, self._accept = park, actor, accept_invalid_codes
        self._seen: dict[str, Said] = {}
        self._dry = _Known()

    @property
    def fields(self) -> Sequence[Field]:
        return FIELDS

    @property
    def catalogue(self) -> Mapping[str, Message]:
        return CATALOGUE

    def take(self, records: Sequence[Record], *, dry_run: bool) -> list[Result]:
        """One batch in one transaction. IntegrityError when somebody else wrote one of its enterprises meanwhile."""
        results: list[Result] = []
        rows = [self._parsed(record) for record in records]
        sound = [said for said in rows if isinstance(said, Said)]
        seen = self._seen.copy()
        with one_transaction():
            now = database_now()
            known = self._dry if dry_run else _Known()
            known.load(self._park, sound, with_contacts=any(said.contacts for said in sound))
            places = Places.of(self._park, sound, actor=self._actor, now=now, dry_run=dry_run)
            touched: dict[str, EnterpriseDraft] = {}
            for record, said in zip(records, rows, strict=True):
                try:
                    if isinstance(said, RowRejected):
                        raise said
                    draft, state = self._put(said, known, seen, places, now)
                    touched[draft.row.id] = draft
                    results.append(Result(record, state))
                except RowRejected as rejected:
                    results.append(rejected.result(record))
            if not dry_run:
                operations.store(park=self._park, drafts=list(touched.values()), actor=self._actor, now=now)
        self._seen = seen
        return results

    def _parsed(self, record: Record) -> Said | RowRejected:
        try:
            return parse(record, accept_invalid_codes=self._accept)
        except RowRejected as rejected:
            return rejected

    def _put(
        self, said: Said, known: _Known, seen: dict[str, Said], places: Places, now: datetime
    ) -> tuple[EnterpriseDraft, str]:
        """Find the enterprise a row means, or make one, and put in what the row says; returns what became of it."""
        id = _meant(said, known)
        if id is None:
            draft, state = operations.new_enterprise(park=self._park, name=said.name, now=now), "added"
            seen[draft.row.id] = said
            _write(said, draft, places, now)
        else:
            draft = known.drafts[id]
            _refuse_other_numbers(said, draft, known)
            _refuse_contradiction(said, seen.get(id))
            seen[id] = seen[id].joined(said) if id in seen else said
            before = _picture(draft)
            _write(said, draft, places, now)
            state = "unchanged" if _picture(draft) == before else "changed"
        known.add(draft)
        return draft, state


def _meant(said: Said, known: _Known) -> str | None:
    for column in _NUMBERS:
        value = getattr(said, column)
        if value and (column, value) in known.by_number:
            return known.by_number[column, value]
    named = known.by_key.get(said.key, {})
    if said.credit_code:
        # A sound code that nobody has: it belongs to the firm of that name only if that one has none yet.
        named = {id: kind for id, kind in named.items() if not known.drafts[id].row.credit_code}
    current = [id for id, kind in named.items() if kind == "current"]
    candidates = current or list(named)
    if len(candidates) > 1:
        raise RowRejected("registry.name.ambiguous", {"name": said.name})
    return candidates[0] if candidates else None


def _refuse_other_numbers(said: Said, draft: EnterpriseDraft, known: _Known) -> None:
    if said.credit_code and draft.row.credit_code and said.credit_code != draft.row.credit_code:
        details = {"name": draft.row.name, "known": draft.row.credit_code, "given": said.credit_code}
        raise RowRejected("registry.enterprise.other-code", details)
    titles = {field.id: field.zh for field in FIELDS}
    for column in _NUMBERS:
        value = getattr(said, column)
        owner = known.by_number.get((column, value)) if value else None
        if owner is not None and owner != draft.row.id:
            details = {"column": titles[column], "given": value, "name": known.drafts[owner].row.name}
            raise RowRejected("registry.enterprise.number-taken", details)


def _refuse_contradiction(said: Said, earlier: Said | None) -> None:
    if earlier is None:
        return
    titles = {field.id: field.zh for field in FIELDS} | {"key": "企业名称"}
    for column in _ONE_VALUE:
        before, after = getattr(earlier, column), getattr(said, column)
        if before and after and before != after:
            details = {"row": earlier.number, "column": titles[column], "other": str(before), "given": str(after)}
            raise RowRejected("registry.row.contradicts", details)


def _write(said: Said, draft: EnterpriseDraft, places: Places, now: datetime) -> None:
    """Put what the row says into the draft. An empty cell says nothing."""
    if said.key != draft.row.key:
        draft.rename(said.name, on=now.date(), now=now)
    values: dict[str, Any] = {
        **{column: getattr(said, column) for column in _NUMBERS},
        "scale": said.scale,
        "status": said.status,
        "area_id": places.area(said),
        "grid_id": places.grid(said),
        "chain_id": places.chain(said),
        "address": said.address,
        "registered_on": said.registered_on,
        # A code that fails the check says nothing once a sound one is known.
        "unverified_code": "" if draft.row.credit_code else said.unverified_code,
    }
    draft.set({column: value for column, value in values.items() if value})
    if draft.row.credit_code:
        draft.set({"unverified_code": ""})
    if draft.is_new and not draft.row.scale and said.is_shop:
        draft.set({"scale": "shop"})
    for kind, names in (("former", said.former_names), ("alias", said.aliases)):
        for name in names:
            draft.add_name(name, kind, now=now)
    for contact in said.contacts:
        draft.add_contact(contact)


def _picture(draft: EnterpriseDraft) -> tuple[object, ...]:
    """All that a row could change, to tell whether it did."""
    values = [getattr(draft.row, column) for column in (*COLUMNS, "name")]
    return (*values, len(draft.names), len(draft.contacts))
