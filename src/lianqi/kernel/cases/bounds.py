"""What a step needs beside an entitled actor and the right status, whatever its payload: bounds and windows.

These run in `guard` too, so the button is grey for the same reason the gate would give.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from lianqi.kernel.cases import ladder, unit_work
from lianqi.kernel.cases.deciding import Deciding, Refusal
from lianqi.kernel.cases.states import Status
from lianqi.kernel.instants import to_text
from lianqi.kernel.workdays.due import due_time

Check = Callable[[Deciding], None]


def _bounded(counter: str, code: str) -> Check:
    """Refuse with `code` once the mechanism's bound for `counter` is reached."""

    def check(d: Deciding) -> None:
        limit: int = getattr(d.rules.bounds, counter)
        if getattr(d.control.counters, counter) >= limit:
            raise Refusal(code, limit=limit)

    return check


def _all(*checks: Check) -> Check:
    def check(d: Deciding) -> None:
        for one in checks:
            one(d)

    return check


def _return_in_time(d: Deciding) -> None:
    if d.control.final_ruling:
        raise Refusal("case.return.ruled")
    if d.record.dispatched_at is not None:
        latest = due_time(start=d.record.dispatched_at, limit=d.rules.limits.return_within, calendar=d.calendar).at
        if d.now > latest:
            raise Refusal("case.return.too-late", latest=to_text(latest), within=str(d.rules.limits.return_within))


def _not_extended_yet(d: Deciding) -> None:
    if d.control.extension_asked:
        raise Refusal("case.extension.pending")


def _extendable(d: Deciding) -> None:
    latest = due_time(start=d.now, limit=d.rules.limits.extension_ask_before, calendar=d.calendar).at
    for owed in d.case.owed("answer"):
        if owed.lapsed or owed.due < latest:
            raise Refusal(
                "case.extension.too-late", due=to_text(owed.due), before=str(d.rules.limits.extension_ask_before)
            )


def _not_late_yet(d: Deciding) -> None:
    for owed in d.case.owed("answer"):
        if owed.lapsed or owed.due <= d.now:
            raise Refusal("case.pause.already-late", due=to_text(owed.due))


def _nothing_merged_in(d: Deciding) -> None:
    if d.record.absorbed:
        raise Refusal("case.merge.has-merged", absorbed=list(d.record.absorbed))


def _contestable(d: Deciding) -> None:
    """One objection at a time; while the unit works on the case, only a changed class is there to object to."""
    if d.control.objection_open:
        raise Refusal("case.objection.pending")
    if d.control.status is Status.HANDLING and not d.control.reclassed:
        raise Refusal("case.objection.nothing-to-contest")


def _objected(d: Deciding) -> None:
    if not d.control.objection_open:
        raise Refusal("case.objection.none")


def _spot_once(d: Deciding) -> None:
    if d.control.spot_refused:
        raise Refusal("case.spot.refused-before")
    if d.control.confidential:
        raise Refusal("case.record.confidential-on-the-spot")


def _reclassing(d: Deciding) -> None:
    if d.control.status is not Status.TRIAGE:
        _bounded("reclassings", "case.classify.limit-reached")(d)


def _not_own_unit(d: Deciding) -> None:
    """回访由营商中心进行，不由被评价单位进行: the unit judged never asks how it did."""
    if "main_unit" in d.facts.relations and not d.control.confidential:
        raise Refusal("case.call-back.own-unit")


def _word_not_given(d: Deciding) -> None:
    """Recorded silence may be broken until the case is struck off; a word once given stands."""
    if d.control.status is Status.VERIFICATION and d.control.word != "silent":
        raise Refusal("case.word.given", word=d.control.word)


def _unrated(d: Deciding) -> None:
    if d.control.rated:
        raise Refusal("case.rate.done")


def _recheck_open(d: Deciding) -> None:
    for owed in d.case.owed("recheck"):
        if owed.opens_at is not None and d.now < owed.opens_at:
            raise Refusal("case.recheck.too-early", opens_at=to_text(owed.opens_at))


def _reopen_window(d: Deciding) -> None:
    _bounded("reopens", "case.reopen.limit-reached")(d)
    until = d.control.reopenable_until
    if until is None or d.now > until:
        raise Refusal("case.reopen.too-late", until=to_text(until) if until else "")


#: kind → its payload-independent check.
CHECKS: Mapping[str, Check] = MappingProxyType(
    {
        "solve-on-the-spot": _spot_once,
        "classify": _reclassing,
        "return": _all(_return_in_time, _bounded("returns", "case.return.limit-reached")),
        "transfer": _bounded("transfers", "case.transfer.limit-reached"),
        "merge": _all(_nothing_merged_in, _bounded("transfers", "case.transfer.limit-reached")),
        "stage-reply": _bounded("stage_replies", "case.stage-reply.limit-reached"),
        "ask-extension": _all(_not_extended_yet, _bounded("extensions", "case.extension.limit-reached"), _extendable),
        "decide-extension": unit_work.extension_open,
        "pause": _all(_bounded("pauses", "case.pause.limit-reached"), _not_late_yet),
        "object": _contestable,
        "decide-objection": _objected,
        "draft": unit_work.answers_by_draft,
        "review": lambda d: unit_work.draft_stage("reviewing", d),
        "sign": lambda d: unit_work.draft_stage("signing", d),
        "answer": unit_work.answers_directly,
        "confirm": _word_not_given,
        "reject": _word_not_given,
        "rate": _unrated,
        "call-back": _not_own_unit,
        "escalate": ladder.can_go_up,
        "plan": _bounded("plans", "case.plan.limit-reached"),
        "take-lead": ladder.not_led,
        "recheck": _all(_not_own_unit, _recheck_open),
        "reopen": _reopen_window,
    }
)
