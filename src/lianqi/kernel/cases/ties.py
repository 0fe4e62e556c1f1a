"""Cases beside cases, and people beside cases: merge, link, recuse, correct."""

from __future__ import annotations

from datetime import datetime

from lianqi.kernel.cases.commands import Absorb, Correct, Link, Merge, Recuse, RelayAnswer, Succeed, Unmerge
from lianqi.kernel.cases.deciding import Deciding, Refusal, cited
from lianqi.kernel.cases.states import ENDS, OPEN, Status
from lianqi.kernel.cases.unit_work import give_answer
from lianqi.kernel.decision import NewEvent, Reference
from lianqi.kernel.instants import from_text, to_text
from lianqi.kernel.mechanism.duties import carried
from lianqi.kernel.workdays.due import due_time
from lianqi.kernel.workdays.durations import Duration


def _other_case(d: Deciding, other: str) -> Reference:
    reference = d.facts.references.get(other)
    if reference is None or reference.kind != "case":
        raise Refusal("case.other-unknown", other=other)
    return reference


def merge(d: Deciding, command: Merge) -> None:
    """This case rides with another; its own enterprise is still owed its own answer."""
    state = _other_case(d, command.into).state
    if state == Status.MERGED or state not in {status.value for status in OPEN}:
        raise Refusal("case.merge.target-not-open", into=command.into, state=state)
    d.discharge("triage")
    d.release(reason="merged", keep=("lead",))
    d.say("merged", into=command.into)
    d.promise("answer-with-main", duty="triage", limit=_answer_limit(d))


def _answer_limit(d: Deciding) -> Duration:
    """The limit of the case's complexity; before anybody named one, the longest: the main case sets the pace."""
    limits = d.rules.limits.answer
    if d.record.complexity:
        return limits[d.record.complexity]
    return max(limits.values(), key=lambda limit: due_time(start=d.now, limit=limit, calendar=d.calendar).at)


def absorb(d: Deciding, command: Absorb) -> None:
    _other_case(d, command.child)
    d.say("absorbed", child=command.child)


def succeed(d: Deciding, command: Succeed) -> None:
    """The unit's successor has what it had here: the case, its part beside another unit, and what it still owes."""
    theirs = {d.record.main_unit, *d.record.assisting, *(owed.unit for owed in d.case.open_commitments())}
    until = d.control.reopenable_until
    if d.control.status in ENDS and (until is None or until < d.now):
        return  # it will not come back to anybody
    if command.former_unit in theirs and command.unit != command.former_unit:
        d.say("unit-succeeded", former_unit=command.former_unit, unit=command.unit)


def relay_answer(d: Deciding, command: RelayAnswer) -> None:
    give_answer(d, answer=command.answer, end=command.end, source="main-case")


def unmerge(d: Deciding, command: Unmerge) -> None:
    leave_merger(d, reason="unmerged")


def leave_merger(d: Deciding, *, reason: str) -> None:
    d.release("answer-with-main", "objection-ruling", reason=reason)
    d.say("unmerged", reason=reason)
    d.promise("triage", duty="triage", limit=d.rules.limits.triage)


def link(d: Deciding, command: Link) -> None:
    _other_case(d, command.other)
    d.say("linked", other=command.other)


def recuse(d: Deciding, command: Recuse) -> None:
    """A person steps aside; another may only be put aside by whoever rules."""
    duties = carried(facts=d.facts, rules=d.rules)
    if command.person != d.facts.actor.id and not duties & {"adjudicate", "inspect", "oversee_inspection"}:
        raise Refusal("case.recuse.others", person=command.person)
    d.say("recused", person=command.person, reason=command.reason.data())


def correct(d: Deciding, command: Correct) -> None:
    """A ruling corrects what the log says; what stood before stays readable."""
    match command.field:
        case "lapse":
            _annul(d, command)
        case "first-word":
            instant = _instant(command.value)
            if instant > d.record.recorded_at:
                raise Refusal("case.correct.value", field=command.field, value=command.value)
            _corrected(d, command, former=to_text(d.record.first_word_at))
        case "kind":
            if command.value not in d.rules.kinds:
                raise Refusal("case.record.kind-unknown", kind=command.value, known=sorted(d.rules.kinds))
            _corrected(d, command, former=d.record.kind)
        case "class":
            if command.value not in d.rules.classes:
                raise Refusal("case.class-unknown", class_id=command.value)
            _corrected(d, command, former=d.record.class_id)
        case _:
            raise Refusal("case.correct.field", field=command.field)


def _annul(d: Deciding, command: Correct) -> None:
    commitment = d.case.commitments.get(command.value)
    if commitment is None or not commitment.lapsed:
        raise Refusal("case.correct.no-lapse", value=command.value)
    d.events.append(NewEvent("lapse-annulled", {**cited(commitment), "ruling": command.ruling.data()}))


def _corrected(d: Deciding, command: Correct, *, former: str) -> None:
    d.say("corrected", field=command.field, value=command.value, former=former, ruling=command.ruling.data())


def _instant(text: str) -> datetime:
    try:
        return from_text(text)
    except ValueError:
        raise Refusal("case.correct.value", field="first-word", value=text) from None
