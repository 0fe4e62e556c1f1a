"""How a database is filled with a million cases, and left as it would be had they come one by one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.db.models import Model

from lianqi.server.ledger.inserting import insert


@contextmanager
def without_queue() -> Iterator[None]:
    """Clones get their positions here, so the sealer's queue is not filled meanwhile."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT sql FROM sqlite_master WHERE name = 'ledger_event_to_seal'")
            (again,) = cursor.fetchone()
            cursor.execute("DROP TRIGGER ledger_event_to_seal")
        else:
            again = "ALTER TABLE ledger_event ENABLE TRIGGER ledger_event_to_seal"
            cursor.execute("ALTER TABLE ledger_event DISABLE TRIGGER ledger_event_to_seal")
        yield
        cursor.execute(again)


def copy(table: type[Model], rows: Sequence[Sequence[Any]]) -> None:
    names = ", ".join(f'"{field.column}"' for field in table._meta.concrete_fields)
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        marks = ", ".join("?" * len(table._meta.concrete_fields))
        statement = f'INSERT INTO "{table._meta.db_table}" ({names}) VALUES ({marks})'  # noqa: S608 - model names
        connection.connection.executemany(statement, rows)
        return
    # COPY would be quicker, but not where the rule that keeps parks apart is asked of each row.
    insert(into=f'INSERT INTO "{table._meta.db_table}" ({names}) VALUES ', rows=rows)  # noqa: S608 - model names


def settle_down() -> None:
    """What time does by itself to a database that was filled at once: PostgreSQL's autovacuum, SQLite's checkpoint."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        else:
            cursor.execute("VACUUM ANALYZE")
