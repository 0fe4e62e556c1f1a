"""Reading the ledger in order, each event once: what happens after a commit, inside the database."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db.models import F

from lianqi.server.ledger import locks, queries
from lianqi.server.ledger.models import Consumer
from lianqi.server.ledger.storage import one_transaction
from lianqi.server.ledger.values import SealedEvent

Handler = Callable[[Sequence[SealedEvent]], None]


@dataclass(frozen=True, slots=True)
class Consumed:
    """What one run did. `more` says that it stopped at its limit and there may be more to read."""

    count: int
    position: int
    more: bool


def run_consumer(*, park: str, name: str, handler: Handler, limit: int = 500) -> Consumed:
    """Hand the next sealed events to `handler`; its effects in the database and the cursor move in one transaction.

    What the handler writes elsewhere may happen again (use `enqueue_deliveries`). If it raises, nothing has moved, the
    attempt is counted and the exception goes on to the caller; the runs after that go event by event, so that all
    before the one it cannot take gets through, and the consumer stands visibly at that one. No event is skipped.
    """
    try:
        with one_transaction(park=park):
            if not locks.try_lock("consume", park, name):
                return Consumed(0, _row(park, name).position, more=False)
            row = _row(park, name)
            size = 1 if row.attempts else limit
            events = tuple(queries.sealed_events(park=park, after=row.position, limit=size))
            if not events:
                return Consumed(0, row.position, more=False)
            handler(events)
            reached = events[-1].position
            Consumer.objects.filter(park=park, name=name).update(position=reached, attempts=0, failure="")
            # After a failure even the last of a batch of one may have others behind it.
            return Consumed(len(events), reached, more=len(events) == size)
    except Exception as error:
        with one_transaction(park=park):
            _row(park, name)
            # The kind of exception only: its text may quote somebody's words.
            stuck = Consumer.objects.filter(park=park, name=name)
            stuck.update(attempts=F("attempts") + 1, failure=type(error).__name__)
        raise


def _row(park: str, name: str) -> Consumer:
    row, _ = Consumer.objects.get_or_create(park=park, name=name)
    return row
