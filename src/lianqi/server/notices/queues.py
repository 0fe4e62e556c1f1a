"""What keeps a bell short: work that waits for an office is one notice for each person and kind, which comes up again
when more came; what was told about a promise counts as read once the promise has ended, or more was told about it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from lianqi.server.ids import derived_id
from lianqi.server.ledger.operations import one_transaction
from lianqi.server.ledger.selecting import in_parts
from lianqi.server.notices.models import Notice
from lianqi.server.notices.rules import DRAFT_UP, WAITING


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


def settle(*, park: str, over: Collection[tuple[str, str]], now: datetime) -> None:
    """Whatever is unread about these promises (stream and commitment), which have ended, needs nobody any more."""
    _read(park, [row for row in _unread(park, over) if (row.case_id, row.owed) in over], now)


def judged(*, park: str, drafts: Mapping[str, int], now: datetime) -> None:
    """Whoever was told that a draft waits for them needs it no more: case → the event that took it on, or back."""
    for some in in_parts(sorted(drafts)):
        told = Notice.objects.filter(park=park, read_at__isnull=True, code=DRAFT_UP, case_id__in=some)
        _read(park, [row for row in told if row.event_id < drafts[row.case_id]], now)


def supersede(*, park: str, rows: Sequence[Notice], now: datetime) -> None:
    """Of what is unread about one promise the last is enough: nearly due says more than made, overdue than that. It
    goes out when the former was to, if that is sooner. `rows` have been written.
    """
    last: dict[tuple[str, str, str], Notice] = {}
    for row in rows:
        key = (row.recipient, row.case_id, row.owed)
        if key not in last or last[key].event_id < row.event_id:
            last[key] = row
    older: list[Notice] = []
    for row in _unread(park, {(row.case_id, row.owed) for row in rows}):
        newer = last.get((row.recipient, row.case_id, row.owed))
        if newer is not None and row.event_id < newer.event_id:
            older.append(row)
            if row.go_at and (newer.go_at is None or row.go_at < newer.go_at):
                newer.go_at = row.go_at
                Notice.objects.filter(park=park, id=newer.id, read_at__isnull=True).update(go_at=row.go_at)
    _read(park, older, now)


def _unread(park: str, promises: Collection[tuple[str, str]]) -> list[Notice]:
    streams = sorted({stream for stream, _ in promises})
    unread = Notice.objects.filter(park=park, read_at__isnull=True).exclude(owed="").exclude(case_id="")
    return [row for some in in_parts(streams) for row in unread.filter(case_id__in=some)]


def _read(park: str, rows: Sequence[Notice], now: datetime) -> None:
    for some in in_parts([row.id for row in rows]):
        Notice.objects.filter(park=park, id__in=some).update(read_at=now, go_at=None)
