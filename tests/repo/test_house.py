"""`make` tells what there is; a check that fails stops no other one and is counted."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

TOOLS = ("ruff", "mypy", "lint-imports", "python", "lianqi")


@pytest.fixture
def house(repository: Path, tmp_path: Path) -> Path:
    """A checkout of scripts alone, whose tools all succeed."""
    shutil.copytree(repository / ".ci", tmp_path / ".ci")
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / "mechanisms" / "starter").mkdir(parents=True)
    (tmp_path / "mechanisms" / "starter" / "mechanism.yaml").touch()
    for tool in TOOLS:
        becomes(tmp_path, tool, status=0)
    return tmp_path


def becomes(house: Path, tool: str, *, status: int) -> None:
    script = house / ".venv" / "bin" / tool
    script.write_text(f"#!/bin/bash\necho {tool} was asked: $*\nexit {status}\n", "utf-8")
    script.chmod(0o755)


def run(house: Path, script: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([house / ".ci" / script], capture_output=True, text=True, timeout=60)


def test_when_everything_is_well_the_checks_say_so(house: Path) -> None:
    done = run(house, "check")
    assert done.returncode == 0, done.stdout
    assert re.search(r"^\d+ checks, 0 failed$", done.stdout, re.MULTILINE)
    assert "was asked" not in done.stdout, "nothing is printed for what is well"


def test_one_failure_is_shown_and_counted_and_stops_no_other_check(house: Path) -> None:
    becomes(house, "mypy", status=1)
    done = run(house, "check")
    assert done.returncode == 1
    assert "mypy was asked" in done.stdout and "FAILED  types, kernel and engines" in done.stdout
    assert "ok      generated docs" in done.stdout, "the last check ran all the same"
    assert re.search(r"^\d+ checks, 2 failed$", done.stdout, re.MULTILINE)


def test_all_parts_of_the_tests_run_even_if_each_fails(house: Path) -> None:
    becomes(house, "python", status=1)
    done = run(house, "test")
    assert done.returncode == 1
    failed = [line for line in done.stdout.splitlines() if line.startswith("FAILED: ")]
    assert len(failed) == 3


def test_make_alone_prints_every_target_with_a_line_of_help(repository: Path) -> None:
    text = (repository / "Makefile").read_text("utf-8")
    targets = set(re.search(r"^\.PHONY: (.*)$", text, re.MULTILINE)[1].split())  # type: ignore[index]
    told = re.findall(r"^([a-z-]+):.* ## (\S.*)$", text, re.MULTILINE)
    assert {target for target, _ in told} == targets
    assert {"env", "demo", "test", "test-kernel", "check", "bench", "fix", "lock", "docs"} <= targets
    listed = subprocess.run(["make", "-s"], cwd=repository, capture_output=True, text=True, timeout=20)
    assert all(f"make {target}" in listed.stdout and says in listed.stdout for target, says in told)
