"""Every read of cases. Each takes the principal who asks, and goes through the gate."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from heapq import merge
from itertools import islice
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import BooleanField, Q, QuerySet
from django.db.models.expressions import RawSQL

from lianqi.kernel.cases import Case as CaseState
from lianqi.kernel.decision import Refused
from lianqi.kernel.mechanism.rules import Text
from lianqi.server.cases import gate
from lianqi.server.cases.models import Case, Commitment, Precedent
from lianqi.server.cases.stream import STREAM_KIND
from lianqi.server.cases.telling import Line, Teller, teller_for
from lianqi.server.ledger import queries as ledger
from lianqi.server.ledger.selecting import select
from lianqi.server.ledger.values import StoredEvent, StreamRef
from lianqi.server.mechanisms import queries as mechanisms

#: Counts beyond this are shown as "1,000+" unless somebody asks: an exact count of a million reads a million.
COUNTED = 1_000

#: Kinds of commitment that are kept by ringing the enterprise: its word, and whether it is still solved.
ASKED_BY_PHONE = ("word", "recheck")
#: Duties that owe them; in a confidential case the inspection does.
_RING = frozenset({"call_back"}) | gate.INSPECTION

#: Where the last page ended: the due time, the stream and the commitment.
Cursor = tuple[datetime, str, str]


@dataclass(frozen=True, slots=True)
class Count:
    """How many; `more` says that there are more than were counted."""

    number: int
    more: bool = False

    @classmethod
    def of(cls, number: int) -> Count:
        """An exact number, shown as far as numbers are."""
        return cls(min(number, COUNTED), more=number > COUNTED)

    def __str__(self) -> str:
        return f"{self.number:,}+" if self.more else f"{self.number:,}"


@dataclass(frozen=True, slots=True)
class DuePage:
    """Some of what is owed, soonest first; `after` is where the next page begins, None at the end."""

    items: tuple[Commitment, ...]
    after: Cursor | None


@dataclass(frozen=True, slots=True)
class CasePage:
    """Some cases, the newest first; `before` is the number before which the next page begins, "" at the end."""

    items: tuple[Case, ...]
    before: str


@dataclass(frozen=True, slots=True)
class Life:
    """One case, whole: its row, its state, its words, the number of its sealed letter (文号) and its log."""

    row: Case
    state: CaseState
    words: str | None
    answer: str | None
    letter: str | None
    lines: tuple[Line, ...]
    events: tuple[StoredEvent, ...]
    teller: Teller


def my_due(
    principal: gate.Principal,
    *,
    until: datetime | None = None,
    kind: str = "",
    after: Cursor | None = None,
    limit: int = 50,
    without: frozenset[str] = frozenset(),
) -> DuePage:
    """我的待办: what this person's duties owe, `without` some, soonest due first; until a moment, of one kind.

    One short walk along an index for each duty, merged: as quick among a million cases as among ten thousand.
    """
    walks = [_due(owed, after)[: limit + 1] for owed in _mine(principal, until, kind, without)]
    return _page(list(islice(merge(*walks, key=_cursor), limit + 1)), limit)


def count_my_due(
    principal: gate.Principal,
    *,
    until: datetime | None = None,
    kind: str = "",
    without: frozenset[str] = frozenset(),
) -> Count:
    """How many `my_due` would list in all, up to `COUNTED`."""
    return summed(_mine(principal, until, kind, without))


def units_due(
    principal: gate.Principal,
    *,
    units: Sequence[str],
    until: datetime | None = None,
    after: Cursor | None = None,
    limit: int = 50,
) -> DuePage:
    """What these units owe, soonest due first: one's own unit, or all that a leader in charge answers for."""
    walks = [_due(owed, after)[: limit + 1] for owed in _of_units(principal, units, until)]
    return _page(list(islice(merge(*walks, key=_cursor), limit + 1)), limit)


def count_units_due(principal: gate.Principal, *, units: Sequence[str], until: datetime | None = None) -> Count:
    """How many `units_due` would list in all, up to `COUNTED`."""
    return summed(_of_units(principal, units, until))


def _of_units(principal: gate.Principal, units: Sequence[str], until: datetime | None) -> list[QuerySet[Commitment]]:
    return [_owed(principal, unit=unit, duty="", until=until) for unit in units]


def summed(walks: Sequence[QuerySet[Case] | QuerySet[Commitment]]) -> Count:
    """How many rows these have that have none in common, up to `COUNTED`: one statement."""
    counts: list[str] = []
    given: list[Any] = []
    for walk in walks:
        with suppress(EmptyResultSet):
            some, values = walk.order_by().values_list("park")[: COUNTED + 1].query.sql_with_params()
            counts.append(f"(SELECT COUNT(*) FROM ({some}) AS walk)")  # noqa: S608 - the ORM's words
            given += values
    ((*found,),) = select(f"SELECT {', '.join(counts)}", given) if counts else ((),)
    return Count.of(sum(found))


