"""Who stands behind an audience, and whether they may see the case: asked of the gate, never decided here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from lianqi.server.cases import gate
from lianqi.server.cases.models import Case, CaseAccess
from lianqi.server.cases.setting import Setting, setting
from lianqi.server.ledger.selecting import in_parts
from lianqi.server.ledger.values import LedgerRefusal
from lianqi.server.notices import rules
from lianqi.server.people import queries as people
from lianqi.server.people.models import EnterpriseOfficer, Membership
from lianqi.server.registry.models import EnterpriseContact, Unit

GROUP = "group:"


@dataclass(slots=True)
class Directory:
    """A park's people by what they are charged with, read once for a batch of events."""

    place: Setting
    carriers: Mapping[tuple[str, str], tuple[str, ...]]
    _principals: dict[str, gate.Principal | None] = field(default_factory=dict)

    def carrying(self, duty: str, unit: str) -> tuple[str, ...]:
        """Whoever carries a duty: in this unit, or for every unit, where it is a duty of units."""
        if duty in gate.UNIT_DUTIES:
            return tuple(dict.fromkeys((*self.carriers.get((duty, unit), ()), *self.carriers.get((duty, ""), ()))))
        return self.carriers.get((duty, ""), ())

    def principal(self, recipient: str) -> gate.Principal | None:
        """The person or contact; None for who has left."""
        if recipient not in self._principals:
            try:
                found = gate.principal_for(park=self.place.park, actor=recipient, now=self.place.now, place=self.place)
            except LedgerRefusal:
                found = None
            self._principals[recipient] = found
        return self._principals[recipient]

    def may_see(self, recipient: str, subjects: frozenset[str]) -> bool:
        """Whether a case with these subjects (`CaseAccess`) is visible to them: the gate's own predicate."""
        principal = self.principal(recipient)
        return principal is not None and bool(principal.subjects & subjects)


def directory(*, park: str, now: datetime) -> Directory:
    """Who carries which duty in a park now."""
    place = setting(park=park, now=now)
    carried = place.rules_for_new().roles
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    rows = Membership.objects.filter(park=park, until__isnull=True).order_by("id")
    codes = dict(Unit.objects.filter(park=park).values_list("id", "code"))
    charges = people.charges(park=park)
    listed = list(rows.values_list("person_id", "roles", "unit_id"))
    stand_ins = people.stand_ins(
        park=park, absent=[person for person, _, _ in listed], on=place.calendar.local(now).date()
    )
    for person, roles, unit in listed:
        told = [person, *([stand_ins[person].person_id] if person in stand_ins else [])]
        for role in roles:
            has = carried.get(role, frozenset())
            here = [codes[one] for one in (unit, *(charges.get(person, ()) if "sign" in has else ())) if one]
            for duty in sorted(has):
                lent = told if duty not in gate.INSPECTION else told[:1]
                for code in (here or [""]) if duty in gate.UNIT_DUTIES else [""]:
                    found[duty, code] += lent
    return Directory(place, {key: tuple(dict.fromkeys(persons)) for key, persons in found.items()})


@dataclass(frozen=True, slots=True)
class Cast:
    """The cases of a batch: their rows, who may see them, and the people of their enterprises."""

    cases: Mapping[str, Case]
    subjects: Mapping[str, frozenset[str]]
    contacts: Mapping[str, tuple[str, ...]]
    officers: Mapping[str, tuple[str, ...]]


def cast(*, park: str, case_ids: Iterable[str]) -> Cast:
    """Everybody around these cases."""
    cases: dict[str, Case] = {}
    for some in in_parts(sorted(set(case_ids))):
        cases |= {row.id: row for row in Case.objects.filter(park=park, id__in=some)}
    subjects: dict[str, set[str]] = defaultdict(set)
    for some in in_parts([row.no for row in cases.values()]):
        seen = CaseAccess.objects.filter(park=park, case_no__in=some)
        for case_id, subject in seen.values_list("case_id", "subject"):
            subjects[case_id].add(subject)
    enterprises = sorted({row.enterprise for row in cases.values()})
    return Cast(
        cases,
        {case_id: frozenset(some) for case_id, some in subjects.items()},
        _people(EnterpriseContact, park, enterprises, "id", left_at__isnull=True),
        _people(EnterpriseOfficer, park, enterprises, "person_id", until__isnull=True),
    )


def _people(
    model: type[EnterpriseContact] | type[EnterpriseOfficer],
    park: str,
    enterprises: list[str],
    who: str,
    **there: bool,
) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for some in in_parts(enterprises):
        rows = model._default_manager.filter(park=park, enterprise_id__in=some, **there).order_by("id")
        for enterprise, person in rows.values_list("enterprise_id", who):
            found[enterprise].append(person)
    return {enterprise: tuple(dict.fromkeys(persons)) for enterprise, persons in found.items()}


def behind(
    audience: str, *, data: Mapping[str, object], case: Case, people: Directory, around: Cast
) -> tuple[str, ...]:
    """The persons and contacts an audience of `rules.TABLE` means for one event of a case, seen or not."""
    unit = str(data.get("unit") or data.get("main_unit") or case.main_unit)
    match audience:
        case rules.DEBTOR:
            return people.carrying(str(data["duty"]), str(data.get("unit", "")))
        case rules.HANDLERS | rules.HEAD | rules.LEADER:
            return people.carrying(audience, unit) if unit else ()
        case rules.FORMER:
            return people.carrying(rules.HANDLERS, str(data.get("former_unit", "")))
        case rules.CENTRE:
            return people.carrying(audience, "")
        case rules.NAMED:
            return (str(data.get("leader", "")),)
        case rules.OFFICER:
            return around.officers.get(case.enterprise, ())
        case rules.CONTACT:
            here = around.contacts.get(case.enterprise, ())
            # Who said it is told; where an officer wrote it down for the firm, or that person has left, all of them.
            return (case.contact,) if case.contact in here else here
    raise LookupError(audience)
