"""Importing enterprises: found by credit code, else by their numbers, else by name; former names are kept.

A file never takes anything away: an empty cell says nothing, a name the enterprise already went by (an old list)
changes nothing, and a number never changes. So a second run of the same file changes nothing, whatever the order of
its rows (a law under Hypothesis).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from lianqi.kernel.messages import Message
from lianqi.server.imports.contract import Record, Result, RowRejected
from lianqi.server.ledger.clock import database_now
from lianqi.server.ledger.operations import one_transaction
from lianqi.server.registry import operations
from lianqi.server.registry.enterprise_matching import NUMBERS, Claims, Known, refuse_other_numbers
from lianqi.server.registry.enterprise_rows import FIELDS, Said, parse
from lianqi.server.registry.import_places import Places
from lianqi.server.registry.operations.drafts import FIELDS as COLUMNS
from lianqi.server.registry.operations.drafts import EnterpriseDraft
from lianqi.server.registry.refusals import CATALOGUE
from lianqi.sheets.columns import Field


class EnterpriseImporter:
    """Takes a table of enterprises into one park. See the module for what is matched and what never changes."""

    def __init__(self, *, park: str, actor: str, accept_invalid_codes: bool = False) -> None:
        self._park, self._actor, self._accept = park, actor, accept_invalid_codes
        self._claims = Claims()
        self._dry = Known()

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
        claims = self._claims.copy()
        with one_transaction(park=self._park):
            now = database_now()
            known = self._dry if dry_run else Known()
            known.load(self._park, sound)
            places = Places(self._park, actor=self._actor, now=now, dry_run=dry_run)
            touched: dict[str, EnterpriseDraft] = {}
            for record, said in zip(records, rows, strict=True):
                try:
                    if isinstance(said, RowRejected):
                        raise said
                    draft, state = self._put(said, known, claims, places, now)
                    touched[draft.row.id] = draft
                    results.append(Result(record, state))
                except RowRejected as rejected:
                    results.append(rejected.result(record))
            if not dry_run:
                operations.store(park=self._park, drafts=list(touched.values()), actor=self._actor, now=now)
        self._claims = claims
        return results

    def _parsed(self, record: Record) -> Said | RowRejected:
        try:
            return parse(record, accept_invalid_codes=self._accept)
        except RowRejected as rejected:
            return rejected

    def _put(
        self, said: Said, known: Known, claims: Claims, places: Places, now: datetime
    ) -> tuple[EnterpriseDraft, str]:
        """Find the enterprise a row means, or make one, and put in what the row says; returns what became of it."""
        id = known.numbered(said)
        by_name = id is None
        try:
            id = id or known.named(said)
            draft = known.drafts[id] if id else None
            claims.refuse_taken(said, id, draft)
            if draft is not None:
                refuse_other_numbers(said, draft, known)
                claims.refuse_contradiction(said, draft)
                claims.refuse_rename(said, draft)
        except RowRejected:
            claims.reject(said, id, by_name=by_name)
            raise
        draft, state = self._written(said, draft, places, now)
        claims.accept(said, draft.row.id, by_name=by_name)
        known.add(draft)
        return draft, state

    def _written(
        self, said: Said, draft: EnterpriseDraft | None, places: Places, now: datetime
    ) -> tuple[EnterpriseDraft, str]:
        if draft is None:
            draft = operations.new_enterprise(park=self._park, name=said.name, now=now)
            _write(said, draft, places, now)
            return draft, "added"
        before = _picture(draft)
        _write(said, draft, places, now)
        return draft, "unchanged" if _picture(draft) == before else "changed"


def _write(said: Said, draft: EnterpriseDraft, places: Places, now: datetime) -> None:
    """Put what the row says into the draft. An empty cell says nothing."""
    if said.key != draft.row.key:
        draft.rename(said.name, on=now.date(), now=now)
    values: dict[str, Any] = {
        **{column: getattr(said, column) for column in NUMBERS},
        "scale": said.scale,
        "status": said.status,
        "area_id": places.area(said.area),
        "chain_id": places.chain(said.chain),
        "address": said.address,
        "registered_on": said.registered_on,
        # A code that fails the check says nothing once a sound one is known.
        "unverified_code": "" if draft.row.credit_code else said.unverified_code,
    }
    draft.set({column: value for column, value in values.items() if value})
    if said.grid and (said.area or not places.is_grid(draft.row.grid_id, said.grid)):
        # A grid named without its area is the one the enterprise stands in, or else the one in its area.
        draft.set({"grid_id": places.grid(said.grid, area=draft.row.area_id)})
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
