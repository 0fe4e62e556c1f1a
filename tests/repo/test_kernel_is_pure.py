"""The rules know no clock, no chance, no file and no library beyond what reads a mechanism."""

from __future__ import annotations

import ast
import sys

import pytest

from tests.repo.sources import SRC, files, name, syntax

KERNEL = files(".py", under="src/lianqi/kernel")
BESIDE_THE_STANDARD_LIBRARY = {"lianqi", "pydantic", "pydantic_core", "yaml"}
#: Of the standard library: what would bring in time, chance, files, the network or other processes.
FORBIDDEN_MODULES = {
    *("time", "random", "secrets", "uuid", "os", "io", "shutil", "tempfile", "glob", "fileinput", "sqlite3", "locale"),
    *("socket", "ssl", "urllib", "http", "subprocess", "threading", "multiprocessing", "asyncio", "concurrent"),
    *("logging", "importlib", "pickle", "ctypes", "signal", "platform", "getpass"),
}
#: datetime.now() and the like; reading or writing through a path; environment.
FORBIDDEN_ATTRIBUTES = {
    *("now", "utcnow", "today", "fromtimestamp", "read_text", "read_bytes", "write_text", "write_bytes"),
    *("environ", "getenv", "uuid1", "uuid4"),
}
FORBIDDEN_CALLS = {"open", "print", "input", "exec", "eval", "compile", "__import__", "id"}
#: Readers of files that a park edits may use yaml; the schema is pydantic's.
MAY_READ_YAML = ("src/lianqi/kernel/mechanism/", "src/lianqi/kernel/workdays/calendar_file")


def violations(source: str, *, path: str) -> list[str]:
    """What in this source the kernel may not do."""
    found: list[str] = []
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Import(names=names):
                imported = [alias.name for alias in names]
            case ast.ImportFrom(module=module, level=0):
                imported = [module or ""]
            case ast.ImportFrom():
                imported = ["lianqi"]
            case _:
                imported = []
        for module in imported:
            top = module.partition(".")[0]
            if top in FORBIDDEN_MODULES or top not in sys.stdlib_module_names | BESIDE_THE_STANDARD_LIBRARY:
                found.append(f"{path}:{node.lineno}: imports {module}")
            if top == "lianqi" and not module.startswith("lianqi.kernel"):
                found.append(f"{path}:{node.lineno}: imports {module}, which stands above the kernel")
            if top == "yaml" and not path.startswith(MAY_READ_YAML):
                found.append(f"{path}:{node.lineno}: yaml is for the loaders of files")
        # A command or an event may well have a field of such a name; calling it is what reaches outside.
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in FORBIDDEN_ATTRIBUTES
        ):
            found.append(f"{path}:{node.lineno}: calls {ast.unparse(node.func)}")
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in FORBIDDEN_CALLS:
            found.append(f"{path}:{node.lineno}: calls {node.func.id}")
    return found


def test_the_kernel_is_pure() -> None:
    assert [fault for path in KERNEL for fault in violations(path.read_text("utf-8"), path=name(path))] == []


@pytest.mark.parametrize(
    "source",
    [
        "import time",
        "import random",
        "from os import environ",
        "from pathlib import Path\nPath('x').read_text()",
        "from datetime import datetime\nnow = datetime.now()",
        "from datetime import date\nd = date.today()",
        "text = open('x').read()",
        "import uuid",
        "import django.utils.timezone",
        "import numpy",
        "import lianqi.server.config",
        "import yaml",
    ],
)
def test_whatever_reaches_outside_is_seen(source: str) -> None:
    assert violations(source, path="src/lianqi/kernel/cases/decide.py") != []


def test_there_is_a_kernel_to_look_at() -> None:
    assert len(KERNEL) > 10
    assert all(path.is_relative_to(SRC) and syntax(path).body is not None for path in KERNEL)
