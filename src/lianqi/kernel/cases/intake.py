"""From the first word to the dispatch."""

from __future__ import annotations

from datetime import UTC, datetime

from lianqi.kernel.cases.commands import (
    Classify,
    Dispatch,
    NotAccept,
    RecordCase,
    Return,
    Rule,
    SolveOnTheSpot,
    Transfer,
)
from lianqi.kernel.cases.deciding import Deciding, Refusal, dispatch_to, resume_one
from lianqi.kernel.cases.states import Case, Control, Record, Status
from lianqi.kernel.commitments.commitment import State, Step
from lianqi.kernel.decision import ContentRef, Facts
from lianqi.kernel.instants import to_text
from lianqi.kernel.mechanism.duties import carried
from lianqi.kernel.mechanism.rules import CaseRules
from lianqi.kernel.workdays.calendar import Calendar
from lianqi.kernel.workdays.due import due_time

#: Duties that write down what an enterprise says. The inspector records confidential reports alone.
_RECORDING = frozenset({"record", "liaise", "triage"})
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_BLANK_RECORD = Record("", "", "", "", "", ContentRef("", ""), _EPOCH, _EPOCH, "")


def record(command: RecordCase, *, rules: CaseRules, calendar: Calendar, facts: Facts, now: datetime) -> Deciding:
    """Write down the first word. Triage owes a dispatch at once; its clock does not wait for anybody's click."""
    blank = Case(Control(Status.TRIAGE, confidential=command.confidential), _BLANK_RECORD)
    d = Deciding(blank, rules, calendar, facts, now)
    _check_record(d, command)
    d.say(
        "recorded",
        number=command.number,
        enterprise=command.enterprise,
        recorder=facts.actor.id,
        recorder_kind=facts.actor.kind,
        channel=command.channel,
        kind=command.case_kind,
        words=command.words.data(),
        first_word_at=to_text(command.first_word_at),
        contact=command.contact,
        on_behalf=command.on_behalf,
        external_number=command.external_number,
        class_id=command.class_id,
        attachments=list(command.attachments),
        confidential=command.confidential,
        mechanism=rules.mechanism,
        mechanism_digest=rules.digest,
    )
    if command.spot is not None:
        _declare_solved(d, command.spot)
    else:
        d.promise("triage", duty="triage", limit=rules.limits.triage)
    return d


def _check_record(d: Deciding, command: RecordCase) -> None:
    enterprise = d.facts.references.get(command.enterprise)
    if enterprise is None or enterprise.kind != "enterprise" or enterprise.state != "active":
        raise Refusal("case.record.enterprise-unknown", enterprise=command.enterprise)
    if command.channel not in d.rules.channels:
        raise Refusal("case.record.channel-unknown", channel=command.channel, known=sorted(d.rules.channels))
    if command.case_kind not in d.rules.kinds:
        raise Refusal("case.record.kind-unknown", kind=command.case_kind, known=sorted(d.rules.kinds))
    if command.class_id and command.class_id not in d.rules.classes:
        raise Refusal("case.class-unknown", class_id=command.class_id)
    if command.first_word_at > d.now:
        raise Refusal("case.record.first-word-in-future", first_word_at=to_text(command.first_word_at))
    by_office = carried(facts=d.facts, rules=d.rules)
    if command.confidential and command.spot is not None:
        raise Refusal("case.record.confidential-on-the-spot")
    if command.confidential and "contact" not in d.facts.relations and "inspect" not in by_office:
        raise Refusal("case.record.confidential-elsewhere")
    if not command.confidential and "contact" not in d.facts.relations and not by_office & _RECORDING:
        raise Refusal("case.not-yours", kind="record", who=sorted(_RECORDING))
    if command.spot is not None and "liaise" not in by_office:
        raise Refusal("case.spot.officer-only")


def _declare_solved(d: Deciding, measure: ContentRef) -> None:
    d.say("solved-on-the-spot", measure=measure.data(), by=d.facts.actor.id)
    d.promise("word", duty="call_back", limit=d.rules.limits.word)


def solve_on_the_spot(d: Deciding, command: SolveOnTheSpot) -> None:
    d.release("triage", reason="solved-on-the-spot")
    _declare_solved(d, command.measure)


def not_accept(d: Deciding, command: NotAccept) -> None:
    if command.reason not in d.rules.not_accepted_reasons:
        raise Refusal(
            "case.not-accept.reason-unknown", reason=command.reason, known=sorted(d.rules.not_accepted_reasons)
        )
    d.discharge("triage")
    d.release(reason="not-accepted")
    until = due_time(start=d.now, limit=d.rules.limits.reopen_within, calendar=d.calendar).at
    d.say("not-accepted", reason=command.reason, door=command.door.data(), reopenable_until=to_text(until))


