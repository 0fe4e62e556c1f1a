"""Which kinds of streams there are, how each folds, and which tables show it.

A projection's rows follow from one stream's events alone: then it does not matter in which order streams are replayed,
and a rebuild gives the same bytes as the years in which the rows were written. Hence no automatic keys either.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import AutoField, Model

from lianqi.server.ledger.values import Change, StoredEvent


def _nothing() -> None:
    return None


def _ignore(state: Any, event: StoredEvent) -> Any:
    return state


def _leave(park: str, changes: Sequence[Change]) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Projector:
    """One kind of stream.

    `initial` and `evolve` fold events into the state that decisions are made on. `project` writes what changed into
    `tables`, inside the transaction that appended the events; one call carries at most one change for each stream.
    It may read only the rows of the streams it is given. In a rebuild it gets whole streams, from `initial()`.
    """

    stream_kind: str
    tables: tuple[type[Model], ...] = ()
    initial: Callable[[], Any] = _nothing
    evolve: Callable[[Any, StoredEvent], Any] = _ignore
    project: Callable[[str, Sequence[Change]], None] = _leave


_projectors: dict[str, Projector] = {}


def register(projector: Projector) -> None:
    """Make a kind of stream known; apps call it from `AppConfig.ready`.

    Refused with ValueError: another projector for the same kind, a table without `park`, one with an automatic key.
    """
    if _projectors.get(projector.stream_kind, projector) != projector:
        raise ValueError(f"streams of kind {projector.stream_kind!r} have a projector already")
    for table in projector.tables:
        names = {field.name for field in table._meta.get_fields()}
        if "park" not in names:
            raise ValueError(f"{table.__name__} has no park: a rebuild of one park would empty the others'")
        if any(isinstance(field, AutoField) for field in table._meta.concrete_fields):
            raise ValueError(f"{table.__name__} has an automatic key: a rebuild would number its rows anew")
    _projectors[projector.stream_kind] = projector


def register_audit_stream(kind: str) -> None:
    """A kind of stream that only keeps a record: it has no state and no tables."""
    register(Projector(stream_kind=kind))


def of(kind: str) -> Projector:
    """The projector of a kind of stream; LookupError if no app has registered it."""
    try:
        return _projectors[kind]
    except KeyError:
        raise LookupError(f"no app has registered streams of kind {kind!r} (lianqi.server.ledger.projectors)") from None


def tables() -> tuple[type[Model], ...]:
    """Every projection table, by its name in the database."""
    found = {table for projector in _projectors.values() for table in projector.tables}
    return tuple(sorted(found, key=lambda table: table._meta.db_table))
