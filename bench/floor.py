"""What the same database takes for bare rows: no rules, no log, no hash, nothing read.

Floor A is one row as wide as a case, in a table that has a key and nothing else. Floor B is every row that recording
and dispatching a case write, in tables of the same columns, keys, indexes and constraints, through the ORM: what is
new by `create`, what changes by `update`. Both take two transactions, as recording and dispatching do.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import connection, models, transaction
from django.db.models import CompositePrimaryKey, Model

from lianqi.server.cases import models as cases
from lianqi.server.ids import new_id
from lianqi.server.ledger import models as ledger

WRITTEN: tuple[type[Model], ...] = (
    ledger.Command,
    ledger.Event,
    ledger.Unsealed,
    ledger.Content,
    cases.NumberCounter,
    cases.Case,
    cases.Commitment,
    cases.CaseAccess,
)

Row = Mapping[str, Any]
#: table → key → row
Picture = Mapping[type[Model], Mapping[Any, Row]]


def _twin(model: type[Model], prefix: str, *, whole: bool) -> type[Model]:
    """A table like the model's; `whole` with its indexes and constraints."""
    columns: dict[str, Any] = {field.name: field.clone() for field in model._meta.concrete_fields}
    if isinstance(model._meta.pk, CompositePrimaryKey):
        columns["pk"] = CompositePrimaryKey(*(field.name for field in model._meta.pk_fields))
    indexes, constraints = [], []
    if whole:
        for index in model._meta.indexes:
            indexes.append(copy := index.clone())
            copy.name = f"{prefix}_{index.name}"
        for constraint in model._meta.constraints:
            constraints.append(same := constraint.clone())
            same.name = f"{prefix}_{constraint.name}"
    described = {
        "app_label": "floor",
        "db_table": f"{prefix}_{model._meta.db_table}",
        "indexes": indexes,
        "constraints": constraints,
    }
    body = {**columns, "Meta": type("Meta", (), described), "__module__": __name__}
    return type(f"{prefix.title()}{model.__name__}", (models.Model,), body)


ALONE = _twin(cases.Case, "alone", whole=False)
#: By the table they are like.
TWINS: Mapping[str, type[Model]] = {model._meta.db_table: _twin(model, "bare", whole=True) for model in WRITTEN}
_EVENT, _UNSEALED = ledger.Event._meta.db_table, ledger.Unsealed._meta.db_table


def create_tables() -> None:
    """The floor's tables, empty."""
    with connection.schema_editor() as editor:
        for model in (ALONE, *TWINS.values()):
            editor.create_model(model)


def picture() -> Picture:
    """Every row there is in the tables that recording and dispatching write."""
    return {model: {row["pk"]: row for row in model._default_manager.values("pk", *_names(model))} for model in WRITTEN}


def _names(model: type[Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


@dataclass(frozen=True, slots=True)
class _Write:
    """One row to write: `fixed` values, and those in which ids stand that differ from case to case (%-templates)."""

    table: str
    is_new: bool
    fixed: Row
    varying: Mapping[str, str]
    key: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Floor:
    """The writes of one case that was recorded and dispatched, to be repeated for others."""

    alone: Row
    recording: tuple[_Write, ...]
    dispatching: tuple[_Write, ...]
    ids: tuple[str, ...]

    def rows(self) -> tuple[int, int]:
        """How many rows the two transactions write."""
        return len(self.recording), len(self.dispatching)

    def one_row(self) -> tuple[Callable[[], None], Callable[[], None]]:
        """Floor A, as two acts."""

        def act() -> None:
            with transaction.atomic():
                ALONE._default_manager.create(**{**self.alone, "id": new_id(now=datetime.now(UTC))})

        return act, act

    def all_rows(self) -> tuple[Callable[[], None], Callable[[], None]]:
        """Floor B, as two acts: the second goes on with the ids of the first."""
        said: dict[str, str] = {}

        def first() -> None:
            now = datetime.now(UTC)
            said.clear()
            said.update({id: new_id(now=now)[-len(id) :] for id in self.ids})
            with transaction.atomic():
                _write(self.recording, said)

        def second() -> None:
            with transaction.atomic():
                _write(self.dispatching, said)

        return first, second


def _write(writes: tuple[_Write, ...], said: Mapping[str, str]) -> None:
    event_ids: list[int] = []
    for write in writes:
        values = {**write.fixed, **{name: text % said for name, text in write.varying.items()}}
        rows = TWINS[write.table]._default_manager
        if not write.is_new:
            key = {name: values.pop(name) for name in write.key}
            rows.filter(**key).update(**values)
            continue
        if write.table == _UNSEALED:
            values["event_id"] = event_ids.pop(0)
        made = rows.create(**values)
        if write.table == _EVENT:
            event_ids.append(made.pk)


def everything(park: str, *, streams: str = "case") -> list[list[dict[str, Any]]]:
    """Every row of cases there is, table by table in the order of `WRITTEN`: what a bulk write is compared with.

    Counters are left out, and of the queue of the sealer, empty by now, there are as many rows as events.
    """
    found: list[list[dict[str, Any]]] = []
    for model in WRITTEN:
        rows = model._default_manager.filter(park=park)
        if model is ledger.Event:
            rows = rows.filter(stream_kind=streams)
        elif model is ledger.Content:
            rows = rows.filter(kind__startswith=streams)
        elif model is ledger.Command:
            rows = rows.filter(kind="record")
        elif model is cases.NumberCounter:
            rows = rows.none()
        found.append([_plain(model, row) for row in rows.order_by("pk").values()])
    events = found[WRITTEN.index(ledger.Event)]
    found[WRITTEN.index(ledger.Unsealed)] = [
        {"event_id": row["id"], "park": park, "hash": row["hash"]} for row in events
    ]
    return found


def learnt(*, before: Picture, between: Picture, after: Picture, ids: tuple[str, ...]) -> Floor:
    """The floor that repeats what was written between these pictures; `ids` are the values that differ by case."""
    recording = _differences(before, between, ids)
    dispatching = _differences(between, after, ids)
    (row,) = (row for key, row in between[cases.Case].items() if key not in before[cases.Case])
    return Floor(_plain(cases.Case, row), recording, dispatching, ids)


def _differences(before: Picture, after: Picture, ids: tuple[str, ...]) -> tuple[_Write, ...]:
    found: list[_Write] = []
    for model in WRITTEN:
        for key, row in after[model].items():
            former = before[model].get(key)
            if former != row:
                found.append(_as_write(model, row, former is None, ids))
    return tuple(found)


def _as_write(model: type[Model], row: Row, is_new: bool, ids: tuple[str, ...]) -> _Write:
    values = _plain(model, row)
    if is_new and model in (ledger.Event, ledger.Unsealed):
        # Numbered anew by the database.
        values.pop("id" if model is ledger.Event else "event_id")
    varying: dict[str, str] = {}
    for name, value in values.items():
        if isinstance(value, str) and any(id in value for id in ids):
            text = value.replace("%", "%%")
            for id in ids:
                text = text.replace(id, f"%({id})s")
            varying[name] = text
    fixed = {name: value for name, value in values.items() if name not in varying}
    key = tuple(field.attname for field in model._meta.pk_fields)
    return _Write(model._meta.db_table, is_new, fixed, varying, key)


def _plain(model: type[Model], row: Row) -> dict[str, Any]:
    """The row by its columns, for another process to read: psycopg hands out bytes as views of its memory."""
    values = {name: row[name] for name in _names(model)}
    return {name: bytes(value) if isinstance(value, memoryview) else value for name, value in values.items()}
