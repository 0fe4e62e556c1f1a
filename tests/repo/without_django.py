"""A plugin of pytest that puts Django out of reach, as if it were not installed: see `make test-kernel`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec

import pytest

ABSENT = {"django", "psycopg"}


class Absent:
    """A finder that knows better than the others that these packages are not there."""

    def find_spec(self, name: str, path: Sequence[str] | None = None, target: object = None) -> ModuleSpec | None:
        if name.partition(".")[0] in ABSENT:
            raise ModuleNotFoundError(f"No module named {name!r} (out of reach in this run)", name=name)
        return None


sys.meta_path.insert(0, Absent())  # type: ignore[arg-type]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Know the setting in pyproject.toml that pytest-django reads, which is out of reach with Django."""
    parser.addini("DJANGO_SETTINGS_MODULE", "of no use in this run")
