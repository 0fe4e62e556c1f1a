"""Importing officers: found by staff number, else by name with phone number or unit. Roles and links are added, never
taken away by a file; a second run changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from lianqi.kernel.messages import Message
from lianqi.server.imports import values
from lianqi.server.imports.contract import Record, Result, RowRejected
from lianqi.server.ledger.clock import database_now
from lianqi.server.ledger.operations import one_transaction
from lianqi.server.people import operations
from lianqi.server.people.operations import MemberDraft
from lianqi.server.registry import queries as registry
from lianqi.server.registry.models import CODE, NAME
from lianqi.server.registry.refusals import CATALOGUE
from lianqi.sheets.columns import Field

FIELDS = (
    Field("name", "姓名", "name", ("干部姓名", "联络员", "联络员姓名", "人员姓名", "officer"), required=True),
    Field("number", "工号", "staff number", ("职工号", "人员编号", "编号")),
    Field("phone", "手机号", "phone", ("手机", "联系电话", "电话", "联系方式"), fits=values.looks_like_phone),
    Field("unit", "单位", "unit", ("所在单位", "工作单位", "部门", "所属部门", "责任单位", "单位名称")),
    Field("roles", "角色", "roles", ("身份", "岗位", "职责", "role")),
    Field("heads", "部门负责人", "heads the unit", ("是否负责人", "是否部门负责人", "负责人")),
    Field("charges", "分管单位", "units in charge of", ("分管部门", "分管", "分管领域")),
    Field("enterprises", "联点企业", "linked enterprises", ("联系企业", "服务企业", "包联企业", "企业", "企业名称")),
)
_TITLES = {field.id: field.zh for field in FIELDS}


@dataclass(frozen=True, slots=True)
class _Said:
    name: str
    number: str
    phone: str
    unit: str | None
    roles: tuple[str, ...]
    heads: bool | None
    charges: tuple[str, ...]
    enterprises: tuple[str, ...]


class OfficerImporter:
    """Takes a table of officers into one park.

    `roles` are the mechanism's roles, id → the words that mean it; without a mechanism, None, ids are taken as written.
    """

    def __init__(self, *, park: str, actor: str, roles: Mapping[str, tuple[str, ...]] | None = None) -> None:
        self._park, self._actor, self._roles = park, actor, roles
        self._members: list[MemberDraft] = []
        self._loaded = False
        self._seen: dict[str, tuple[int, _Said]] = {}
        self._enterprises: dict[str, str] = {}

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
            if not (dry_run and self._loaded):
                self._members = operations.draft_members(park=self._park)
                self._loaded = True
            units = {word: row.id for row in registry.units(park=self._park) for word in (row.name, row.code)}
            names = {row.id: row.name for row in registry.units(park=self._park)}
            results: list[Result] = []
            for record in records:
                try:
                    said = self._parse(record, units)
                    results.append(Result(record, self._put(record, said, names, now)))
                except RowRejected as rejected:
                    results.append(rejected.result(record))
            if not dry_run:
                operations.store_members(park=self._park, drafts=self._members, actor=self._actor, now=now)
        return results

    def _parse(self, record: Record, units: Mapping[str, str]) -> _Said:
        name = values.short(record.get("name"), column=_TITLES["name"], limit=NAME)
        if not name:
            raise RowRejected("registry.name.missing")
        unit = record.get("unit")
        phone, heads = record.get("phone"), record.get("heads")
        return _Said(
            name=name,
            number=values.short(record.get("number"), column=_TITLES["number"], limit=CODE),
            phone=values.phone(phone, column=_TITLES["phone"]) if phone else "",
            unit=self._unit(unit, units) if unit else None,
            roles=tuple(self._role(word) for word in values.several(record.get("roles"))),
            heads=values.yes(heads, column=_TITLES["heads"]) if heads else None,
            charges=tuple(self._unit(name, units) for name in values.several(record.get("charges"))),
            enterprises=tuple(self._enterprise(name) for name in values.several(record.get("enterprises"))),
        )

    def _unit(self, word: str, units: Mapping[str, str]) -> str:
        if word not in units:
            raise RowRejected("registry.unit.unknown", {"given": word})
        return units[word]

    def _role(self, word: str) -> str:
        if self._roles is None:
            if re.fullmatch(r"[a-z][a-z0-9_-]{0,63}", word):
                return word
            raise RowRejected("registry.officer.role", {"given": word, "allowed": "—"})
        for id, words in self._roles.items():
            if values.plain(word) in (values.plain(id), *map(values.plain, words)):
                return id
        shown = "、".join(words[0] for words in self._roles.values() if words)
        raise RowRejected("registry.officer.role", {"given": word, "allowed": shown})

    def _enterprise(self, said: str) -> str:
        if said not in self._enterprises:
            found = registry.resolve_enterprise(park=self._park, said=said)
            if len(found) > 1:
                raise RowRejected("registry.name.ambiguous", {"name": said})
            if not found:
                raise RowRejected("registry.enterprise.unknown", {"name": said})
            self._enterprises[said] = found[0]
        return self._enterprises[said]

    def _put(self, record: Record, said: _Said, unit_names: Mapping[str, str], now: datetime) -> str:
        member = self._meant(said)
        if member is not None:
            self._refuse_contradiction(said, member, unit_names)
        self._refuse_second_head(said, member, unit_names)
        state = "unchanged"
        if member is None:
            member = operations.new_member(park=self._park, name=said.name, phone=said.phone, now=now)
            self._members.append(member)
            state = "added"
        before = _picture(member)
        _write(said, member)
        self._seen.setdefault(member.row.id, (record.number, said))
        return "changed" if state == "unchanged" and _picture(member) != before else state

    def _meant(self, said: _Said) -> MemberDraft | None:
        """Whom the row means: by number; else by name, told apart by phone number, then by unit."""
        if said.number:
            numbered = [member for member in self._members if member.row.number == said.number]
            if numbered:
                return numbered[0]
        named = [
            member for member in self._members if member.name == said.name and not (said.number and member.row.number)
        ]
        reached = [member for member in named if said.phone and member.phone == said.phone]
        beside = [member for member in named if said.unit and member.row.unit_id == said.unit]
        # Somebody of the same name with another number in another unit is somebody else.
        open_ = [
            member for member in named if not (said.phone and member.phone) and not (said.unit and member.row.unit_id)
        ]
        candidates = reached or beside or open_
        if len(candidates) > 1:
            raise RowRejected("registry.officer.ambiguous", {"name": said.name})
        return candidates[0] if candidates else None

    def _refuse_contradiction(self, said: _Said, member: MemberDraft, unit_names: Mapping[str, str]) -> None:
        number, first = self._seen.get(member.row.id, (0, said))
        spelled = unit_names.get
        for column, before, after in (
            ("name", first.name, said.name),
            ("phone", first.phone, said.phone),
            ("unit", spelled(first.unit or "", ""), spelled(said.unit or "", "")),
        ):
            if before and after and before != after:
                details = {"row": number, "column": _TITLES[column], "other": before, "given": after}
                raise RowRejected("import.row.contradicts", details)

    def _refuse_second_head(self, said: _Said, member: MemberDraft | None, unit_names: Mapping[str, str]) -> None:
        if not said.heads:
            return
        unit = said.unit or (member.row.unit_id if member else None)
        if unit is None:
            raise RowRejected("registry.unit.unknown", {"given": "（空）"})
        if any(other is not member and other.row.heads and other.row.unit_id == unit for other in self._members):
            raise RowRejected("registry.unit.headed", {"name": unit_names[unit]})


def _write(said: _Said, member: MemberDraft) -> None:
    member.say(name=said.name, phone=said.phone)
    if said.number:
        member.set("number", said.number)
    if said.unit:
        member.set("unit_id", said.unit)
    if said.heads is not None:
        member.set("heads", said.heads)
    member.set("roles", sorted({*member.row.roles, *said.roles}))
    member.answer_for(said.charges)
    for enterprise in said.enterprises:
        for role in said.roles or ("",):
            member.link(enterprise, role)


def _picture(member: MemberDraft) -> tuple[object, ...]:
    row = member.row
    return (
        member.name,
        member.phone,
        row.number,
        row.unit_id,
        row.heads,
        tuple(row.roles),
        len(member.links),
        len(member.charges),
    )
