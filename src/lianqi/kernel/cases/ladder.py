"""Up the ladder and beside it: escalation, meetings, plans, leaders, supervision."""

from __future__ import annotations

from lianqi.kernel.cases.commands import Escalate, Instruct, Plan, Resolve, Supervise, TakeLead, Urge
from lianqi.kernel.cases.deciding import Deciding, Refusal, cited, dispatch_to, overdue, table
from lianqi.kernel.cases.intake import end_pause
from lianqi.kernel.cases.states import Status
from lianqi.kernel.cases.unit_work import ANSWER_ENDS, give_answer
from lianqi.kernel.commitments.commitment import Commitment
from lianqi.kernel.instants import to_text
from lianqi.kernel.mechanism.duties import carried

SUPERVISION_LEVELS = ("yellow", "red", "leader")


def escalate(d: Deciding, command: Escalate) -> None:
    table(d, rung=d.control.rung + 1, reason="asked", note=command.reason.data())


def can_go_up(d: Deciding) -> None:
    if d.control.confidential or d.control.rung + 1 >= len(d.rules.ladder):
        raise Refusal("case.ladder.top")


def resolve(d: Deciding, command: Resolve) -> None:
    """The meeting's outcome: a unit with a date, or an answer."""
    if command.outcome == "answer":
        if command.end not in ANSWER_ENDS:
            raise Refusal("case.answer.end-unknown", end=command.end, known=list(ANSWER_ENDS))
        _resolved(d, command)
        give_answer(d, answer=command.resolution, end=command.end, source="meeting")
        return
    if command.outcome != "dispatch":
        raise Refusal("case.resolve.outcome", outcome=command.outcome)
    if d.control.counters.transfers >= d.rules.bounds.transfers:
        raise Refusal("case.resolve.dispatch-limit", limit=d.rules.bounds.transfers)
    d.unit_here(command.main_unit)
    if command.by is None:
        raise Refusal("case.resolve.no-date")
    d.longest("case.resolve.by", asked=command.by, limit=d.rules.limits.plan_longest)
    d.discharge("outcome")
    d.release(reason="resolved", keep=("assist", "lead"))
    _resolved(d, command)
    dispatch_to(d, complexity=d.record.complexity, main_unit=command.main_unit, assisting=(), by=command.by)


def _resolved(d: Deciding, command: Resolve) -> None:
    d.say(
        "resolved",
        outcome=command.outcome,
        resolution=command.resolution.data(),
        main_unit=command.main_unit if command.outcome == "dispatch" else None,
        by=to_text(command.by) if command.by else None,
    )


def plan(d: Deciding, command: Plan) -> None:
    """Not closed, not forgotten: on the list with a day on which it is looked at again."""
    d.longest("case.plan.review-by", asked=command.review_by, limit=d.rules.limits.plan_longest)
    d.discharge("plan-review", "stage-reply")
    d.release(reason="planned", keep=("lead",))
    d.say("planned", reply=command.reply.data(), review_by=to_text(command.review_by))
    d.promise("plan-review", duty="handle", unit=d.record.main_unit, until=command.review_by)


def take_lead(d: Deciding, command: TakeLead) -> None:
    d.longest("case.lead.by", asked=command.by, limit=d.rules.limits.lead_longest)
    d.say("led", leader=d.facts.actor.id, by=to_text(command.by))
    d.promise("lead", duty="lead", until=command.by)


def not_led(d: Deciding) -> None:
    if d.control.led:
        raise Refusal("case.lead.taken", leader=d.record.leader)


def instruct(d: Deciding, command: Instruct) -> None:
    """A clerk may write down what a leader said, under the leader's name."""
    if "lead" not in carried(facts=d.facts, rules=d.rules) and not command.leader:
        raise Refusal("case.instruct.no-leader")
    leader = command.leader or d.facts.actor.id
    d.say("instructed", text=command.text.data(), leader=leader, written_by=d.facts.actor.id)


def urge(d: Deciding, command: Urge) -> None:
    d.say("urged", by=d.facts.actor.id, note=command.note.data() if command.note else None)


def supervise(d: Deciding, command: Supervise) -> None:
    if command.level not in SUPERVISION_LEVELS:
        raise Refusal("case.supervise.level", level=command.level, known=list(SUPERVISION_LEVELS))
    d.say("supervised", level=command.level, note=command.note.data(), by=d.facts.actor.id, unit=d.record.main_unit)


def tick(d: Deciding, command: object) -> None:
    """Lights, lapses, and what default leads to. Each is written once, however often this runs."""
    for owed in d.case.open_commitments():
        if owed.state == "suspended":
            continue
        named = cited(owed)
        if owed.kind == "resume" and d.now >= owed.due:
            end_pause(d, reason="time-was-up", at=owed.due)
            return
        if owed.light == "none" and not owed.annulled and owed.yellow_at <= d.now < owed.red_at:
            d.say("light-turned", **named, light="yellow")
        if owed.provisional:
            continue  # a date beyond the published calendar cannot lapse
        if overdue(owed, d.now):
            d.lapse(owed)
        if d.now >= owed.red_at and not owed.annulled and owed.light != "red":
            d.say("light-turned", **named, light="red")
        if d.now >= owed.up_at and not owed.raised:
            d.say("raised", **named)
            if _leads_up(d, owed):
                table(d, rung=min(d.control.rung + 1, len(d.rules.ladder) - 1), reason=f"{owed.kind}-lapsed")
                return


def _leads_up(d: Deciding, owed: Commitment) -> bool:
    """A unit that does not keep these loses the case upward; for all else a leader may stand in.

    On the top rung there is nothing higher: what the unit left comes to that rung's owner, what the owner left stays
    with it, and a leader may stand in.
    """
    if d.control.confidential:
        return False
    if d.control.status is Status.TABLED:
        return owed.kind == "outcome" and d.control.rung + 1 < len(d.rules.ladder)
    return owed.kind in _UNIT_OWES and d.control.status in _UNIT_HAS_IT


_UNIT_OWES = frozenset({"answer", "stage-reply", "plan-review"})
_UNIT_HAS_IT = frozenset({Status.HANDLING, Status.TRACKING, Status.PLANNED})


def move_due(d: Deciding, command: object) -> None:
    """With a newly published calendar, every open due time is computed again; only what changed is written."""
    for owed in d.case.open_commitments():
        if owed.steps[0][0] == "until" and len(owed.steps) == 1:
            continue
        before = len(d.events)
        d.retime(owed, "due-moved", steps=owed.steps, reason="calendar")
        data = d.events[before].data
        if data["due"] == to_text(owed.due) and data["provisional"] == owed.provisional:
            d.events.pop()
