"""The events that activations and publications leave: one stream for a park's mechanisms, one for its calendars."""

from __future__ import annotations

from datetime import datetime

from lianqi.kernel.chain import digest
from lianqi.kernel.decision import Accepted, NewEvent
from lianqi.server.ids import new_id
from lianqi.server.ledger.operations import apply, hold
from lianqi.server.ledger.values import CommandEnvelope, LedgerRefusal, StreamRef

STREAM_KIND = "mechanism"


def record(*, park: str, stream: str, event: NewEvent, actor: str, now: datetime) -> None:
    """Append the event in the caller's transaction. `stream` is "rules" or "calendar"."""
    envelope = CommandEnvelope(new_id(now=now), event.type, digest(dict(event.data)))
    applied = apply(
        stream=hold(StreamRef(park, STREAM_KIND, stream)),
        outcome=Accepted((event,)),
        envelope=envelope,
        expected_seq=None,
        actor=actor,
        now=now,
    )
    if applied.refusal is not None:
        raise LedgerRefusal(applied.refusal)
