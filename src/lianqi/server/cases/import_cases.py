"""Importing cases: every row recorded as one case, or named with its reason; a second run changes nothing.

A row is known again by its number elsewhere, or, where the file has none, by everything it says. A row whose words are
a numbered list is one case, or one for each entry where that was asked for: all of them, or none.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from lianqi.digest import matters
from lianqi.kernel import messages
from lianqi.kernel.chain import digest
from lianqi.kernel.enterprises.names import match_key
from lianqi.kernel.instants import to_text
from lianqi.kernel.mechanism.loader import Mechanism
from lianqi.kernel.messages import Message
from lianqi.kernel.workdays.calendar import Calendar
from lianqi.server.cases import refusals
from lianqi.server.cases.operations import Done, NewCase, record_many
from lianqi.server.ids import derived_id
from lianqi.server.imports import values
from lianqi.server.imports.contract import Record, Result, RowRejected
from lianqi.server.ledger.operations import one_transaction
from lianqi.server.ledger.refusals import CATALOGUE as LEDGER
from lianqi.server.registry import queries as registry
from lianqi.sheets.columns import Field

FIELDS = (
    Field(
        "words",
        "企业原话",
        "words",
        ("内容", "反映内容", "诉求内容", "问题描述", "留言详情", "问题", "诉求", "body", "content", "description"),
        required=True,
    ),
    Field("subject", "标题", "subject", ("主题", "留言主题", "事项标题", "title")),
    Field("enterprise", "企业", "enterprise", ("企业名称", "单位名称", "反映企业", "经营主体", "company")),
    Field(
        "time",
        "首次反映时间",
        "first said",
        ("反映时间", "留言时间", "受理时间", "登记时间", "时间", "time", "date", "CreatedDate"),
    ),
    Field(
        "number",
        "外部编号",
        "number elsewhere",
        ("编号", "留言编号", "受理编号", "事项编号", "id", "ServiceRequestNum"),
    ),
    Field("channel", "渠道", "channel", ("反映渠道", "来源", "受理渠道", "MethodReceived")),
    Field("kind", "类型", "kind", ("事项类型", "反映类型", "诉求类型")),
    Field("class", "类别", "class", ("事项类别", "问题类别", "服务领域")),
)
_TITLES = {field.id: field.zh for field in FIELDS}
_YEAR_FIRST = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]+(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?)?"
)
_MONTH_FIRST = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?: +(\d{1,2}):(\d{2})(?::(\d{2}))? *(AM|PM)?)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Defaults:
    """What holds where the file says nothing. `channel` and `kind` also stand in for words the mechanism does not
    know, if `lenient`. `enterprise` is an id, or empty: then every row must name one. `split` makes a case of each
    entry of a numbered list.
    """

    channel: str
    kind: str
    enterprise: str = ""
    lenient: bool = False
    split: bool = False


class CaseImporter:
    """Takes a table of cases into one park, in the name of `actor`. `source` keeps apart files that number alike."""

    def __init__(
        self, *, park: str, actor: str, source: str, mechanism: Mechanism, calendar: Calendar, defaults: Defaults
    ) -> None:
        self._park, self._actor, self._source = park, actor, source
        self._calendar, self._defaults = calendar, defaults
        self._named = {
            prefix: {
                key.removeprefix(f"{prefix}."): (text.zh, text.en)
                for key, text in mechanism.names().items()
                if key.startswith(f"{prefix}.")
            }
            for prefix in ("channel", "kind", "class")
        }
        self._enterprises: dict[str, tuple[str, ...]] = {}
        self._alike: Counter[str] = Counter()
        self._seen: dict[str, tuple[int, str]] = {}

    @property
    def fields(self) -> Sequence[Field]:
        return FIELDS

    @property
    def catalogue(self) -> Mapping[str, Message]:
        return {**messages.CATALOGUE, **LEDGER, **refusals.CATALOGUE}

    def take(self, records: Sequence[Record], *, dry_run: bool) -> list[Result]:
        """Record a batch in one transaction. With `dry_run` it is recorded and taken back."""
        self._find(records)
        results: dict[int, Result] = {}
        rows: dict[int, _Row] = {}
        for place, record in enumerate(records):
            try:
                row = self._row(record)
            except RowRejected as rejected:
                results[place] = rejected.result(record)
                continue
            if row is None:
                results[place] = Result(record, "unchanged")
            else:
                rows[place] = row
        for place, done in self._write(rows, dry_run).items():
            results[place] = _result(records[place], rows[place], done)
        return [results[place] for place in range(len(records))]

    def _write(self, rows: Mapping[int, _Row], dry_run: bool) -> dict[int, list[Done]]:
        """Record the cases of every row. Where one case of a row is refused, none of its others is recorded."""
        refused: dict[int, list[Done]] = {}
        while left := {place: row for place, row in rows.items() if place not in refused}:
            done = {}
            try:
                with one_transaction(park=self._park):
                    items = [item for row in left.values() for item in row.items]
                    each = iter(record_many(park=self._park, actor=self._actor, items=items))
                    done = {place: [next(each) for _ in row.items] for place, row in left.items()}
                    torn = {
                        place: some for place, some in done.items() if len({one.refusal is None for one in some}) > 1
                    }
                    if torn or dry_run:
                        raise _TakenBack
            except _TakenBack:
                pass
            if not torn:
                return refused | done
            refused |= torn
        return refused

    def _find(self, records: Sequence[Record]) -> None:
        """The enterprises that these rows name, in a few queries."""
        names = {said for record in records if (said := record.get("enterprise"))} - self._enterprises.keys()
        found = registry.enterprises_named(park=self._park, keys=[match_key(name) for name in names])
        for name in names:
            named = found.get(match_key(name), {})
            current = tuple(id for id, kind in named.items() if kind == "current")
            ids = current or tuple(named)
            self._enterprises[name] = ids or registry.resolve_enterprise(park=self._park, said=name)

    def _row(self, record: Record) -> _Row | None:
        """The cases a row says; None for a row that says again what an earlier row said under the same number."""
        said = digest(dict(record.values))
        number = values.short(record.get("number"), column=_TITLES["number"], limit=64)
        if number:
            key = number
            if number in self._seen:
                row, before = self._seen[number]
                if before != said:
                    raise RowRejected(refusals.NUMBER_TWICE, {"number": number, "row": row})
                return None
            self._seen[number] = (record.number, said)
        else:
            # Two people may have said the very same: each counts, in the order of the file.
            self._alike[said] += 1
            key = f"{said}#{self._alike[said]}"
        data = self._data(record, number)
        parts = matters.split(data["words"])
        if len(parts) < 2 or not self._defaults.split:
            return _Row((NewCase(data, self._id(key)),), len(parts))
        # The first has the id that the row as one case would have: whoever imports it both ways is told.
        ids = [key, *(f"{key}/{part}" for part in range(2, len(parts) + 1))]
        cases = (NewCase({**data, "words": words}, self._id(id)) for id, words in zip(ids, parts, strict=True))
        return _Row(tuple(cases), len(parts))

    def _id(self, key: str) -> str:
        return derived_id("import.case", self._park, self._source, key)

    def _data(self, record: Record, number: str) -> dict[str, Any]:
        subject, body = record.get("subject"), record.get("words")
        if not body and not subject:
            raise RowRejected(refusals.NO_WORDS)
        data = {
            "enterprise": self._enterprise(record.get("enterprise")),
            "channel": self._code("channel", record.get("channel"), self._defaults.channel),
            "case_kind": self._code("kind", record.get("kind"), self._defaults.kind),
            "class_id": self._code("class", record.get("class"), ""),
            "words": body if not subject or subject in body else f"{subject}\n{body}".strip(),
            "external_number": number,
        }
        if record.get("time"):
            data["first_word_at"] = to_text(moment(record.get("time"), calendar=self._calendar))
        return data

    def _enterprise(self, said: str) -> str:
        if not said:
            if not self._defaults.enterprise:
                raise RowRejected(refusals.NO_ENTERPRISE)
            return self._defaults.enterprise
        found = self._enterprises[said]
        if len(found) != 1:
            code = refusals.ENTERPRISE_AMBIGUOUS if found else refusals.ENTERPRISE_UNKNOWN
            raise RowRejected(code, {"name": said})
        return found[0]

    def _code(self, field: str, said: str, default: str) -> str:
        if not said:
            return default
        try:
            return values.choice(said, self._named[field], column=_TITLES[field])
        except RowRejected:
            if self._defaults.lenient and default:
                return default
            raise


@dataclass(frozen=True, slots=True)
class _Row:
    """The cases to record for one row, and how many matters its words list."""

    items: tuple[NewCase, ...]
    holds: int


class _TakenBack(Exception):
    """Ends the transaction of a dry run, and of a batch in which a row would be recorded in part."""


def _result(record: Record, row: _Row, done: Sequence[Done]) -> Result:
    refusal = next((one.refusal for one in done if one.refusal is not None), None)
    if refusal is None:
        again = all(one.applied.replayed for one in done)
        return Result(record, "unchanged" if again else "added", holds=row.holds)
    if refusal.code != "ledger.command.reused":
        return Result(record, "rejected", refusal.code, dict(refusal.details))
    if row.holds > 1:
        return Result(record, "rejected", refusals.SPLIT_OTHERWISE, {"count": row.holds})
    return Result(record, "rejected", refusals.IMPORTED_OTHERWISE, {"number": row.items[0].data["external_number"]})


def moment(said: str, *, calendar: Calendar) -> datetime:
    """An instant on the park's clock, as files write it: 2020/1/6 12:09:38, 2020年1月6日, 04/12/2018 11:11:26 AM.

    A day alone is its first minute: nobody said it earlier. Rejects with `import.value.date`.
    """
    plain = unicodedata.normalize("NFKC", said).strip()
    try:
        if match := _YEAR_FIRST.fullmatch(plain):
            year, month, day, hour, minute, _ = (int(part or 0) for part in match.groups())
        elif match := _MONTH_FIRST.fullmatch(plain):
            month, day, year, hour, minute, _ = (int(part or 0) for part in match.groups()[:6])
            if match[7]:
                hour = hour % 12 + (12 if match[7].upper() == "PM" else 0)
        else:
            raise ValueError(said)
        if hour > 23 or minute > 59:
            raise ValueError(said)
        return calendar.instant(date(year, month, day), hour * 60 + minute)
    except ValueError:
        raise RowRejected("import.value.date", {"column": _TITLES["time"], "given": said}) from None
