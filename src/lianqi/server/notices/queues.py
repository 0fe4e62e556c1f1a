"""What waits for an office is one notice for each person and kind of work, which comes up again when more came."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from lianqi.server.ids import derived_id
from lianqi.server.ledger.operations import one_transaction
from lianqi.server.ledger.queries import in_parts
from lianqi.server.notices.models import Notice
from lianqi.server.notices.rules import WAITING


def queue_row(
    park: str, recipient: str, queue: str, *, event_id: int, at: datetime, urgent: bool, go_at: datetime | None
) -> Notice:
    """The notice of a queue (`duty:kind`) as it would stand after this event; not saved."""
    return Notice(
        park=park,
        id=derived_id(park, "notice", recipient, WAITING, queue),
        recipient=recipient,
        code=WAITING,
        event_id=event_id,
        case_id="",
        case_no="",
        owed=queue,
        at=at,
        urgent=urgent,
        night=False,
        go_at=go_at,
    )


def renew(*, park: str, rows: Sequence[Notice], again: bool = False) -> int:
    """Write these notices of queues; one that is there comes up again as unread, where the event is a later one or
    `again` says so. Returns how many were written. What already waits to go out goes at the earlier time.
    """
    count = 0
    with one_transaction(park=park):
        there: dict[str, Notice] = {}
        for some in in_parts([row.id for row in rows]):
            there |= {row.id: row for row in Notice.objects.filter(park=park, id__in=some)}
        for row in rows:
            old = there.get(row.id)
            if old is None:
                Notice.objects.bulk_create([row], ignore_conflicts=True)
            elif again or old.event_id < row.event_id:
                soonest = min(filter(None, (old.go_at, row.go_at)), default=None)
                Notice.objects.filter(park=park, id=row.id).update(
                    event_id=row.event_id,
                    at=max(old.at, row.at),
                    urgent=row.urgent or (old.urgent and old.read_at is None),
                    read_at=None,
                    go_at=soonest,
                )
            else:
                continue
            count += 1
    return count
