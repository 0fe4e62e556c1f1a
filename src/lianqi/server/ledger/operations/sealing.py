"""Numbering what is committed: the sealed ledger of a park."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

from lianqi.kernel.chain import GENESIS, next_root
from lianqi.server.ledger import locks, queries
from lianqi.server.ledger.models import Ledger
from lianqi.server.ledger.storage import one_transaction

# The queue is read by emptying it, in one statement: what is numbered is exactly what was taken, also when another
# event becomes visible in between. Ids order the events of one stream: its second event is only inserted when its
# first is committed.
_TAKE = (
    "DELETE FROM ledger_unsealed WHERE event_id IN"
    " (SELECT event_id FROM ledger_unsealed WHERE park = %s ORDER BY event_id LIMIT %s) RETURNING event_id, hash"
)


@dataclass(frozen=True, slots=True)
class Sealed:
    """What one round of sealing did. `more` says that it stopped at its limit."""

    count: int
    position: int
    root: str
    more: bool


def seal(*, park: str, limit: int = 5_000) -> Sealed:
    """Give the next positions to the park's committed events, at most `limit`, in a transaction of its own.

    One sealer a park: where another is at it, this one does nothing. The lease is a lock that ends with its
    transaction, not a time: a killed sealer leaves nothing half, and no clock can end a lease early.
    """
    with one_transaction(park=park):
        if not locks.try_lock("seal", park):
            return Sealed(0, *queries.position(park), more=False)
        # Read after the lock is held: the positions before are committed by now.
        position, root = queries.position(park)
        root = root or GENESIS
        with connection.cursor() as cursor:
            cursor.execute(_TAKE, [park, limit])
            taken = sorted(cursor.fetchall())
        rows: list[Ledger] = []
        for event_id, event_hash in taken:
            position, root = position + 1, next_root(prev_root=root, event_hash=event_hash)
            rows.append(Ledger(park=park, position=position, event_id=event_id, root=root))
        Ledger.objects.bulk_create(rows, batch_size=1_000)
    return Sealed(len(rows), position, root if position else "", more=len(rows) == limit)
