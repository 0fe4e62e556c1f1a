"""The park's people as its administrator sees them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lianqi.server.accounts.models import Account
from lianqi.server.cases import gate
from lianqi.server.cases.models import Commitment
from lianqi.server.cases.setting import Setting
from lianqi.server.people import queries as people
from lianqi.server.people.models import EnterpriseOfficer
from lianqi.server.people.queries import Member
from lianqi.server.registry.queries import units
from lianqi.server.ui.refusals import lang


@dataclass(frozen=True, slots=True)
class Listed:
    """One person as a row: in words."""

    member: Member
    unit: str
    roles: tuple[str, ...]
    charges: tuple[str, ...]
    enterprises: int
    account: str  # open, closed, ""
    sign_in: str
    away: str  # who stands in for them today
    until: date | None
    inspects: bool


def listed(place: Setting, *, text: str = "", unit: str = "", persons: Sequence[str] | None = None) -> list[Listed]:
    """Who works for the park now, by unit and name; of one unit (its id), or with `text` in name or number."""
    park, english = place.park, lang() == "en"
    found = people.members(park=park, unit=unit or None, persons=persons)
    if text:
        found = tuple(one for one in found if text in one.name or text in (one.number or ""))
    ids = [one.person for one in found]
    called = {one.id: one.name for one in units(park=park, closed=True)}
    named = place.mechanism.names()
    accounts = {row.person_id: row for row in Account.objects.filter(person_id__in=ids)}
    away = people.stand_ins(park=park, absent=ids, on=place.calendar.local(place.now).date())
    stand_ins = {
        one.person: one.name for one in people.members(park=park, persons=[r.person_id for r in away.values()])
    }
    answered = people.charges(park=park)
    links: dict[str, set[str]] = {}
    rows = EnterpriseOfficer.objects.filter(park=park, until__isnull=True).values_list("person_id", "enterprise_id")
    for person, enterprise in rows:
        links.setdefault(person, set()).add(enterprise)
    shown = []
    for one in found:
        account, leave = accounts.get(one.person), away.get(one.person)
        roles = [named.get(f"role.{role}") for role in one.roles]
        shown.append(
            Listed(
                member=one,
                unit=called.get(one.unit or "", ""),
                roles=tuple((text.en if english else text.zh) for text in roles if text),
                charges=tuple(called[id] for id in answered.get(one.person, ())),
                enterprises=len(links.get(one.person, ())),
                account="" if account is None else "open" if account.is_active else "closed",
                sign_in=account.name if account is not None else "",
                away=stand_ins.get(leave.person_id, "") if leave is not None else "",
                until=leave.until if leave is not None else None,
                inspects=inspects(place, one.roles),
            )
        )
    return sorted(shown, key=lambda row: (row.unit, row.member.number or "~", row.member.name, row.member.person))


def inspects(place: Setting, roles: Sequence[str]) -> bool:
    """Whether one of these roles has the rights of the inspection."""
    carried = place.rules_for_new().roles
    return any(carried.get(role, frozenset()) & gate.INSPECTION for role in roles)


def role_choices(place: Setting) -> list[tuple[str, str]]:
    """The roles that may be given on a page, in the order of the mechanism."""
    named, english = place.mechanism.names(), lang() == "en"
    return [
        (role, named[f"role.{role}"].en if english else named[f"role.{role}"].zh)
        for role in place.mechanism.shape.roles
        if not inspects(place, [role])
    ]


def unit_choices(park: str, *, by_code: bool = False) -> list[tuple[str, str]]:
    """The inside units that exist, by id or by code."""
    return [(one.code if by_code else one.id, one.name) for one in units(park=park) if not one.external]


def colleagues(park: str, *, but: str) -> list[tuple[str, str]]:
    """Everybody else who works for the park, by name, told apart by unit or number."""
    called = {one.id: one.name for one in units(park=park, closed=True)}
    found = [one for one in people.members(park=park) if one.person != but and one.name]
    told = [(one.person, "　".join(filter(None, (one.name, called.get(one.unit or ""), one.number)))) for one in found]
    return sorted(told, key=lambda pair: pair[1])


def open_by_unit(park: str) -> dict[str, int]:
    """Unit code → how many promises it still owes; none of confidential cases, which have no unit."""
    rows = Commitment.objects.filter(park=park, state__in=("open", "suspended")).exclude(unit="")
    counted: dict[str, int] = {}
    for unit in rows.values_list("unit", flat=True):
        counted[unit] = counted.get(unit, 0) + 1
    return counted
