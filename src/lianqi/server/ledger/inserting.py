"""Many rows by one statement. The ORM builds an object and a query for each write (0.2 ms of a command's 0.6), and
cannot say which rows were there before (ON CONFLICT DO NOTHING with RETURNING).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from django.apps import apps
from django.db import connection

from lianqi.server.ledger.cursors import execute

#: Rows in one statement: with up to thirty columns they stay below SQLite's 32,766 parameters.
_AT_ONCE = 500
#: Parameters from which psycopg does not remember where a statement has its marks.
_MANY = 50


def insert(*, into: str, rows: Sequence[Sequence[Any]], ending: str = "") -> list[tuple[Any, ...]]:
    """Insert rows, in order; returns what `ending` (RETURNING …) gives, otherwise nothing.

    `into` is the constant beginning of the statement, "INSERT INTO table (column, …) VALUES ", of a model's table.
    """
    returned: list[tuple[Any, ...]] = []
    for start in range(0, len(rows), _AT_ONCE):
        some = rows[start : start + _AT_ONCE]
        if connection.vendor == "postgresql" and len(some) * len(some[0]) >= _MANY:
            cursor = execute(_by_columns(into, ending), [list(column) for column in zip(*some, strict=True)])
        else:
            statement = _by_rows(into, len(some[0]), len(some), ending)
            cursor = execute(statement, [value for row in some for value in row])
        if "RETURNING" in ending:
            returned += cursor.fetchall()
    return returned


def instant(moment: datetime | None) -> Any:
    """A moment as this database's driver takes it."""
    return connection.ops.adapt_datetimefield_value(moment)


@cache
def _by_rows(into: str, columns: int, rows: int, ending: str) -> str:
    row = "(" + ", ".join(["%s"] * columns) + ")"
    return into + ", ".join([row] * rows) + ending


@cache
def _by_columns(into: str, ending: str) -> str:
    """One list for each column: psycopg takes 25 µs to find each `%s` of a statement that it does not remember, which
    for hundreds of rows is longer than the database needs to write them.
    """
    beginning = into.removesuffix(" VALUES ")
    found = re.fullmatch(r'INSERT INTO "?(\w+)"? \((.*)\)', beginning)
    if found is None:
        raise ValueError(f"not the beginning of an INSERT: {into!r}")
    model = next(model for model in apps.get_models() if model._meta.db_table == found[1])
    # Without their lengths: a cast to varchar(64) would cut what the column then could not refuse.
    types = {f.column: re.sub(r"\(.*\)", "", f.db_type(connection) or "") for f in model._meta.concrete_fields}
    names = [name.strip('" ') for name in found[2].split(",")]
    return f"{beginning} SELECT * FROM unnest({', '.join(f'%s::{types[name]}[]' for name in names)}){ending}"  # noqa: S608
