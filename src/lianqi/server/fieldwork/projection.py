"""The rows that show the visits to an enterprise, each a function of its stream alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from lianqi.kernel.commitments.promising import wakes_at
from lianqi.kernel.visits import Visits, evolve
from lianqi.server.cases import rows
from lianqi.server.cases.models import Commitment
from lianqi.server.cases.projection import commitment_row
from lianqi.server.fieldwork.models import VisitDuty
from lianqi.server.ledger.projectors import Projector
from lianqi.server.ledger.values import Change, StoredEvent

#: A stream's id is its enterprise's.
STREAM_KIND = "visits"


@dataclass(frozen=True, slots=True)
class VisitsStream:
    """The state of a stream of kind `visits`."""

    visits: Visits | None = None
    seq: int = 0


def initial() -> VisitsStream:
    """Before the first event."""
    return VisitsStream()


def fold(state: VisitsStream, event: StoredEvent) -> VisitsStream:
    """The stream after one more event."""
    visits = evolve(state.visits, type_=event.type, data=event.data, at=event.at)
    return replace(state, visits=visits, seq=event.seq)


def project(park: str, changes: Sequence[Change]) -> None:
    """Write what these changes did to the tables."""
    rows.upsert(VisitDuty, (_row(park, change) for change in changes))
    rows.upsert(Commitment, (row for change in changes for row in _commitments(park, change)))


def _row(park: str, change: Change) -> tuple[Any, ...]:
    visits: Visits = change.after.visits
    owed = visits.owed
    return (
        park,
        visits.enterprise,
        change.after.seq,
        visits.period,
        owed.opens_at if owed else None,
        owed.due if owed else None,
        owed.light if owed else "none",
        bool(owed and owed.lapsed),
        visits.appointed.isoformat() if visits.appointed else None,
        visits.visited,
        visits.last_visit,
        visits.last_period,
        visits.declined_period,
        wakes_at(visits.commitments.values()),
    )


def _commitments(park: str, change: Change) -> Iterator[tuple[Any, ...]]:
    before = change.before.visits.commitments if change.before.visits else {}
    visits: Visits = change.after.visits
    for id, owed in visits.commitments.items():
        if before.get(id) is not owed:
            yield commitment_row(park, STREAM_KIND, change.stream.id, visits.quarters[id], owed)


PROJECTOR = Projector(
    stream_kind=STREAM_KIND,
    tables=(VisitDuty, Commitment),
    initial=initial,
    evolve=fold,
    project=project,
)
