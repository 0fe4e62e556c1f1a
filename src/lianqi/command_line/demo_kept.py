"""What a demo that was built leaves beside its database: how to get in, and whether it is still the one wanted."""

from __future__ import annotations

import json
import os
import sqlite3
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from lianqi.kernel.instants import from_text, to_text


@dataclass(frozen=True, slots=True)
class Kept:
    """`marks` says what the park was made of, `until` when it was. `accounts`: sign-in name, person, what they see.

    `firm` and `code`: one enterprise and the code of its contact's personal link.
    """

    marks: str
    until: datetime
    key: str
    password: str
    accounts: tuple[tuple[str, str, str], ...]
    firm: str
    code: str

    def write(self, path: Path) -> None:
        """Write it last of all: without it a park is half made. Nobody else on the machine reads it."""
        half = path.with_suffix(".half")
        with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            json.dump({**asdict(self), "until": to_text(self.until)}, file, ensure_ascii=False, indent=1)
            file.flush()
            os.fsync(file.fileno())
        half.replace(path)


def kept_in(path: Path, *, marks: str) -> Kept | None:
    """What stands there, if that park was made of the same; None for another one, a half-made one, or none."""
    try:
        said = json.loads(path.read_text("utf-8"))
        accounts = tuple((name, person, tells) for name, person, tells in said["accounts"])
        kept = Kept(**{**said, "until": from_text(said["until"]), "accounts": accounts})
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return kept if kept.marks == marks else None


def foreign_parks(database: Path, *, own: str) -> tuple[str, ...]:
    """The names of the parks in this file that are not the demo's own."""
    if not database.is_file():
        return ()
    opened = sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)
    try:
        rows = opened.execute("SELECT name FROM registry_park WHERE code <> ? ORDER BY code", (own,)).fetchall()
    except sqlite3.DatabaseError:
        # No such table: an interrupted run had not come so far.
        return ()
    finally:
        opened.close()
    return tuple(str(name) for (name,) in rows)
