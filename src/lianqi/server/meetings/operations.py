"""Every write of meetings: planned by the system, led by the centre and the host."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from lianqi.kernel.decision import NOTHING, ContentRef, Outcome, Reference, Refused
from lianqi.kernel.mechanism.loop import ReceptionRules
from lianqi.kernel.meetings import KINDS, decide
from lianqi.kernel.meetings.commands import Settle
from lianqi.kernel.meetings.decide import held_on, regular_day
from lianqi.server.cases import gate
from lianqi.server.cases.operations import Done, perform
from lianqi.server.cases.operations.beside import Deciding, Words, facts_of, settle
from lianqi.server.cases.setting import Setting, setting
from lianqi.server.ids import derived_id
from lianqi.server.ledger.clock import database_now
from lianqi.server.ledger.operations import one_transaction
from lianqi.server.ledger.values import Applied, LedgerRefusal, StreamRef
from lianqi.server.mechanisms.queries import rules_of_loop
from lianqi.server.meetings.models import Meeting
from lianqi.server.meetings.projection import STREAM_KIND
from lianqi.server.meetings.refusals import NONE_HELD
from lianqi.server.people.queries import Member, members

_AT_ONCE = 100


def ref_of(park: str, period: str) -> StreamRef:
    """The stream of a month's meeting."""
    return StreamRef(park, STREAM_KIND, derived_id(park, "meeting", period))


def reception_of(place: Setting) -> ReceptionRules:
    """The park's rules of the reception day. LedgerRefusal `meeting.none-held` where it holds none."""
    rules = rules_of_loop(park=place.park, at=place.now).reception
    if rules is None:
        raise LedgerRefusal(Refused(NONE_HELD))
    return rules


def hosts(*, park: str, reception: ReceptionRules) -> tuple[Member, ...]:
    """Whoever takes turns as host, in the order in which they came to the park."""
    return tuple(one for one in members(park=park) if set(one.roles) & set(reception.hosts))


def do(
    principal: gate.Principal,
    *,
    period: str,
    kind: str,
    data: Mapping[str, Any] = NOTHING,
    texts: Mapping[str, str] = NOTHING,
    subject: str = "",
    command_id: str,
    expected_seq: int | None = None,
    now: datetime | None = None,
) -> Applied:
    """Do `kind` to the month's meeting. `texts` become content of `subject` (of whoever writes them if empty)."""
    ref = ref_of(principal.park, period)

    def decided(d: Deciding) -> Outcome:
        reception = reception_of(d.place)
        named = {"period": period} if kind == "plan" else {}
        command = KINDS[kind](**named, **data, **d.refs)
        return decide(
            command,
            d.state.record,
            rules=d.place.rules_for_new(),
            reception=reception,
            calendar=d.place.calendar,
            facts=facts_of(principal, references=_references(principal, reception, data)),
            now=d.place.now,
        )

    plain = {key: value.isoformat() if isinstance(value, date) else value for key, value in data.items()}
    return settle(
        principal=principal,
        ref=ref,
        kind=kind,
        data=plain,
        words=Words(subject or principal.actor.id, texts),
        command_id=command_id,
        expected_seq=expected_seq,
        decide=decided,
        now=now,
    )


def _references(
    principal: gate.Principal, reception: ReceptionRules, data: Mapping[str, Any]
) -> Mapping[str, Reference]:
    found: dict[str, Reference] = {}
    if host := data.get("host"):
        may = any(one.person == host for one in hosts(park=principal.park, reception=reception))
        found[host] = Reference("person", "host" if may else "other")
    if (case := data.get("case")) and "number" in data:
        row = gate.visible(principal).filter(id=case, rung=reception.rung).values_list("status", "seq").first()
        if row is not None:
            found[case] = Reference("case", row[0], row[1])
    return found


def resolve(
    principal: gate.Principal,
    *,
    period: str,
    number: str,
    data: Mapping[str, Any],
    command_id: str,
    expected_seq: int,
    now: datetime | None = None,
) -> Done:
    """The resolution on one item: the case takes it up, which makes its promises, and the agenda shows it.

    Both or neither: what the case or the meeting refuses leaves everything as it was.
    """
    park, actor = principal.park, principal.actor.id
    row = gate.case_for(principal, number)
    try:
        with one_transaction(park=park):
            done = perform(
                park=park,
                actor=actor,
                case_no=number,
                kind="resolve",
                data=data,
                command_id=command_id,
                expected_seq=expected_seq,
                now=now,
            )
            if done.refusal is not None or done.applied.replayed:
                return done
            said = next(event.data for event in done.applied.events if event.type == "resolved")
            settled = _settle(principal, period, row.id, said, derived_id(park, "settle", command_id), now)
            if settled.refusal is not None:
                raise _Undone(settled)
            return done
    except _Undone as undone:
        return Done(number, undone.applied)


class _Undone(Exception):
    """The meeting refused the item: what the case had taken up goes again."""

    def __init__(self, applied: Applied) -> None:
        super().__init__()
        self.applied = applied


def _settle(
    principal: gate.Principal, period: str, case: str, said: Mapping[str, Any], command_id: str, now: datetime | None
) -> Applied:
    cited = said["resolution"]
    data = {"case": case, "outcome": said["outcome"], "main_unit": said.get("main_unit", ""), "by": said.get("by", "")}
    ref = ref_of(principal.park, period)
    command = Settle(**data, resolution=ContentRef(cited["id"], cited["sha256"]))

    def decided(d: Deciding) -> Outcome:
        return decide(
            command,
            d.state.record,
            rules=d.place.rules_for_new(),
            reception=reception_of(d.place),
            calendar=d.place.calendar,
            facts=facts_of(principal, references={}),
            now=d.place.now,
        )

    return settle(
        principal=principal,
        ref=ref,
        kind="settle",
        data=asdict(command),
        words=Words(""),
        command_id=command_id,
        expected_seq=None,
        decide=decided,
        now=now,
    )


def plan_next(*, park: str, now: datetime | None = None) -> bool:
    """See that the next meeting is planned: of this month while its day has not passed, else of the next one.

    Only the next occurrence is there. Nothing to do, or no reception day in the mechanism: False.
    """
    at = now or database_now()
    try:
        place = setting(park=park, now=at)
        reception = reception_of(place)
    except LedgerRefusal:
        return False
    turns = hosts(park=park, reception=reception)
    today = place.calendar.local(at).date()
    period = f"{today:%Y-%m}"
    if held_on(regular_day(period, day=reception.day), calendar=place.calendar) < today:
        period = _after(period)
    if not turns or Meeting.objects.filter(park=park, period__gte=period).exists():
        return False
    year, month = map(int, period.split("-"))
    host = turns[(year * 12 + month) % len(turns)].person
    applied = do(
        gate.system(park),
        period=period,
        kind="plan",
        data={"host": host},
        command_id=derived_id(park, "plan-meeting", period),
        now=at,
    )
    return bool(applied.events)


def _after(period: str) -> str:
    year, month = map(int, period.split("-"))
    return f"{year + month // 12}-{month % 12 + 1:02d}"


def tick(*, park: str, now: datetime | None = None) -> int:
    """Write what time has made true in every meeting that asked to be woken by now; returns in how many."""
    at = now or database_now()
    woken = Meeting.objects.filter(park=park, wake_at__lte=at).order_by("wake_at", "id")
    changed = 0
    for period, seq in list(woken.values_list("period", "seq")[:_AT_ONCE]):
        own = derived_id(park, "tick-meeting", period, str(seq))
        changed += bool(do(gate.system(park), period=period, kind="tick", command_id=own, now=at).events)
    return changed
