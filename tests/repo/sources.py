"""What stands in the checkout, for the tests that read it as text or as syntax."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from docs.generate import catalogues

ROOT = Path(__file__).parent.parent.parent
SRC = ROOT / "src"


@cache
def files(*suffixes: str, under: str = ".") -> tuple[Path, ...]:
    """The files that git knows or would add, sorted; with these endings only, where any are given."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", under]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True).stdout.split("\0")
    found = sorted(ROOT / name for name in names if name)
    return tuple(p for p in found if p.is_file() and (not suffixes or p.suffix in suffixes))


def name(path: Path) -> str:
    """The path as it is written in messages: from the root of the checkout."""
    return path.relative_to(ROOT).as_posix()


@cache
def syntax(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), filename=name(path))


def strings(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Every string in the code with its line, documentation included, f-strings by their fixed parts."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value


@cache
def catalogue() -> Mapping[str, Any]:
    """Every code with its sentences in Chinese and English, wherever its room keeps them."""
    return {code: said for _, catalogue in catalogues() for code, said in catalogue.items()}
