"""Words that count as one when matters are compared: 班车 and 通勤车 are about 公交. The groups are data: `data/`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files


def counted_as(word: str) -> str:
    """The first word of the group that this word belongs to; the word itself where it belongs to none."""
    return _first_of_group().get(word, word)


def said_instead(word: str) -> tuple[str, ...]:
    """The other words of its group; none where it belongs to none."""
    return tuple(other for other in _groups().get(word, ()) if other != word)


@cache
def _first_of_group() -> Mapping[str, str]:
    return {word: group[0] for word, group in _groups().items()}


@cache
def _groups() -> Mapping[str, tuple[str, ...]]:
    lines = (files("lianqi.insight") / "data" / "synonyms.txt").read_text("utf-8").splitlines()
    groups = [tuple(line.split()) for line in lines if line.strip() and not line.startswith("#")]
    return {word: group for group in groups for word in group}
