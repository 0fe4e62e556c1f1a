"""The one gate of rules: may you, may you now, and what follows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from lianqi.kernel.cases import intake, ladder, ties, unit_work, word
from lianqi.kernel.cases.bounds import CHECKS
from lianqi.kernel.cases.commands import KINDS, Command, RecordCase
from lianqi.kernel.cases.deciding import Deciding, Refusal
from lianqi.kernel.cases.permits import PERMITS, STOOD_IN_FOR, Grant, Permit
from lianqi.kernel.cases.states import Case, inspected
from lianqi.kernel.decision import Accepted, Facts, Outcome, Refused
from lianqi.kernel.mechanism.duties import carried
from lianqi.kernel.mechanism.rules import CaseRules
from lianqi.kernel.workdays.calendar import Calendar

_HANDLERS: Mapping[str, Callable[[Deciding, Any], None]] = MappingProxyType(
    {
        "solve-on-the-spot": intake.solve_on_the_spot,
        "not-accept": intake.not_accept,
        "classify": intake.classify,
        "dispatch": intake.dispatch,
        "return": intake.return_,
        "rule": intake.rule,
        "transfer": intake.transfer,
        "contact": unit_work.contact,
        "refer": unit_work.refer,
        "stage-reply": unit_work.stage_reply,
        "ask-extension": unit_work.ask_extension,
        "decide-extension": unit_work.decide_extension,
        "pause": unit_work.pause,
        "resume": unit_work.resume,
        "draft": unit_work.draft,
        "review": unit_work.review,
        "sign": unit_work.sign,
        "answer": unit_work.answer,
        "file-letter": unit_work.file_letter,
        "assist-reply": unit_work.assist_reply,
        "object": word.object_,
        "decide-objection": word.decide_objection,
        "supplement": word.supplement,
        "withdraw": word.withdraw,
        "confirm": word.confirm,
        "reject": word.reject,
        "rate": word.rate,
        "call-back": word.call_back,
        "close": word.close,
        "recheck": word.recheck,
        "reopen": word.reopen,
        "urge": ladder.urge,
        "supervise": ladder.supervise,
        "instruct": ladder.instruct,
        "take-lead": ladder.take_lead,
        "escalate": ladder.escalate,
        "resolve": ladder.resolve,
        "plan": ladder.plan,
        "tick": ladder.tick,
        "move-due": ladder.move_due,
        "succeed": ties.succeed,
        "merge": ties.merge,
        "absorb": ties.absorb,
        "relay-answer": ties.relay_answer,
        "unmerge": ties.unmerge,
        "link": ties.link,
        "correct": ties.correct,
        "recuse": ties.recuse,
    }
)


def decide(
    command: Command, case: Case | None, *, rules: CaseRules, calendar: Calendar, facts: Facts, now: datetime
) -> Outcome:
    """What follows from `command` on `case` (None: not yet recorded), or why nothing does.

    Pure: the same arguments give the same outcome. `now` is only compared with timers or used to start them.
    """
    refused = guard(command.kind, case, rules=rules, calendar=calendar, facts=facts, now=now)
    if refused is not None:
        return refused
    try:
        if isinstance(command, RecordCase):
            return Accepted(tuple(intake.record(command, rules=rules, calendar=calendar, facts=facts, now=now).events))
        assert case is not None  # guarded
        deciding = Deciding(case, rules, calendar, facts, now)
        _HANDLERS[command.kind](deciding, command)
    except Refusal as refusal:
        return refusal.told(calendar)
    return Accepted(tuple(deciding.events))


def guard(
    kind: str, case: Case | None, *, rules: CaseRules, calendar: Calendar, facts: Facts, now: datetime
) -> Refused | None:
    """The first stage of `decide`: may this actor do it (403), and now (409), whatever the payload.

    Screens grey their buttons by it, so screen and gate cannot disagree.
    """
    if kind not in KINDS:
        return Refused("case.command-unknown", {"kind": kind})
    permit = PERMITS[kind]
    try:
        if "recused" in facts.relations and "contact" not in facts.relations:
            raise Refusal("case.recused")
        _check_who(kind, permit, case, rules=rules, facts=facts)
        _check_status(kind, permit, case)
        if case is not None and kind in CHECKS:
            CHECKS[kind](Deciding(case, rules, calendar, facts, now))
    except Refusal as refusal:
        return refusal.told(calendar)
    return None


def _check_status(kind: str, permit: Permit, case: Case | None) -> None:
    if permit.statuses is None:
        if case is not None:
            raise Refusal("case.recorded-already", number=case.record.number)
    elif case is None:
        raise Refusal("case.not-recorded")
    elif case.control.status not in permit.statuses:
        raise Refusal(
            "case.not-at-this-stage",
            kind=kind,
            status=case.control.status.value,
            statuses=sorted(status.value for status in permit.statuses),
        )


def _check_who(kind: str, permit: Permit, case: Case | None, *, rules: CaseRules, facts: Facts) -> None:
    duties = carried(facts=facts, rules=rules)
    confidential = case is not None and case.control.confidential
    needed = tuple(_here(grant, case, rules=rules, confidential=confidential) for grant in permit.grants)
    if kind == "record" and "inspect" in duties:
        return  # whether it is confidential, which alone the inspector may record, the command says
    if any(_holds(grant, duties, facts) for grant in needed):
        return
    above = "oversee_inspection" if confidential else "lead"
    if above in duties and case is not None and _left_undone(case, {grant.duty for grant in needed}, confidential):
        return
    raise Refusal("case.not-yours", kind=kind, who=sorted({grant.duty or grant.relation for grant in needed}))


def _here(grant: Grant, case: Case | None, *, rules: CaseRules, confidential: bool) -> Grant:
    """The grant as it reads in this case: the rung's owner by name, and the inspection alone where confidential."""
    duty = grant.duty
    if duty == "@rung":
        duty = rules.ladder[case.control.rung].owner if case is not None else "convene"
    if confidential and duty:
        return Grant(inspected(duty))
    return grant if duty == grant.duty else Grant(duty, grant.relation)


def _holds(grant: Grant, duties: frozenset[str], facts: Facts) -> bool:
    return (not grant.duty or grant.duty in duties) and (not grant.relation or grant.relation in facts.relations)


def _left_undone(case: Case, duties: set[str], confidential: bool) -> bool:
    """Default leads upward: what one of these duties let lapse, whoever stands above may do."""
    replaceable = duties if confidential else duties & STOOD_IN_FOR
    return any((owed.lapsed or owed.raised) and owed.duty in replaceable for owed in case.open_commitments())
