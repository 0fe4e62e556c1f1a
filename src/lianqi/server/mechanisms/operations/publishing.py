"""The calendar of another year arrives, or a holiday is moved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db.models import Max

from lianqi.kernel.decision import NewEvent, Refused
from lianqi.kernel.instants import to_text
from lianqi.kernel.workdays.calendar import Calendar
from lianqi.server.ledger.storage import require_transaction
from lianqi.server.ledger.values import LedgerRefusal
from lianqi.server.mechanisms import queries, refusals
from lianqi.server.mechanisms.audit import record
from lianqi.server.mechanisms.models import CalendarText


@dataclass(frozen=True, slots=True)
class Published:
    """The calendar that holds now; `new` is false where it had been published before and nothing was written."""

    calendar: Calendar
    new: bool


def publish_calendar(*, park: str, text: str, name: str, actor: str, now: datetime) -> Published:
    """Let this calendar hold from now on, in the caller's transaction.

    Due times already promised follow in `cases.operations.move_due`, in portions and resumably: a park with ten
    thousand open cases does not stand still for it. CalendarInvalid: the text cannot be read. LedgerRefusal
    `calendar.publish.version-taken`: another text under a version that was published; events cite versions.
    """
    require_transaction()
    calendar = queries.read_calendar(text, name=name)
    digest = sha256(text.encode()).hexdigest()
    former = CalendarText.objects.filter(park=park, version=calendar.version).first()
    last = CalendarText.objects.filter(park=park).aggregate(last=Max("place"))["last"] or 0
    if former is not None:
        if former.digest != digest:
            raise LedgerRefusal(Refused(refusals.CALENDAR_VERSION, {"version": calendar.version}))
        if former.place == last:
            return Published(calendar, new=False)
    CalendarText.objects.update_or_create(
        park=park,
        version=calendar.version,
        defaults={
            "place": last + 1,
            "digest": digest,
            "text": text,
            "published_at": now,
            "actor": actor,
            "moved_to": "",
            # The first calendar has no due times to move.
            "moved_at": now if last == 0 else None,
        },
    )
    data = {
        "version": calendar.version,
        "digest": digest,
        "through": calendar.published_through.isoformat(),
        "at": to_text(now),
    }
    record(park=park, stream="calendar", event=NewEvent("calendar.published", data), actor=actor, now=now)
    return Published(calendar, new=True)
