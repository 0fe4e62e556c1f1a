"""The rows that show a vote, each a function of its stream alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from lianqi.kernel.ballots import Vote, evolve
from lianqi.kernel.commitments.promising import wakes_at
from lianqi.server.board import models
from lianqi.server.cases import rows
from lianqi.server.cases.models import Commitment
from lianqi.server.cases.projection import commitment_row
from lianqi.server.ledger.projectors import Projector
from lianqi.server.ledger.values import Change, StoredEvent

STREAM_KIND = "vote"


@dataclass(frozen=True, slots=True)
class VoteStream:
    """The state of a stream of kind `vote`."""

    vote: Vote | None = None
    seq: int = 0


def initial() -> VoteStream:
    """Before the first event."""
    return VoteStream()


def fold(state: VoteStream, event: StoredEvent) -> VoteStream:
    """The stream after one more event."""
    vote = evolve(state.vote, type_=event.type, data=event.data, at=event.at)
    return replace(state, vote=vote, seq=event.seq)


def project(park: str, changes: Sequence[Change]) -> None:
    """Write what these changes did to the tables."""
    rows.upsert(models.Vote, (_row(park, change) for change in changes))
    rows.upsert(Commitment, (row for change in changes for row in _commitments(park, change)))


def _row(park: str, change: Change) -> tuple[Any, ...]:
    vote: Vote = change.after.vote
    return (
        park,
        change.stream.id,
        vote.period,
        change.after.seq,
        vote.stage.value,
        len(vote.voters),
        len(vote.ballots),
        wakes_at(vote.commitments.values()),
    )


def _commitments(park: str, change: Change) -> Iterator[tuple[Any, ...]]:
    before = change.before.vote.commitments if change.before.vote else {}
    vote: Vote = change.after.vote
    for id, owed in vote.commitments.items():
        if before.get(id) is not owed:
            yield commitment_row(park, STREAM_KIND, change.stream.id, vote.period, owed)


PROJECTOR = Projector(
    stream_kind=STREAM_KIND,
    tables=(models.Vote, Commitment),
    initial=initial,
    evolve=fold,
    project=project,
)
