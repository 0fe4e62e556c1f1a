"""What every test shares. It imports no Django: tests/kernel runs where there is none."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest

# At a desk the laws are tried on a few examples, so that the rules' tests take seconds; HYPOTHESIS_PROFILE=thorough
# (which .ci/run asks for) tries a hundred. Those of the continuous integration are the same in every run: a change
# fails for what it changed, not by luck of the draw.
for name, examples in (("quick", 12), ("thorough", 100)):
    hypothesis.settings.register_profile(
        name, deadline=None, max_examples=examples, derandomize=bool(os.environ.get("CI"))
    )
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


@pytest.fixture(scope="session")
def repository() -> Path:
    """The root of the checkout."""
    return Path(__file__).parent.parent


@pytest.fixture(scope="session")
def shared_data(repository: Path) -> Path:
    """The folder of real data beside the checkout; a test that needs it is skipped, in words, where it is absent."""
    folder = repository.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the real data (../shared/data) is not on this machine")
    return folder


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_blocker: Any, django_db_modify_db_settings: None
) -> Iterator[None]:
    """The database of tests, always: pytest-django makes none for a selection of tests without its own mark, and those
    that commit to a copy of it (`own_database`) would find the real one in its place.
    """
    from django.test.utils import setup_databases, teardown_databases

    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False, aliases={"default"})
    yield
    with django_db_blocker.unblock():
        teardown_databases(made, verbosity=0)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark whatever touches the database, so that no such test is forgotten in the run on PostgreSQL."""
    fixtures = {
        *("db", "transactional_db", "django_db_reset_sequences", "django_db_serialized_rollback", "live_server"),
        *("django_db_setup", "own_database"),
    }
    for item in items:
        if item.get_closest_marker("django_db") or fixtures & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.database)
