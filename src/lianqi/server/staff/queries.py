"""The park's people as its administrator sees them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from lianqi.server.accounts.models import Account
from lianqi.server.cases import gate
from lianqi.server.cases.models import Commitment
from lianqi.server.cases.setting import Setting
from lianqi.server.ledger.selecting import in_parts
from lianqi.server.people import queries as people
from lianqi.server.people.models import EnterpriseOfficer
from lianqi.server.people.queries import Member
from lianqi.server.registry.queries import units
from lianqi.server.ui.refusals import lang

ON_A_PAGE = 50


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


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the people asked for. `total` are all of them, `without` those of them who have no account; `after` is
    the person after whom the next page begins, "" at the end.
    """

    rows: tuple[Listed, ...]
    total: int
    without: int
    after: str


def page(
    place: Setting, *, text: str = "", unit: str = "", role: str = "", no_account: bool = False, after: str = ""
) -> Page:
    """Who works for the park now, by unit and number: those of one unit (its id), of one role (its id), with `text` in
    name or number, or without an account.

    The address of a page names a person by id and nobody by name. After somebody who has left it is the first page.
    """
    called = _units(place.park)
    people_here = people.members(park=place.park)

    def place_of(one: Member) -> tuple[str, str, str, str]:
        return (called.get(one.unit or "", ""), one.number or "~", one.name, one.person)

    found = [
        one
        for one in people_here
        if unit in ("", one.unit)
        and (not role or role in one.roles)
        and (text in one.name or text in (one.number or ""))
    ]
    held = _with_account([one.person for one in found])
    without = sum(one.person not in held for one in found)
    if no_account:
        found = [one for one in found if one.person not in held]
    found.sort(key=place_of)
    last = next((place_of(one) for one in people_here if one.person == after), None)
    rest = [one for one in found if last is None or place_of(one) > last]
    more = len(rest) > ON_A_PAGE
    return Page(
        rows=tuple(_rows(place, rest[:ON_A_PAGE], called)),
        total=len(found),
        without=without,
        after=rest[ON_A_PAGE - 1].person if more else "",
    )


def listed(place: Setting, person: str) -> Listed | None:
    """One person as a row; None for who does not work for the park."""
    found = people.members(park=place.park, persons=[person])
    return next(iter(_rows(place, found, _units(place.park))), None)


def _rows(place: Setting, found: Sequence[Member], called: Mapping[str, str]) -> list[Listed]:
    """These people as rows, in their order."""
    park, english = place.park, lang() == "en"
    ids = [one.person for one in found]
    named = place.names
    accounts = {row.person_id: row for row in Account.objects.filter(person_id__in=ids)}
    away = people.stand_ins(park=park, absent=ids, on=place.calendar.local(place.now).date())
    stand_ins = {
        one.person: one.name for one in people.members(park=park, persons=[r.person_id for r in away.values()])
    }
    answered = people.charges(park=park, persons=ids)
    links: dict[str, set[str]] = {}
    officers = EnterpriseOfficer.objects.filter(park=park, person_id__in=ids, until__isnull=True)
    for person, enterprise in officers.values_list("person_id", "enterprise_id"):
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
    return shown


def _units(park: str) -> dict[str, str]:
    return {one.id: one.name for one in units(park=park, closed=True)}


def _with_account(persons: Sequence[str]) -> set[str]:
    held: set[str] = set()
    for some in in_parts(persons):
        held |= set(Account.objects.filter(person_id__in=some).values_list("person_id", flat=True))
    return held


def inspects(place: Setting, roles: Sequence[str]) -> bool:
    """Whether one of these roles has the rights of the inspection."""
    carried = place.rules_for_new().roles
    return any(carried.get(role, frozenset()) & gate.INSPECTION for role in roles)


def role_choices(place: Setting, *, given: bool = True) -> list[tuple[str, str]]:
    """The roles in the order of the mechanism: those that may be given on a page, or all."""
    named, english = place.names, lang() == "en"
    return [
        (role, named[f"role.{role}"].en if english else named[f"role.{role}"].zh)
        for role in place.mechanism.shape.roles
        if not given or not inspects(place, [role])
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


def classes_of_closed_units(place: Setting) -> list[tuple[str, str]]:
    """(class, former unit) by name, where the mechanism still names a unit that was closed: none is proposed."""
    closed = {one.code: one.name for one in units(park=place.park, closed=True) if one.closed_at is not None}
    which = lang()
    classes = place.rules_for_new().classes.values()
    return [(getattr(one.name, which), closed[one.unit]) for one in classes if one.unit in closed]
