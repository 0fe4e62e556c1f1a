"""Every word that people read stands in both languages, each in its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lianqi.kernel.mechanism.lint.finding import Finding, Subject
from lianqi.kernel.mechanism.schema import Words
from lianqi.kernel.mechanism.yaml_text import Path

RULE = "both-languages"
_HAN = re.compile(r"[\u3400-\u9fff]")


def check(subject: Subject) -> list[Finding]:
    found = []
    for path, words in read(subject.mechanism.shape, ()):
        if not words.zh.strip() or _HAN.search(words.zh) is None:
            found.append(
                subject.finding(
                    RULE, (*path, "zh"), zh="中文（zh）没有写；请补上。", en="The Chinese (zh) is missing; write it."
                )
            )
        if not words.en.strip() or _HAN.search(words.en) is not None:
            found.append(
                subject.finding(
                    RULE, (*path, "en"), zh="英文（en）没有写；请补上。", en="The English (en) is missing; write it."
                )
            )
    return found


def read(part: Any, path: Path) -> Iterator[tuple[Path, Words]]:
    """Every pair of words in the file with its path."""
    if isinstance(part, Words):
        yield path, part
    elif isinstance(part, dict):
        for key, inner in part.items():
            yield from read(inner, (*path, key))
    elif isinstance(part, list):
        for index, inner in enumerate(part):
            yield from read(inner, (*path, index))
    elif hasattr(type(part), "model_fields"):
        for key in type(part).model_fields:
            yield from read(getattr(part, key), (*path, key))
