"""The enterprise's word: only it can agree or not; a call-back by the centre is another grade of evidence."""

from __future__ import annotations

from lianqi.kernel.cases.commands import (
    CallBack,
    Close,
    Confirm,
    DecideObjection,
    Object,
    Rate,
    Recheck,
    Reject,
    Reopen,
    Supplement,
    Withdraw,
)
from lianqi.kernel.cases.deciding import Deciding, Refusal, dispatch_to, table
from lianqi.kernel.cases.intake import end_pause, restore_class
from lianqi.kernel.cases.states import SATURATED, Status
from lianqi.kernel.cases.ties import leave_merger
from lianqi.kernel.decision import ContentRef, Json
from lianqi.kernel.instants import to_text
from lianqi.kernel.workdays.due import due_time

GRADES = range(1, 6)


def _check_grade(grade: int, *, optional: bool) -> None:
    if grade not in GRADES and not (optional and grade == 0):
        raise Refusal("case.rate.grade", grade=grade)


def confirm(d: Deciding, command: Confirm) -> None:
    _check_grade(command.grade, optional=True)
    d.discharge("word")
    d.release("strike-off", reason="word-given")
    _agreed(d, grade=command.grade, evidence="enterprise")


def reject(d: Deciding, command: Reject) -> None:
    _check_grade(command.grade, optional=True)
    d.discharge("word")
    d.release("strike-off", reason="word-given")
    _disagreed(d, reason=command.reason, grade=command.grade, evidence="enterprise")


def call_back(d: Deciding, command: CallBack) -> None:
    if command.result not in ("confirmed", "rejected", "no-reply"):
        raise Refusal("case.call-back.result", result=command.result)
    d.discharge("word")
    d.say("called-back", result=command.result, note=command.note.data(), by=d.facts.actor.id)
    if command.result == "confirmed":
        _agreed(d, grade=0, evidence="call-back")
    elif command.result == "rejected":
        _disagreed(d, reason=command.note, grade=0, evidence="call-back")
    elif d.control.counters.call_backs + 1 < min(d.rules.bounds.call_backs, SATURATED):
        d.promise("word", duty="call_back", limit=d.rules.limits.word)
    else:
        d.say("silence-recorded", attempts=d.control.counters.call_backs + 1)
        _word_is_in(d)


def _agreed(d: Deciding, *, grade: int, evidence: str) -> None:
    d.say("confirmed", grade=grade, evidence=evidence, on_the_spot=d.control.status is Status.ON_THE_SPOT)
    _word_is_in(d)


def _word_is_in(d: Deciding) -> None:
    """An on-the-spot solution needs no second look by the centre: it is sampled instead. The rest waits for it."""
    if d.control.status is Status.ON_THE_SPOT:
        strike_off(d, end="solved")
    else:
        d.promise("strike-off", duty="triage", limit=d.rules.limits.strike_off)


def _disagreed(d: Deciding, *, reason: ContentRef, grade: int, evidence: str) -> None:
    """Not agreed: again by the same unit, then one rung up, and from the top rung back to the centre to explain.

    What no unit has had yet (solved on the spot, or answered with another case) is dispatched in its own right.
    """
    if d.control.status is Status.ON_THE_SPOT or not d.record.main_unit:
        then = "triage"
    elif d.control.counters.redos < d.rules.bounds.redos:
        then = "redo"
    elif d.control.rung + 1 < len(d.rules.ladder) and not d.control.confidential:
        then = "up"
    else:
        then = "verification"
    d.say("rejected", reason=reason.data(), grade=grade, evidence=evidence, then=then)
    if then == "triage":
        d.promise("triage", duty="triage", limit=d.rules.limits.triage)
    elif then == "redo":
        d.promise("answer", duty="handle", unit=d.record.main_unit, limit=d.rules.limits.redo)
    elif then == "up":
        table(d, rung=d.control.rung + 1, reason="rejected")
    else:
        d.promise("strike-off", duty="triage", limit=d.rules.limits.strike_off)


def rate(d: Deciding, command: Rate) -> None:
    _check_grade(command.grade, optional=False)
    d.say("rated", grade=command.grade)


