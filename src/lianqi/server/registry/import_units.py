"""Importing units: found by code, else by name. A counterpart (对口部门) may stand further down in the same file."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from lianqi.kernel.messages import Message
from lianqi.server.ids import derived_id
from lianqi.server.imports import values
from lianqi.server.imports.contract import Record, Result, RowRejected
from lianqi.server.ledger.clock import database_now
from lianqi.server.ledger.operations import one_transaction
from lianqi.server.registry import operations, queries
from lianqi.server.registry.models import NAME
from lianqi.server.registry.operations.units import UnitDraft
from lianqi.server.registry.refusals import CATALOGUE
from lianqi.sheets.columns import Field

KINDS: Mapping[str, tuple[str, ...]] = {
    "inside": ("区内", "区内单位", "内部", "内设机构", "区直"),
    "outside": ("区外", "区外单位", "外部", "市直", "市直单位", "驻区单位"),
}
FIELDS = (
    Field("name", "单位名称", "name", ("责任单位", "部门名称", "部门", "单位", "名称", "unit"), required=True),
    Field("code", "单位代码", "code", ("部门代码", "代码", "编码")),
    Field("kind", "类别", "inside or outside", ("单位类别", "性质", "区内区外")),
    Field("counterpart", "对口部门", "counterpart", ("对口单位", "对口跟踪部门", "对口跟踪单位")),
)
_CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")


class UnitImporter:
    """Takes a table of units into one park. A unit without a code gets one that its name always gives."""

    def __init__(self, *, park: str, actor: str) -> None:
        self._park, self._actor = park, actor
        self._units: dict[str, UnitDraft] = {}
        self._seen: dict[str, tuple[int, UnitDraft]] = {}

    @property
    def fields(self) -> Sequence[Field]:
        return FIELDS

    @property
    def catalogue(self) -> Mapping[str, Message]:
        return CATALOGUE

    def take(self, records: Sequence[Record], *, dry_run: bool) -> list[Result]:
        """One batch in one transaction."""
        with one_transaction(park=self._park):
            now = database_now()
            stored = self._stored()
            self._units = {**stored, **self._units} if dry_run else stored
            parsed = [self._parsed(record) for record in records]
            # Counterparts of the whole batch are known before the first is looked up.
            listed = {said.name: said for said in parsed if isinstance(said, UnitDraft)}
            results: list[Result] = []
            changed: dict[str, UnitDraft] = {}
            for record, said in zip(records, parsed, strict=True):
                try:
                    if isinstance(said, RowRejected):
                        raise said
                    draft, state = self._put(record, said, listed)
                    if state != "unchanged":
                        changed[draft.code] = draft
                    results.append(Result(record, state))
                except RowRejected as rejected:
                    results.append(rejected.result(record))
            if changed and not dry_run:
                operations.store_units(park=self._park, drafts=list(changed.values()), actor=self._actor, now=now)
        return results

    def _stored(self) -> dict[str, UnitDraft]:
        rows = queries.units(park=self._park, closed=True)
        codes = {row.id: row.code for row in rows}
        return {
            row.code: UnitDraft(row.code, row.name, row.external, codes.get(row.counterpart_id or "", ""), row.id)
            for row in rows
        }

    def _parsed(self, record: Record) -> UnitDraft | RowRejected:
        try:
            name = values.short(record.get("name"), column="单位名称", limit=NAME)
            if not name:
                raise RowRejected("registry.name.missing")
            code = record.get("code").lower()
            if code and not _CODE.fullmatch(code):
                raise RowRejected("registry.unit.code", {"given": record.get("code")})
            kind = record.get("kind")
            outside = bool(kind) and values.choice(kind, KINDS, column="类别") == "outside"
            return UnitDraft(code, name, outside, record.get("counterpart"))
        except RowRejected as rejected:
            return rejected

    def _put(self, record: Record, said: UnitDraft, listed: Mapping[str, UnitDraft]) -> tuple[UnitDraft, str]:
        """Match the row, check it against the others, and note the unit as it shall be."""
        by_name = {unit.name: unit for unit in self._units.values()}
        known = self._units.get(said.code) if said.code else by_name.get(said.name)
        other = by_name.get(said.name)
        if other is not None and (known is None or other.code != known.code):
            raise RowRejected("registry.unit.taken", {"given": said.name, "name": other.name})
        code = said.code or (known.code if known else f"u-{derived_id(self._park, said.name)[:10]}")
        external = said.external if record.get("kind") or known is None else known.external
        counterpart = self._counterpart(said, listed) if said.counterpart else (known.counterpart if known else "")
        if counterpart and not external:
            raise RowRejected("registry.unit.counterpart", {"given": said.name})
        draft = UnitDraft(code, said.name, external, counterpart, known.id if known else "")
        self._refuse_contradiction(record, draft)
        self._units[code] = draft
        if known is None:
            return draft, "added"
        return draft, "unchanged" if draft == known else "changed"

    def _counterpart(self, said: UnitDraft, listed: Mapping[str, UnitDraft]) -> str:
        wanted = said.counterpart
        for unit in (*self._units.values(), *listed.values()):
            if wanted in (unit.code, unit.name) and unit.name != said.name:
                return unit.code or f"u-{derived_id(self._park, unit.name)[:10]}"
        raise RowRejected("registry.unit.unknown", {"given": wanted})

    def _refuse_contradiction(self, record: Record, draft: UnitDraft) -> None:
        number, first = self._seen.setdefault(draft.code, (record.number, draft))
        if replace(first, id=draft.id) == draft:
            return
        for column, title in (("name", "单位名称"), ("external", "类别"), ("counterpart", "对口部门")):
            before, after = getattr(first, column), getattr(draft, column)
            if before != after:
                details = {"row": number, "column": title, "other": _said(before), "given": _said(after)}
                raise RowRejected("import.row.contradicts", details)


def _said(value: str | bool) -> str:
    if isinstance(value, bool):
        return "区外" if value else "区内"
    return value or "（空）"
