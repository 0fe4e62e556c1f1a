"""Putting a backup back: all of it, verified, with everybody forgotten who has been since; or nothing."""

from __future__ import annotations

import shutil
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from lianqi.server.backup import manifest
from lianqi.server.backup.manifest import BLOB_LIST, Manifest
from lianqi.server.backup.refusals import BackupRefusal
from lianqi.server.backup.taking import blob_path, copy_blob, of_vendor
from lianqi.server.blobs import storage
from lianqi.server.ledger import clock, queries
from lianqi.server.ledger.exporting import export_log
from lianqi.server.ledger.models import Event
from lianqi.server.ledger.operations import hold_deliveries, one_transaction, reapply_erasures, seal
from lianqi.server.ledger.operations.erasing import STREAM_KIND, listed_subjects
from lianqi.server.ledger.sight import EVERY_PARK
from lianqi.verify import verify_log

#: Ids of events that are left out after a restore. Between the backup and now others were given and sent outside with
#: deliveries; a receiver who tells repetitions by them must not take something new for one of those.
EVENT_ID_GAP = 1_000_000

#: `progress(code of the step, done, in all)`; steps: check, blobs, database, verify, erase.
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did. `erased` pieces of content were forgotten again; `held` deliveries wait for a person."""

    manifest: Manifest
    verified: int
    erased: int
    held: int
    erasure_list: bool


def restore(*, source: Path, replace: bool, without_erasure_list: bool, progress: Progress) -> Restored:
    """Make this installation what it was when the backup was taken, but for those who have been forgotten since.

    Whole or not at all: until the last moment the old database, or the empty one, stands as it stood. Every file is
    compared with the manifest and every event with the chain; deliveries are held back, because nobody knows what
    went out since. Refused (BackupRefusal, nothing changed): a backup that is not whole, damaged, of another kind of
    database or a newer version, whose log does not verify; data where it would go, unless `replace`; an erasure list
    that lacks erasures the backup knows of, unless `without_erasure_list`.
    """
    with _unpacked(source) as folder:
        made = manifest.read(folder)
        _refuse_what_cannot_go_here(made, replace=replace)
        progress("check", 0, 1)
        manifest.check(folder, made)
        _copy_blobs(folder, progress)
        restored: list[Restored] = []

        def finish() -> None:
            restored.append(_finish(made, without_erasure_list=without_erasure_list, progress=progress))

        progress("database", 0, 1)
        of_vendor().load(folder, made, finish=finish)
    return restored[0]


@contextmanager
def _unpacked(source: Path) -> Iterator[Path]:
    """The backup as a folder."""
    if source.is_dir():
        yield source
        return
    with tempfile.TemporaryDirectory(prefix=f"{source.name}.", dir=source.parent) as folder:
        try:
            with tarfile.open(source, "r:") as archive:
                for member in archive:
                    _unpack(archive, member, Path(folder))
        except (tarfile.TarError, OSError, EOFError) as error:
            raise BackupRefusal("backup.not-whole", {"source": source.name}) from error
        yield Path(folder)


def _unpack(archive: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> None:
    """One file or folder of a backup, which has nothing else. TarError for whatever would lie outside the folder.

    Written out, because the Python of Debian 12 (3.11.2) has no `extractall(filter=…)`.
    """
    path = folder.joinpath(member.name).resolve()
    if not (member.isfile() or member.isdir()) or not path.is_relative_to(folder.resolve()):
        raise tarfile.TarError(f"{member.name!r} is no file of a backup")
    if member.isdir():
        path.mkdir(parents=True, exist_ok=True)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    said = archive.extractfile(member)
    assert said is not None  # a file has content
    with said, path.open("wb") as file:
        shutil.copyfileobj(said, file)


def _refuse_what_cannot_go_here(made: Manifest, *, replace: bool) -> None:
    if made.database != connection.vendor:
        raise BackupRefusal("backup.other-database", {"made_on": made.database, "here": connection.vendor})
    known = MigrationLoader(None).disk_migrations or {}
    for migration in made.migrations:
        if migration not in known:
            raise BackupRefusal("backup.newer", {"migration": ".".join(migration)})
    if not replace and not (_is_empty() and not any(storage.root().glob("*/??/*"))):
        raise BackupRefusal("backup.database.used")


def _is_empty() -> bool:
    """Whether no table of ours has a row. Tables of Django's own hold what migrations put there."""
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
    ours = [model for model in apps.get_models() if model.__module__.startswith("lianqi.")]
    return not any(model._default_manager.exists() for model in ours if model._meta.db_table in there)


def _copy_blobs(folder: Path, progress: Progress) -> None:
    """Files go to their place first: named by their content, they change nothing before a database cites them."""
    lines = (folder / BLOB_LIST).read_text("utf-8").splitlines()
    for done, line in enumerate(lines, start=1):
        park, sha256, _ = line.split(" ")
        target = storage.path_of(park=park, sha256=sha256)
        if target.exists() and manifest.sha256_of(target)[0] != sha256:
            target.unlink()  # spoiled here; the backup has it whole
        if not copy_blob(blob_path(folder, park, sha256), target, sha256):
            raise BackupRefusal("backup.damaged", {"file": f"blobs/{park}/{sha256}"})
        progress("blobs", done, len(lines))


def _finish(made: Manifest, *, without_erasure_list: bool, progress: Progress) -> Restored:
    """What follows when the rows are in: on PostgreSQL in their transaction, on SQLite in a file beside."""
    of_vendor().number_events_anew(EVENT_ID_GAP)
    progress("verify", 0, len(made.parks))
    verified = 0
    for done, park in enumerate(made.parks, start=1):
        verified += _verify(park)
        progress("verify", done, len(made.parks))
    path = Path(settings.ERASURE_LIST)
    lines = path.read_text("utf-8").splitlines(keepends=True) if path.exists() else []
    if not without_erasure_list:
        _refuse_a_short_list(path, lines)
    progress("erase", 0, len(lines))
    with one_transaction(park=EVERY_PARK):
        erased = reapply_erasures(lines=lines, now=clock.database_now())
    progress("erase", len(lines), len(lines))
    return Restored(made, verified, erased, hold_deliveries(), path.exists())


def _verify(park: manifest.Park) -> int:
    """Number what had no position yet, and check the whole log; returns how many events it has."""
    while seal(park=park.park).more:
        pass
    printed = {park.position: park.root} if park.position else {}
    report = verify_log(export_log(park=park.park, with_contents=True), printed=printed)
    if report.findings:
        first = report.findings[0]
        details = {"park": park.park, "reason": first.code, "position": first.line - 1}
        raise BackupRefusal("backup.log-broken", details)
    if report.events != park.events or queries.position(park.park)[0] != park.events:
        raise BackupRefusal("backup.damaged", {"file": f"ledger_event ({park.park})"})
    return report.events


def _refuse_a_short_list(path: Path, lines: list[str]) -> None:
    """Whoever was erased before the backup must stand on the list: else it is not the list of this installation."""
    erased = set(Event.objects.filter(stream_kind=STREAM_KIND).values_list("park", "stream_id").distinct())
    missing = len(erased - listed_subjects(lines))
    if missing:
        raise BackupRefusal("backup.erasures.missing", {"path": path.name, "missing": missing})
