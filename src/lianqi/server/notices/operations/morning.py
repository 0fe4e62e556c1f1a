"""What is due today is told in the morning: no event says so, a new day does."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db.models import Max

from lianqi.kernel.workdays.calendar import DAY
from lianqi.server.cases.models import Commitment
from lianqi.server.cases.stream import STREAM_KIND
from lianqi.server.ids import derived_id
from lianqi.server.ledger.models import Event
from lianqi.server.ledger.operations import one_transaction
from lianqi.server.ledger.selecting import in_parts
from lianqi.server.mechanisms.queries import calendar_of
from lianqi.server.notices.beside import VISIT_CODES, VISITS, visits_owed
from lianqi.server.notices.models import ROBOTS, Notice
from lianqi.server.notices.queues import queue_row, renew
from lianqi.server.notices.reach import active, reach_of
from lianqi.server.notices.recipients import GROUP, Directory, cast, directory
from lianqi.server.notices.rules import WAITING
from lianqi.server.notices.timing import LULL, MORNING, goes_at
from lianqi.server.people.models import EnterpriseOfficer

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
    told_of_visits = _visits(park, people, now)
    rows = list(Commitment.objects.filter(park=park, stream_kind=STREAM_KIND, state="open", due__gt=now, due__lt=until))
    if not rows:
        return told_of_visits
    around = cast(park=park, case_ids=(row.stream_id for row in rows))
    groups = active(park=park, kinds=ROBOTS)
    told: list[tuple[Commitment, str]] = []
    queued: dict[tuple[str, str], str] = {}
    for row in rows:
        if not row.unit and not around.cases[row.stream_id].confidential:
            for person in people.carrying(row.duty, ""):
                queued[person, f"{row.duty}:{row.kind}"] = row.stream_id
            continue
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
    began = calendar.instant(today, 0)
    return told_of_visits + _write(park, notices) + _queues(park, queued, last, began=began, at=at, now=now)


def _queues(
    park: str,
    queued: Mapping[tuple[str, str], str],
    last: Mapping[str, int],
    *,
    began: datetime,
    at: datetime,
    now: datetime,
) -> int:
    """What is due today in the queue of an office comes up once a day, where nothing brought it up today already."""
    reaches = reach_of(park=park, recipients=(person for person, _ in queued))
    calendar = calendar_of(park)
    rows = []
    for (person, queue), stream in queued.items():
        reach = reaches.get(person)
        rhythm = reach.rhythm(urgent=True) if reach is not None else "never"
        go_at = goes_at(rhythm, now=at, night=False, calendar=calendar)
        rows.append(queue_row(park, person, queue, event_id=last[stream], at=now, urgent=True, go_at=go_at))
    fresh = set(Notice.objects.filter(park=park, code=WAITING, at__gte=began).values_list("id", flat=True))
    return renew(park=park, rows=[row for row in rows if row.id not in fresh], again=True)


def _visits(park: str, people: Directory, now: datetime) -> int:
    """Tell each officer once a quarter how many visits are owed, once when they are nearly due, once that some lapsed:
    one notice for all their enterprises.
    """
    officers: dict[str, list[str]] = defaultdict(list)
    linked = EnterpriseOfficer.objects.filter(park=park, until__isnull=True)
    carrying = set(people.carrying("liaise", ""))
    for enterprise, person in linked.values_list("enterprise_id", "person_id"):
        if person in carrying:
            officers[enterprise].append(person)
    found: dict[tuple[str, str, str], str] = {}
    for code, light in VISIT_CODES.items():
        owed = visits_owed(park, now=now).filter(light).exclude(lapsed=code != "visits-late")
        for enterprise, period in owed.order_by("stream_id").values_list("stream_id", "number"):
            found |= {(person, code, period): enterprise for person in officers.get(enterprise, ())}
    if not found:
        return 0
    last = _last_events(park, sorted(set(found.values())), kind=VISITS)
    reaches = reach_of(park=park, recipients=(person for person, *_ in found))
    notices = []
    for (person, code, period), enterprise in found.items():
        reach = reaches.get(person)
        rhythm = reach.rhythm(urgent=False) if reach is not None else "never"
        notices.append(
            Notice(
                park=park,
                id=derived_id(park, code, person, period),
                recipient=person,
                code=code,
                event_id=last[enterprise],
                case_id=period,
                case_no="",
                owed="",
                at=now,
                urgent=False,
                night=False,
                go_at=goes_at(rhythm, now=now, night=False, calendar=people.place.calendar),
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


def _last_events(park: str, streams: list[str], kind: str = STREAM_KIND) -> dict[str, int]:
    found: dict[str, int] = {}
    for some in in_parts(streams):
        rows = Event.objects.filter(park=park, stream_kind=kind, stream_id__in=some)
        found |= dict(rows.values_list("stream_id").annotate(last=Max("id")).order_by())
    return found
