"""Projections made anew from the log: nothing they hold is lost if they are."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db import connection

from lianqi.kernel import instants
from lianqi.kernel.chain import canonical_json
from lianqi.server.ledger import projectors, queries
from lianqi.server.ledger.models import Event
from lianqi.server.ledger.projectors import Projector
from lianqi.server.ledger.storage import one_transaction
from lianqi.server.ledger.values import Change, StreamRef

#: Streams handed to a projector at once.
_AT_ONCE = 500

Progress = Callable[[str, int, int], None]


def rebuild(*, park: str, progress: Progress) -> int:
    """Empty the projection tables of a park and fill them again from its events; returns how many events were read.

    One transaction: killed at any moment, the tables are as they were before; it can simply be started again.
    Writers of events wait meanwhile, readers see the old rows. `progress(park, events done, events in all)`.
    """
    with one_transaction(park=park):
        if connection.vendor == "postgresql":
            # Nobody may append while the log is read: their rows would be emptied and not be filled again.
            with connection.cursor() as cursor:
                cursor.execute("LOCK TABLE ledger_event IN SHARE MODE")
        for table in projectors.tables():
            # DELETE, not TRUNCATE: that would wait for readers who in turn wait for the lock above.
            table._default_manager.filter(park=park).delete()
        kinds = _kinds(park)
        total = Event.objects.filter(park=park, stream_kind__in=kinds).count()
        done = 0
        for kind in kinds:
            projector = projectors.of(kind)
            for changes in _portions(_streams(park, projector)):
                projector.project(park, changes)
                done += sum(len(change.events) for change in changes)
                progress(park, done, total)
    return done


def rebuild_all(*, progress: Progress) -> int:
    """`rebuild` park by park, each in its own transaction: parks are wholly apart."""
    return sum(rebuild(park=park, progress=progress) for park in queries.parks())


def projection_digest(*, park: str) -> str:
    """SHA-256 over every projection row of a park, table by table in the order of its key: the same before and after
    a rebuild.
    """
    digest = hashlib.sha256()
    for table in projectors.tables():
        fields = [field.attname for field in table._meta.concrete_fields]
        digest.update(canonical_json([table._meta.db_table, fields]) + b"\n")
        rows = table._default_manager.filter(park=park).order_by("pk")
        for row in rows.values_list(*fields).iterator(chunk_size=2_000):
            digest.update(canonical_json([_spelled(value) for value in row]) + b"\n")
    return digest.hexdigest()


def _kinds(park: str) -> list[str]:
    """The kinds of streams that have tables, and of which this park has any."""
    used = Event.objects.filter(park=park).values_list("stream_kind", flat=True).distinct()
    return sorted(kind for kind in used if projectors.of(kind).tables)


def _streams(park: str, projector: Projector) -> Iterator[Change]:
    """Every stream of a kind, whole: read along the unique key, folded one after the other, never all in memory."""
    rows = Event.objects.filter(park=park, stream_kind=projector.stream_kind).order_by("stream_id", "seq")
    listed = rows.values_list("stream_id", *queries.EVENT_FIELDS).iterator(chunk_size=2_000)
    for stream_id, some in groupby(listed, key=lambda row: row[0]):
        ref = StreamRef(park, projector.stream_kind, stream_id)
        events = tuple(queries.stored(ref, row[1:]) for row in some)
        before = state = projector.initial()
        for event in events:
            state = projector.evolve(state, event)
        yield Change(ref, before, events, state)


def _portions(changes: Iterator[Change]) -> Iterator[list[Change]]:
    portion: list[Change] = []
    for change in changes:
        portion.append(change)
        if len(portion) == _AT_ONCE:
            yield portion
            portion = []
    if portion:
        yield portion


def _spelled(value: Any) -> Any:
    """A column's value as canonical JSON can hold it."""
    if isinstance(value, datetime):
        return instants.to_text(value)
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    if value is None or isinstance(value, str | int | list | dict):
        return value
    return str(value)
