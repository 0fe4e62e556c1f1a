"""Many rows in one statement: inserted, replaced or left as they are. The ORM would build an object for each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Model

from lianqi.server.ledger.inserting import insert


def upsert(model: type[Model], rows: Iterable[Sequence[Any]]) -> None:
    """Write rows whole, in the order of the model's columns; one with the same primary key is replaced."""
    _write(model, rows, replace=True)


def insert_new(model: type[Model], rows: Iterable[Sequence[Any]]) -> None:
    """Write the rows whose primary key is not there yet."""
    _write(model, rows, replace=False)


@cache
def columns(model: type[Model]) -> tuple[str, ...]:
    """The columns of a model's table, in order."""
    return tuple(str(field.column) for field in model._meta.concrete_fields)


@cache
def _statement(model: type[Model], replace: bool) -> tuple[str, str]:
    # Names come from the models, values are parameters.
    names = columns(model)
    key = [str(field.column) for field in model._meta.pk_fields]
    # Quoted: a column may be called by a word that PostgreSQL keeps for itself (`end`).
    kept = ", ".join(f'"{name}" = excluded."{name}"' for name in names if name not in key)
    quoted = ", ".join(f'"{name}"' for name in names)
    then = f"DO UPDATE SET {kept}" if replace else "DO NOTHING"
    conflict = f" ON CONFLICT ({', '.join(key)}) {then}"
    return f'INSERT INTO "{model._meta.db_table}" ({quoted}) VALUES ', conflict  # noqa: S608  # names of the models


def _write(model: type[Model], rows: Iterable[Sequence[Any]], *, replace: bool) -> None:
    begin, end = _statement(model, replace)
    adapt = connection.ops.adapt_datetimefield_value
    listed = [[adapt(value) if isinstance(value, datetime) else value for value in row] for row in rows]
    insert(into=begin, rows=listed, ending=end)
