"""The one clock of an installation: the database's."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import connection

from lianqi.server.ledger.cursors import execute


def database_now() -> datetime:
    """The instant now, in UTC, by the database's clock, so that several web nodes cannot disagree.

    On PostgreSQL the clock at this statement, not `now()`, which is the transaction's start: a transaction that waited
    for a stream would date its events before those it waited for. SQLite runs in this process: its clock is ours.
    """
    if connection.vendor != "postgresql":
        return datetime.now(UTC)
    (now,) = execute("SELECT clock_timestamp()", []).fetchone()
    found: datetime = now.astimezone(UTC)
    return found
