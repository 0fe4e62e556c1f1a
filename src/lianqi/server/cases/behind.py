"""The cases behind a number: what a list is narrowed to when somebody follows a figure, and what it adds up to."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from django.db.models import OuterRef, Q, QuerySet, Subquery, Sum
from django.urls import reverse
from django.utils.http import urlencode

from lianqi.kernel.cases.states import OPEN, Status
from lianqi.kernel.mechanism.rules import Text
from lianqi.kernel.scoring import MEASURES, STANDING, Figure, at_rung
from lianqi.kernel.scoring.standing import HIGHEST_RUNG
from lianqi.server.cases import queries
from lianqi.server.cases.figures import LED_ON
from lianqi.server.cases.models import OPEN as OPEN_COMMITMENTS
from lianqi.server.cases.models import Case, Commitment, FigureEntry

#: Numbers that are sums of several measures, by the name that addresses call them.
SUMS: Mapping[str, tuple[Text, tuple[str, ...]]] = MappingProxyType(
    {
        "closed": (Text("办结件数", "cases struck off"), ("closed-solved", "closed-explained")),
        "heard": (
            Text("企业已表态或未表态件数", "cases on which the enterprise was asked"),
            ("confirmed", "confirmed-by-call-back", "rejected", "silent"),
        ),
        "agreed": (
            Text("企业认可件数（含回访）", "confirmed by the enterprise, call-backs included"),
            ("confirmed", "confirmed-by-call-back"),
        ),
        "open": (
            Text("未办结件数", "cases not struck off"),
            tuple(at_rung(rung) for rung in range(HIGHEST_RUNG + 1)),
        ),
    }
)
_MOMENT = re.compile(r"\d{4}-\d\d(-\d\d)?")
_STATUSES = sorted(status.value for status in OPEN)
#: So many entries are read to name their cases; more are asked case by case.
_FEW = 2_000


@dataclass(frozen=True, slots=True)
class Behind:
    """A number as an address names it. `since` and `until` are months or days, both included, "" for open; a unit and
    classes as they were when it was counted. A stock ("open", "lit-red") is that of now and knows no time.
    """

    figure: str
    since: str = ""
    until: str = ""
    unit: str = ""
    classes: tuple[str, ...] = ()

    @property
    def known(self) -> bool:
        """Whether there is such a number, with cases behind it."""
        return bool(self.measures)

    @property
    def measures(self) -> tuple[str, ...]:
        if self.figure in SUMS:
            return SUMS[self.figure][1]
        return (self.figure,) if self.figure in LED_ON or self.figure in STANDING else ()

    @property
    def stands(self) -> bool:
        """Whether it is a stock."""
        return bool(self.measures) and self.measures[0] in STANDING

    @property
    def name(self) -> Text:
        if self.figure in SUMS:
            return SUMS[self.figure][0]
        return Text(*(STANDING if self.stands else MEASURES)[self.figure])


def address(
    figure: str, *, since: str = "", until: str = "", unit: str = "", class_id: str = "", light: str = ""
) -> str:
    """Where the list of the cases behind a number is."""
    told = {"figure": figure, "since": since, "until": until, "unit": unit, "class_id": class_id, "light": light}
    return f"{_list()}?{urlencode({key: value for key, value in told.items() if value})}"


@cache
def _list() -> str:
    # A page of numbers asks two hundred times.
    return reverse("cases")


def narrowed(rows: QuerySet[Case], behind: Behind, *, park: str) -> QuerySet[Case]:
    """Of these cases of the park, those that the number counts. Confidential reports are in no number."""
    rows = rows.filter(confidential=False)
    if behind.stands:
        return _standing(rows, behind, park=park)
    entries = _entries(behind, park=park)
    some = list(entries.values_list("case_no", "value")[: _FEW + 1])
    if len(some) <= _FEW:
        return rows.filter(no__in=_counting(some))
    own = entries.filter(case_no=OuterRef("no")).order_by().values("case_no")
    net = rows.annotate(counts=Subquery(own.annotate(sum=Sum("value")).values("sum")))
    return net.filter(Q(counts__lt=0) | Q(counts__gt=0))


def total(behind: Behind, *, park: str) -> int:
    """The number itself, added up from its cases: the same as its cells say. Not for stocks, which are counted."""
    return int(_entries(behind, park=park).aggregate(sum=Sum("value"))["sum"] or 0)


def of_earlier(figure: Figure, *, park: str, since: str, until: str, unit: str = "") -> int:
    """How much of what stands above a rate's line in this time is of cases that are not below it: recorded, or given to
    the unit, before. 0 where the cases of one of its measures are not kept (`LED_ON`).
    """
    if not {*figure.numerator, *figure.denominator} <= LED_ON:
        return 0

    def entries(measure: str) -> QuerySet[FigureEntry]:
        return _entries(Behind(measure, since, until, unit), park=park)

    known = {number for measure in figure.denominator for number in entries(measure).values_list("case_no", flat=True)}
    return sum(
        value
        for measure in figure.numerator
        for number, value in entries(measure).values_list("case_no", "value")
        if number not in known
    )


def _entries(behind: Behind, *, park: str) -> QuerySet[FigureEntry]:
    entries = FigureEntry.objects.filter(park=park, measure__in=behind.measures)
    if _MOMENT.fullmatch(behind.since):
        entries = entries.filter(day__gte=behind.since if len(behind.since) == 10 else f"{behind.since}-01")
    if _MOMENT.fullmatch(behind.until):
        entries = entries.filter(day__lte=behind.until if len(behind.until) == 10 else f"{behind.until}-31")
    if behind.unit:
        entries = entries.filter(unit=behind.unit)
    return entries.filter(class_id__in=behind.classes) if behind.classes else entries


def _counting(some: Sequence[tuple[str, int]]) -> list[str]:
    """The numbers of the cases that count: what was counted and taken back within the time counts nothing."""
    sums: dict[str, int] = defaultdict(int)
    for number, value in some:
        sums[number] += value
    return sorted(number for number, value in sums.items() if value)


def _standing(rows: QuerySet[Case], behind: Behind, *, park: str) -> QuerySet[Case]:
    if behind.unit:
        rows = rows.filter(main_unit=behind.unit)
    if behind.classes:
        rows = rows.filter(class_id__in=behind.classes)
    if behind.figure == "open":
        return rows.filter(status__in=_STATUSES)
    if behind.figure.startswith("lit-"):
        return _lit(rows, behind.figure, park=park)
    rung = int(behind.figure.rpartition("-")[2])
    here = Q(rung=rung) if rung < HIGHEST_RUNG else Q(rung__gte=rung)
    return rows.filter(here, status__in=_STATUSES)


def _lit(rows: QuerySet[Case], light: str, *, park: str) -> QuerySet[Case]:
    overdue = Commitment.objects.filter(park=park, lapsed=True)
    # Named, where they are few: beside another condition a planner would rather walk every case.
    few = list(overdue.filter(queries.OWED).values_list("number", flat=True)[: _FEW + 1])
    late = few if len(few) <= _FEW else overdue.filter(OPEN_COMMITMENTS).values("number")
    rows = rows.exclude(status=Status.PAUSED.value)
    if light == "lit-red":
        return rows.filter(Q(light="red") | Q(no__in=late))
    return rows.filter(light="yellow").exclude(no__in=late)
