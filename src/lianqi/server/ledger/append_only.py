"""Triggers that keep the log what it is, on both databases.

They refuse UPDATE and DELETE (on PostgreSQL TRUNCATE too) on `event` and `ledger`, and hand every new event to the
sealer. An owner of the database can drop them; what binds an owner is the root printed in a bulletin.

On SQLite a migration that alters one of these tables copies and drops it, and its triggers with it: such a migration
must run `install` again. A test looks whether they stand.
"""

from __future__ import annotations

from typing import Any

from django.apps.registry import Apps
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_SQLITE = (
    """
    CREATE TRIGGER ledger_event_no_update BEFORE UPDATE ON ledger_event
    BEGIN SELECT RAISE(ABORT, 'the log is append-only: an event cannot be changed'); END
    """,
    """
    CREATE TRIGGER ledger_event_no_delete BEFORE DELETE ON ledger_event
    BEGIN SELECT RAISE(ABORT, 'the log is append-only: an event cannot be deleted'); END
    """,
    """
    CREATE TRIGGER ledger_ledger_no_update BEFORE UPDATE ON ledger_ledger
    BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: a position cannot be changed'); END
    """,
    """
    CREATE TRIGGER ledger_ledger_no_delete BEFORE DELETE ON ledger_ledger
    BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: a position cannot be deleted'); END
    """,
    """
    CREATE TRIGGER ledger_event_to_seal AFTER INSERT ON ledger_event
    BEGIN INSERT INTO ledger_unsealed (event_id, park, hash) VALUES (new.id, new.park, new.hash); END
    """,
)

_POSTGRESQL = (
    """
    CREATE FUNCTION ledger_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'the log is append-only: % on % refused', TG_OP, TG_TABLE_NAME
            USING ERRCODE = 'integrity_constraint_violation';
    END $$
    """,
    """
    CREATE TRIGGER ledger_event_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_event
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_append_only()
    """,
    """
    CREATE TRIGGER ledger_ledger_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_ledger
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_append_only()
    """,
    """
    CREATE FUNCTION ledger_event_to_seal() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO ledger_unsealed (event_id, park, hash) SELECT id, park, hash FROM fresh;
        RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER ledger_event_to_seal AFTER INSERT ON ledger_event
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION ledger_event_to_seal()
    """,
)

#: The names under which a database must know them.
TRIGGERS = {
    "sqlite": (
        "ledger_event_no_delete",
        "ledger_event_no_update",
        "ledger_event_to_seal",
        "ledger_ledger_no_delete",
        "ledger_ledger_no_update",
    ),
    "postgresql": ("ledger_event_append_only", "ledger_event_to_seal", "ledger_ledger_append_only"),
}


def opened(*, connection: BaseDatabaseWrapper, **signal: Any) -> None:
    """A connection was opened (Django's `connection_created`). On SQLite, INSERT OR REPLACE would otherwise put an
    event in another's place without asking the triggers.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA recursive_triggers = ON")


def install(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Create the triggers; a step of a migration. Any other database is refused: it would guard nothing."""
    statements = {"sqlite": _SQLITE, "postgresql": _POSTGRESQL}[schema_editor.connection.vendor]
    for statement in statements:
        schema_editor.execute(statement, params=None)