def close(d: Deciding, command: Close) -> None:
    if command.end not in ("solved", "explained"):
        raise Refusal("case.answer.end-unknown", end=command.end, known=["solved", "explained"])
    if command.end == "solved" and d.control.word == "rejected":
        raise Refusal("case.close.rejected-not-solved")
    if command.end == "solved" and d.record.end == "explained":
        raise Refusal("case.close.explained-not-solved")
    strike_off(d, end=command.end)


def strike_off(d: Deciding, *, end: str) -> None:
    """Off the ledger, and a promise to ask once more whether it is still so (回头看)."""
    d.discharge("strike-off", "lead")
    d.release(reason="closed")
    until = due_time(start=d.now, limit=d.rules.limits.reopen_within, calendar=d.calendar).at
    d.say("closed", end=end, reopenable_until=to_text(until))
    asks = due_time(start=d.now, limit=d.rules.limits.recheck_after, calendar=d.calendar).at
    d.promise("recheck", duty="call_back", limit=d.rules.limits.word, opens_at=asks)


def recheck(d: Deciding, command: Recheck) -> None:
    if command.result not in ("yes", "no", "no-reply"):
        raise Refusal("case.recheck.result", result=command.result)
    d.discharge("recheck")
    d.say("rechecked", result=command.result, note=_cite(command.note), evidence=_evidence(d))
    if command.result == "no":
        _reopened(d, reason=command.note, limit_reached="settle")


def reopen(d: Deciding, command: Reopen) -> None:
    d.release("recheck", reason="reopened")
    _reopened(d, reason=command.reason, limit_reached="refuse")


def _reopened(d: Deciding, *, reason: ContentRef | None, limit_reached: str) -> None:
    """Back to whoever had it, with its history; to triage where nobody had it, or where it had been turned away.

    A recheck that says no once too often is settled as relapsed: the figure shows it, and a new case is the way on.
    """
    if d.control.counters.reopens >= d.rules.bounds.reopens:
        if limit_reached == "refuse":
            raise Refusal("case.reopen.limit-reached", limit=d.rules.bounds.reopens)
        return
    owner = "" if d.control.status is Status.NOT_ACCEPTED else d.record.main_unit
    d.say("reopened", reason=_cite(reason), to="handling" if owner else "triage")
    if owner:
        dispatch_to(d, complexity=d.record.complexity, main_unit=owner, assisting=())
    else:
        d.promise("triage", duty="triage", limit=d.rules.limits.triage)


def supplement(d: Deciding, command: Supplement) -> None:
    d.say("supplemented", words=command.words.data(), attachments=list(command.attachments), by=d.facts.actor.id)
    if d.control.status is Status.PAUSED:
        end_pause(d, reason="supplemented")


def withdraw(d: Deciding, command: Withdraw) -> None:
    d.release(reason="withdrawn")
    d.say("withdrawn", reason=_cite(command.reason))


def object_(d: Deciding, command: Object) -> None:
    d.say("objected", reason=command.reason.data(), to=d.control.status.value)
    d.promise("objection-ruling", duty="adjudicate", limit=d.rules.limits.objection_ruling)


def decide_objection(d: Deciding, command: DecideObjection) -> None:
    """Upheld: a pause never was, a plan becomes work again, a merged case stands alone, the class is as it was."""
    d.discharge("objection-ruling")
    d.say("objection-decided", upheld=command.upheld, grounds=command.grounds.data(), about=d.control.status.value)
    if not command.upheld:
        return
    if d.control.status is Status.PAUSED:
        end_pause(d, reason="objection-upheld", annulled=True)
    elif d.control.status is Status.MERGED:
        leave_merger(d, reason="objection-upheld")
    elif d.control.status is Status.HANDLING:
        restore_class(d)
    else:
        d.release("plan-review", reason="objection-upheld")
        d.say("plan-ended", reason="objection-upheld")
        d.promise("answer", duty="handle", unit=d.record.main_unit, limit=d.rules.limits.redo)


def _evidence(d: Deciding) -> str:
    return "enterprise" if "contact" in d.facts.relations else "call-back"


def _cite(content: ContentRef | None) -> Json:
    return content.data() if content is not None else None
