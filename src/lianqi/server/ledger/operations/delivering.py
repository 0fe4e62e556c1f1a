"""Messages to the outside: at least once, each carrying its event's id so that the receiver can tell a repetition."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from lianqi.server.ledger.models import Delivery, DeliveryState
from lianqi.server.ledger.sight import EVERY_PARK
from lianqi.server.ledger.storage import one_transaction, require_transaction

#: After each attempt the next waits twice as long, from one minute to about an hour; the eighth is the last.
_FIRST_WAIT = timedelta(minutes=1)
_LONGEST_WAIT = timedelta(hours=1)
MOST_ATTEMPTS = 8


@dataclass(frozen=True, slots=True)
class Message:
    """One thing to send: because of which event, by which channel, to whom (an opaque id)."""

    park: str
    event_id: int
    channel: str
    recipient: str


class GiveUp(Exception):
    """Raised by `send` where no later attempt could fare better: the delivery is `failed` at once, for all to see."""


def enqueue_deliveries(*, messages: Sequence[Message], now: datetime) -> None:
    """Have these sent, inside the caller's transaction; one that is there already is left as it is."""
    require_transaction()
    rows = [
        Delivery(
            park=message.park,
            event_id=message.event_id,
            channel=message.channel,
            recipient=message.recipient,
            next_attempt_at=now,
        )
        for message in messages
    ]
    Delivery.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)


def deliver(*, park: str, channel: str, send: Callable[[Message], None], now: datetime, limit: int = 50) -> int:
    """Send what is due on a channel; returns how many `send` took without raising.

    Each is claimed by dating its next attempt before it is sent, in a transaction of its own: a process killed while
    sending leaves one that will be sent again, never one that is forgotten. The last attempt that fails leaves
    it `failed`, for somebody to see.
    """
    pending = Delivery.objects.filter(park=park, state=DeliveryState.PENDING, channel=channel)
    # None is ever dated further ahead than the longest wait: one that is was dated by a clock that ran ahead, and would
    # wait for that time to come.
    due = pending.filter(Q(next_attempt_at__lte=now) | Q(next_attempt_at__gt=now + _LONGEST_WAIT)).order_by(
        "next_attempt_at", "event_id", "recipient"
    )
    sent = 0
    for row in due[:limit]:
        if not _claim(row, now):
            continue  # Another worker got there first.
        try:
            send(Message(row.park, row.event_id, row.channel, row.recipient))
        except Exception as error:
            last = isinstance(error, GiveUp) or row.attempts + 1 >= MOST_ATTEMPTS
            _settle(row, DeliveryState.FAILED if last else DeliveryState.PENDING, failure=type(error).__name__)
            continue
        _settle(row, DeliveryState.SENT, sent_at=now)
        sent += 1
    return sent


def hold_deliveries() -> int:
    """Keep back, in every park, all that has not been sent: a restored database does not know what went out since."""
    with one_transaction(park=EVERY_PARK):
        return Delivery.objects.filter(state=DeliveryState.PENDING).update(state=DeliveryState.HELD)


def release_deliveries(*, park: str, now: datetime) -> int:
    """Let go what was kept back in a park; somebody has looked at it."""
    with one_transaction(park=park):
        held = Delivery.objects.filter(park=park, state=DeliveryState.HELD)
        return held.update(state=DeliveryState.PENDING, next_attempt_at=now)


def retry_failed(*, park: str, channel: str, now: datetime) -> int:
    """Try once more what was given up on a channel; somebody has put right what was wrong."""
    with one_transaction(park=park):
        failed = Delivery.objects.filter(park=park, channel=channel, state=DeliveryState.FAILED)
        return failed.update(state=DeliveryState.PENDING, attempts=0, next_attempt_at=now)


def _claim(row: Delivery, now: datetime) -> bool:
    wait = min(_FIRST_WAIT * 2**row.attempts, _LONGEST_WAIT)
    with one_transaction(park=row.park):
        unclaimed = _one(row).filter(state=DeliveryState.PENDING, attempts=row.attempts)
        return unclaimed.update(attempts=row.attempts + 1, next_attempt_at=now + wait) == 1


def _settle(row: Delivery, state: DeliveryState, *, sent_at: datetime | None = None, failure: str = "") -> None:
    with one_transaction(park=row.park):
        # Not where a restore has put it on hold meanwhile.
        _one(row).filter(state=DeliveryState.PENDING).update(state=state, sent_at=sent_at, failure=failure)


def _one(row: Delivery) -> QuerySet[Delivery]:
    return Delivery.objects.filter(park=row.park, event_id=row.event_id, channel=row.channel, recipient=row.recipient)
