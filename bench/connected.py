"""What the connection itself says of the database: nothing is quoted that it was only configured to do."""

from __future__ import annotations

from django.db import connection, connections


def described() -> tuple[str, str]:
    """Database with its version, and how durable a commit is."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT sqlite_version()")
            (version,) = cursor.fetchone()
            said = {name: _pragma(cursor, name) for name in ("journal_mode", "synchronous")}
            levels = {0: "OFF", 1: "NORMAL", 2: "FULL", 3: "EXTRA"}
            return f"SQLite {version}", f"{said['journal_mode']}, synchronous {levels[int(said['synchronous'])]}"
        said = {name: _setting(cursor, name) for name in ("server_version", "fsync", "synchronous_commit")}
        version = said["server_version"].split()[0]
        return f"PostgreSQL {version}", f"fsync {said['fsync']}, synchronous_commit {said['synchronous_commit']}"


def switch(name: str) -> None:
    """Go on with another database of the same kind; `name` as Django's settings would have it."""
    connections["default"].close()
    connections["default"].settings_dict["NAME"] = name


def without_waiting_for_the_disk() -> None:
    """For filling a database that nothing is measured on yet; lasts as long as this connection."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA synchronous=OFF")
        else:
            cursor.execute("SET synchronous_commit = off")


def _pragma(cursor: object, name: str) -> str:
    cursor.execute(f"PRAGMA {name}")  # type: ignore[attr-defined]
    return str(cursor.fetchone()[0])  # type: ignore[attr-defined]


def _setting(cursor: object, name: str) -> str:
    cursor.execute(f"SHOW {name}")  # type: ignore[attr-defined]
    return str(cursor.fetchone()[0])  # type: ignore[attr-defined]
