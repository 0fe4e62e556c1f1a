"""The event that every write of the registry leaves: one stream for each row, named by its opaque id."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from lianqi.kernel.chain import digest
from lianqi.kernel.decision import Accepted, NewEvent
from lianqi.server.ids import new_id
from lianqi.server.ledger.operations import apply_many, fresh, hold_many
from lianqi.server.ledger.values import Application, CommandEnvelope, LedgerRefusal, StreamRef

STREAM_KIND = "registry"


@dataclass(frozen=True, slots=True)
class Written:
    """What was written about one row. `fresh` rows have no stream yet, so nothing is read for them.

    Event data holds codes, dates and opaque ids; words are cited (content) or named by the row that holds them.
    """

    row_id: str
    events: tuple[NewEvent, ...]
    fresh: bool = False


def record(*, park: str, written: Sequence[Written], actor: str, now: datetime) -> None:
    """Append the events in the caller's transaction; a row may stand once in `written`."""
    held = [StreamRef(park, STREAM_KIND, one.row_id) for one in written if not one.fresh]
    old = hold_many(held) if held else {}
    applications = []
    for one in written:
        ref = StreamRef(park, STREAM_KIND, one.row_id)
        said = [[event.type, dict(event.data)] for event in one.events]
        envelope = CommandEnvelope(new_id(now=now), "registry.write", digest([one.row_id, said]))
        applications.append(Application(fresh(ref) if one.fresh else old[ref], Accepted(one.events), envelope, None))
    for applied in apply_many(applications=applications, actor=actor, now=now):
        if applied.refusal is not None:
            raise LedgerRefusal(applied.refusal)
