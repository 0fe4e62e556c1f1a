"""Words that count as one when matters are compared: 班车 and 通勤车 are about 公交. The groups are data: `data/`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files


def counted_as(word: str) -> str:
    """The first word of the group that this word belongs to; the word itself where it belongs to none."""
    return _first_of_group().get(word, word)


@cache
def _first_of_group() -> Mapping[str, str]:
    lines = (files("lianqi.insight") / "data" / "synonyms.txt").read_text("utf-8").splitlines()
    groups = [line.split() for line in lines if line.strip() and not line.startswith("#")]
    return {word: group[0] for group in groups for word in group}
