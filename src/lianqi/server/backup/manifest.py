"""The list that makes a backup whole: written last, and checked first."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lianqi.kernel.chain import canonical_json
from lianqi.server.backup.refusals import BackupRefusal

NAME = "manifest.json"
BLOBS = "blobs"
#: Which files stand in `blobs/`: one line for each, its park, SHA-256 and size.
BLOB_LIST = "blobs.txt"
VERSION = 1
_CHUNK = 1 << 20

#: Rows that a statement gives, read in the same snapshot as the tables were.
Query = Callable[[str], Iterable[tuple[Any, ...]]]


@dataclass(frozen=True, slots=True)
class File:
    """One file of the backup. A dump of one table names the table and its columns in the order of the dump."""

    name: str
    sha256: str
    size: int
    table: str = ""
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Park:
    """How a park's ledger stood: `unsealed` events had no position yet."""

    park: str
    events: int
    unsealed: int
    position: int
    root: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds. `missing`: files that the database cites and the disk had lost or spoiled by then."""

    made_at: str
    database: str
    migrations: tuple[tuple[str, str], ...]
    files: tuple[File, ...]
    parks: tuple[Park, ...]
    blobs: int
    missing: tuple[tuple[str, str], ...]

    def text(self) -> bytes:
        """The manifest as it stands in its file."""
        return canonical_json({"version": VERSION, **dataclasses.asdict(self)}) + b"\n"


def read(folder: Path) -> Manifest:
    """The manifest of a backup. BackupRefusal `backup.not-whole` without one, or with one that is cut or of a later
    form.
    """
    try:
        value = json.loads((folder / NAME).read_bytes())
        if value.pop("version") != VERSION:
            raise ValueError("a form of a later version")
        files = tuple(File(**{**one, "columns": tuple(one["columns"])}) for one in value.pop("files"))
        parks = tuple(Park(**one) for one in value.pop("parks"))
        migrations, missing = (tuple((a, b) for a, b in value.pop(name)) for name in ("migrations", "missing"))
        return Manifest(files=files, parks=parks, migrations=migrations, missing=missing, **value)
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise BackupRefusal("backup.not-whole", {"source": folder.name}) from error


def check(folder: Path, manifest: Manifest) -> None:
    """Every file of the manifest stands in the backup as it was written. BackupRefusal `backup.damaged` otherwise."""
    for file in manifest.files:
        path = folder / file.name
        # A manifest from elsewhere must not lead out of its folder.
        inside = path.resolve().is_relative_to(folder.resolve())
        if not inside or not path.is_file() or sha256_of(path) != (file.sha256, file.size):
            raise BackupRefusal("backup.damaged", {"file": file.name})


def sha256_of(path: Path) -> tuple[str, int]:
    """The SHA-256 and the size of a file."""
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
    return digest.hexdigest(), size


def sha256_of_bytes(data: bytes) -> str:
    """The SHA-256 of what is in memory already."""
    return hashlib.sha256(data).hexdigest()


def parks(query: Query) -> tuple[Park, ...]:
    """How every park's ledger stands in this snapshot."""
    ends: Mapping[str, tuple[int, str]] = {
        park: (position, root)
        for park, position, root in query(
            "SELECT park, position, root FROM ledger_ledger AS one WHERE position ="
            " (SELECT MAX(position) FROM ledger_ledger AS other WHERE other.park = one.park)"
        )
    }
    waiting: Any = query("SELECT park, COUNT(*) FROM ledger_unsealed GROUP BY park")
    unsealed: Mapping[str, int] = dict(waiting)
    counted = query("SELECT park, COUNT(*) FROM ledger_event GROUP BY park ORDER BY park")
    return tuple(Park(park, events, unsealed.get(park, 0), *ends.get(park, (0, ""))) for park, events in counted)


def migrations(query: Query) -> tuple[tuple[str, str], ...]:
    """The migrations that made these tables."""
    return tuple((app, name) for app, name in query("SELECT app, name FROM django_migrations ORDER BY app, name"))


def blobs(query: Query) -> list[tuple[str, str, int]]:
    """Park, SHA-256 and size of every file that the database cites."""
    return [
        (park, sha256, size) for park, sha256, size in query("SELECT park, sha256, size FROM blobs_blob ORDER BY 1, 2")
    ]
