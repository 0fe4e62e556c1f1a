"""What was kept until a date goes when the date has passed (个人信息保护法 art. 47, 保存期限已届满).

Erasing cannot be taken back, and a clock can be wrong by years. So a date has passed when the log itself has lived
beyond it: something was recorded after it, at least `WITNESS` ago. A machine that wakes up in the wrong year erases
nothing for a week, in which nobody can overlook where it believes to be. In a park where nothing happens
the worker announces in the log that something is due, and that is what is then a week old.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

from django.db.models import QuerySet

from lianqi.kernel.chain import digest
from lianqi.kernel.decision import Accepted, NewEvent
from lianqi.kernel.instants import to_text
from lianqi.server.ids import derived_id
from lianqi.server.ledger.models import Content, Ledger
from lianqi.server.ledger.operations.applying import apply, hold
from lianqi.server.ledger.operations.erasing import STREAM_KIND, Erasure, empty_the_journal_after_commit, erase
from lianqi.server.ledger.storage import one_transaction
from lianqi.server.ledger.values import CommandEnvelope, StreamRef

#: How long ago the log must have gone beyond a date for it to have passed.
WITNESS = timedelta(days=7)
#: 保存期限已届满: the retention has ended.
BASIS = "pipl.47.2"
ACTOR = "system"
#: Contents that one round looks at; each subject's go in a transaction of their own.
_AT_ONCE = 500
#: Where announcements stand: no subject's stream, for subjects are opaque ids.
_ANNOUNCED = "retention"


def erase_expired(park: str, now: datetime) -> bool:
    """Erase what was to be kept until a date that has passed; True if there may be more. A duty of the worker.

    Bytes and salt go, copies, a line in the erasure list, an event in the subject's stream, by "system". What else is
    kept of the subject stays, and so do they. Killed in between, whole subjects are done, and the next round goes on.
    """
    empty_the_journal_after_commit()  # what a reader kept there when it was erased
    first = _expired(park, now).values_list("retain_until", flat=True).first()
    if first is None:
        return False
    beyond = _witnessed(park, now - WITNESS)
    if beyond is None or beyond < first:
        _announce(park, first, now)
        return False
    portion = list(_expired(park, beyond).values_list("subject", flat=True)[:_AT_ONCE])
    for subject in Counter(portion):
        with one_transaction(park=park):
            stream = hold(StreamRef(park, STREAM_KIND, subject))
            ids = _expired(park, beyond).filter(subject=subject).values_list("id", flat=True)[:_AT_ONCE]
            erase(Erasure(park, subject, tuple(sorted(ids)), now, whole=False), stream=stream, basis=BASIS, actor=ACTOR)
    return len(portion) == _AT_ONCE


def _expired(park: str, at: datetime) -> QuerySet[Content]:
    kept = Content.objects.filter(park=park, erased_at__isnull=True, retain_until__lte=at)
    return kept.order_by("retain_until", "id")


def _witnessed(park: str, before: datetime) -> datetime | None:
    """When the last of the park's numbered events was recorded that was recorded before this."""
    rows = Ledger.objects.filter(park=park, event__recorded_at__lte=before).order_by("-position")
    return rows.values_list("event__recorded_at", flat=True).first()


def _announce(park: str, due: datetime, now: datetime) -> None:
    """Put on record that something is due to be erased, unless the log has gone beyond its date by itself."""
    last = Ledger.objects.filter(park=park).order_by("-position").values_list("event__recorded_at", flat=True).first()
    if last is not None and last >= due:
        return
    with one_transaction(park=park):
        stream = hold(StreamRef(park, STREAM_KIND, _ANNOUNCED))
        if stream.recorded_at is not None and stream.recorded_at >= due:
            return
        event = NewEvent("erasure.announced", {"basis": BASIS, "due": to_text(due)})
        kind = "ledger.announce-erasure"
        envelope = CommandEnvelope(derived_id(park, kind, to_text(due), str(stream.seq)), kind, digest([to_text(due)]))
        apply(stream=stream, outcome=Accepted((event,)), envelope=envelope, expected_seq=None, actor=ACTOR, now=now)
