"""PostgreSQL's own rule that keeps parks apart: on every table with a column `park`, for its owner too (FORCE).

A row is seen, written or changed only where `lianqi.park` (`sight`) is its park or "*". Without the setting the query
fails in words: an empty list would be a wrong answer that looks like a right one. A superuser and a role with BYPASSRLS
are never asked; `bypassed` says so, and `lianqi status` passes it on.
"""

from __future__ import annotations

from typing import Any

from django.db import connection

POLICY = "parks_apart"

_FUNCTION = """
    CREATE OR REPLACE FUNCTION lianqi_park() RETURNS text LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
    DECLARE said text := current_setting('lianqi.park', true);
    BEGIN
        IF said IS NULL OR said = '' THEN
            RAISE EXCEPTION 'no park is in sight' USING ERRCODE = 'insufficient_privilege',
                HINT = 'Say which: SET lianqi.park = ''a park''''s code'', or ''*'' for all of them.';
        END IF;
        RETURN said;
    END $$
"""
# In sub-selects, so that the setting is read once for a query, not for each row.
_RULE = "park = (SELECT lianqi_park()) OR (SELECT lianqi_park()) = '*'"
_LACKING = """
    SELECT relname FROM pg_class
    WHERE relkind IN ('r', 'p') AND relnamespace = current_schema()::regnamespace
    AND EXISTS (SELECT 1 FROM pg_attribute WHERE attrelid = pg_class.oid AND attname = 'park' AND NOT attisdropped)
    AND NOT (relrowsecurity AND relforcerowsecurity
        AND EXISTS (SELECT 1 FROM pg_policy WHERE polrelid = pg_class.oid AND polname = %s))
    ORDER BY relname
"""


def lacking() -> list[str]:
    """Tables with a column `park` that the rule does not stand on; none on SQLite, which has no such rules."""
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute(_LACKING, [POLICY])
        return [name for (name,) in cursor.fetchall()]


def install(**signal: Any) -> None:
    """Put the rule on every table that lacks it: after each `migrate`, so that no new table is forgotten.

    In the caller's transaction, if there is one.
    """
    tables = lacking()
    if not tables:
        return
    quoted = connection.ops.quote_name
    with connection.cursor() as cursor:
        cursor.execute(_FUNCTION)
        for table in map(quoted, tables):
            cursor.execute(f"DROP POLICY IF EXISTS {POLICY} ON {table}")
            cursor.execute(f"CREATE POLICY {POLICY} ON {table} USING ({_RULE})")
            cursor.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY")


def bypassed() -> str | None:
    """The name of this installation's database role if the rule is not asked of it; None on SQLite."""
    if connection.vendor != "postgresql":
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolname FROM pg_roles WHERE rolname = current_user AND (rolsuper OR rolbypassrls)")
        found = cursor.fetchone()
    return None if found is None else str(found[0])
