"""Taking a backup, while the installation goes on working."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import tarfile
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType

from django.db import connection

from lianqi.kernel import instants
from lianqi.kernel.decision import Refused
from lianqi.server.backup import manifest, postgresql, sqlite
from lianqi.server.backup.manifest import BLOB_LIST, BLOBS, NAME, File, Manifest
from lianqi.server.backup.refusals import BackupRefusal
from lianqi.server.blobs import storage
from lianqi.server.blobs.models import Blob
from lianqi.server.ledger import clock
from lianqi.server.ledger.values import LedgerRefusal

#: `progress(files copied, files in all)`
Progress = Callable[[int, int], None]


def backup(*, target: Path, progress: Progress) -> Manifest:
    """Write a whole backup: into a folder, or into one file where `target` ends in .tar.

    The database first, then the files that it cites, so that none is missing which somebody sent meanwhile. All is
    written under another name, and takes its own when it is whole and on the disk: a backup that was killed never
    looks like one. The erasure list is not in it: it must outlive every backup.

    Refused: `backup.target.exists`; LedgerRefusal `ledger.storage.full` where the disk is full.
    """
    if target.exists():
        raise BackupRefusal("backup.target.exists", {"target": target.name})
    target.parent.mkdir(parents=True, exist_ok=True)
    # mkdtemp: for its owner alone, as is all that is written into it.
    partial = Path(tempfile.mkdtemp(prefix=f"{target.name}.partial-", dir=target.parent))
    try:
        made = _write(partial, progress)
        whole = _packed(partial) if target.suffix == ".tar" else partial
        os.rename(whole, target)
        storage.sync_folder(target.parent)
        return made
    except (OSError, sqlite3.OperationalError) as error:
        full = isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)
        if full or getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL:
            raise LedgerRefusal(Refused("ledger.storage.full")) from error
        raise
    finally:
        shutil.rmtree(partial, ignore_errors=True)
        partial.with_name(partial.name + ".tar").unlink(missing_ok=True)


def of_vendor() -> ModuleType:
    """The part that knows this database."""
    return {"sqlite": sqlite, "postgresql": postgresql}[connection.vendor]


def _write(folder: Path, progress: Progress) -> Manifest:
    made_at = instants.to_text(clock.database_now())
    with of_vendor().dump(folder) as (files, query):
        parks, migrations, cited = manifest.parks(query), manifest.migrations(query), manifest.blobs(query)
    listed, missing = _copy_blobs(folder, cited, progress)
    made = Manifest(made_at, connection.vendor, migrations, (*files, listed), parks, len(cited) - len(missing), missing)
    storage.write_file(folder / NAME, made.text())
    return made


def _copy_blobs(
    folder: Path, cited: Sequence[tuple[str, str, int]], progress: Progress
) -> tuple[File, tuple[tuple[str, str], ...]]:
    """Copy the files that the database cites, each compared with its name; a spoiled one must not spoil the rest."""
    lines: list[str] = []
    missing: list[tuple[str, str]] = []
    for done, (park, sha256, size) in enumerate(cited, start=1):
        if copy_blob(storage.path_of(park=park, sha256=sha256), blob_path(folder, park, sha256), sha256):
            lines.append(f"{park} {sha256} {size}\n")
        elif Blob.objects.filter(park=park, sha256=sha256).exists():
            missing.append((park, sha256))
        # else: erased meanwhile; a restore erases its citation, too.
        progress(done, len(cited))
    storage.write_file(folder / BLOB_LIST, "".join(lines).encode())
    return File(BLOB_LIST, *manifest.sha256_of(folder / BLOB_LIST)), tuple(missing)


def blob_path(folder: Path, park: str, sha256: str) -> Path:
    """Where a backup keeps a file."""
    return folder / BLOBS / park / sha256[:2] / sha256


def copy_blob(source: Path, target: Path, sha256: str) -> bool:
    """Copy one file; False where it is not there or is not what its name says."""
    try:
        data = source.read_bytes()  # bounded by what `blobs.judging` takes
    except FileNotFoundError:
        return False
    if manifest.sha256_of_bytes(data) != sha256:
        return False
    storage.write_file(target, data)
    return True


def _packed(folder: Path) -> Path:
    """The folder as one file, on the disk; the manifest is the last in it."""
    path = folder.with_name(folder.name + ".tar")
    with path.open("xb") as file:
        os.fchmod(file.fileno(), 0o600)
        with tarfile.open(fileobj=file, mode="w") as archive:
            for one in sorted(folder.iterdir(), key=lambda one: (one.name == NAME, one.name)):
                archive.add(one, one.name)
        file.flush()
        os.fsync(file.fileno())
    return path
