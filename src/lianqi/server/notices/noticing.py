"""The ledger's events become notices: a consumer, so each event is looked at once, in order, after its commit."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from lianqi.kernel.instants import from_text
from lianqi.kernel.workdays.calendar import Calendar
from lianqi.kernel.workdays.durations import Duration
from lianqi.server.cases.models import Case
from lianqi.server.cases.stream import STREAM_KIND
from lianqi.server.ids import derived_id
from lianqi.server.ledger import clock
from lianqi.server.ledger import queries as ledger
from lianqi.server.ledger.models import Event
from lianqi.server.ledger.operations import Message, enqueue_deliveries
from lianqi.server.ledger.selecting import in_parts
from lianqi.server.ledger.values import SealedEvent
from lianqi.server.notices import beside
from lianqi.server.notices.models import ROBOTS, Channel, Notice
from lianqi.server.notices.queues import judged, queue_row, renew, settle, supersede
from lianqi.server.notices.reach import HOOK, Reach, active, reach_of
from lianqi.server.notices.recipients import GROUP, Cast, Directory, behind, cast, directory
from lianqi.server.notices.rules import DRAFT_MOVED_ON, Rule, rules_for, waits
from lianqi.server.notices.timing import goes_at

CONSUMER = "notices"
#: What happened longer ago is no news: a ledger of ten years that is read for the first time rings nobody.
NEWS = timedelta(days=30)
#: And nobody is written to about what is older than this, however long the worker stood still.
FRESH = timedelta(days=7)
#: Units of time that run day and night: a promise with such a limit may ring outside working hours.
_DAY_AND_NIGHT = frozenset({"min", "h"})
#: How a promise ends.
_OVER = frozenset({"commitment-discharged", "commitment-released"})


def notice(events: Sequence[SealedEvent]) -> None:
    """Consumer: write down who is told of what, and hand other systems what they subscribed to.

    Nothing is sent here: `operations.gather` and `operations.send_due` do that.
    """
    now = clock.database_now()
    news = [one for one in events if one.event.recorded_at > now - NEWS]
    cases = [one for one in news if one.event.stream.kind == STREAM_KIND]
    told = [(one, found) for one in news if (found := _rules_of(one))]
    if not cases and not told:
        return
    park = news[0].event.stream.park
    over = {(one.event.stream.id, str(one.event.data["id"])) for one in news if one.event.type in _OVER}
    drafts_on = {one.event.stream.id: one.event_id for one in cases if one.event.type in DRAFT_MOVED_ON}
    hooks = active(park=park, kinds=("webhook",))
    if hooks or told:
        _pass_on(park, cases, told, hooks, now)
    settle(park=park, over=over, now=now)
    judged(park=park, drafts=drafts_on, now=now)


def _pass_on(
    park: str,
    cases: Sequence[SealedEvent],
    told: Sequence[tuple[SealedEvent, Sequence[Rule]]],
    hooks: Sequence[Channel],
    now: datetime,
) -> None:
    """To the systems that subscribed, and to whoever a rule of `told` names."""
    items = beside.agenda(one.event for one, _ in told)
    about = {one.event.stream.id for one in cases} | {case for some in items.values() for case in some}
    around = cast(park=park, case_ids=about)
    _hand_on(cases, hooks, around, now)
    if told:
        desk = _Desk(directory(park=park, now=now), around, active(park=park, kinds=ROBOTS), _recused(park, around))
        drafts: list[_Draft] = []
        for place, (one, found) in enumerate(told):
            here = one.event.stream.kind == STREAM_KIND
            drafts += desk.drafts(one, found) if here else desk.beside(one, found, items.get(place, ()))
        _write(park, drafts, desk, now)


def _rules_of(sealed: SealedEvent) -> Sequence[Rule]:
    event = sealed.event
    kind = event.stream.kind
    return rules_for(event.type, event.data, beside="" if kind == STREAM_KIND else kind)


@dataclass(frozen=True, slots=True)
class _Draft:
    """`case` is None where it is about no case; `queue` names what waits, where it is told as one of many."""

    sealed: SealedEvent
    rule: Rule
    recipient: str
    case: Case | None
    queue: str = ""

    @property
    def promise(self) -> str:
        return str(self.sealed.event.data.get("id", "")) if "duty" in self.sealed.event.data else ""

    @property
    def about(self) -> str:
        return self.case.id if self.case else self.sealed.event.stream.id


@dataclass(frozen=True, slots=True)
class _Desk:
    people: Directory
    around: Cast
    groups: Sequence[Channel]
    recused: frozenset[tuple[str, str]]

    def drafts(self, sealed: SealedEvent, rules: Sequence[Rule]) -> Iterator[_Draft]:
        """Of an event of a case."""
        event = sealed.event
        case = self.around.cases[event.stream.id]
        for rule in rules:
            for audience in rule.to:
                queued = not case.confidential and waits(rule, audience, event.data)
                queue = f"{event.data['duty']}:{event.data['kind']}" if queued else ""
                for one in behind(audience, data=event.data, case=case, people=self.people, around=self.around):
                    if one not in ("", event.actor) and self._sees(one, case):
                        yield _Draft(sealed, rule, one, case, queue)
            if rule.group and not case.confidential:
                unit = str(event.data.get("unit") or case.main_unit)
                for group in self.groups:
                    if group.unit == unit if group.unit else rule.group > 1:
                        yield _Draft(sealed, rule, f"{GROUP}{group.name}", case)

    def beside(self, sealed: SealedEvent, rules: Sequence[Rule], cases: Sequence[str]) -> Iterator[_Draft]:
        """Of what happened beside the cases; where it is about a case, to whoever may see that."""
        event = sealed.event
        for rule in rules:
            for audience in rule.to:
                for one, case in beside.behind(audience, event, cases=cases, people=self.people, around=self.around):
                    there = self._sees(one, case) if case else self.people.principal(one) is not None
                    if one not in ("", event.actor) and there:
                        yield _Draft(sealed, rule, one, case)

    def _sees(self, one: str, case: Case) -> bool:
        aside = (case.id, one) in self.recused
        return not aside and self.people.may_see(one, self.around.subjects.get(case.id, frozenset()))


def _write(park: str, drafts: Sequence[_Draft], desk: _Desk, now: datetime) -> None:
    reaches = reach_of(park=park, recipients=(draft.recipient for draft in drafts))
    calendar = desk.people.place.calendar
    night = _night(park, [draft for draft in drafts if draft.case and _urgent(draft, calendar, now)])
    rows: dict[str, Notice] = {}
    queues: dict[str, Notice] = {}
    for draft in drafts:
        row = _row(draft, reaches.get(draft.recipient), night, desk, now)
        # Of one command and one commitment the last says most: red and raised in one tick are told as raised.
        (queues if draft.queue else rows)[row.id] = row
    Notice.objects.bulk_create(rows.values(), ignore_conflicts=True, batch_size=500)
    supersede(park=park, rows=[row for row in rows.values() if row.owed], now=now)
    renew(park=park, rows=list(queues.values()))


def _row(draft: _Draft, reach: Reach | None, night: frozenset[int], desk: _Desk, now: datetime) -> Notice:
    event, calendar = draft.sealed.event, desk.people.place.calendar
    park = event.stream.park
    urgent = _urgent(draft, calendar, now)
    rings = draft.sealed.event_id in night and (reach is None or reach.night)
    fresh = reach is not None and event.recorded_at > now - FRESH
    rhythm = reach.rhythm(urgent=urgent) if reach is not None and fresh else "never"
    go_at = goes_at(rhythm, now=now, night=rings, calendar=calendar)
    if draft.queue:
        return queue_row(
            park, draft.recipient, draft.queue, event_id=draft.sealed.event_id, at=event.at, urgent=urgent, go_at=go_at
        )
    return Notice(
        park=park,
        id=derived_id(park, "notice", draft.recipient, draft.about, event.command_id, draft.promise),
        recipient=draft.recipient,
        code=draft.rule.notice,
        event_id=draft.sealed.event_id,
        case_id=draft.about,
        case_no=draft.case.no if draft.case else "",
        owed=draft.promise,
        at=event.at,
        urgent=urgent,
        night=rings,
        go_at=go_at,
    )


def _urgent(draft: _Draft, calendar: Calendar, now: datetime) -> bool:
    """Pressing by the table, or about a promise that is due today."""
    due = from_text(draft.sealed.event.data["due"]) if draft.promise else None
    today = due is not None and calendar.local(due).date() == calendar.local(now).date()
    return draft.rule.urgent or today


def _night(park: str, drafts: Sequence[_Draft]) -> frozenset[int]:
    """The events about promises whose clock runs day and night, by the limit that the mechanism gave them."""
    about = [draft for draft in drafts if draft.sealed.event.stream.kind == STREAM_KIND]
    refs = sorted({draft.sealed.event.stream for draft in about})
    streams = ledger.load_many(refs) if refs else {}
    found: set[int] = set()
    for draft in about:
        case = streams[draft.sealed.event.stream].state.case
        steps = case.commitments[draft.promise].steps if draft.promise in case.commitments else ()
        if any(said == "limit" and Duration.parse(limit).unit in _DAY_AND_NIGHT for said, limit, *_ in steps):
            found.add(draft.sealed.event_id)
    return frozenset(found)


def _recused(park: str, around: Cast) -> frozenset[tuple[str, str]]:
    """(case, person) of everybody who stepped aside: they are told nothing more of that case."""
    found: set[tuple[str, str]] = set()
    for some in in_parts(sorted(around.cases)):
        rows = Event.objects.filter(park=park, stream_kind=STREAM_KIND, stream_id__in=some, type="recused")
        found |= {(id, json.loads(data)["person"]) for id, data in rows.values_list("stream_id", "data")}
    return frozenset(found)


def _hand_on(cases: Sequence[SealedEvent], hooks: Sequence[Channel], around: Cast, now: datetime) -> None:
    """Deliveries for other systems: every event of a case, never of a confidential one, from their first day on."""
    messages = [
        Message(one.event.stream.park, one.event_id, f"{HOOK}{hook.name}", hook.name)
        for hook in hooks
        for one in cases
        if one.event.recorded_at >= hook.since
        and not (row := around.cases[one.event.stream.id]).confidential
        and hook.unit in ("", row.main_unit)
    ]
    if messages:
        enqueue_deliveries(messages=messages, now=now)
