"""Saying the statements that are written out. A cursor is used again: making one takes the driver as long as sending
what is said on it, and one that has been used knows how each parameter is spelled.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

_KEPT, _TOGETHER = "_lianqi_cursor", "_lianqi_together"


def execute(statement: str, values: Sequence[Any], *, on: BaseDatabaseWrapper | None = None) -> Any:
    """Say one statement, `on` the installation's connection unless another is given; returns the cursor, whose rows are
    to be read before the next is said.
    """
    cursor = _cursor(on or connections[DEFAULT_DB_ALIAS])
    cursor.execute(statement, values)
    return cursor


@contextmanager
def together() -> Iterator[None]:
    """Nobody waits for the answer of a statement inside before the next is said, where the database can do so
    (PostgreSQL), unless its rows are read.

    What it refuses is raised where rows are read, or at the end, and ends the transaction: nothing for a statement that
    may be refused and gone on from.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    if connection.vendor != "postgresql" or connection.__dict__.get(_TOGETHER):
        yield
        return
    connection.ensure_connection()
    connection.__dict__[_TOGETHER] = True
    try:
        with connection.wrap_database_errors, connection.connection.pipeline():
            yield
    finally:
        connection.__dict__[_TOGETHER] = False


def _cursor(connection: BaseDatabaseWrapper) -> Any:
    connection.close_if_health_check_failed()
    opened, cursor = connection.__dict__.get(_KEPT, (None, None))
    # Another connection, or one whose statements somebody wants to see, has a cursor of its own.
    if opened is None or opened is not connection.connection or connection.queries_logged:
        cursor = connection.cursor()
        if not connection.queries_logged:
            connection.__dict__[_KEPT] = (connection.connection, cursor)
    return cursor
