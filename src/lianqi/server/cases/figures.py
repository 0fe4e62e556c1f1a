"""Figures with their 口径: cells summed from the sealed ledger by a consumer, read with the position they rest on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, product
from operator import itemgetter

from django.db.models import QuerySet, Sum

from lianqi.kernel.scoring import (
    FIGURES,
    FIGURES_OF_UNIT,
    MEASURES,
    Contribution,
    Figure,
    Reading,
    contributions,
    moved,
    read,
)
from lianqi.server.cases.models import FigureCell
from lianqi.server.cases.stream import STREAM_KIND, fold, initial
from lianqi.server.ledger import queries as ledger
from lianqi.server.ledger.clock import database_now
from lianqi.server.ledger.inserting import insert
from lianqi.server.ledger.models import Consumer, Event, Ledger
from lianqi.server.ledger.values import SealedEvent, StoredEvent, StreamRef
from lianqi.server.mechanisms import queries as mechanisms
from lianqi.server.registry import queries as registry

CONSUMER = "cases.figures"
_STREAMS_AT_ONCE = 500

EVERY = FigureCell.EVERY
_INTO = "INSERT INTO cases_figurecell (park, measure, month, unit, class_id, kind, value) VALUES "
_ON_TOP = (
    " ON CONFLICT (park, unit, class_id, kind, month, measure)"
    " DO UPDATE SET value = cases_figurecell.value + excluded.value"
)

_ENTRIES_INTO = "INSERT INTO cases_figureentry (park, measure, case_no, day, unit, class_id, kind, value) VALUES "
_ENTRIES_ON_TOP = (
    " ON CONFLICT (park, measure, case_no, day, unit, class_id, kind)"
    " DO UPDATE SET value = cases_figureentry.value + excluded.value"
)

#: The measures whose cases are kept (`FigureEntry`): whatever a screen or picture shows leads to the cases behind it.
LED_ON = frozenset(
    {
        *("registered", "dispatched", "given", "closed-solved", "closed-explained", "on-the-spot-confirmed"),
        *("confirmed", "confirmed-by-call-back", "rejected", "silent"),
        *("answer-due", "answer-in-time", "answer-lapsed", "returned", "planned"),
    }
)

Cell = tuple[str, str, str, str, str]  # measure, month, unit, class, kind
Entry = tuple[str, str, str, str, str, str]  # measure, number of the case, day, unit, class, kind


@dataclass(frozen=True, slots=True)
class Figures:
    """Every measure and every rate over the same cells, as of one position of the ledger and its root."""

    position: int
    root: str
    measures: Mapping[str, int]
    readings: tuple[Reading, ...]


def count_cells(events: Sequence[SealedEvent]) -> None:
    """Consumer: add what these events contribute to their cells, inside the caller's transaction."""
    cases = [sealed.event for sealed in events if sealed.event.stream.kind == STREAM_KIND]
    if not cases:
        return
    park = cases[0].stream.park
    contributed = list(_contributed(cases))
    add(park=park, cells=summed(park=park, contributed=[one for _, one in contributed]))
    enter(park=park, entries=_entries(park, contributed))


def add(*, park: str, cells: Mapping[Cell, int]) -> None:
    """Add these counts to the park's cells and their sums, inside the caller's transaction."""
    rows = [(park, *cell, value) for cell, value in with_sums(cells).items()]
    if rows:
        insert(into=_INTO, rows=rows, ending=_ON_TOP)


def enter(*, park: str, entries: Mapping[Entry, int]) -> None:
    """Add these cases to what stands behind the park's cells, inside the caller's transaction."""
    rows = [(park, *entry, value) for entry, value in entries.items() if value]
    if rows:
        insert(into=_ENTRIES_INTO, rows=rows, ending=_ENTRIES_ON_TOP)


def _entries(park: str, contributed: Iterable[tuple[str, Contribution]]) -> dict[Entry, int]:
    calendar = mechanisms.calendar_of(park)
    entries: dict[Entry, int] = defaultdict(int)
    for number, one in contributed:
        if one.measure in LED_ON:
            day = calendar.local(one.at).date().isoformat()
            entries[one.measure, number, day, one.unit, one.class_id, one.kind] += one.count
    return entries


def with_sums(cells: Mapping[Cell, int]) -> dict[Cell, int]:
    """The cells, and beside each the seven that sum over units, classes, kinds; without those that are nothing."""
    found: dict[Cell, int] = defaultdict(int)
    for (measure, month, unit, class_id, kind), value in cells.items():
        for place in product((unit, EVERY), (class_id, EVERY), (kind, EVERY)):
            found[measure, month, *place] += value
    return {cell: value for cell, value in found.items() if value}


def _contributed(events: Iterable[StoredEvent]) -> Iterator[tuple[str, Contribution]]:
    """What these events of cases contribute, each seen with the case as it stood before it, and the case's number."""
    wanted: dict[StreamRef, set[int]] = defaultdict(set)
    for event in events:
        wanted[event.stream].add(event.seq)
    refs = list(wanted)
    for start in range(0, len(refs), _STREAMS_AT_ONCE):
        for ref, stream in _whole(refs[start : start + _STREAMS_AT_ONCE]):
            for event, number, found in _told(stream):
                if event.seq in wanted[ref]:
                    yield from ((number, one) for one in found)


