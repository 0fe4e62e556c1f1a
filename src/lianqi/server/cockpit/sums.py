"""What the cells of the figures add up to, for one page: a few short walks along their key, however many cases."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Sum

from lianqi.kernel.scoring import STANDING
from lianqi.server.cases.behind import SUMS
from lianqi.server.cases.models import FigureCell

EVERY = FigureCell.EVERY
#: What the table of the units tells of the time asked for, and of now.
OF_UNITS = ("given", "answer-due", "answer-in-time", "answer-lapsed", "closed-solved", "returned")
_NOW = (*SUMS["open"][1], "lit-red")

Measures = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Sums:
    """Of one park, or of one unit of it. `months` are what happened in each month asked for, `ends` what was open at
    its end; `counted` the sum of the months; `stands` the stocks of now.
    """

    counted: Measures
    stands: Measures
    months: Mapping[str, Measures]
    ends: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Read:
    """Everything one page reads."""

    whole: Sums
    units: Mapping[str, Measures]
    classes: Measures


def read(
    *, park: str, root: str, unit: str, since: str, until: str, units: tuple[str, ...], classes: tuple[str, ...]
) -> Read:
    """What the cells say at this root; the units only of a whole park. What a root binds never changes, so it is kept
    for the next reader until the ledger has gone on.
    """
    return (_kept if root else _kept.__wrapped__)(park, root, unit, since, until, units, classes)


@lru_cache(maxsize=64)
def _kept(
    park: str, root: str, unit: str, since: str, until: str, units: tuple[str, ...], classes: tuple[str, ...]
) -> Read:
    return Read(
        whole=sums(park=park, unit=unit, since=since, until=until),
        units={} if unit else by_unit(park=park, codes=units, since=since, until=until),
        classes=by_class(park=park, unit=unit, classes=classes, measure="dispatched", since=since, until=until),
    )


def sums(*, park: str, unit: str = "", since: str, until: str) -> Sums:
    """The months from `since` to `until` ("2026-04"), both included; one without an event is there, with nothing."""
    cells = FigureCell.objects.filter(park=park, unit=unit or EVERY, class_id=EVERY, kind=EVERY)
    counted: dict[str, int] = defaultdict(int)
    stands: dict[str, int] = defaultdict(int)
    months: dict[str, dict[str, int]] = {month: defaultdict(int) for month in between(since, until)}
    opened: dict[str, int] = defaultdict(int)
    for month, measure, value in cells.values_list("month", "measure", "value"):
        if measure in STANDING:
            stands[measure] += value
            opened[month] += value if measure in SUMS["open"][1] else 0
        elif month in months:
            counted[measure] += value
            months[month][measure] += value
    ends = {month: sum(value for one, value in opened.items() if one <= month) for month in months}
    return Sums(counted, stands, months, ends)


def by_unit(*, park: str, codes: Iterable[str], since: str, until: str) -> dict[str, Measures]:
    """Of each unit that has anything: what happened in these months, and what it has open and overdue now."""
    cells = FigureCell.objects.filter(park=park, unit__in=list(codes), class_id=EVERY, kind=EVERY)
    happened = cells.filter(measure__in=OF_UNITS, month__gte=since, month__lte=until)
    found: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for rows in (happened, cells.filter(measure__in=_NOW)):
        told = rows.order_by().values_list("unit", "measure").annotate(sum=Sum("value"))
        for unit, measure, value in told:
            found[unit][measure] += value
    return {unit: measures for unit, measures in found.items() if any(measures.values())}


def by_class(*, park: str, unit: str = "", classes: Iterable[str], measure: str, since: str, until: str) -> Measures:
    """One measure of these months for each class."""
    cells = FigureCell.objects.filter(park=park, unit=unit or EVERY, class_id__in=list(classes), kind=EVERY)
    asked = cells.filter(measure=measure, month__gte=since, month__lte=until)
    return dict(asked.order_by().values_list("class_id").annotate(sum=Sum("value")))


def total(measures: Measures, figure: str) -> int:
    """A measure, or the sum that goes by this name (`behind.SUMS`)."""
    return sum(measures.get(one, 0) for one in (SUMS[figure][1] if figure in SUMS else (figure,)))


def between(since: str, until: str) -> list[str]:
    """The months from one to the other, both included; none if the last lies before the first."""
    found, (year, month) = [], map(int, since.split("-"))
    while (text := f"{year:04}-{month:02}") <= until:
        found.append(text)
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return found


def earlier(month: str, by: int) -> str:
    """The month so many months before."""
    year, number = map(int, month.split("-"))
    place = year * 12 + number - 1 - by
    return f"{place // 12:04}-{place % 12 + 1:02}"
