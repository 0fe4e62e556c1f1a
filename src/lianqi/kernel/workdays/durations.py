"""Lengths of time as rules write them."""

from __future__ import annotations

import re
from dataclasses import dataclass

#: unit code → meaning. Working minutes and hours run only inside the segments of working days.
UNITS = {
    "wmin": "working minutes",
    "wh": "working hours",
    "wd": "working days",
    "min": "minutes",
    "h": "hours",
    "d": "natural days",
    "mo": "months",
}


@dataclass(frozen=True, slots=True)
class Duration:
    """A length such as 5 working days ("5wd"). `count` is a whole number, at least 0."""

    count: int
    unit: str

    def __post_init__(self) -> None:
        if self.unit not in UNITS or self.count < 0:
            raise ValueError(f"not a duration: {self.count}{self.unit}")

    @classmethod
    def parse(cls, text: str) -> Duration:
        """Read "1wd", "2wh", "28d", "3mo"; anything else is refused with ValueError."""
        match = re.fullmatch(r"(\d{1,5})\s*([a-z]+)", text.strip())
        if match is None or match[2] not in UNITS:
            raise ValueError(f"not a duration: {text!r}; write a whole number and one of {', '.join(UNITS)}")
        return cls(int(match[1]), match[2])

    def __str__(self) -> str:
        return f"{self.count}{self.unit}"
