"""The rows that show a meeting, each a function of its stream alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from lianqi.kernel.commitments.promising import wakes_at
from lianqi.kernel.meetings import Meeting, evolve
from lianqi.server.cases import rows
from lianqi.server.cases.models import Commitment
from lianqi.server.cases.projection import commitment_row
from lianqi.server.ledger.projectors import Projector
from lianqi.server.ledger.values import Change, StoredEvent
from lianqi.server.meetings import models

STREAM_KIND = "meeting"


@dataclass(frozen=True, slots=True)
class MeetingStream:
    """The state of a stream of kind `meeting`."""

    meeting: Meeting | None = None
    seq: int = 0


def initial() -> MeetingStream:
    """Before the first event."""
    return MeetingStream()


def fold(state: MeetingStream, event: StoredEvent) -> MeetingStream:
    """The stream after one more event."""
    meeting = evolve(state.meeting, type_=event.type, data=event.data, at=event.at)
    return replace(state, meeting=meeting, seq=event.seq)


def project(park: str, changes: Sequence[Change]) -> None:
    """Write what these changes did to the tables."""
    rows.upsert(models.Meeting, (_row(park, change) for change in changes))
    rows.upsert(Commitment, (row for change in changes for row in _commitments(park, change)))


def _row(park: str, change: Change) -> tuple[Any, ...]:
    meeting: Meeting = change.after.meeting
    states = [item.state for item in meeting.items]
    return (
        park,
        change.stream.id,
        meeting.period,
        change.after.seq,
        meeting.day.isoformat(),
        meeting.host,
        meeting.stage.value,
        len(states),
        states.count("settled"),
        states.count("rolled-over"),
        wakes_at(meeting.commitments.values()),
    )


def _commitments(park: str, change: Change) -> Iterator[tuple[Any, ...]]:
    before = change.before.meeting.commitments if change.before.meeting else {}
    meeting: Meeting = change.after.meeting
    for id, owed in meeting.commitments.items():
        if before.get(id) is not owed:
            yield commitment_row(park, STREAM_KIND, change.stream.id, meeting.period, owed)


PROJECTOR = Projector(
    stream_kind=STREAM_KIND,
    tables=(models.Meeting, Commitment),
    initial=initial,
    evolve=fold,
    project=project,
)
