"""Which park's rows are in sight: the second belt on PostgreSQL, beside the predicate that every query has.

PostgreSQL asks the setting `lianqi.park` of each row (`row_security`). It is set here and nowhere else: to one park
for a transaction (`storage.one_transaction`) or a request (`only`), and to every park, in so many words, for what
walks through all of them: the worker's rounds, the command line, a migration. The database itself supposes nothing: a
connection that has not said which park it is about is refused.

SQLite has no such rule, but there, too, nobody writes into a park that is not in sight (`require`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from lianqi.server.ledger.cursors import execute

#: Rows of all parks, for who says so.
EVERY_PARK = "*"
#: Nothing at all: what a web process starts with that names the park of each request (`close`).
NOTHING = ""

_SET = "SELECT set_config('lianqi.park', %s, %s)"
#: What a process sees before it says anything else.
_at_first = EVERY_PARK
_seen: ContextVar[str | None] = ContextVar("lianqi_park", default=None)


def in_sight() -> str:
    """The park in sight, `EVERY_PARK` or `NOTHING`."""
    seen = _seen.get()
    return _at_first if seen is None else seen


def close() -> None:
    """From now on this process sees nothing but inside `only` and `one_transaction(park=…)`: the web, at its start."""
    global _at_first
    _at_first = NOTHING
    _tell(connections[DEFAULT_DB_ALIAS], in_sight(), for_transaction=connection.in_atomic_block)


@contextmanager
def only(park: str) -> Iterator[Callable[[str], None]]:
    """Only rows of this park are in sight inside, in a transaction or out of one; afterwards what was before.

    Gives what goes on to another park without going back in between: each step is a word to the database.
    """
    before = in_sight()
    token = _seen.set(before)
    try:
        _go_on(park)
        yield _go_on
    finally:
        try:
            _go_on(before)
        finally:
            _seen.reset(token)


@contextmanager
def only_in_this_transaction(park: str, *, nested: bool) -> Iterator[None]:
    """`only`, just after a transaction was opened: where it is the outermost, its end takes the setting with it."""
    if nested or park == in_sight():
        with only(park):
            yield
        return
    token = _seen.set(park)
    try:
        _tell(connections[DEFAULT_DB_ALIAS], park, for_transaction=True)
        yield
    finally:
        _seen.reset(token)


def require(park: str) -> None:
    """Refuse (RuntimeError) to read or write for a park that is not in sight."""
    if in_sight() not in (park, EVERY_PARK):
        raise RuntimeError(f"park {park!r} is not in sight: this transaction or request is about {in_sight()!r}")


def opened(*, connection: BaseDatabaseWrapper, **signal: Any) -> None:
    """A connection was opened (Django's `connection_created`): it is told what this process sees."""
    _tell(connection, in_sight(), for_transaction=False)


def _go_on(park: str) -> None:
    if park != in_sight():
        _seen.set(park)
        _tell(connections[DEFAULT_DB_ALIAS], park, for_transaction=connection.in_atomic_block)


def _tell(to: Any, park: str, *, for_transaction: bool) -> None:
    # Not opened yet: it will be told when it is. In a transaction that failed: its end restores what was before.
    if to.vendor != "postgresql" or to.connection is None:
        return
    from psycopg.pq import TransactionStatus  # not loaded where there is only SQLite

    if to.connection.closed or to.connection.info.transaction_status == TransactionStatus.INERROR:
        return
    execute(_SET, [park, for_transaction], on=to)
