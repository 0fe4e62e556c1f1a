"""What was read, what is forgotten, what is old."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from lianqi.server.ledger.operations import Erasure, one_transaction
from lianqi.server.ledger.selecting import in_parts
from lianqi.server.notices.models import Letter, Mailbox, Notice

#: Read notices and sent letters are kept so long; the log keeps what they were about for ever.
KEPT = timedelta(days=180)
_AT_ONCE = 2_000


def mark_read(*, park: str, recipient: str, ids: Sequence[str], now: datetime) -> int:
    """Note that somebody has read these of their notices, which need no letter then; returns how many were unread."""
    count = 0
    with one_transaction(park=park):
        for some in in_parts(ids):
            unread = Notice.objects.filter(park=park, recipient=recipient, id__in=some, read_at__isnull=True)
            count += unread.update(read_at=now, go_at=None)
    return count


def mark_all_read(*, park: str, recipient: str, until: datetime, now: datetime) -> int:
    """`mark_read` for all that happened up to `until`: what came after the page was opened stays unread."""
    with one_transaction(park=park):
        unread = Notice.objects.filter(park=park, recipient=recipient, read_at__isnull=True, at__lte=until)
        return unread.update(read_at=now, go_at=None)


def forget(erasure: Erasure) -> None:
    """Part of an erasure: whoever is forgotten is told nothing more. The address went with the content."""
    for model in (Mailbox, Notice, Letter):
        model._default_manager.filter(park=erasure.park, recipient=erasure.subject).delete()


def sweep(*, park: str, now: datetime) -> bool:
    """Delete notices that were read, or only sent to a group, and letters, longer ago than `KEPT`; True if there are
    more.
    """
    old = Notice.objects.filter(park=park, at__lt=now - KEPT, go_at__isnull=True)
    some = list(old.order_by("at").values_list("id", flat=True)[:_AT_ONCE])
    with one_transaction(park=park):
        for ids in in_parts(some):
            Notice.objects.filter(park=park, id__in=ids).delete()
        Letter.objects.filter(park=park, made_at__lt=now - KEPT).delete()
    return len(some) == _AT_ONCE
