"""May you see it? The only way to a case's row: who has no access gets the same answer as for a number never given.

May you do it, and now, is the kernel's to say.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import BooleanField, F, Func, QuerySet

from lianqi.kernel.cases.relations import Membership
from lianqi.kernel.decision import Actor, Refused
from lianqi.server.cases.models import Case, CaseAccess, Commitment
from lianqi.server.cases.refusals import ACTOR, NOT_FOUND
from lianqi.server.cases.setting import Setting, kept, setting
from lianqi.server.ledger.selecting import select_in
from lianqi.server.ledger.values import LedgerRefusal
from lianqi.server.people import queries as people
from lianqi.server.registry.models import EnterpriseContact

#: Duties for one unit: a role that has only these counts where the unit has the case, and sees what the unit had.
UNIT_DUTIES = frozenset({"handle", "review", "sign"})
#: Duties for the whole park: who carries one sees every case that is not confidential.
PARK_DUTIES = frozenset({"triage", "adjudicate", "supervise", "call_back", "convene", "consult", "lead"})
INSPECTION = frozenset({"inspect", "oversee_inspection"})
SYSTEM = "system"
_OF_ALL = frozenset({"park", "inspection"})

# What `access` says, for one number.
_CASE_ID = "SELECT case_id FROM cases_caseaccess WHERE park = %s AND case_no = %s AND subject"


_asks: ContextVar[tuple[Principal | None, datetime | None]] = ContextVar("lianqi_asks", default=(None, None))


class NotFound(LedgerRefusal):
    """No such case, or none that this principal may see: nobody can tell which."""

    def __init__(self, number: str) -> None:
        super().__init__(Refused(NOT_FOUND, {"number": number}))


@dataclass(frozen=True, slots=True)
class Principal:
    """Who asks, with everything the gate and the kernel need to know of them in one park.

    `stands_in_for`: colleagues on leave whose rights this person has besides, but never those of the inspection;
    `subjects`, `duties` and `enterprises` have theirs in them. `in_charge_of_all`: roles for units that are held for no
    unit in particular count wherever a unit has the case (the one leader in charge of a small park). `subjects` are
    matched with `CaseAccess.subject`.
    """

    park: str
    actor: Actor
    memberships: tuple[Membership, ...] = ()
    in_charge_of_all: tuple[str, ...] = ()
    enterprises: frozenset[str] = frozenset()
    subjects: frozenset[str] = frozenset()
    duties: frozenset[tuple[str, str]] = frozenset()  # duty and unit, "" for the whole park or for every unit
    stands_in_for: tuple[Principal, ...] = ()
    lent: frozenset[str] = frozenset()  # of the enterprises, those that are theirs alone

    @property
    def sees_everything_open(self) -> bool:
        """Whether every case that is not confidential is visible."""
        return "park" in self.subjects


def system(park: str) -> Principal:
    """The system itself: it ticks, moves due times and reacts; it has no list of its own."""
    return Principal(park, Actor(SYSTEM, "system"))


def whole(park: str) -> Principal:
    """Whoever runs the installation, in a shell: all but the confidential cases. The kernel lets it do nothing."""
    return Principal(park, Actor("cli", "person"), subjects=frozenset({"park"}))


def principal_for(*, park: str, actor: str, now: datetime, place: Setting | None = None) -> Principal:
    """The person or enterprise contact with this id. LedgerRefusal `case.actor-unknown` for anybody else, and for
    who has left. `place` is the park's setting at `now`, where the caller has read it.
    """
    asks, at = _asks.get()
    if asks is not None and (asks.park, asks.actor.id, at) == (park, actor, now):
        return asks
    place = place or setting(park=park, now=now)
    today = place.calendar.local(place.now).date()
    member = people.standing(park=park, person=actor, now=place.now, on=today)
    if member is not None:
        return _with_absent(place, _person(place, actor, member), member)
    contact = EnterpriseContact.objects.filter(park=park, id=actor, left_at__isnull=True)
    enterprise = contact.values_list("enterprise_id", flat=True).first()
    if enterprise is None:
        raise LedgerRefusal(Refused(ACTOR, {"actor": actor}))
    subjects = frozenset({f"enterprise:{enterprise}", f"contact:{actor}"})
    return Principal(park, Actor(actor, "contact"), enterprises=frozenset({enterprise}), subjects=subjects)


@contextmanager
def asking(principal: Principal, place: Setting) -> Iterator[None]:
    """Inside, `principal_for` gives this principal at the moment of `place`: a request reads it once."""
    token = _asks.set((principal, place.now))
    try:
        with kept(place):
            yield
    finally:
        _asks.reset(token)


def _with_absent(place: Setting, own: Principal, standing: people.Standing) -> Principal:
    """This person with the rights of whoever they stand in for today. Rights are lent once: not on to a third."""
    today = place.calendar.local(place.now).date()
    absent: list[Principal] = []
    for person in standing.stands_in_for:
        member = people.standing(park=place.park, person=person, now=place.now, on=today)
        if member is not None:
            absent.append(_person(place, person, member, lent=True))
    if not absent:
        return own
    lent = frozenset[str]().union(*(one.enterprises for one in absent)) - own.enterprises
    return replace(
        own,
        stands_in_for=tuple(absent),
        enterprises=own.enterprises | lent,
        lent=lent,
        subjects=own.subjects.union(*(one.subjects for one in absent)),
        duties=own.duties.union(*(one.duties for one in absent)),
    )


def _person(place: Setting, actor: str, standing: people.Standing, *, lent: bool = False) -> Principal:
    """A person by what they hold themselves; `lent` to a stand-in, without the inspection's."""
    carried = place.rules_for_new().roles
    roles: Sequence[str] = standing.roles
    if lent:
        roles = [role for role in roles if not carried.get(role, frozenset()) & INSPECTION]
    signs = any("sign" in carried.get(role, frozenset()) for role in roles)
    in_charge = people.in_charge_of(park=place.park, person=actor, now=place.now) if signs else ()
    memberships: list[Membership] = []
    everywhere: list[str] = []
    duties: set[tuple[str, str]] = set()
    for role in roles:
        has = carried.get(role, frozenset())
        here = [code for code in (standing.unit, *(in_charge if "sign" in has else ())) if code]
        memberships += [Membership(role, code) for code in dict.fromkeys(here)]
        if has - UNIT_DUTIES:
            memberships.append(Membership(role))
        elif has and not here:
            everywhere.append(role)
        duties |= {(duty, code if duty in UNIT_DUTIES else "") for duty in has for code in here or [""]}
    return Principal(
        park=place.park,
        actor=Actor(actor, "person"),
        memberships=tuple(memberships),
        in_charge_of_all=tuple(everywhere),
        enterprises=standing.enterprises,
        subjects=_subjects(actor, duties, standing.enterprises),
        duties=frozenset(duties),
    )


