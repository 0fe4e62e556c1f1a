"""The list of erasures: a file outside the database and its backups, so that a restore forgets again."""

from __future__ import annotations

import errno
import fcntl
import os
from collections.abc import Mapping
from pathlib import Path

from django.conf import settings

from lianqi.kernel.chain import canonical_json
from lianqi.kernel.decision import Json, Refused
from lianqi.server.ledger.values import LedgerRefusal

_CHUNK = 1 << 16


def append(line: Mapping[str, Json]) -> None:
    """One more line at the end of the list, whole and on the disk before this returns.

    LedgerRefusal `ledger.storage.full` where it has no room; the list is as it was then.
    """
    path = Path(settings.ERASURE_LIST)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # Only who runs the server needs to read who asked to be forgotten.
        opened = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            fcntl.flock(opened, fcntl.LOCK_EX)
            _cut_torn_line(opened)
            _write_whole(opened, canonical_json(line) + b"\n")
            os.fsync(opened)
        finally:
            os.close(opened)
        _sync_folder(path.parent)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise LedgerRefusal(Refused("ledger.storage.full")) from error
        raise


def _write_whole(opened: int, line: bytes) -> None:
    """A disk that fills up takes the beginning of a line and says how much: the next call is the one that fails."""
    before = os.fstat(opened).st_size
    rest = line
    try:
        while rest:
            rest = rest[os.write(opened, rest) :]
    except OSError:
        if rest is not line:
            os.ftruncate(opened, before)
        raise


def _cut_torn_line(opened: int) -> None:
    """Take away the beginning of a line that a crash left: the erasure it names was never committed."""
    size = end = os.fstat(opened).st_size
    while end:
        start = max(0, end - _CHUNK)
        found = os.pread(opened, end - start, start).rfind(b"\n")
        if found >= 0:
            end = start + found + 1
            break
        end = start
    if end < size:
        os.ftruncate(opened, end)


def _sync_folder(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
