"""The rows that show a vote, each a function of its stream alone."""

from __future__ import annotations

from typing import Any

from lianqi.kernel.ballots import Vote, evolve
from lianqi.kernel.commitments.promising import wakes_at
from lianqi.server.board import models
from lianqi.server.cases.beside import projector
from lianqi.server.ledger.values import StreamRef

STREAM_KIND = "vote"


def _row(stream: StreamRef, seq: int, vote: Vote) -> tuple[Any, ...]:
    return (
        stream.park,
        stream.id,
        vote.period,
        seq,
        vote.stage.value,
        len(vote.voters),
        len(vote.ballots),
        wakes_at(vote.commitments.values()),
    )


PROJECTOR = projector(
    stream_kind=STREAM_KIND,
    evolve=evolve,
    model=models.Vote,
    row=_row,
    promised=lambda vote: ((vote.period, owed) for owed in vote.commitments.values()),
)