def _subjects(actor: str, duties: set[tuple[str, str]], enterprises: frozenset[str]) -> frozenset[str]:
    subjects = {f"person:{actor}", *(f"enterprise:{id}" for id in enterprises)}
    for duty, unit in duties:
        if duty in INSPECTION:
            # The inspector reads the whole log, and alone the confidential part of it.
            subjects |= {"inspection", "park"}
        elif duty in PARK_DUTIES or (duty in UNIT_DUTIES and not unit):
            subjects.add("park")
        elif duty in UNIT_DUTIES:
            subjects.add(f"unit:{unit}")
    return frozenset(subjects)


class Access(Func):
    """The predicate of `access` as SQL. `expressions` is the column with the case's number, whichever table has it."""

    output_field = BooleanField()

    def __init__(self, number: str, *, park: str, subjects: frozenset[str]) -> None:
        super().__init__(F(number))
        self.park, self.subjects = park, sorted(subjects)

    def as_sql(self, compiler: Any, connection: Any, *options: Any, **more: Any) -> Any:
        return self._exists(compiler, "")

    def as_postgresql(self, compiler: Any, connection: Any, *options: Any, **more: Any) -> Any:
        """Asked row by row: a list or a count ends after some rows, and a join reads all there are before the first."""
        return self._exists(compiler, " OFFSET 0")

    def _exists(self, compiler: Any, ending: str) -> Any:
        column, values = compiler.compile(self.source_expressions[0])
        told, given = among(self.subjects)
        # Of the column's name and our own words; whose sight it is goes as parameters.
        seen = f"seen.park = %s AND seen.subject IN ({told}) AND seen.case_no = {column}{ending}"
        return f"EXISTS(SELECT 1 FROM cases_caseaccess seen WHERE {seen})", [self.park, *given, *values]  # noqa: S608


def among(subjects: Sequence[str]) -> tuple[str, list[str]]:
    """What stands in `subject IN (…)`, and its parameters.

    `park` and `inspection` are written out: a plan made for any subjects at all supposes that they see few cases.
    """
    plain = [f"'{subject}'" for subject in subjects if subject in _OF_ALL]
    given = [subject for subject in subjects if subject not in _OF_ALL]
    return ", ".join([*plain, *["%s"] * len(given)]) or "NULL", given


def access(principal: Principal, *, number: str) -> Access:
    """The one predicate: whether the case whose number stands in the column `number` is visible."""
    return Access(number, park=principal.park, subjects=principal.subjects)


def visible(principal: Principal) -> QuerySet[Case]:
    """Every case that this principal may see: for lists, details, counts, search and exports alike.

    Who sees nearly all is asked case by case; who sees few, from their few. The rows are the same (a test).
    """
    cases = Case.objects.filter(park=principal.park)
    if principal.sees_everything_open:
        return cases.filter(access(principal, number="no"))
    subjects = sorted(principal.subjects)
    own = CaseAccess.objects.filter(park=principal.park, subject__in=subjects).values("case_no")
    return cases.filter(no__in=own)


def visible_commitments(principal: Principal) -> QuerySet[Commitment]:
    """Every commitment of a case that this principal may see."""
    return Commitment.objects.filter(park=principal.park).filter(access(principal, number="number"))


def case_for(principal: Principal, case_no: str) -> Case:
    """The row of this case, by its number. Raises NotFound."""
    row = visible(principal).filter(no=case_no).first()
    if row is None:
        raise NotFound(case_no)
    return row


def case_id_for(principal: Principal, case_no: str) -> str:
    """The id of this case, by its number: `case_for` for who needs no more of it. Raises NotFound.

    Every command asks this, so the predicate of `access` is written out.
    """
    rows = select_in(_CASE_ID, [principal.park, case_no], sorted(principal.subjects))
    if not rows:
        raise NotFound(case_no)
    return str(rows[0][0])


def case_ids(principal: Principal, numbers: set[str]) -> Mapping[str, tuple[str, str, int]]:
    """Number → id, status and seq of those cases that this principal may see."""
    rows: Any = visible(principal).filter(no__in=sorted(numbers)).values_list("no", "id", "status", "seq")
    return {no: (id, status, seq) for no, id, status, seq in rows}


def visible_streams(principal: Principal, park: str, ids: Sequence[str]) -> frozenset[str]:
    """Of these cases, by id, those that this principal may see: what an attachment is shown by."""
    if park != principal.park:
        return frozenset()
    return frozenset(visible(principal).filter(id__in=sorted(ids)).values_list("id", flat=True))
