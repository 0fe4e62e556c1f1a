"""The rules and the engines are of use on a machine where Django is not installed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.repo.sources import files


def run(repository: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=repository, capture_output=True, text=True, timeout=240)


def test_django_really_is_out_of_reach(repository: Path) -> None:
    done = run(repository, "-c", "import tests.repo.without_django, django")
    assert done.returncode == 1 and "No module named 'django' (out of reach in this run)" in done.stderr


def test_make_test_runs_the_tests_of_the_kernel_without_django(repository: Path) -> None:
    assert "-p no:django -p tests.repo.without_django" in (repository / ".ci" / "test").read_text("utf-8")


def test_the_kernel_and_the_engines_import_without_django(repository: Path) -> None:
    layers = ("kernel", "proof", "insight", "verify", "sheets", "digest")
    paths = [path for layer in layers for path in files(".py", under=f"src/lianqi/{layer}")]
    modules = [".".join(path.relative_to(repository / "src").with_suffix("").parts) for path in paths]
    script = "import importlib, sys, tests.repo.without_django\nfor name in sys.argv[1:]: importlib.import_module(name)"
    done = run(repository, "-c", script, *(module.removesuffix(".__init__") for module in modules))
    assert done.returncode == 0, done.stderr[-3000:]