def classify(d: Deciding, command: Classify) -> None:
    """Name the class. After dispatch the answer is due as if it had been so classed from the start, pauses included."""
    _check_class(d, command.class_id, command.complexity)
    if command.case_kind and command.case_kind not in d.rules.kinds:
        raise Refusal("case.record.kind-unknown", kind=command.case_kind, known=sorted(d.rules.kinds))
    after_dispatch = d.control.status is not Status.TRIAGE
    d.say(
        "reclassed" if after_dispatch else "classified",
        class_id=command.class_id,
        complexity=command.complexity,
        kind=command.case_kind or d.record.kind,
        former_class_id=d.record.class_id,
        former_complexity=d.record.complexity,
    )
    if after_dispatch:
        _relimit(d, complexity=command.complexity, reason="reclassed")


def restore_class(d: Deciding) -> None:
    """An objection to the change of class was upheld: class, complexity and due time are as if it had never been."""
    before = d.record.class_before or (d.record.class_id, d.record.complexity, d.record.kind)
    class_id, complexity, kind = before
    d.say("class-restored", class_id=class_id, complexity=complexity, kind=kind)
    _relimit(d, complexity=complexity, reason="objection-upheld")


def _relimit(d: Deciding, *, complexity: str, reason: str) -> None:
    """Only a limit that came from the complexity changes with it; an instant somebody named stands."""
    if complexity == d.record.complexity:
        return
    for owed in d.case.owed("answer"):
        if owed.steps[0][0] == "limit":
            limit: Step = ("limit", str(d.rules.limits.answer[complexity]))
            d.retime(owed, "due-moved", steps=(limit, *owed.steps[1:]), reason=reason)


def _check_class(d: Deciding, class_id: str, complexity: str) -> None:
    if class_id not in d.rules.classes:
        raise Refusal("case.class-unknown", class_id=class_id)
    if complexity not in d.rules.limits.answer:
        raise Refusal("case.complexity-unknown", complexity=complexity, known=sorted(d.rules.limits.answer))


def _check_units(d: Deciding, main_unit: str, assisting: tuple[str, ...]) -> None:
    for unit in (main_unit, *assisting):
        d.unit_here(unit)
    if main_unit in assisting or len(set(assisting)) != len(assisting):
        raise Refusal("case.dispatch.unit-twice", units=[main_unit, *assisting])


def dispatch(d: Deciding, command: Dispatch) -> None:
    _check_class(d, command.class_id, command.complexity)
    _check_units(d, command.main_unit, command.assisting)
    d.discharge("triage", "plan-review")
    d.release(reason="dispatched", keep=("lead",))
    _dispatched(d, command, final=False)


def _dispatched(d: Deciding, command: Dispatch | Rule, *, final: bool) -> None:
    d.say(
        "dispatched",
        class_id=command.class_id,
        complexity=command.complexity,
        main_unit=command.main_unit,
        assisting=list(command.assisting),
        final=final,
    )
    dispatch_to(d, complexity=command.complexity, main_unit=command.main_unit, assisting=command.assisting)


def return_(d: Deciding, command: Return) -> None:
    """Back to the centre; where it was the last that the bound allows, up to a ruling (“飞来飞去”到此为止)."""
    if command.reason not in d.rules.return_reasons:
        raise Refusal("case.return.reason-unknown", reason=command.reason, known=sorted(d.rules.return_reasons))
    # In a confidential case nobody but the inspection may have it, so there is no dispute to rule on.
    last = not d.control.confidential and d.control.counters.returns + 1 >= d.rules.bounds.returns
    d.release(reason="returned", keep=("lead",))
    d.say("returned", reason=command.reason, note=command.note.data(), unit=d.record.main_unit, disputed=last)
    if last:
        d.promise("ruling", duty="adjudicate", limit=d.rules.limits.ruling)
    else:
        d.promise("triage", duty="triage", limit=d.rules.limits.triage)


def rule(d: Deciding, command: Rule) -> None:
    _check_class(d, command.class_id, command.complexity)
    _check_units(d, command.main_unit, command.assisting)
    d.discharge("ruling")
    d.release(reason="ruled", keep=("lead",))
    d.say("ruled", class_id=command.class_id, main_unit=command.main_unit, grounds=command.grounds.data())
    _dispatched(d, command, final=True)


def transfer(d: Deciding, command: Transfer) -> None:
    d.unit_here(command.main_unit)
    if command.main_unit == d.record.main_unit:
        raise Refusal("case.transfer.same-unit", unit=command.main_unit)
    d.release(reason="transferred", keep=("assist", "lead"))
    d.say("transferred", main_unit=command.main_unit, former_unit=d.record.main_unit, reason=command.reason.data())
    dispatch_to(d, complexity=d.record.complexity, main_unit=command.main_unit, assisting=())


def end_pause(d: Deciding, *, reason: str, at: datetime | None = None, annulled: bool = False) -> None:
    """The clock runs again: what was left of it when it stopped is left at `at` (or now)."""
    d.discharge("resume")
    d.release("objection-ruling", reason=reason)
    d.say("resumed", reason=reason, annulled=annulled)
    for owed in d.case.open_commitments():
        if owed.state is State.SUSPENDED:
            resume_one(d, owed, at=at or d.now, reason=reason, annulled=annulled)
