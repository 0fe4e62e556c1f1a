"""PostgreSQL's part: every table by COPY within one snapshot; put back by COPY within one transaction.

No pg_dump: it must be as new as the server, and the machine that runs Lianqi need not have it at all.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from psycopg import sql

from lianqi.server.backup.manifest import File, Manifest, Query
from lianqi.server.backup.refusals import BackupRefusal
from lianqi.server.ledger.sight import EVERY_PARK
from lianqi.server.ledger.storage import one_transaction
from lianqi.server.ledger.values import LedgerRefusal

#: How long a restore waits for others who have a table in use.
LOCK_TIMEOUT = "10s"
_CHUNK = 1 << 20
# What an extension brought belongs to it.
_RELATIONS = """
    SELECT relname FROM pg_class WHERE relkind = %s AND relnamespace = current_schema()::regnamespace
    AND NOT EXISTS (SELECT 1 FROM pg_depend WHERE objid = pg_class.oid AND deptype = 'e') ORDER BY relname
"""
_FUNCTIONS = """
    SELECT oid::regprocedure::text FROM pg_proc WHERE prokind = %s AND pronamespace = current_schema()::regnamespace
    AND NOT EXISTS (SELECT 1 FROM pg_depend WHERE objid = pg_proc.oid AND deptype = 'e')
"""
_TABLE, _VIEW, _FUNCTION = "r", "v", "f"
_COLUMNS = (
    "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped"
    " AND attgenerated = '' ORDER BY attnum"
)


@contextmanager
def dump(folder: Path) -> Iterator[tuple[list[File], Query]]:
    """Write each table into a file of `folder`; gives the files, and a way to ask in the same snapshot."""
    (folder / "tables").mkdir(mode=0o700)
    with transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            # One snapshot for all tables and questions; writers neither wait for it nor are seen by it.
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute(_RELATIONS, [_TABLE])
            tables = [name for (name,) in cursor.fetchall()]
        yield [_copy_out(folder, table) for table in tables], _ask


def load(folder: Path, made: Manifest, *, finish: Callable[[], None]) -> None:
    """Fill the database with the tables of a backup, in one transaction: killed before its end, nothing has changed.

    The tables are made by the migrations that made those of the backup, filled, and then brought to today's. All that
    stands there is dropped first: the caller has made sure that it is empty or given up. BackupRefusal
    `backup.database.open` where others hold it.
    """
    try:
        with one_transaction(park=EVERY_PARK):
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('lock_timeout', %s, true)", [LOCK_TIMEOUT])
            _drop_everything()
            executor = MigrationExecutor(connection)
            executor.migrate(_last_of_each_app(executor, made.migrations))
            _copy_all_in(folder, [file for file in made.files if file.table])
            call_command("migrate", verbosity=0, interactive=False)
            finish()
    except LedgerRefusal as refusal:
        if refusal.refusal.code == "ledger.storage.busy":
            raise BackupRefusal("backup.database.open") from refusal
        raise


def _last_of_each_app(executor: MigrationExecutor, migrations: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Those that no other of the same app follows: asked for an earlier one as well, Django would go back to it."""
    known = set(migrations)
    nodes = executor.loader.graph.node_map
    return sorted(
        one for one in known if not any(child.key in known and child.key[0] == one[0] for child in nodes[one].children)
    )


def number_events_anew(gap: int) -> None:
    """Leave a gap before the next event's id (`restoring`)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT setval(pg_get_serial_sequence('ledger_event', 'id'), COALESCE(MAX(id), 0) + %s) FROM ledger_event",
            [gap],
        )


def _ask(statement: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        rows: list[tuple[object, ...]] = cursor.fetchall()
    return rows


def _columns(table: str) -> tuple[str, ...]:
    with connection.cursor() as cursor:
        cursor.execute(_COLUMNS, [connection.ops.quote_name(table)])
        return tuple(name for (name,) in cursor.fetchall())


def _copying(table: str, columns: Sequence[str], way: str) -> sql.Composed:
    listed = sql.SQL(", ").join(map(sql.Identifier, columns))
    # Text, not binary: it means the same to every version of the server.
    return sql.SQL("COPY {} ({}) {} WITH (FORMAT text, ENCODING 'UTF8')").format(
        sql.Identifier(table), listed, sql.SQL(way)
    )


def _copy_out(folder: Path, table: str) -> File:
    columns, name = _columns(table), f"tables/{table}.copy"
    digest, size = hashlib.sha256(), 0
    with (folder / name).open("wb") as file, connection.cursor() as cursor:
        with cursor.copy(_copying(table, columns, "TO STDOUT")) as rows:
            for chunk in rows:
                digest.update(chunk)
                size += file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    return File(name, digest.hexdigest(), size, table, columns)


def _copy_all_in(folder: Path, files: Sequence[File]) -> None:
    """Fill the tables, with their triggers asleep: what was queued to be sealed is in the backup itself."""
    quoted = connection.ops.quote_name
    with connection.cursor() as cursor:
        for file in files:
            cursor.execute(f"ALTER TABLE {quoted(file.table)} DISABLE TRIGGER USER")
            # What migrations put there by themselves stands in the backup too.
            cursor.execute(f"DELETE FROM {quoted(file.table)}")  # noqa: S608  # a quoted name
        for file in files:
            filling = _copying(file.table, file.columns, "FROM STDIN")
            with (folder / file.name).open("rb") as source, cursor.copy(filling) as rows:
                while chunk := source.read(_CHUNK):
                    rows.write(chunk)
        # Foreign keys are looked at now; a table may not be altered while it waits for that.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for file in files:
            cursor.execute(f"ALTER TABLE {quoted(file.table)} ENABLE TRIGGER USER")
            _continue_numbers(file)
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _continue_numbers(file: File) -> None:
    """Automatic keys go on behind the highest that was filled in."""
    quoted = connection.ops.quote_name
    with connection.cursor() as cursor:
        for column in file.columns:
            cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [quoted(file.table), column])
            (sequence,) = cursor.fetchone()
            if sequence is not None:
                last = f"SELECT MAX({quoted(column)}) FROM {quoted(file.table)}"  # noqa: S608  # quoted names
                cursor.execute(f"SELECT setval(%s, COALESCE(({last}), 1), ({last}) IS NOT NULL)", [sequence])


def _drop_everything() -> None:
    """Drop whatever of ours stands in the schema: an empty installation's tables, or what is given up."""
    quoted = connection.ops.quote_name
    for kind, query, letter in (
        ("VIEW", _RELATIONS, _VIEW),
        ("TABLE", _RELATIONS, _TABLE),
        ("FUNCTION", _FUNCTIONS, _FUNCTION),
    ):
        with connection.cursor() as cursor:
            cursor.execute(query, [letter])
            names = [name if letter == _FUNCTION else quoted(name) for (name,) in cursor.fetchall()]
            if names:
                cursor.execute(f"DROP {kind} {', '.join(names)} CASCADE")
