"""Whether the clones are what the server itself would have written."""

from __future__ import annotations

import random
from typing import Any

from django.db import connection, transaction
from django.db.models import Model

from bench.park import PARK
from lianqi.kernel.chain import check_event_hash, next_root
from lianqi.kernel.instants import to_text
from lianqi.server.cases import figures, search
from lianqi.server.cases import models as cases
from lianqi.server.cases.projection import PROJECTOR
from lianqi.server.cases.stream import STREAM_KIND
from lianqi.server.ledger import models as ledger
from lianqi.server.ledger import queries
from lianqi.server.ledger.values import Change, StreamRef

_ID = {cases.Case: "id", cases.Commitment: "stream_id", cases.CaseAccess: "case_id", cases.Precedent: "case_id"}


def verified(sample: int, *, whole: bool) -> int:
    """Replay that many cases by chance: their hashes, the rows they project, the citations and the last roots.

    `whole`: and count the figures again from the log's first event. Anything amiss is an AssertionError.
    """
    ids = list(cases.Case.objects.filter(park=PARK).values_list("id", flat=True))
    chosen = random.Random(sample).sample(ids, min(sample, len(ids)))
    for id in chosen:
        _check_chain(id)
    _check_rows(chosen)
    _check_index(chosen)
    _check_roots(sample)
    if whole:
        position, _ = queries.position(PARK)
        counted = figures.replayed(park=PARK, position=position)
        columns = ("measure", "month", "unit", "class_id", "kind", "value")
        stored = cases.FigureCell.objects.filter(park=PARK).values_list(*columns)
        assert counted == {tuple(cell): value for *cell, value in stored if value}, "figures"
    return len(chosen)


def _check_chain(id: str) -> None:
    head = "0" * 64
    for row in ledger.Event.objects.filter(park=PARK, stream_kind=STREAM_KIND, stream_id=id).order_by("seq"):
        assert row.prev_hash == head, id
        (event,) = (one for one in queries.events(StreamRef(PARK, STREAM_KIND, id)) if one.seq == row.seq)
        covered: Any = {
            "park": PARK,
            "stream_kind": STREAM_KIND,
            "stream_id": id,
            "occurred_at": to_text(event.at),
            "recorded_at": to_text(event.recorded_at),
            "prev_hash": head,
        }
        named = {name: getattr(event, name) for name in ("seq", "type", "schema", "data", "actor", "command_id")}
        assert check_event_hash(event.hash, **covered, **named), (id, event.seq)
        head = event.hash


def _check_rows(ids: list[str]) -> None:
    before = [_rows(table, ids) for table in PROJECTOR.tables]
    changes = []
    for id in ids:
        ref = StreamRef(PARK, STREAM_KIND, id)
        state = PROJECTOR.initial()
        events = queries.events(ref)
        for event in events:
            state = PROJECTOR.evolve(state, event)
        changes.append(Change(ref, PROJECTOR.initial(), events, state))
        cited = state.case.record.words.id
        assert ledger.Content.objects.filter(park=PARK, id=cited).exists(), id
    with transaction.atomic():
        for table in PROJECTOR.tables:
            table._default_manager.filter(park=PARK, **{f"{_ID[table]}__in": ids}).delete()
        PROJECTOR.project(PARK, changes)
        assert [_rows(table, ids) for table in PROJECTOR.tables] == before, "rows"
        transaction.set_rollback(True)


def _rows(table: type[Model], ids: list[str]) -> list[Any]:
    rows = table._default_manager.filter(park=PARK, **{f"{_ID[table]}__in": ids})
    return list(rows.order_by("pk").values_list(*(field.attname for field in table._meta.concrete_fields)))


def _check_index(ids: list[str]) -> None:
    """What is found by what was said in these cases is what the consumer of the log would have made findable."""
    before = _index_of(ids)
    with transaction.atomic():
        entries = _entries(ids)
        with connection.cursor() as cursor:
            key = "rowid" if connection.vendor == "sqlite" else "id"
            statement = f"DELETE FROM cases_bigrams WHERE {key} = %s"  # noqa: S608 - one of two constants
            cursor.executemany(statement, [(id,) for id in entries.values_list("id", flat=True)])
        entries.delete()
        events = ledger.Event.objects.filter(park=PARK, stream_kind=STREAM_KIND, stream_id__in=ids)
        sealed = ledger.Ledger.objects.filter(park=PARK, event__in=events).values_list("position", flat=True)
        for position in sealed:
            search.index_cases(list(queries.sealed_events(park=PARK, after=position - 1, limit=1)))
        assert _index_of(ids) == before, "search index"
        transaction.set_rollback(True)


def _entries(ids: list[str]) -> Any:
    numbers = cases.Case.objects.filter(park=PARK, id__in=ids).values_list("no", flat=True)
    return cases.SearchEntry.objects.filter(park=PARK, case_no__in=list(numbers))


def _index_of(ids: list[str]) -> dict[str, Any]:
    contents = dict(_entries(ids).values_list("id", "content"))
    key = "rowid" if connection.vendor == "sqlite" else "id"
    marks = ", ".join(["%s"] * len(contents))
    with connection.cursor() as cursor:
        statement = f"SELECT {key}, pairs FROM cases_bigrams WHERE {key} IN ({marks})"  # noqa: S608 - marks only
        cursor.execute(statement, list(contents))
        return {contents[id]: pairs for id, pairs in cursor.fetchall()}


def _check_roots(count: int) -> None:
    last, _ = queries.position(PARK)
    after = max(last - count, 1)
    prior = ledger.Ledger.objects.get(park=PARK, position=after).root
    for one in queries.sealed_events(park=PARK, after=after):
        assert one.root == next_root(prev_root=prior, event_hash=one.event.hash), one.position
        prior = one.root
