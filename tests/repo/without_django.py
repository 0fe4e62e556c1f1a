"""Run pytest where Django is not installed, or as if it were not: `python tests/repo/without_django.py tests/kernel`."""

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


if __name__ == "__main__":
    sys.meta_path.insert(0, Absent())
    # pytest-django is installed beside Django; its settings in pyproject.toml mean nothing without it.
    sys.exit(pytest.main(["-p", "no:django", "-p", "no:xdist", *sys.argv[1:]]))
