"""The rows that show a meeting, each a function of its stream alone."""

from __future__ import annotations

from typing import Any

from lianqi.kernel.commitments.promising import wakes_at
from lianqi.kernel.meetings import Meeting, evolve
from lianqi.server.cases.beside import projector
from lianqi.server.ledger.values import StreamRef
from lianqi.server.meetings import models

STREAM_KIND = "meeting"


def _row(stream: StreamRef, seq: int, meeting: Meeting) -> tuple[Any, ...]:
    states = [item.state for item in meeting.items]
    return (
        stream.park,
        stream.id,
        meeting.period,
        seq,
        meeting.day.isoformat(),
        meeting.host,
        meeting.stage.value,
        len(states),
        states.count("settled"),
        states.count("rolled-over"),
        wakes_at(meeting.commitments.values()),
    )


PROJECTOR = projector(
    stream_kind=STREAM_KIND,
    evolve=evolve,
    model=models.Meeting,
    row=_row,
    promised=lambda meeting: ((meeting.period, owed) for owed in meeting.commitments.values()),
)
