"""A letter instead of a storm: what waits for one person goes out together."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Max, Q

from lianqi.kernel.workdays.calendar import Calendar
from lianqi.server.cases.models import Commitment
from lianqi.server.cases.stream import STREAM_KIND
from lianqi.server.ids import new_id
from lianqi.server.ledger.operations import Message, enqueue_deliveries, one_transaction
from lianqi.server.ledger.selecting import in_parts
from lianqi.server.mechanisms.queries import calendar_of
from lianqi.server.notices.beside import MEETING, VOTE
from lianqi.server.notices.beside import waiting as waiting_in
from lianqi.server.notices.models import Channel, Letter, Notice
from lianqi.server.notices.reach import ROBOT, Reach, reach_of
from lianqi.server.notices.rules import WAITING
from lianqi.server.notices.texts import TEXTS
from lianqi.server.notices.timing import APART, awake, next_awake

#: Streams whose promises notices name.
_KINDS = (STREAM_KIND, MEETING, VOTE)
#: Recipients looked at in one round.
_AT_ONCE = 200
#: Feishu asks not to be written to on the hour and the half hour, when everybody does.
_PAST_THE_HALF_HOUR = timedelta(minutes=3)
#: Codes of notices in the order of `texts.TEXTS`, the most pressing first.
_PRESSING = {code: place for place, code in enumerate(TEXTS)}
#: One letter tells no more than this; the next goes a moment later. Under SQLite's bound on parameters.
_MOST = 5_000


def gather(*, park: str, now: datetime) -> bool:
    """Make one letter for each recipient for whom something is to go out by `now`; True if there are more recipients.

    Each letter, its deliveries and what it tells are written in one transaction: killed at any moment, a notice is in
    one letter or waits. At night only that goes whose clock runs at night; the rest waits for the morning.
    """
    calendar = calendar_of(park) if Notice.objects.filter(park=park, go_at__lte=now).exists() else None
    if calendar is None:
        return False
    waiting = Notice.objects.filter(park=park, go_at__lte=now).order_by("recipient")
    recipients = list(waiting.values_list("recipient", flat=True).distinct()[:_AT_ONCE])
    reaches = reach_of(park=park, recipients=recipients)
    for recipient in recipients:
        with one_transaction(park=park):
            _letter(park, recipient, reaches.get(recipient), calendar, now)
    return len(recipients) == _AT_ONCE


def _letter(park: str, recipient: str, reach: Reach | None, calendar: Calendar, now: datetime) -> None:
    mine = Notice.objects.filter(park=park, recipient=recipient, go_at__isnull=False)
    due = mine.filter(go_at__lte=now)
    if reach is None or not reach.ways:
        due.update(go_at=None)  # no way is left: the screen has it
        return
    at_once = Q(urgent__in=[urgent for urgent in (True, False) if reach.rhythm(urgent=urgent) == "at-once"])
    if not awake(now, calendar):
        due.filter(night=False).update(go_at=next_awake(now, calendar))
        due = due.filter(night=True)
    elif (last := _last(park, recipient)) is not None and now < last + APART and not due.exclude(at_once).exists():
        due.update(go_at=last + APART)
        return
    else:
        # What comes at once and still waits for the lull goes along.
        due = mine.filter(Q(go_at__lte=now) | at_once)
    said, needless = _told(park, list(due.order_by("at", "id")[:_MOST]))
    mine.filter(id__in=needless).update(go_at=None)
    id = new_id(now=now)
    # The update decides who takes them: of two workers the second finds none.
    if not mine.filter(id__in=said).update(go_at=None, letter=id):
        return
    taken = Notice.objects.filter(park=park, letter=id)
    event_id = int(taken.aggregate(last=Max("event_id"))["last"])
    Letter.objects.create(park=park, id=id, recipient=recipient, event_id=event_id, made_at=now)
    for way in reach.ways:
        at = now + _PAST_THE_HALF_HOUR if _is_feishu(park, way) else now
        enqueue_deliveries(messages=[Message(park, event_id, way, id)], now=at)


def _told(park: str, waiting: list[Notice]) -> tuple[list[str], list[str]]:
    """Which of these are worth a line, and which not: what was kept meanwhile needs no reminder, and of several about
    one promise the most pressing is enough.
    """
    streams = sorted({row.case_id for row in waiting if row.owed})
    ended: set[tuple[str, str]] = set()
    for some in in_parts(streams):
        rows = Commitment.objects.filter(park=park, stream_kind__in=_KINDS, stream_id__in=some)
        ended |= set(rows.exclude(state__in=("open", "suspended")).values_list("stream_id", "id"))
    for row in waiting:
        if row.code == WAITING:
            duty, _sep, kind = row.owed.partition(":")
            if not waiting_in(park, duty=duty, kind=kind).exists():
                ended.add((row.case_id, row.owed))
    first: dict[tuple[str, str], Notice] = {}
    for row in sorted(waiting, key=lambda row: _PRESSING[row.code]):
        if row.owed and (row.case_id, row.owed) not in ended:
            first.setdefault((row.case_id, row.owed), row)
    said = [row.id for row in waiting if not row.owed or first.get((row.case_id, row.owed)) is row]
    return said, sorted({row.id for row in waiting} - set(said))


def _last(park: str, recipient: str) -> datetime | None:
    rows = Letter.objects.filter(park=park, recipient=recipient).order_by("-made_at")
    return rows.values_list("made_at", flat=True).first()


def _is_feishu(park: str, way: str) -> bool:
    return (
        way.startswith(ROBOT)
        and Channel.objects.filter(park=park, name=way.removeprefix(ROBOT), kind="feishu").exists()
    )
