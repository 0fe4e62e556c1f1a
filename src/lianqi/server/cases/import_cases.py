"""Importing cases: every row recorded as one case, or named with its reason; a second run changes nothing.

A row is known again by its number elsewhere, or, where the file has none, by everything it says.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

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
    know, if `lenient`. `enterprise` is an id, or empty: then every row must name one.
    """

    channel: str
    kind: str
    enterprise: str = ""
    lenient: bool = False


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
        items: list[tuple[int, NewCase]] = []
        for place, record in enumerate(records):
            try:
                item = self._item(record)
            except RowRejected as rejected:
                results[place] = rejected.result(record)
                continue
            if item is None:
                results[place] = Result(record, "unchanged")
            else:
                items.append((place, item))
        for (place, item), done in zip(items, self._write([item for _, item in items], dry_run), strict=True):
            results[place] = _result(records[place], item, done)
        return [results[place] for place in range(len(records))]

    def _write(self, items: Sequence[NewCase], dry_run: bool) -> list[Done]:
        if not items:
            return []
        if not dry_run:
            return record_many(park=self._park, actor=self._actor, items=items)
        done: list[Done] = []
        try:
            with one_transaction(park=self._park):
                done = record_many(park=self._park, actor=self._actor, items=items)
                raise _TakenBack
        except _TakenBack:
            return done

    def _find(self, records: Sequence[Record]) -> None:
        """The enterprises that these rows name, in a few queries."""
        names = {said for record in records if (said := record.get("enterprise"))} - self._enterprises.keys()
        found = registry.enterprises_named(park=self._park, keys=[match_key(name) for name in names])
        for name in names:
            named = found.get(match_key(name), {})
            current = tuple(id for id, kind in named.items() if kind == "current")
            ids = current or tuple(named)
            self._enterprises[name] = ids or registry.resolve_enterprise(park=self._park, said=name)

    def _item(self, record: Record) -> NewCase | None:
        """The case a row says; None for a row that says again what an earlier row said under the same number."""
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
        return NewCase(self._data(record, number), derived_id("import.case", self._park, self._source, key))

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


class _TakenBack(Exception):
    """Ends the transaction of a dry run."""


def _result(record: Record, item: NewCase, done: Done) -> Result:
    if done.refusal is None:
        return Result(record, "unchanged" if done.applied.replayed else "added")
    if done.refusal.code == "ledger.command.reused":
        return Result(record, "rejected", refusals.IMPORTED_OTHERWISE, {"number": item.data["external_number"]})
    return Result(record, "rejected", done.refusal.code, dict(done.refusal.details))


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
