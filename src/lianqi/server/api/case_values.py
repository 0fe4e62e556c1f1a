"""A case, its commitments and its log, as they are answered."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from lianqi.kernel.messages import names
from lianqi.server.api.values import Bilingual, Instant, Told, both
from lianqi.server.cases.models import Case, Commitment
from lianqi.server.cases.queries import Life
from lianqi.server.cases.telling import Line


class CaseRow(Told):
    """A case as lists show it. `due` and `light` are those of what is owed soonest."""

    number: str
    seq: int
    status: str
    status_name: Bilingual
    rung: int
    kind: str
    class_id: str
    complexity: str
    channel: str
    enterprise: str
    main_unit: str
    external_number: str = Field(description="its number elsewhere: 12345, the provincial platform")
    confidential: bool
    first_word_at: Instant
    recorded_at: Instant
    dispatched_at: Instant | None
    answered_at: Instant | None
    closed_at: Instant | None
    end: str
    word: str
    due: Instant | None
    light: str


class Owed(Told):
    """应办事项: somebody owes something by a time. Late is not stored: it is `due` behind now and `state` open."""

    id: str
    case: str
    kind: str
    kind_name: Bilingual
    duty: str
    duty_name: Bilingual
    unit: str
    made_at: Instant
    due: Instant
    provisional: bool = Field(description="beyond the published calendar: it may move, and cannot lapse yet")
    state: str
    light: str
    lapsed: bool
    ended_at: Instant | None


class CaseDetail(CaseRow):
    """A case with its words and what is owed in it. A text that was erased is null."""

    words: str | None
    answer: str | None
    letter: str | None = Field(description="the number of the sealed letter of the answer that stands (文号)")
    letter_files: list[str] = Field(description="its scan, as files")
    commitments: list[Owed]


class Entry(Told):
    """办理留痕: one event of a case in words. `why` says how the due time it set was reckoned (时限怎么算的)."""

    seq: int
    at: Instant
    actor: str = Field(description="who did it, by name; empty once the name was erased")
    type: str
    commitment: str
    said: Bilingual
    why: Bilingual


class CasePage(Told):
    """Some cases, the newest first."""

    items: list[CaseRow]
    next: str | None


class OwedPage(Told):
    """Some of what is owed, soonest due first."""

    items: list[Owed]
    next: str | None


class EntryPage(Told):
    """Some of a case's log, in order."""

    items: list[Entry]
    next: str | None


class Settled(Told):
    """The command was carried out. The same Idempotency-Key gives this very answer again."""

    number: str
    seq: int = Field(description="the last entry of the case after the command")


def row_fields(row: Case) -> dict[str, Any]:
    """The fields of a CaseRow."""
    shown = {name: getattr(row, name) for name in CaseRow.model_fields if name not in ("number", "status_name")}
    return {**shown, "number": row.no, "status_name": both(names.STATUSES[row.status])}


def case_row(row: Case) -> CaseRow:
    """A row of the list."""
    return CaseRow(**row_fields(row))


def owed(row: Commitment) -> Owed:
    """A row of what is owed."""
    shown = {name: getattr(row, name) for name in Owed.model_fields if not name.endswith("_name") and name != "case"}
    named: dict[str, Any] = {"kind_name": both(names.COMMITMENTS[row.kind]), "duty_name": both(names.DUTIES[row.duty])}
    return Owed(**shown, **named, case=row.number)


def entry(line: Line) -> Entry:
    """A line of the log."""
    return Entry(
        seq=line.seq,
        at=line.at,
        actor=line.actor,
        type=line.type,
        commitment=line.owed,
        said=both(line.said),
        why=both(line.why),
    )


def detail(life: Life, commitments: list[Owed]) -> CaseDetail:
    """A case, whole."""
    return CaseDetail(
        **row_fields(life.row),
        words=life.words,
        answer=life.answer,
        letter=life.letter,
        letter_files=list(life.state.record.letter_files),
        commitments=commitments,
    )
