"""The files themselves: <home>/var/blobs/<park>/<first two digits>/<sha256>, whole or not there at all."""

from __future__ import annotations

import errno
import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from lianqi.kernel.decision import Refused
from lianqi.server.ledger.values import LedgerRefusal

_PARK = re.compile(r"[a-z0-9][a-z0-9_-]{0,31}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_PARTIAL = ".partial-"
_AT_ONCE = 500


def root() -> Path:
    """The folder that holds every park's files."""
    return Path(settings.BLOBS)


def path_of(*, park: str, sha256: str) -> Path:
    """Where this file lies. ValueError for what is no park's code or no hash: no path is made of foreign words."""
    if not _PARK.fullmatch(park) or not _SHA256.fullmatch(sha256):
        raise ValueError("a file is named by a park's code and a SHA-256 in hex")
    return root() / park / sha256[:2] / sha256


def write(*, park: str, sha256: str, data: bytes) -> None:
    """Put the bytes in their place, on the disk before this returns; a file that stands there already is left.

    Raises LedgerRefusal `ledger.storage.full` where the disk is full: nothing half is left then.
    """
    write_file(path_of(park=park, sha256=sha256), data)


def write_file(path: Path, data: bytes) -> None:
    """`write` to any path: temporary file beside it, flushed, renamed, folder flushed."""
    if path.exists():
        os.utime(path)  # young again: the sweep leaves it alone until its transaction is committed
        return
    try:
        _make_folder(path.parent)
        # Only who runs the server reads what enterprises sent; mkstemp makes the file for its owner alone.
        handle, partial = tempfile.mkstemp(prefix=_PARTIAL, dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.replace(partial, path)
        except BaseException:
            Path(partial).unlink(missing_ok=True)
            raise
        sync_folder(path.parent)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise LedgerRefusal(Refused("ledger.storage.full")) from error
        raise


def remove(*, park: str, sha256: str) -> None:
    """Take the file away; one that is not there is gone already."""
    path = path_of(park=park, sha256=sha256)
    path.unlink(missing_ok=True)
    if path.parent.is_dir():
        sync_folder(path.parent)


def left_over(*, park: str, before: float) -> Iterator[list[Path]]:
    """Every file of a park last touched before this time (seconds since 1970), half-written ones among them, in
    portions that one query can ask about.
    """
    for folder in sorted((root() / park).glob("??")):
        old = [path for path in sorted(folder.iterdir()) if _is_older(path, before)]
        for start in range(0, len(old), _AT_ONCE):
            yield old[start : start + _AT_ONCE]


def _is_older(path: Path, before: float) -> bool:
    try:
        return path.stat().st_mtime < before
    except FileNotFoundError:
        return False  # removed meanwhile


def is_partial(path: Path) -> bool:
    """Whether this is a file that was never finished."""
    return path.name.startswith(_PARTIAL)


def sync_folder(folder: Path) -> None:
    """Have the names in this folder on the disk."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _make_folder(folder: Path) -> None:
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for one in missing:
        sync_folder(one.parent)
