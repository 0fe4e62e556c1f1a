"""An invented park on the server, 示例园区: its rules, its people by their names, two enterprises, one calendar."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from lianqi.server.cases.operations import Done, perform, record
from lianqi.server.ids import derived_id
from lianqi.server.ledger.operations import one_transaction
from lianqi.server.mechanisms.operations import activate, publish_calendar
from lianqi.server.mechanisms.queries import read_mechanism
from lianqi.server.people import operations as people
from lianqi.server.registry import operations as registry
from lianqi.server.registry.operations.drafts import DraftContact

ROOT = Path(__file__).parents[3]
RULES = (ROOT / "mechanisms" / "starter" / "mechanism.yaml").read_text("utf-8")
CALENDAR = (ROOT / "mechanisms" / "calendars" / "cn.yaml").read_text("utf-8")
PARK = "sample"
#: Tuesday 9 June 2026, 09:30 in the park.
MORNING = datetime(2026, 6, 9, 1, 30, tzinfo=UTC)

#: name → roles, unit
PEOPLE: Mapping[str, tuple[tuple[str, ...], str]] = {
    "周敏": (("liaison",), ""),
    "陈立": (("centre",), "service-centre"),
    "何工": (("handler",), "construction"),
    "罗局": (("unit-head",), "construction"),
    "江主任": (("leader-in-charge",), "construction"),
    "唐工": (("handler",), "economy"),
    "秦局": (("unit-head",), "economy"),
    "钱总工": (("adjudicator",), ""),
    "李书记": (("principal",), ""),
    "方教授": (("expert-convenor",), ""),
    "苏检": (("inspector",), ""),
    "严书记": (("inspection-head",), ""),
}


@dataclass
class Park:
    """The park and its clock. People and enterprises are found by name: `park["周敏"]`."""

    ids: dict[str, str] = field(default_factory=dict)
    now: datetime = MORNING
    code: str = PARK
    _commands: Any = field(default_factory=lambda: count(1))

    def __getitem__(self, name: str) -> str:
        return self.ids[name]

    def later(self, **time: float) -> None:
        """The clock goes on."""
        self.now += timedelta(**time)

    def command_id(self) -> str:
        """The next command's id, of the kind a client makes up."""
        return derived_id("test", self.code, str(next(self._commands)))

    def says(self, who: str, words: str, *, of: str = "海棠机电", command_id: str = "", **data: Any) -> Done:
        """`who` records what the enterprise says."""
        plain = {
            "enterprise": self[of],
            "channel": "visit",
            "case_kind": "problem",
            "words": words,
            "first_word_at": self.now,
            **data,
        }
        return record(
            park=self.code, actor=self[who], data=plain, command_id=command_id or self.command_id(), now=self.now
        )

    def does(
        self, who: str, kind: str, number: str, *, seen: int | None = None, command_id: str = "", **data: Any
    ) -> Done:
        """`who` does something to a case."""
        return perform(
            park=self.code,
            actor=self[who],
            case_no=number,
            kind=kind,
            data=data,
            command_id=command_id or self.command_id(),
            expected_seq=seen,
            now=self.now,
        )

    def a_case(self, words: str = "三号厂房屋顶漏水，机器都不敢开", **data: Any) -> str:
        """A case recorded by the liaison officer; its number."""
        done = self.says("周敏", words, **data)
        assert done.refusal is None, done.refusal
        return done.number

    def dispatched(self, words: str = "三号厂房屋顶漏水，机器都不敢开", **data: Any) -> str:
        """A case that the construction bureau has; its number."""
        number = self.a_case(words, **data)
        done = self.does(
            "陈立", "dispatch", number, class_id="premises", complexity="general", main_unit="construction"
        )
        assert done.refusal is None, done.refusal
        return number


def open_park(code: str = PARK) -> Park:
    """A park with its rules, calendar, people and enterprises, written through the use-cases that a clerk runs."""
    park = Park(code=code)
    now = MORNING - timedelta(days=30)
    with one_transaction():
        registry.ensure_park(code=code, name="示例园区", actor="system", now=now)
        units = read_mechanism(RULES, name="starter").units().values()
        drafts = [registry.UnitDraft(u.code, u.name.zh, u.outside, u.counterpart) for u in units]
        registry.store_units(park=code, drafts=drafts, actor="system", now=now)
        publish_calendar(park=code, text=CALENDAR, name="cn.yaml", actor="system", now=now)
        activate(
            park=code,
            text=RULES,
            name="starter",
            since=date(2026, 1, 1),
            actor="system",
            now=now,
            before_people=True,
        )
        _people(park, now)
        _enterprises(park, now)
    park.ids["system"] = "system"
    return park


def _people(park: Park, now: datetime) -> None:
    from lianqi.server.registry.queries import units

    codes = {unit.code: unit.id for unit in units(park=park.code)}
    members = []
    for name, (roles, unit) in PEOPLE.items():
        member = people.new_member(park=park.code, name=name, phone="", now=now)
        member.set("roles", list(roles))
        member.set("unit_id", codes[unit] if unit else None)
        members.append(member)
        park.ids[name] = member.row.person_id
    people.store_members(park=park.code, drafts=members, actor="system", now=now)


def _enterprises(park: Park, now: datetime) -> None:
    from lianqi.server.registry.queries import contacts_of

    for name, contact in (("海棠机电", "刘芳"), ("木棉食品", "马强")):
        draft = registry.new_enterprise(park=park.code, name=name, now=now)
        draft.add_contact(DraftContact(name=contact, phone=""))
        registry.store(park=park.code, drafts=[draft], actor="system", now=now)
        park.ids[name] = draft.row.id
        park.ids[contact] = contacts_of(park=park.code, enterprise=draft.row.id)[0].id
