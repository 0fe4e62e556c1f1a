"""The rows that show the visits to an enterprise, each a function of its stream alone."""

from __future__ import annotations

from typing import Any

from lianqi.kernel.commitments.promising import wakes_at
from lianqi.kernel.visits import Visits, evolve
from lianqi.server.cases.beside import projector
from lianqi.server.fieldwork.models import VisitDuty
from lianqi.server.ledger.values import StreamRef

#: A stream's id is its enterprise's.
STREAM_KIND = "visits"


def _row(stream: StreamRef, seq: int, visits: Visits) -> tuple[Any, ...]:
    owed = visits.owed
    return (
        stream.park,
        visits.enterprise,
        seq,
        visits.period,
        owed.opens_at if owed else None,
        owed.due if owed else None,
        owed.light if owed else "none",
        bool(owed and owed.lapsed),
        visits.appointed.isoformat() if visits.appointed else None,
        visits.asked.isoformat() if visits.asked else None,
        visits.visited,
        visits.last_visit,
        visits.last_period,
        visits.declined_period,
        wakes_at(visits.commitments.values()),
    )


PROJECTOR = projector(
    stream_kind=STREAM_KIND,
    evolve=evolve,
    model=VisitDuty,
    row=_row,
    promised=lambda visits: ((visits.quarters[id], owed) for id, owed in visits.commitments.items()),
)
