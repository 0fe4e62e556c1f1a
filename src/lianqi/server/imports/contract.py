"""What the machinery asks of an importer, and what it hands to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from lianqi.kernel.messages import Message, sentence
from lianqi.server.imports.refusals import CATALOGUE
from lianqi.sheets.columns import Field

#: What became of a row.
STATES = ("added", "changed", "unchanged", "rejected")


@dataclass(frozen=True, slots=True)
class Record:
    """One row by field id, without its empty cells. `number` is the row number that Excel shows."""

    sheet: str
    number: int
    values: Mapping[str, str]

    def get(self, field: str) -> str:
        return self.values.get(field, "")


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one record. A rejected one has a code of the importer's catalogue and its details.

    `holds` is how many things its words list: an importer may make that many of them, or only count them.
    """

    record: Record
    state: str
    code: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)
    holds: int = 1


class Importer(Protocol):
    """One kind of table. It remembers what it saw earlier in the file, so one object serves one run."""

    @property
    def fields(self) -> Sequence[Field]:
        """What it can take from a file."""
        ...

    @property
    def catalogue(self) -> Mapping[str, Message]:
        """The sentences of the codes it rejects rows with, beside those of `imports.refusals`."""
        ...

    def take(self, records: Sequence[Record], *, dry_run: bool) -> list[Result]:
        """Take a batch in one transaction of its own and say what became of each record, in order.

        A bad record is a result, never an exception; IntegrityError, with nothing written, asks to be called again.
        With `dry_run` nothing is written, and the results are those that a real run would give.
        """
        ...


class RowRejected(Exception):
    """Raised inside an importer to reject the record at hand."""

    def __init__(self, code: str, details: Mapping[str, Any] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.details = dict(details or {})

    def result(self, record: Record) -> Result:
        return Result(record, "rejected", self.code, self.details)


def reason(result: Result, catalogue: Mapping[str, Message], *, lang: str) -> str:
    """Why a record was rejected, as a person reads it."""
    message = catalogue.get(result.code) or CATALOGUE[result.code]
    return sentence(message, result.details, lang=lang)
