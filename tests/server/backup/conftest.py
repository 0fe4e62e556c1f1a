"""An installation with a history, and an empty one to restore into."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from tests.server import conftest as shared


@pytest.fixture
def blobs(own_database: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the installation of this test keeps its files: where a process with its environment keeps them."""
    folder = tmp_path / "var" / "blobs"
    monkeypatch.setattr(settings, "BLOBS", folder)
    return folder


@pytest.fixture
def disaster(own_database: dict[str, str], blobs: Path) -> Iterator[Callable[[], None]]:
    """Loses the database and the files: what is left is an empty installation under the same name."""

    def strike() -> None:
        name = connection.settings_dict["NAME"]
        connection.close()
        if connection.vendor == "sqlite":
            for suffix in ("", "-wal", "-shm"):
                Path(name + suffix).unlink(missing_ok=True)
        else:
            shared._maintain(f'DROP DATABASE "{name}" WITH (FORCE)')
            shared._maintain(f'CREATE DATABASE "{name}"')
        for path in sorted(blobs.rglob("*"), reverse=True):
            path.rmdir() if path.is_dir() else path.unlink()

    yield strike
