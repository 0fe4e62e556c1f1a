"""What each event adds to which measure. A figure is a quotient of sums of these, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType

from lianqi.kernel.cases.states import Case, Status
from lianqi.kernel.decision import Json
from lianqi.kernel.instants import from_text
from lianqi.kernel.scoring import standing

#: measure → (中文, what is counted). Minutes are natural minutes; everything else is a number of cases or commitments.
MEASURES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "registered": ("登记件数", "cases recorded"),
        "on-the-spot-declared": ("当场解决（服务员登记）件数", "cases an officer declared solved on the spot"),
        "on-the-spot-confirmed": ("当场解决（企业认可）件数", "of these, those the enterprise confirmed"),
        "dispatched": ("交办件数", "cases dispatched for the first time"),
        "given": ("交办次数（含改派）", "times a unit was given a case, by dispatch, transfer or a meeting"),
        "not-accepted": ("不予受理件数", "cases not accepted, with the right door"),
        "withdrawn": ("撤回件数", "cases the enterprise took back"),
        "returned": ("退回次数", "returns by units"),
        "transferred": ("改派次数", "transfers by the centre"),
        "reclassed": ("交办后调整类别次数", "classes changed after dispatch"),
        "extended": ("延期次数", "extensions granted"),
        "paused": ("暂停计时次数", "pauses"),
        "merged": ("并案件数", "mergers"),
        "planned": ("列入计划（挂账）次数", "plannings: not closed"),
        "escalated": ("提级次数", "escalations"),
        "answered": ("答复件数", "answers given"),
        "answered-after-dispatch": ("交办后答复件数", "of these, those of cases that had been dispatched"),
        "redone": ("重办次数", "answers not agreed and handled again"),
        "closed-solved": ("销号（已解决）件数", "cases struck off as solved"),
        "closed-explained": ("销号（解释说明）件数", "cases struck off as explained"),
        "confirmed": ("企业认可件数", "confirmed by the enterprise itself"),
        "confirmed-by-call-back": ("回访认可件数", "confirmed to the centre's call-back"),
        "rejected": ("企业不认可件次", "not agreed"),
        "silent": ("企业未表态件数", "asked, and nothing was said"),
        "rechecked-yes": ("回头看仍已解决件数", "still solved when asked again"),
        "rechecked-no": ("回头看又出现件数", "no longer solved when asked again"),
        "rechecked-silent": ("回头看未表态件数", "asked again, and nothing was said"),
        "reopened": ("重新启动件数", "cases reopened"),
        "answer-due": ("答复到期件数", "answers whose promise ended: kept in time or lapsed"),
        "answer-in-time": ("按期答复件数", "answers kept in time"),
        "answer-lapsed": ("答复逾期件数", "answers whose due time passed"),
        "contact-due": ("首次联系到期件数", "first contacts whose promise ended"),
        "contact-in-time": ("按期首次联系件数", "first contacts kept in time"),
        "triage-due": ("分办到期件数", "dispatch decisions whose promise ended"),
        "triage-in-time": ("按期分办件数", "dispatch decisions kept in time"),
        "first-word-to-answer-minutes": (
            "首次反映至答复用时（分钟）",
            "from the first word to the answer, natural minutes",
        ),
        "dispatch-to-answer-minutes": ("交办至答复用时（分钟）", "from dispatch to the answer, natural minutes"),
    }
)

_SIMPLE: Mapping[str, str] = MappingProxyType(
    {
        "recorded": "registered",
        "solved-on-the-spot": "on-the-spot-declared",
        "not-accepted": "not-accepted",
        "withdrawn": "withdrawn",
        "returned": "returned",
        "reclassed": "reclassed",
        "extension-granted": "extended",
        "paused": "paused",
        "merged": "merged",
        "planned": "planned",
        "escalated": "escalated",
        "silence-recorded": "silent",
    }
)
_TIMED = frozenset({"answer", "contact", "triage"})
_TO_ANSWER = "first-word-to-answer-minutes"


@dataclass(frozen=True, slots=True)
class Contribution:
    """`count` more (or fewer) of `measure`, dated `at`, for a unit (or none), a class and a kind of case."""

    measure: str
    at: datetime
    unit: str
    class_id: str
    kind: str
    count: int = 1


def contributions(
    before: Case | None, *, type_: str, data: Mapping[str, Json], at: datetime, after: Case
) -> tuple[Contribution, ...]:
    """What one event of a case adds to the measures and to the stocks (`standing`).

    A confidential case adds nothing: a count of one would give it away. What takes a count back is dated as the count
    was, so that no period shows fewer than none; what a ruling on the record moves is told by `moved`.
    """
    if after.control.confidential:
        return ()
    unit = data.get("unit") or after.record.main_unit
    dims = (after.record.class_id, after.record.kind)
    found = [
        Contribution(measure, at, unit, *dims, count) for measure, count in _measures(before, type_, data, after, at)
    ]
    found += [Contribution(one, when, unit, *dims, count) for one, when, count in _taken_back(before, type_, data)]
    found += [Contribution(place[0], at, *place[1:], count) for place, count in standing.changes(before, after)]
    return tuple(c for c in found if c.count)


def moved(earlier: Sequence[Contribution], *, type_: str, data: Mapping[str, Json]) -> tuple[Contribution, ...]:
    """What a ruling that corrects the record (更正) does to all that its case contributed `earlier`, moves included.

    What was counted under the former class or kind is counted under the right one, at its own date; a corrected first
    word changes how long each answer took. A stock moves with the case itself, so it is not moved here.
    """
    if type_ != "corrected":
        return ()
    counted = [one for one in earlier if one.measure in MEASURES]
    if data["field"] == "first-word":
        sooner = int((from_text(data["former"]) - from_text(data["value"])).total_seconds() // 60)
        answers = [one for one in counted if one.measure == "answered"]
        found = [replace(one, measure=_TO_ANSWER, count=sooner * one.count) for one in answers]
    else:
        name = {"class": "class_id", "kind": "kind"}[data["field"]]
        former = [one for one in counted if getattr(one, name) == data["former"]]
        found = [replace(one, count=-one.count) for one in former]
        found += [replace(one, **{name: data["value"]}) for one in former]
    return tuple(one for one in found if one.count)


def _measures(
    before: Case | None, type_: str, data: Mapping[str, Json], after: Case, at: datetime
) -> list[tuple[str, int]]:
    if type_ in _SIMPLE:
        return [(_SIMPLE[type_], 1)]
    match type_:
        case "dispatched":
            first = before is not None and before.record.dispatched_at is None
            return [("given", 1), *([("dispatched", 1)] if first else [])]
        case "transferred":
            return [("given", 1), ("transferred", 1)]
        case "resolved":
            return [("given", 1)] if data["outcome"] == "dispatch" else []
        case "answered":
            return _answered(after, at)
        case "closed":
            return [(f"closed-{data['end']}", 1)]
        case "confirmed":
            on_the_spot = [("on-the-spot-confirmed", 1)] if data["on_the_spot"] else []
            grade = "confirmed" if data["evidence"] == "enterprise" else "confirmed-by-call-back"
            return [(grade, 1), *on_the_spot]
        case "rejected":
            redone = [("redone", 1)] if data["then"] == "redo" else []
            return [("rejected", 1), *redone]
        case "reopened":
            return [("reopened", 1)]
        case "rechecked":
            return [("rechecked-silent" if data["result"] == "no-reply" else f"rechecked-{data['result']}", 1)]
        case "lapsed" | "commitment-discharged":
            return _promise(type_, data)
    return []


def _answered(after: Case, at: datetime) -> list[tuple[str, int]]:
    since_first = int((at - after.record.first_word_at).total_seconds() // 60)
    measures = [("answered", 1), (_TO_ANSWER, since_first)]
    if after.record.dispatched_at is not None:
        since_dispatch = int((at - after.record.dispatched_at).total_seconds() // 60)
        measures += [("answered-after-dispatch", 1), ("dispatch-to-answer-minutes", since_dispatch)]
    return measures


def _taken_back(before: Case | None, type_: str, data: Mapping[str, Json]) -> Iterator[tuple[str, datetime, int]]:
    """What this event undoes, dated as it was counted.

    Who speaks after all was not silent: one answer, one word. What came back is neither solved nor struck off until it
    is struck off again: no case counts twice. A lapse that a ruling takes back leaves the denominator.
    """
    if before is None:
        return
    control, record = before.control, before.record
    if type_ in ("confirmed", "rejected") and control.word == "silent" and record.word_at:
        yield "silent", record.word_at, -1
    if type_ == "reopened" and control.status is not Status.NOT_ACCEPTED and record.closed_at:
        yield f"closed-{record.end}", record.closed_at, -1
        if control.rung == 0 and control.word == "confirmed" and record.word_at:
            yield "on-the-spot-confirmed", record.word_at, -1
    if type_ == "lapse-annulled" and (lapsed_at := before.commitments[data["id"]].lapsed_at):
        for measure, count in _promise("lapsed", data):
            yield measure, lapsed_at, -count


def _promise(type_: str, data: Mapping[str, Json]) -> list[tuple[str, int]]:
    """A promise comes into the denominator when it is kept in time or when it lapses, never twice."""
    kind = data["kind"]
    if kind not in _TIMED:
        return []
    if type_ == "commitment-discharged":
        return [(f"{kind}-due", 1), (f"{kind}-in-time", 1)] if data["in_time"] else []
    lapsed = [("answer-lapsed", 1)] if kind == "answer" else []
    return [*lapsed, (f"{kind}-due", 1)]
