"""The lock agrees with pyproject.toml: who installs from it gets what the project asks for."""

from __future__ import annotations

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.repo.sources import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
DEVELOPMENT = PROJECT["optional-dependencies"]["dev"]


def pins(lock: str) -> dict[str, list[Version]]:
    """Package → the versions pinned for it; a universal lock may pin one for each Python."""
    found: dict[str, list[Version]] = {}
    for line in (ROOT / "requirements" / lock).read_text("utf-8").splitlines():
        if match := re.match(r"([A-Za-z0-9._-]+)(?:\[[^]]*\])?==([^\s;]+)", line):
            found.setdefault(canonicalize_name(match[1]), []).append(Version(match[2]))
    return found


@pytest.mark.parametrize(
    ("lock", "wanted"),
    [("runtime.txt", PROJECT["dependencies"]), ("dev.txt", PROJECT["dependencies"] + DEVELOPMENT)],
)
def test_every_dependency_is_pinned_as_asked(lock: str, wanted: list[str]) -> None:
    pinned = pins(lock)
    for requirement in map(Requirement, wanted):
        versions = pinned.get(canonicalize_name(requirement.name), [])
        assert versions, f"{requirement.name} is not in requirements/{lock}: run `make lock`"
        assert all(version in requirement.specifier for version in versions), f"{requirement}: run `make lock`"


def test_the_runtime_lock_is_the_development_lock_without_its_tools() -> None:
    runtime, development = pins("runtime.txt"), pins("dev.txt")
    assert {name: development.get(name) for name in runtime} == runtime
    assert "pytest" not in runtime and "mypy" not in runtime


def test_every_pin_has_hashes() -> None:
    for lock in ("runtime.txt", "dev.txt"):
        blocks = re.split(r"\n(?=\S)", (ROOT / "requirements" / lock).read_text("utf-8").strip())
        assert len(blocks) > 20 and all("--hash=sha256:" in block for block in blocks)
