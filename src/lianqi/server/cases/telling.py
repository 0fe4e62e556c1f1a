"""The log of a case as people read it: each event a line in Chinese and in English, codes replaced by words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lianqi.kernel.decision import Json
from lianqi.kernel.instants import from_text
from lianqi.kernel.mechanism.loader import Mechanism
from lianqi.kernel.mechanism.measure import say
from lianqi.kernel.mechanism.rules import Text
from lianqi.kernel.messages import names
from lianqi.kernel.messages.events import CODES, EVENTS
from lianqi.kernel.workdays.calendar import Calendar
from lianqi.kernel.workdays.derivation import Derivation, explain
from lianqi.kernel.workdays.durations import Duration
from lianqi.server.cases.facts import IN_WHOSE_NAME
from lianqi.server.cases.models import Case
from lianqi.server.ledger.queries import read_contents
from lianqi.server.ledger.values import StoredEvent
from lianqi.server.mechanisms import queries as mechanisms
from lianqi.server.people.queries import members
from lianqi.server.registry.models import EnterpriseContact
from lianqi.server.registry.queries import unit_names

LANGS = ("zh", "en")
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+Z")
_UNITS = frozenset({"unit", "main_unit", "former_unit", "external_unit"})
_CASES = frozenset({"into", "child", "other"})
_YES = {
    "in_time": {True: ("按期完成", "kept in time"), False: ("逾期完成", "kept late")},
    "upheld": {True: ("成立", "upheld"), False: ("不成立", "dismissed")},
}


@dataclass(frozen=True, slots=True)
class Line:
    """One event in words. `owed` is the commitment it is about; `why` 时限怎么算的 where it set a due time; either may
    be empty.
    """

    seq: int
    at: datetime
    actor: str
    type: str
    owed: str
    said: Text
    why: Text


@dataclass(frozen=True, slots=True)
class Teller:
    """What a park calls things. Names of people who were erased are gone here too."""

    calendar: Calendar
    mechanism: Mechanism
    called: Mapping[str, Text]
    people: Mapping[str, str]
    cases: Mapping[str, str]

    def line(self, event: StoredEvent) -> Line:
        """One event in both languages."""
        zh, en = EVENTS[event.type]
        return Line(
            seq=event.seq,
            at=event.at,
            actor=self.actor(event),
            type=event.type,
            owed=event.data["id"] if "duty" in event.data else "",
            said=Text(zh.format_map(self.spelled(event, "zh")), en.format_map(self.spelled(event, "en"))),
            why=Text(self.why(event.data.get("why"), "zh"), self.why(event.data.get("why"), "en")),
        )

    def actor(self, event: StoredEvent) -> str:
        """Who did it; and in whose name, where that person was on leave."""
        name = self.people.get(event.actor, "")
        absent = event.data.get(IN_WHOSE_NAME)
        return f"{name}（代{self.people.get(absent) or '已离任人员'}）" if absent else name

    def moment(self, instant: datetime) -> str:
        """An instant on the park's clock, to the minute."""
        return self.calendar.local(instant).strftime("%Y-%m-%d %H:%M")

    def unit(self, code: str, lang: str) -> str:
        """A unit's name, or its code where it has none."""
        return self._named(f"unit.{code}", lang) or code

    def duty(self, duty: str, unit: str, lang: str) -> str:
        """Who carries a duty: the unit where it is for one, otherwise the office."""
        office = names.DUTIES[duty][LANGS.index(lang)]
        return (
            f"{self.unit(unit, lang)}（{office}）"
            if unit and lang == "zh"
            else office + (f", {self.unit(unit, lang)}" if unit else "")
        )

    def why(self, derivations: Sequence[Json] | None, lang: str) -> str:
        """时限怎么算的, step by step: the limit, extensions, pauses."""
        told = []
        for one in derivations or ():
            if isinstance(one, list):  # an instant that somebody named
                at = self.moment(from_text(one[1]))
                told.append({"zh": f"到期时间由办理人指定：{at}。", "en": f"The due time was named: {at}."}[lang])
            else:
                told.append(explain(Derivation.from_data(one), "zh" if lang == "zh" else "en"))
        return "\n".join(told)

    def _named(self, key: str, lang: str) -> str:
        text = self.called.get(key)
        return str(getattr(text, lang)) if text else ""

    def spelled(self, event: StoredEvent, lang: str) -> dict[str, str]:
        """What stands in an event, in words of one language; what it does not say reads as a dash."""
        said = _Said({key: self._word(key, value, event, lang) for key, value in event.data.items()})
        data = event.data
        if event.type == "resolved":
            said.setdefault("main_unit", "")  # a meeting may answer by itself
        if "duty" in data:
            said["who"] = self.duty(data["duty"], data.get("unit", ""), lang)
            said["owed"] = names.COMMITMENTS[data["kind"]][LANGS.index(lang)]
        if "grade" in data and event.type != "rated":
            graded = {"zh": f"，{data['grade']}分", "en": f", grade {data['grade']}"}[lang]
            said["grade"] = graded if data["grade"] else ""
        return said

    def _word(self, key: str, value: Json, event: StoredEvent, lang: str) -> str:
        if key in _YES:
            return _YES[key][value][LANGS.index(lang)]
        if isinstance(value, list) and key == "assisting":
            joined = ("、" if lang == "zh" else ", ").join(self.unit(unit, lang) for unit in value)
            return {"zh": "，协办", "en": ", assisted by "}[lang] + joined if joined else ""
        if not isinstance(value, str):
            return str(value)
        if _INSTANT.fullmatch(value):
            return self.moment(from_text(value))
        return self._code(key, value, event, lang)

    def _code(self, key: str, value: str, event: StoredEvent, lang: str) -> str:
        which = LANGS.index(lang)
        if key in _UNITS:
            return self.unit(value, lang)
        if key in _CASES:
            return self.cases.get(value, value)
        if key in ("leader", "person"):
            return self.people.get(value) or {"zh": "（姓名已删除）", "en": "(name erased)"}[lang]
        if key == "complexity":
            return self._limit(value, event.at, lang)
        if key == "by" and event.type.startswith("extension"):
            return say(Duration.parse(value), lang)
        if key == "end":
            return names.ENDS.get(value, (value, value))[which]
        if key == "light":
            return names.LIGHTS[value][which]
        prefix = {
            "class_id": "class",
            "former_class_id": "class",
            "channel": "channel",
            "kind": "kind",
            "rung_id": "rung",
        }
        reasons = {"not-accepted": "not_accepted", "returned": "return_reason"}
        if key in prefix:
            return self._named(f"{prefix[key]}.{value}", lang) or value or {"zh": "未分类", "en": "no class"}[lang]
        if key == "reason" and event.type in reasons:
            return self._named(f"{reasons[event.type]}.{value}", lang) or value
        if key in ("value", "former"):
            return self._named(f"{event.data['field']}.{value}", lang) or value
        return CODES.get(value, (value, value))[which]

    def _limit(self, complexity: str, at: datetime, lang: str) -> str:
        answer = self.mechanism.rules(on=self.calendar.local(at).date()).limits.answer
        return say(answer[complexity], lang) if complexity in answer else complexity