def _told(stream: Sequence[StoredEvent]) -> Iterator[tuple[StoredEvent, str, Sequence[Contribution]]]:
    """What each event of one case contributes, from its first on, and the case's number."""
    state, earlier = initial(), list[Contribution]()
    for event in stream:
        after = fold(state, event)
        if after.case is not None:
            found = [
                *contributions(state.case, type_=event.type, data=event.data, at=event.at, after=after.case),
                *moved(earlier, type_=event.type, data=event.data),
            ]
            earlier += found
            yield event, after.case.record.number, found
        state = after


def _whole(refs: Sequence[StreamRef]) -> Iterator[tuple[StreamRef, list[StoredEvent]]]:
    """Every event of these streams of one park, stream by stream, in one query."""
    park, ids = refs[0].park, [ref.id for ref in refs]
    rows = Event.objects.filter(park=park, stream_kind=STREAM_KIND, stream_id__in=ids).order_by("stream_id", "seq")
    listed = rows.values_list("stream_id", *ledger.EVENT_FIELDS)
    for stream_id, some in groupby(listed, key=itemgetter(0)):
        ref = StreamRef(park, STREAM_KIND, stream_id)
        yield ref, [ledger.stored(ref, row[1:]) for row in some]


def summed(*, park: str, contributed: Iterable[Contribution]) -> dict[Cell, int]:
    """Contributions by cell; months are those of the park's own clock."""
    calendar = mechanisms.calendar_of(park)
    cells: dict[Cell, int] = defaultdict(int)
    for one in contributed:
        month = calendar.local(one.at).strftime("%Y-%m")
        cells[one.measure, month, one.unit, one.class_id, one.kind] += one.count
    return cells


def figures(
    *, park: str, since: str = "", until: str = "", unit: str = "", class_id: str = "", kind: str = ""
) -> Figures:
    """The measures and rates of the months from `since` to `until` ("2026-04"), both included, open where empty.

    Confidential reports are in no cell. `position` and `root` say on how much of the ledger the cells rest.
    """
    cells = _months(since, until).filter(park=park, unit=unit or EVERY, class_id=class_id or EVERY, kind=kind or EVERY)
    counted = dict(cells.values_list("measure").annotate(Sum("value")).order_by("measure"))
    return _figures(*cited(park), counted, too_few=_too_few(park), of=FIGURES_OF_UNIT if unit else FIGURES)


def by_unit(*, park: str, since: str = "", until: str = "") -> dict[str, Figures]:
    """`figures` for each unit that has a cell; "" where no unit had the case yet. They sum up to the park's."""
    codes = [unit.code for unit in registry.units(park=park, closed=True)]
    cells = _months(since, until).filter(park=park, unit__in=["", *codes], class_id=EVERY, kind=EVERY)
    measures: dict[str, dict[str, int]] = defaultdict(dict)
    for unit, measure, value in cells.values_list("unit", "measure").annotate(Sum("value")).order_by("unit", "measure"):
        measures[unit][measure] = value
    position, root = cited(park)
    few = _too_few(park)
    return {
        unit: _figures(position, root, counted, too_few=few, of=FIGURES_OF_UNIT if unit else FIGURES)
        for unit, counted in measures.items()
    }


def _months(since: str, until: str) -> QuerySet[FigureCell]:
    cells = FigureCell.objects.all()
    if since:
        cells = cells.filter(month__gte=since)
    return cells.filter(month__lte=until) if until else cells


def cited(park: str) -> tuple[int, str]:
    """The position that the cells rest on, and its root."""
    position = Consumer.objects.filter(park=park, name=CONSUMER).values_list("position", flat=True).first() or 0
    root = Ledger.objects.filter(park=park, position=position).values_list("root", flat=True).first() or ""
    return position, root


def _too_few(park: str) -> int:
    """How few cases rank nobody, by the park's rules of today."""
    calendar, now = mechanisms.calendar_of(park), database_now()
    in_force = mechanisms.in_force(park=park, on=calendar.local(now).date())
    return mechanisms.rules_of(in_force, at=now, calendar=calendar).too_few


def _figures(
    position: int, root: str, counted: Mapping[str, int], *, too_few: int, of: Mapping[str, Figure]
) -> Figures:
    # Cells hold stocks too, which no rate reads.
    measures = {measure: counted.get(measure, 0) for measure in MEASURES}
    readings = tuple(read(figure, measures, too_few=too_few) for figure in of.values())
    return Figures(position, root, measures, readings)


def replayed(*, park: str, position: int) -> dict[Cell, int]:
    """The cells that the sealed log up to `position` makes when it is read from its first line: for an auditor."""
    events = [one.event for one in ledger.sealed_events(park=park) if one.position <= position]
    found = _contributed(e for e in events if e.stream.kind == STREAM_KIND)
    return with_sums(summed(park=park, contributed=(one for _, one in found)))
