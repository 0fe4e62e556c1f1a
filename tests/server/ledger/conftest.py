"""The notes of the ledger's tests."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from lianqi.server.ledger import projectors
from tests.server.ledger import notes


@pytest.fixture(scope="module")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The database of tests, with the table of the notes as long as these tests run: a backup of a copy of it would
    hold a table that no migration makes.
    """
    with django_db_blocker.unblock():
        notes.create_table()
    yield
    with django_db_blocker.unblock():
        notes.drop_table()


@pytest.fixture(autouse=True)
def room_of_the_notes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Known to these tests only: others in this process restore databases that have no such table."""
    monkeypatch.setattr(projectors, "_projectors", dict(projectors._projectors))
    notes.register()