def calls(
    principal: gate.Principal,
    *,
    now: datetime,
    until: datetime | None = None,
    kind: str = "",
    after: Cursor | None = None,
    limit: int = 50,
) -> DuePage:
    """回访: whom this person owes a call now, soonest due first. What may be asked only later (回头看) is left out."""
    walks = [_due(owed, after)[: limit + 1] for owed in _calls(principal, now, until, kind)]
    return _page(list(islice(merge(*walks, key=_cursor), limit + 1)), limit)


def count_calls(principal: gate.Principal, *, now: datetime, until: datetime | None = None, kind: str = "") -> Count:
    """How many `calls` would list in all, up to `COUNTED`."""
    return summed(_calls(principal, now, until, kind))


def _calls(principal: gate.Principal, now: datetime, until: datetime | None, kind: str) -> list[QuerySet[Commitment]]:
    asked = (kind,) if kind in ASKED_BY_PHONE else ASKED_BY_PHONE
    ripe = Q(opens_at__isnull=True) | Q(opens_at__lte=now)
    ringing = replace(principal, duties=frozenset(pair for pair in principal.duties if pair[0] in _RING))
    return [owed.filter(kind__in=asked, state="open").filter(ripe) for owed in _mine(ringing, until, "")]


def _mine(
    principal: gate.Principal, until: datetime | None, kind: str, without: frozenset[str] = frozenset()
) -> list[QuerySet[Commitment]]:
    """What each of the person's duties owes, one walk a duty."""
    owed = _owed(principal, unit="", duty="", until=until)
    if kind:
        owed = owed.filter(kind=kind)
    everywhere = {duty for duty, unit in principal.duties if not unit}
    # Who is in charge of every unit owes what each unit owes, once.
    duties = sorted((duty, unit) for duty, unit in principal.duties if not unit or duty not in everywhere)
    duties = [(duty, unit) for duty, unit in duties if duty not in without]
    return [owed.filter(duty=duty, **_of_unit(duty, unit)) for duty, unit in duties]


def _of_unit(duty: str, unit: str) -> dict[str, str]:
    """Which units' promises a duty answers for: its own, none where it is not a unit's, all of them where somebody is
    in charge of every unit, or inspects. Left open, the walk of a duty that owes nothing reads what everybody owes.
    """
    return {"unit": unit} if unit or duty not in gate.UNIT_DUTIES | gate.INSPECTION else {}


def due(
    principal: gate.Principal,
    *,
    unit: str = "",
    duty: str = "",
    until: datetime | None = None,
    after: Cursor | None = None,
    limit: int = 50,
) -> DuePage:
    """What is owed in the cases this principal may see, soonest due first; of one unit, one duty, or until a moment."""
    return _page(list(_due(_owed(principal, unit=unit, duty=duty, until=until), after)[: limit + 1]), limit)


def count_due(
    principal: gate.Principal, *, unit: str = "", duty: str = "", until: datetime | None = None, exact: bool = False
) -> Count:
    """How many `due` would list in all."""
    return counted(_owed(principal, unit=unit, duty=duty, until=until), exact=exact)


def _owed(principal: gate.Principal, *, unit: str, duty: str, until: datetime | None) -> QuerySet[Commitment]:
    owed = _open(principal)
    if unit:
        owed = owed.filter(unit=unit)
    if duty:
        owed = owed.filter(duty=duty)
    return owed.filter(due__lte=until) if until is not None else owed


# SQLite takes an index of part of a table only where the query says that part in the index's own words: a parameter
# in their place could hold anything. A test looks at its plan.
OWED = RawSQL("cases_commitment.state IN ('open', 'suspended')", (), BooleanField())
NUMBERED = RawSQL("NOT (cases_case.external_number = '')", (), BooleanField())


def _open(principal: gate.Principal) -> QuerySet[Commitment]:
    return gate.visible_commitments(principal).filter(OWED)


def _cursor(row: Commitment) -> Cursor:
    return row.due, row.stream_id, row.id


def _due(owed: QuerySet[Commitment], after: Cursor | None) -> QuerySet[Commitment]:
    if after is not None:
        at, stream, id = after
        later = Q(due__gt=at) | Q(due=at, stream_id__gt=stream) | Q(due=at, stream_id=stream, id__gt=id)
        # The first condition is what the index can begin with.
        owed = owed.filter(due__gte=at).filter(later)
    return owed.order_by("due", "stream_id", "id")


