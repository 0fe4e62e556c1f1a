"""The notes of the ledger's tests."""

from __future__ import annotations

from typing import Any

import pytest

from tests.server.ledger import notes


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """The database of tests, with the table of the notes."""
    notes.register()
    with django_db_blocker.unblock():
        notes.create_table()
