"""What people call things on a command line, and the codes and ids behind: a name, a number or the code itself."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import IO, TYPE_CHECKING, Any

import click

from lianqi.kernel.decision import Refused
from lianqi.kernel.messages import names

if TYPE_CHECKING:
    from lianqi.kernel.mechanism.loader import Mechanism
    from lianqi.kernel.workdays.calendar import Calendar
    from lianqi.server.people.queries import Member

_INSTANT = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})(?:[ T](\d{1,2}):(\d{2}))?")
#: Fields of commands whose values the mechanism names, by the prefix of the name there.
NAMED = {"channel": "channel", "case_kind": "kind", "class_id": "class", "complexity": "complexity"}
REASONS = {"not-accept": "not_accepted", "return": "return_reason"}
UNITS = frozenset({"main_unit", "external_unit", "unit", "assisting"})
PEOPLE = frozenset({"person", "leader"})
#: Fields whose values the kernel names, the same in every park: what people may write instead of the code.
SAID: Mapping[str, Mapping[str, str]] = {
    "end": {names.ENDS[code][0]: code for code in ("solved", "explained")},
    "level": {zh: code for code, (zh, _) in names.LEVELS.items()} | {"黄灯": "yellow", "红灯": "red"},
    "outcome": {"交办": "dispatch", "直接答复": "answer", "答复": "answer"},
    "result": {
        "认可": "confirmed",
        "不认可": "rejected",
        "未表态": "no-reply",
        "仍已解决": "yes",
        "又出现了": "no",
    },
    "field": {"类别": "class", "类型": "kind", "首次反映时间": "first-word", "逾期记录": "lapse"},
}
#: Refusals that list what there is, by the prefix of its names in the mechanism.
LISTED = {
    "case.record.channel-unknown": "channel",
    "case.record.kind-unknown": "kind",
    "case.complexity-unknown": "complexity",
    "case.not-accept.reason-unknown": "not_accepted",
    "case.return.reason-unknown": "return_reason",
}


class Unclear(click.ClickException):
    """What was said names nothing, or more than one thing; the text says what to write instead."""

    exit_code = 2

    def show(self, file: IO[Any] | None = None) -> None:
        """As every refusal is shown: what was not done, and a code."""
        click.echo(f"未办理：{self.message}\n[command-line.unclear]", file=file, err=file is None)


@dataclass(frozen=True, slots=True)
class Names:
    """Finds what people name in one park, for a case of one mechanism."""

    park: str
    mechanism: Mechanism
    calendar: Calendar

    def value(self, kind: str, field: str, said: Any) -> Any:
        """The value of a command's field as the kernel wants it. Unclear for a name that is nobody's."""
        if field in UNITS:
            return [self.unit(one) for one in said] if isinstance(said, list | tuple) else self.unit(said)
        if field in PEOPLE:
            return self.member(said).person
        if field == "enterprise":
            return self.enterprise(said)
        if field in SAID:
            return SAID[field].get(said, said)
        prefix = REASONS.get(kind) if field == "reason" else NAMED.get(field)
        return self.code(prefix, said) if prefix else said

    def listed(self, refused: Refused) -> Refused:
        """The refusal with what it lists called as the park calls it."""
        prefix, known = LISTED.get(refused.code), refused.details.get("known")
        if prefix is None or not isinstance(known, list | tuple):
            return refused
        called = [self.mechanism.names().get(f"{prefix}.{code}") for code in known]
        zh = "、".join(text.zh if text else code for code, text in zip(known, called, strict=True))
        en = ", ".join(text.en if text else code for code, text in zip(known, called, strict=True))
        return Refused(refused.code, {**refused.details, "known_zh": zh, "known_en": en})

    def code(self, prefix: str, said: str) -> str:
        """The code that the mechanism calls by this name, in either language; the word itself where none is."""
        named = {
            key.removeprefix(f"{prefix}."): text
            for key, text in self.mechanism.names().items()
            if key.startswith(f"{prefix}.")
        }
        found = [code for code, text in named.items() if said in (code, text.zh) or said.lower() == text.en.lower()]
        # A word that names nothing goes on as it is: the kernel's refusal lists what there is.
        return found[0] if found else said

    def unit(self, said: str) -> str:
        """The code of the unit with this code or name; what is neither goes on to the kernel, which refuses it."""
        from lianqi.server.registry.queries import units

        found = [unit.code for unit in units(park=self.park) if said in (unit.code, unit.name)]
        return found[0] if found else said

    def enterprise(self, said: str) -> str:
        """The id of the enterprise with this id, name or number."""
        from lianqi.server.registry.models import Enterprise
        from lianqi.server.registry.queries import resolve_enterprise

        if Enterprise.objects.filter(park=self.park, id=said).exists():
            return said
        found = resolve_enterprise(park=self.park, said=said)
        if len(found) == 1:
            return found[0]
        if found:
            raise Unclear(f"“{said}”对应多家企业，请写统一社会信用代码。/ Several enterprises; write the credit code.")
        raise Unclear(f"名录中没有“{said}”，请先导入或核对名称。/ No enterprise {said}; import it or check the name.")

    def member(self, said: str) -> Member:
        """The person with this id, staff number or name."""
        from lianqi.server.people.queries import members

        found = [m for m in members(park=self.park) if said in (m.person, m.number, m.name)]
        if len(found) == 1:
            return found[0]
        if found:
            raise Unclear(f"有{len(found)}人叫“{said}”，请写工号。/ Several people; write the staff number.")
        raise Unclear(
            f"人员名单中没有“{said}”，请核对姓名或工号，或先导入人员。"
            f"/ Nobody here is called {said}; check it, or import the officers."
        )

    def instant(self, said: str) -> datetime:
        """“2026-06-12 17:00” on the park's clock; a day alone means the end of its working time."""
        match = _INSTANT.fullmatch(said.strip())
        try:
            day = date.fromisoformat("-".join(part.zfill(2) for part in match[1].split("-"))) if match else None
        except ValueError:
            day = None
        if match is None or day is None:
            raise Unclear(f"“{said}”不是日期时间，请写成 2026-06-12 或 2026-06-12 17:00。/ Write 2026-06-12 17:00.")
        if match[2] is not None:
            return self.calendar.instant(day, int(match[2]) * 60 + int(match[3]))
        hours = self.calendar.hours_on(day)
        return hours[-1][1] if hours else self.calendar.instant(day, 0) + timedelta(days=1)


def names_now(park: str) -> Names:
    """The names of a park under the mechanism in force today."""
    from lianqi.server.ledger.clock import database_now
    from lianqi.server.mechanisms import queries as mechanisms

    calendar = mechanisms.calendar_of(park)
    return Names(park, mechanisms.in_force(park=park, on=calendar.local(database_now()).date()), calendar)


def text(said: str) -> str:
    """The words themselves; “-” reads them from standard input."""
    return sys.stdin.read().strip() if said == "-" else said


def only_park(said: str | None) -> str:
    """The park named, or the only one there is. RegistryRefusal `registry.park.none`, `registry.park.which`."""
    from lianqi.server.registry.queries import parks
    from lianqi.server.registry.refusals import RegistryRefusal

    known = parks()
    if not known:
        raise RegistryRefusal("registry.park.none", {})
    if said in known:
        return str(said)
    if said is None and len(known) == 1:
        return next(iter(known))
    raise RegistryRefusal("registry.park.which", {"allowed": "、".join(known)})
