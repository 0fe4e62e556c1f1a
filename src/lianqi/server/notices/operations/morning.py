"""What is due today is told in the morning: no event says so, a new day does."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta

from django.db.models import Max

from lianqi.kernel.workdays.calendar import DAY
from lianqi.server.cases.models import Commitment
from lianqi.server.cases.stream import STREAM_KIND
from lianqi.server.ids import derived_id
from lianqi.server.ledger.models import Event
from lianqi.server.ledger.operations import one_transaction
from lianqi.server.ledger.queries import in_parts
from lianqi.server.notices.models import ROBOTS, Notice
from lianqi.server.notices.reach import active, reach_of
from lianqi.server.notices.recipients import GROUP, cast, directory
from lianqi.server.notices.timing import LULL, MORNING, goes_at

#: Noticed so long before the morning letter, so that it is in it.
_AHEAD = timedelta(minutes=15)
CODE = "due-today"


def due_today(*, park: str, now: datetime) -> int:
    """Tell whoever owes something that is due today, once a day, from a quarter of an hour before the morning letter
    on; returns how many were told. On a day of rest nobody is.
    """
    if not Commitment.objects.filter(park=park, state="open").exists():
        return 0
    people = directory(park=park, now=now)
    calendar = people.place.calendar
    today = calendar.local(now).date()
    if not calendar.is_working_day(today) or now < calendar.instant(today, MORNING) - _AHEAD:
        return 0
    until = calendar.instant(today + DAY, 0)
    rows = list(Commitment.objects.filter(park=park, stream_kind=STREAM_KIND, state="open", due__gt=now, due__lt=until))
    if not rows:
        return 0
    around = cast(park=park, case_ids=(row.stream_id for row in rows))
    groups = active(park=park, kinds=ROBOTS)
    told: list[tuple[Commitment, str]] = []
    for row in rows:
        subjects = around.subjects.get(row.stream_id, frozenset())
        debtors = people.carrying(row.duty, row.unit)
        told += [(row, person) for person in debtors if people.may_see(person, subjects)]
        if row.unit and not around.cases[row.stream_id].confidential:
            told += [(row, f"{GROUP}{group.name}") for group in groups if group.unit == row.unit]
    last = _last_events(park, sorted({row.stream_id for row in rows}))
    reaches = reach_of(park=park, recipients=(recipient for _, recipient in told))
    # With the morning letter, or at once where it has gone; not before either.
    at = max(now, calendar.instant(today, MORNING) - LULL)
    notices = []
    for row, recipient in told:
        reach = reaches.get(recipient)
        rhythm = reach.rhythm(urgent=True) if reach is not None else "never"
        notices.append(
            Notice(
                park=park,
                id=derived_id(park, CODE, recipient, row.stream_id, row.id, today.isoformat()),
                recipient=recipient,
                code=CODE,
                event_id=last[row.stream_id],
                case_id=row.stream_id,
                case_no=row.number,
                owed=row.id,
                at=now,
                urgent=True,
                night=False,
                go_at=goes_at(rhythm, now=at, night=False, calendar=calendar),
            )
        )
    return _write(park, notices)


def _write(park: str, notices: list[Notice]) -> int:
    with one_transaction(park=park):
        known: dict[str, int] = defaultdict(int)
        for some in in_parts([notice.id for notice in notices]):
            for id in Notice.objects.filter(park=park, id__in=some).values_list("id", flat=True):
                known[id] += 1
        new = [notice for notice in notices if notice.id not in known]
        Notice.objects.bulk_create(new, ignore_conflicts=True, batch_size=500)
    return len(new)


def _last_events(park: str, streams: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for some in in_parts(streams):
        rows = Event.objects.filter(park=park, stream_kind=STREAM_KIND, stream_id__in=some)
        found |= dict(rows.values_list("stream_id").annotate(last=Max("id")).order_by())
    return found
