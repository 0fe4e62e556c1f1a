"""SQLite's part: the file copied by its own online backup, while others write; put back under another name first."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

from django.core.management import call_command
from django.db import connection

from lianqi.server.backup import manifest
from lianqi.server.backup.manifest import File, Manifest, Query
from lianqi.server.backup.refusals import BackupRefusal
from lianqi.server.blobs.storage import sync_folder

DATABASE = "database.sqlite3"
_RESTORING = ".restoring"


@contextmanager
def dump(folder: Path) -> Iterator[tuple[list[File], Query]]:
    """Copy the database into `folder`; gives the file, and a way to ask the copy itself."""
    path = folder / DATABASE
    source_name = f"file:{quote(connection.settings_dict['NAME'])}?mode=ro"
    with closing(sqlite3.connect(source_name, uri=True)) as source, closing(sqlite3.connect(path)) as copy:
        # All pages in one step: one snapshot of the journal, and writers do not wait for it. In portions, SQLite
        # would begin anew after each commit of another process, and on a busy day never end.
        source.backup(copy, pages=-1)
        # One file that needs no journal beside it.
        copy.execute("PRAGMA journal_mode=DELETE")
        (verdict,) = copy.execute("PRAGMA quick_check(1)").fetchone()
        if verdict != "ok":
            raise sqlite3.DatabaseError(f"the copy of the database does not hold together: {verdict}")
    with path.open("rb") as file:
        os.fsync(file.fileno())
    sha256, size = manifest.sha256_of(path)
    with closing(sqlite3.connect(f"file:{quote(str(path))}?mode=ro&immutable=1", uri=True)) as copy:
        yield [File(DATABASE, sha256, size)], lambda statement: copy.execute(statement)


def load(folder: Path, made: Manifest, *, finish: Callable[[], None]) -> None:
    """Put the database of a backup in the place of ours.

    All is done in a file beside it, which takes the place of the old one at the very end: killed before, the old one
    stands as it stood. BackupRefusal `backup.database.open` where another process has it open.
    """
    target = Path(connection.settings_dict["NAME"])
    new = target.with_name(target.name + _RESTORING)
    _remove(new)
    connection.close()
    shutil.copyfile(folder / DATABASE, new)
    connection.settings_dict["NAME"] = str(new)
    try:
        call_command("migrate", verbosity=0, interactive=False)
        finish()
        with connection.cursor() as cursor:
            # Also the pages freed by what was erased again: the new file holds nothing that is forgotten.
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            cursor.execute("PRAGMA journal_mode=DELETE")
        connection.close()
        with new.open("rb") as file:
            os.fsync(file.fileno())
        with _to_ourselves(target):
            os.replace(new, target)
        sync_folder(target.parent)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = str(target)
        _remove(new)


def number_events_anew(gap: int) -> None:
    """Leave a gap before the next event's id (`restoring`)."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE sqlite_sequence SET seq = seq + %s WHERE name = 'ledger_event'", [gap])


@contextmanager
def _to_ourselves(path: Path) -> Iterator[None]:
    """Hold the old file while it is replaced. Leaving WAL mode needs that nobody else has it open, even idly."""
    if not path.exists():
        yield
        return
    with closing(sqlite3.connect(path, timeout=1, isolation_level=None)) as old:
        try:
            (mode,) = old.execute("PRAGMA journal_mode=DELETE").fetchone()
            old.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            raise BackupRefusal("backup.database.open") from error
        except sqlite3.DatabaseError:
            mode = "delete"  # not a database any more: nobody works with it
        if mode != "delete":
            raise BackupRefusal("backup.database.open")
        yield


def _remove(path: Path) -> None:
    for suffix in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