def _contacts(park: str, ids: Sequence[str]) -> dict[str, str]:
    rows = EnterpriseContact.objects.filter(park=park, id__in=ids).values_list("id", "name")
    words = read_contents(park=park, ids=[name for _, name in rows if name])
    known = {id: words.get(name) for id, name in rows}
    return {id: f"{name.decode()}（企业）" if name else "（企业联系人）" for id, name in known.items()}


class _Said(dict[str, str]):
    """A detail that an old event lacks shows as a dash."""

    def __missing__(self, key: str) -> str:
        return "—"


def teller_for(*, park: str, mechanism: Mechanism, calendar: Calendar, events: Sequence[StoredEvent]) -> Teller:
    """A teller that knows the names that these events need."""
    called = {**mechanisms.names_of(mechanism)}
    called |= {
        f"unit.{code}": Text(name, called.get(f"unit.{code}", Text("", code)).en)
        for code, name in unit_names(park=park).items()
    }
    persons = {event.actor for event in events}
    persons |= {event.data[key] for event in events for key in ("leader", "person", IN_WHOSE_NAME) if key in event.data}
    cases = {event.data[key] for event in events for key in _CASES if key in event.data}
    known: Any = Case.objects.filter(park=park, id__in=sorted(cases)).values_list("id", "no")
    people = {member.person: member.name for member in members(park=park, persons=sorted(persons))}
    people["system"] = "系统"
    people |= _contacts(park, sorted(persons - people.keys()))
    return Teller(calendar, mechanism, called, people, dict(known))
