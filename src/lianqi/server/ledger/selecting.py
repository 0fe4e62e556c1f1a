"""Reading rows by statements that are written out.

Only for what every command reads: building the query takes the ORM four times as long as the database needs to answer
(0.2 ms of each of a dozen). Everything else is read through the ORM.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import BooleanField, F, Func, Model

from lianqi.server.ledger.cursors import execute

Row = TypeVar("Row", bound=Model)
#: Many texts as one parameter: the driver spells a list value by value, and a statement that is the same for any number
#: of them is read and planned once a connection. No code and no id has this character.
_BETWEEN = "\x1f"
_ANY = "= ANY(string_to_array(%s, chr(31)))"
_ONE_OF = "IN (SELECT value FROM json_each(%s))"
#: Values that SQLite reads sooner one by one.
_FEW = 60
#: Rows that one query asks for by id: under every database's bound on parameters.
_AT_ONCE = 500


def in_parts(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    """Ids in portions that one query can ask for."""
    for start in range(0, len(ids), _AT_ONCE):
        yield ids[start : start + _AT_ONCE]


def select(statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """The rows that the statement gives; `values` in place of its `%s`, in order."""
    return list(execute(statement, values).fetchall())


def select_in(statement: str, values: Sequence[Any], among: Sequence[str], ending: str = "") -> list[tuple[Any, ...]]:
    """`select` for a statement that leaves off at a column: the rows where it is one of `among`; then `ending`."""
    if not among:
        return []
    if connection.vendor == "postgresql":
        return select(f"{statement} {_ANY}{ending}", [*values, _joined(among)])
    if len(among) > _FEW:
        return select(f"{statement} {_ONE_OF}{ending}", [*values, json.dumps(among)])
    return select(f"{statement} IN ({', '.join(['%s'] * len(among))}){ending}", [*values, *among])


def text(words: Any) -> str:
    """What stands in a column of words; "" where they were erased or never were. Some drivers hand out a memoryview."""
    return "" if words is None else bytes(words).decode()


def _joined(values: Sequence[str]) -> str:
    return _BETWEEN.join(values)


def single(model: type[Row], **equal: str) -> Row | None:
    """The row whose columns have these texts, as the ORM would give it; None if there is none. The names of the columns
    make one row of it: whichever comes first.
    """
    return next(iter(_read(model, tuple(equal), equal, "", 1)), None)


def every(model: type[Row], *, order: str, **equal: str) -> list[Row]:
    """The rows whose columns have these texts, as the ORM would give them, in the order of a column."""
    return _read(model, tuple(equal), equal, order, None)


def _read(
    model: type[Row], names: tuple[str, ...], equal: Mapping[str, str], order: str, most: int | None
) -> list[Row]:
    statement, asked, columns, fields = _written_out(model, names, order, most)
    converters = _converters(model, columns)
    found = []
    for row in select(statement, [equal[name] for name in asked]):
        values = list(row)
        for at, column, convert in converters:
            values[at] = convert(values[at], column, connection)
        found.append(model.from_db(DEFAULT_DB_ALIAS, fields, values))
    return found


def _converters(model: type[Model], columns: Sequence[Any]) -> Sequence[tuple[int, Any, Callable[..., Any]]]:
    """What makes of the driver's values the fields', by place: found once a connection."""
    kept = connections[DEFAULT_DB_ALIAS].__dict__.setdefault("_lianqi_converters", {})
    if model not in kept:
        kept[model] = [
            (at, column, convert)
            for at, column in enumerate(columns)
            for convert in (*connection.ops.get_db_converters(column), *column.get_db_converters(connection))
        ]
    found: Sequence[tuple[int, Any, Callable[..., Any]]] = kept[model]
    return found


@cache
def _written_out(
    model: type[Model], names: tuple[str, ...], order: str, most: int | None
) -> tuple[str, Sequence[str], Sequence[Any], list[str]]:
    """The ORM's own statement, written out once a process; the names in the order it asks for their values, its
    columns, and the fields they fill.
    """
    rows = model._default_manager.filter(**{name: name for name in names})
    compiler = (rows.order_by(order) if order else rows)[:most].query.get_compiler(DEFAULT_DB_ALIAS)
    statement, asked = compiler.as_sql()
    fields = [field.attname for field in model._meta.concrete_fields]
    return statement, [str(name) for name in asked], [column for column, *_ in compiler.select], fields


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
        return f"{column} {_ONE_OF}", [*given, json.dumps(self.values)]

    def as_postgresql(self, compiler: Any, connection: Any, *options: Any, **more: Any) -> Any:
        """With ANY an index in the order of the list is walked only as far as the page goes."""
        column, given = compiler.compile(self.source_expressions[0])
        return f"{column} {_ANY}", [*given, _joined(self.values)]
