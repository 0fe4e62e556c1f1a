"""What happens beside the cases: to whom it is told, and with which details. Read from the streams themselves.

The rooms of visits, meetings and votes stand on this one, so nothing of theirs is imported here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, Min, Q

from lianqi.kernel.instants import from_text
from lianqi.kernel.messages import names
from lianqi.kernel.workdays.calendar import Calendar
from lianqi.server.cases.models import Case, Commitment
from lianqi.server.cases.stream import STREAM_KIND as CASES
from lianqi.server.ledger import clock
from lianqi.server.ledger import queries as ledger
from lianqi.server.ledger.selecting import in_parts
from lianqi.server.ledger.values import StoredEvent, StreamRef
from lianqi.server.notices import rules
from lianqi.server.notices.models import Notice
from lianqi.server.notices.recipients import Cast, Directory
from lianqi.server.people.models import EnterpriseOfficer, Membership
from lianqi.server.people.queries import members
from lianqi.server.registry.models import Enterprise, EnterpriseContact

#: Kinds of streams.
MEETING, VISITS, VOTE = "meeting", "visits", "vote"
#: The digests of visits, by what time says of them.
VISIT_CODES = {"visits-open": Q(light="none"), "visits-near": Q(light="yellow"), "visits-late": Q(lapsed=True)}


def agenda(events: Iterable[StoredEvent]) -> dict[int, list[str]]:
    """Place in `events` → the cases that an event of a meeting is about; none where it is about the meeting itself."""
    found: dict[int, list[str]] = {}
    for place, event in enumerate(events):
        if event.stream.kind != MEETING:
            continue
        if "case" in event.data:
            found[place] = [event.data["case"]]
        elif event.type in ("meeting-moved", "enterprise-invited"):
            whose = event.data.get("enterprise")
            items = ledger.load(event.stream).state.record.items
            found[place] = [item.case for item in items if whose in (None, item.enterprise) and item.state == "listed"]
    return found


def behind(
    audience: str, event: StoredEvent, *, cases: Sequence[str], people: Directory, around: Cast
) -> Iterator[tuple[str, Case | None]]:
    """Whom an audience means for one event, each with the case that it concerns them for, where it is about one."""
    park, data = event.stream.park, event.data
    match audience:
        case rules.DEBTOR:
            yield from ((one, None) for one in people.carrying(str(data["duty"]), str(data.get("unit", ""))))
        case rules.HOST:
            yield str(data.get("host") or ledger.load(event.stream).state.record.host), None
        case rules.FORMER_HOST:
            earlier = [one.data for one in ledger.events(event.stream) if one.seq < event.seq]
            named = [one["host"] for one in earlier if "host" in one]
            yield from ((one, None) for one in named[-1:] if one != data["host"])
        case rules.ITEMS:
            for row in (around.cases[id] for id in cases if id in around.cases):
                yield from ((one, row) for one in people.carrying(rules.HANDLERS, row.main_unit) if row.main_unit)
        case rules.OFFICER if event.stream.kind == VISITS:
            rows = EnterpriseOfficer.objects.filter(park=park, enterprise_id=event.stream.id, until__isnull=True)
            yield from ((one, None) for one in rows.order_by("id").values_list("person_id", flat=True))
        case rules.OFFICER:
            invited = ledger.load(event.stream).state.record.invited
            for row in (around.cases[id] for id in cases if id in around.cases):
                if row.enterprise in invited:
                    yield from ((one, row) for one in around.officers.get(row.enterprise, ()))
        case rules.VOTERS | rules.CONTACT:
            drawn = audience == rules.VOTERS
            voters = sorted(ledger.load(event.stream).state.record.voters) if drawn else [event.stream.id]
            for some in in_parts(voters):
                there = EnterpriseContact.objects.filter(park=park, enterprise_id__in=some, left_at__isnull=True)
                yield from ((one, None) for one in there.order_by("id").values_list("id", flat=True))
        case rules.STAND_IN:
            yield str(data["person"]), None
        case rules.ABSENT:
            rows_of = Membership.objects.filter(park=park, id=event.stream.id)
            yield from ((one, None) for one in rows_of.values_list("person_id", flat=True))


@dataclass(slots=True)
class Telling:
    """The details of notices beside the cases, in words of one language."""

    park: str
    lang: str
    calendar: Calendar
    _states: dict[StreamRef, Any] = field(default_factory=dict)

    def details(self, one: Notice, event: StoredEvent | None) -> Mapping[str, str] | None:
        """What stands in the sentence of this notice; None where there is nothing left to tell."""
        if one.code == rules.WAITING:
            return self._waiting(one.owed)
        if one.code in VISIT_CODES:
            return self._visits(one)
        if event is None:
            return None
        match event.stream.kind:
            case "meeting":
                meeting = self._state(event.stream).record
                year, month = meeting.period.split("-")
                what = self._say(f"{year}年{int(month)}月接待日", f"the reception day of {meeting.period}")
                day = str(event.data.get("day") or meeting.day.isoformat())
                return {"what": what, "day": day, **self._owed(event)}
            case "vote":
                vote = self._state(event.stream).record
                what = self._say(f"{_quarter(vote.period)}红黄榜评价", f"the vote of {vote.period}")
                due = min((owed.due for owed in vote.commitments.values()), default=event.at)
                return {"what": what, "due": self._moment(due), **self._owed(event)}
            case "visits":
                firm = Enterprise.objects.filter(park=self.park, id=event.stream.id).values_list("name", flat=True)
                return {"enterprise": firm.first() or "", "day": str(event.data.get("day", ""))}
        return self._leave(event)

    def _leave(self, event: StoredEvent) -> Mapping[str, str] | None:
        person = Membership.objects.filter(park=self.park, id=event.stream.id).values_list("person_id", flat=True)
        known = {one.person: one.name for one in members(park=self.park, persons=list(person))}
        absent = next(iter(known.values()), "") or self._say("（姓名已删除）", "(name erased)")
        return {"absent": absent, **{key: str(event.data.get(key, "")) for key in ("since", "until")}}

    def _owed(self, event: StoredEvent) -> dict[str, str]:
        if "duty" not in event.data:
            return {}
        owed = names.COMMITMENTS[event.data["kind"]][self.lang != "zh"]
        return {"owed": owed, "due": self._moment(from_text(event.data["due"]))}

    def _waiting(self, queue: str) -> Mapping[str, str]:
        duty, _sep, kind = queue.partition(":")
        counts = waiting(self.park, duty=duty, kind=kind).aggregate(
            count=Count("id"), late=Count("id", filter=Q(due__lt=clock.database_now())), due=Min("due")
        )
        owed = names.COMMITMENTS[kind][self.lang != "zh"]
        if not counts["count"]:
            return {"owed": owed, "standing": self._say("都办完了", "all done")}
        late = self._say(f"，其中逾期{counts['late']}件", f", {counts['late']} overdue") if counts["late"] else ""
        due = self._moment(counts["due"])
        said = self._say(f"现有{counts['count']}件{late}，最早的时限{due}", f"{counts['count']}{late}, next due {due}")
        return {"owed": owed, "standing": said}

    def _visits(self, one: Notice) -> Mapping[str, str] | None:
        mine = EnterpriseOfficer.objects.filter(park=self.park, person_id=one.recipient, until__isnull=True)
        rows = visits_owed(self.park, now=clock.database_now()).filter(number=one.case_id)
        if one.code == "visits-late":
            rows = rows.filter(VISIT_CODES[one.code])
        told = rows.filter(stream_id__in=mine.values("enterprise_id")).aggregate(count=Count("id"), due=Min("due"))
        due = self._moment(told["due"]) if told["due"] else "—"
        quarter = self._say(_quarter(one.case_id), one.case_id)
        return {"quarter": quarter, "count": str(told["count"]), "due": due}

    def _state(self, ref: StreamRef) -> Any:
        if ref not in self._states:
            self._states[ref] = ledger.load(ref).state
        return self._states[ref]

    def _moment(self, instant: datetime) -> str:
        return self.calendar.local(instant).strftime("%Y-%m-%d %H:%M")

    def _say(self, zh: str, en: str) -> str:
        return zh if self.lang == "zh" else en


def waiting(park: str, *, duty: str, kind: str) -> Any:
    """The open promises of an office that lie in one queue; confidential ones lie in none."""
    rows = Commitment.objects.filter(park=park, stream_kind=CASES, duty=duty, unit="", kind=kind, state="open")
    return rows.exclude(stream_id__in=Case.objects.filter(park=park, confidential=True).values("id"))


def visits_owed(park: str, *, now: datetime) -> Any:
    """The visits that are owed by now."""
    rows = Commitment.objects.filter(park=park, stream_kind=VISITS, state="open")
    return rows.filter(Q(opens_at__isnull=True) | Q(opens_at__lte=now))


def _quarter(period: str) -> str:
    year, _sep, number = period.partition("Q")
    return f"{year}年第{number}季度"
