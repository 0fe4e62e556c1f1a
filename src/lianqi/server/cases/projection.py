"""The rows that show a case, each a function of its stream alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from lianqi.kernel.cases import Case
from lianqi.kernel.cases.timers import wake_at
from lianqi.kernel.commitments import Commitment as Owed
from lianqi.server.cases import models, rows
from lianqi.server.cases.stream import STREAM_KIND, CaseStream, fold, initial
from lianqi.server.ledger.projectors import Projector
from lianqi.server.ledger.values import Change

_LIGHTS = ("none", "yellow", "red")
#: Where a draft lies → whose it is to act: the promise stays the unit's, the row says on whose desk it is.
_DESK_OF = MappingProxyType({"reviewing": "review", "signing": "sign"})


def project(park: str, changes: Sequence[Change]) -> None:
    """Write what these changes did to the tables."""
    rows.upsert(models.Case, (_case(park, change.stream.id, change.after) for change in changes))
    rows.upsert(models.Commitment, (row for change in changes for row in _commitments(park, change)))
    rows.insert_new(models.CaseAccess, (row for change in changes for row in _access(park, change)))
    rows.insert_new(models.Precedent, (row for change in changes for row in _precedents(park, change)))


def _case(park: str, id: str, state: CaseStream) -> tuple[Any, ...]:
    case = state.case
    assert case is not None  # a change has events, and the first of them makes a case
    control, record = case.control, case.record
    owed = case.open_commitments()
    return (
        park,
        id,
        record.number,
        state.seq,
        control.status.value,
        control.rung,
        record.kind,
        record.class_id,
        record.complexity,
        record.channel,
        record.enterprise,
        record.contact,
        record.recorder,
        record.main_unit,
        record.external_number,
        control.confidential,
        record.mechanism,
        record.words.id,
        record.first_word_at,
        record.recorded_at,
        record.dispatched_at,
        state.answered_at,
        state.closed_at,
        record.end,
        control.word,
        record.merged_into,
        owed[0].due if owed else None,
        max((one.light for one in owed), key=_LIGHTS.index, default="none"),
        wake_at(case),
    )


def _commitments(park: str, change: Change) -> Iterator[tuple[Any, ...]]:
    former: Case | None = change.before.case
    case: Case = change.after.case
    before: Mapping[str, Owed] = former.commitments if former else {}
    moved = former is not None and former.control.draft != case.control.draft
    for id, owed in case.commitments.items():
        if before.get(id) is not owed or (moved and owed.is_open):
            shown = replace(owed, duty=_desk_of(case, owed))
            yield commitment_row(park, STREAM_KIND, change.stream.id, case.record.number, shown)


def _desk_of(case: Case, owed: Owed) -> str:
    """Whose desk it is on: what the unit answers with waits for its head, then for the leader in charge."""
    waits = owed.is_open and owed.duty == "handle" and owed.kind not in ("contact", "assist")
    return _DESK_OF.get(case.control.draft, owed.duty) if waits else owed.duty


def commitment_row(park: str, stream_kind: str, stream_id: str, number: str, owed: Owed) -> tuple[Any, ...]:
    """The row of one commitment of any stream, in the order of `models.Commitment`."""
    return (
        park,
        stream_kind,
        stream_id,
        owed.id,
        number,
        owed.kind,
        owed.duty,
        owed.unit,
        owed.made_at,
        owed.opens_at,
        owed.due,
        owed.provisional,
        owed.calendar,
        owed.state.value,
        owed.light,
        owed.lapsed,
        owed.raised,
        owed.ended_at,
    )


def _access(park: str, change: Change) -> Iterator[tuple[str, str, str, str]]:
    for subject in sorted(change.after.subjects - change.before.subjects):
        yield park, subject, change.after.case.record.number, change.stream.id


def _precedents(park: str, change: Change) -> Iterator[tuple[Any, ...]]:
    number = change.after.case.record.number
    for event in change.events:
        if event.type == "ruled":
            said = event.data
            unit, grounds = said["main_unit"], said["grounds"]["id"]
            yield park, change.stream.id, event.seq, number, said["class_id"], unit, grounds, event.at


PROJECTOR = Projector(
    stream_kind=STREAM_KIND,
    tables=(models.Case, models.Commitment, models.CaseAccess, models.Precedent),
    initial=initial,
    evolve=fold,
    project=project,
)