def _page(rows: Sequence[Commitment], limit: int) -> DuePage:
    items = tuple(rows[:limit])
    return DuePage(items, _cursor(items[-1]) if len(rows) > limit else None)


def cases(
    principal: gate.Principal,
    *,
    status: str = "",
    unit: str = "",
    enterprise: str = "",
    kind: str = "",
    external_number: str = "",
    before: str = "",
    limit: int = 50,
) -> CasePage:
    """The cases this principal may see, the newest first."""
    rows = _cases(
        principal, status=status, unit=unit, enterprise=enterprise, kind=kind, external_number=external_number
    )
    if before:
        rows = rows.filter(no__lt=before)
    found = list(rows.order_by("-no")[: limit + 1])
    return CasePage(tuple(found[:limit]), found[limit - 1].no if len(found) > limit else "")


def count_cases(
    principal: gate.Principal,
    *,
    status: str = "",
    unit: str = "",
    enterprise: str = "",
    kind: str = "",
    external_number: str = "",
    exact: bool = False,
) -> Count:
    """How many `cases` would list in all."""
    rows = _cases(
        principal, status=status, unit=unit, enterprise=enterprise, kind=kind, external_number=external_number
    )
    return counted(rows, exact=exact)


def _cases(principal: gate.Principal, *, unit: str, external_number: str, **named: str) -> QuerySet[Case]:
    columns = {**named, "main_unit": unit}
    rows = gate.visible(principal).filter(**{column: value for column, value in columns.items() if value})
    if not external_number:
        return rows
    # Found first: with a limit and an order, a planner would rather walk a million cases than sort these few.
    numbered = Case.objects.filter(park=principal.park, external_number=external_number).filter(NUMBERED)
    return rows.filter(no__in=list(numbered.values_list("no", flat=True)[:COUNTED]))


def counted(rows: QuerySet[Case] | QuerySet[Commitment], *, exact: bool) -> Count:
    """How many rows these are; unless `exact`, counting stops at `COUNTED`."""
    if exact:
        return Count(rows.count())
    return Count.of(rows[: COUNTED + 1].count())


def life(principal: gate.Principal, case_no: str) -> Life:
    """One case with its whole log in words. Raises NotFound."""
    row = gate.case_for(principal, case_no)
    ref = StreamRef(principal.park, STREAM_KIND, row.id)
    events = ledger.events(ref)
    state = ledger.load(ref).state.case
    mechanism = mechanisms.mechanism_of(park=principal.park, digest=row.mechanism)
    calendar = mechanisms.calendar_of(principal.park)
    teller = teller_for(park=principal.park, mechanism=mechanism, calendar=calendar, events=events)
    record = state.record
    cited = [ref.id for ref in (record.words, record.answer, record.letter) if ref is not None]
    words = ledger.read_contents(park=principal.park, ids=cited)
    return Life(
        row=row,
        state=state,
        words=_text(words.get(record.words.id)),
        answer=_text(words.get(record.answer.id)) if record.answer else None,
        letter=_text(words.get(record.letter.id)) if record.letter else None,
        lines=tuple(teller.line(event) for event in events),
        events=events,
        teller=teller,
    )


def missed(principal: gate.Principal, case_no: str, refusal: Refused) -> tuple[Line, ...]:
    """What happened to the case meanwhile, in words, for whoever was refused as stale."""
    seqs = {changed["seq"] for changed in refusal.details.get("changed", ())}
    return tuple(line for line in life(principal, case_no).lines if line.seq in seqs)


def why(principal: gate.Principal, case_no: str, owed: str) -> tuple[Text, ...]:
    """时限怎么算的 of one commitment of a case, as last reckoned, line by line; none if it has no due time.

    Raises NotFound.
    """
    told = [line.why for line in life(principal, case_no).lines if line.owed == owed and line.why.zh]
    if not told:
        return ()
    return tuple(Text(zh, en) for zh, en in zip(told[-1].zh.split("\n"), told[-1].en.split("\n"), strict=True))


def precedents(principal: gate.Principal, *, class_id: str, limit: int = 20) -> tuple[Precedent, ...]:
    """交办先例 of a class, the newest first, from cases this principal may see."""
    rows = Precedent.objects.filter(park=principal.park, class_id=class_id)
    return tuple(rows.filter(gate.access(principal, number="case_no")).order_by("-ruled_at", "-case_id")[:limit])


def _text(words: bytes | None) -> str | None:
    return words.decode("utf-8", "replace") if words is not None else None
