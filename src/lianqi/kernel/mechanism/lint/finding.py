"""What a lint rule returns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from lianqi.kernel.mechanism.loader import Mechanism
from lianqi.kernel.mechanism.rules import CaseRules
from lianqi.kernel.mechanism.yaml_text import Path, spell

ERROR, WARNING = "error", "warning"


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """A valid file says something it should not. An error forbids activation; a warning asks for a second look."""

    line: int
    column: int
    path: str
    rule: str
    severity: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Subject:
    """What a rule looks at: the file, its rules as they stand on the day, and how many examples lie beside it
    (None where nobody looked)."""

    mechanism: Mechanism
    rules: CaseRules
    examples: int | None

    def finding(self, rule: str, path: Path, *, zh: str, en: str, severity: str = ERROR) -> Finding:
        """A finding at the place of `path` in the file."""
        place = self.mechanism.place(path)
        return Finding(place.line, place.column, spell(path), rule, severity, zh, en)


class Rule(Protocol):
    """A rule yields its findings; it never raises on a file whose shape is right."""

    def __call__(self, subject: Subject) -> list[Finding]: ...
