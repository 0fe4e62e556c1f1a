"""What the code imports is what pyproject.toml asks for: nothing arrives only because something else brings it."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions

from packaging.utils import canonicalize_name

from tests.repo.sources import ROOT, files, syntax

#: Module → the distributions that bring it; asking reads the files of every installed package.
OWNERS = packages_distributions()
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def imported() -> set[str]:
    """The first part of every module that the source imports, beyond the standard library and itself."""
    found = set()
    for path in files(".py", under="src"):
        for node in ast.walk(syntax(path)):
            if isinstance(node, ast.Import):
                found |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found.add(node.module.partition(".")[0])
    return found - sys.stdlib_module_names - {"lianqi"}


def named_in_settings() -> set[str]:
    """The first part of every dotted name in Django's settings: apps, middleware and backends are reached so."""
    path = ROOT / "src" / "lianqi" / "server" / "config" / "settings.py"
    words = re.findall(r"\"([a-z_]+)(?:\.\w+)*\"", path.read_text("utf-8"))
    return {word for word in words if word in OWNERS} - {"lianqi"}


def test_every_import_is_declared_and_every_declaration_imported() -> None:
    declared = {canonicalize_name(re.split(r"[\[<>=~!;\s]", text)[0]) for text in PROJECT["dependencies"]}
    # pydantic's own core, which it re-exports only in part.
    brought = {"pydantic_core"}
    needed = {canonicalize_name(OWNERS[module][0]) for module in (imported() | named_in_settings()) - brought}
    assert sorted(needed - declared) == []
    # Django reaches psycopg by the name of a database engine.
    assert sorted(declared - needed - {"psycopg"}) == []
