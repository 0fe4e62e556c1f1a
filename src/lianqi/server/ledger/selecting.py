"""Reading rows by statements that are written out.

Only for what every command reads: building the query takes the ORM four times as long as the database needs to answer
(0.2 ms of each of a dozen). Everything else is read through the ORM.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import BooleanField, F, Func

from lianqi.server.ledger.queries import in_parts


def select(statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """The rows that the statement gives; `values` in place of its `%s`, in order."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def select_in(statement: str, values: Sequence[Any], among: Sequence[str]) -> list[tuple[Any, ...]]:
    """`select` for a statement that ends in `IN `: the rows whose column is one of `among`, 500 to a query."""
    found: list[tuple[Any, ...]] = []
    for some in in_parts(among):
        found += select(statement + "(" + ", ".join(["%s"] * len(some)) + ")", [*values, *some])
    return found


class AnyOf(Func):
    """Whether a column has one of many values: one parameter, where the ORM would write a mark for each and the driver
    would look for each of them.
    """

    output_field = BooleanField()

    def __init__(self, column: str, values: Sequence[str]) -> None:
        super().__init__(F(column))
        self.values = tuple(values)

    def as_sql(self, compiler: Any, connection: Any, *options: Any, **more: Any) -> Any:
        column, given = compiler.compile(self.source_expressions[0])
        one_of = f"{column} IN (SELECT value FROM json_each(%s))"  # noqa: S608 - the column's name is the model's
        return one_of, [*given, json.dumps(self.values)]

    def as_postgresql(self, compiler: Any, connection: Any, *options: Any, **more: Any) -> Any:
        """With ANY an index in the order of the list is walked only as far as the page goes."""
        column, given = compiler.compile(self.source_expressions[0])
        return f"{column} = ANY(%s::text[])", [*given, list(self.values)]
