"""What the job carries from the forms to the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from lianqi.digest.columns import Column
from lianqi.insight.classify import Candidate
from lianqi.insight.hardness import HardSign
from lianqi.insight.similar import CommonProblem
from lianqi.kernel.mechanism.rules import CaseRules, Text
from lianqi.kernel.workdays.calendar import Calendar
from lianqi.kernel.workdays.due import Due
from lianqi.kernel.workdays.durations import Duration
from lianqi.kernel.workdays.lights import Light

#: What became of a row or of a matter in it. A row counts as the first of these that one of its matters reached.
LISTED, DUPLICATE, REJECTED, BLANK = "listed", "duplicate", "rejected", "blank"
STATES = (LISTED, DUPLICATE, REJECTED, BLANK)


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one column of words; `asked` is the kind that the column's header asks for."""

    header: str
    text: str
    asked: str


@dataclass(frozen=True, slots=True)
class Form:
    """One row as it was filled in. `number` is the row number that Excel shows; `said_at` local time without a zone."""

    source: int
    number: int
    enterprise: str
    contact: str
    phone: str
    officer: str
    said_at: datetime | None
    given_kind: str
    given_class: str
    cells: tuple[Cell, ...]
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """One sheet of one file: what was read of it and what its columns were taken for.

    `same_as` is the place of an earlier source with exactly the same rows, or -1. `questionnaire`: a survey's export.
    """

    file: str
    sheet: str
    header_row: int
    columns: tuple[Column, ...]
    rows: int
    blank_rows: int
    questionnaire: bool
    same_as: int = -1


@dataclass(frozen=True, slots=True)
class RefusedFile:
    """A file that could not be read, with the sentence that says why and what to do."""

    file: str
    code: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Tally:
    """How often each answer of a closed question was ticked. `answered` counts the forms that ticked anything."""

    source: int
    question: str
    answered: int
    answers: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the ledger: one matter, or one row without a matter. `number` counts from 1 in ledger order.

    `reason` says in Chinese why it is not listed, or what to check. `class_id`, `unit` are "" where a person must
    judge; then `candidates` are the possible classes. `limit` and `due` are those of triage for such a line. `whole` is
    the cell as it was written where its list was taken apart, else "".
    """

    number: int
    form: Form
    part: int
    parts: int
    column: str
    words: str
    state: str
    reason: str = ""
    whole: str = ""
    kind: str = ""
    kind_words: tuple[str, ...] = ()
    kind_sure: bool = False
    class_id: str = ""
    class_words: tuple[str, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    unit: str = ""
    limit: Duration | None = None
    due: Due | None = None
    light: Light = "none"
    hard: tuple[HardSign, ...] = ()


@dataclass(frozen=True, slots=True)
class Terms:
    """What the proposals are made by: the rules of a mechanism, its names of codes, the calendar, and the clock.

    `received_at` is when the limits start, None: when each form was handed in (where it says so). `least` enterprises
    make a problem common. `unmasked` keeps personal numbers as they were written.
    """

    rules: CaseRules
    names: Mapping[str, Text]
    title: Text
    calendar: Calendar
    now: datetime
    received_at: datetime | None
    least: int = 3
    unmasked: bool = False


@dataclass(frozen=True, slots=True)
class Digest:
    """The whole result; `commons` hold places in `listed()`."""

    terms: Terms
    sources: tuple[Source, ...]
    refused: tuple[RefusedFile, ...]
    lines: tuple[Line, ...]
    commons: tuple[CommonProblem, ...]
    tallies: tuple[Tally, ...]

    def listed(self) -> tuple[Line, ...]:
        """The lines that are matters, in ledger order."""
        return tuple(line for line in self.lines if line.state == LISTED)

    def class_name(self, class_id: str) -> str:
        """The class as people call it; "" for none."""
        return self.terms.rules.classes[class_id].name.zh if class_id else ""

    def top_class(self, class_id: str) -> str:
        """The id of the class at the top of the tree above `class_id`."""
        classes = self.terms.rules.classes
        while class_id and classes[class_id].parent:
            class_id = classes[class_id].parent
        return class_id

    def unit_name(self, unit: str) -> str:
        """The unit as people call it; its code where the mechanism has no name for it."""
        name = self.terms.names.get(f"unit.{unit}")
        return name.zh if name else unit

    def kind_name(self, kind: str) -> str:
        """The kind as people call it."""
        name = self.terms.names.get(f"kind.{kind}")
        return name.zh if name else kind
