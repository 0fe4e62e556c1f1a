"""How each event changes a case. Event data alone decides: no rules, no calendar."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from typing import Any

from lianqi.kernel.cases.states import SATURATED, Case, Control, Counters, Record, Status
from lianqi.kernel.commitments.commitment import Commitment
from lianqi.kernel.commitments.fold import EVENT_TYPES as COMMITMENT_EVENT_TYPES
from lianqi.kernel.commitments.fold import fold
from lianqi.kernel.decision import ContentRef, Json, NewEvent
from lianqi.kernel.instants import from_text

Data = Mapping[str, Json]
#: control changes, record changes
Change = tuple[dict[str, Any], dict[str, Any]]


def _count(case: Case, counter: str) -> Counters:
    counters = case.control.counters
    return replace(counters, **{counter: min(getattr(counters, counter) + 1, SATURATED)})


def _ref(data: Json) -> ContentRef:
    return ContentRef(data["id"], data["sha256"])


def _to(status: Status, **control: Any) -> dict[str, Any]:
    """Elsewhere: no draft, no request and no objection outlives the status it was made in."""
    return {"status": status, "draft": "none", "extension_asked": False, "objection_open": False, **control}


def _spot(case: Case, data: Data, at: datetime) -> Change:
    return _to(Status.ON_THE_SPOT, rung=0), {"answer": _ref(data["measure"]), "end": "solved"}


def _not_accepted(case: Case, data: Data, at: datetime) -> Change:
    until = from_text(data["reopenable_until"])
    return _to(Status.NOT_ACCEPTED, reopenable_until=until), {"answer": _ref(data["door"])}


def _classified(case: Case, data: Data, at: datetime) -> Change:
    return {}, {"class_id": data["class_id"], "complexity": data["complexity"], "kind": data["kind"]}


def _reclassed(case: Case, data: Data, at: datetime) -> Change:
    """What stood before is kept until an objection is decided: several changes are contested together."""
    found = (data["former_class_id"], data["former_complexity"], case.record.kind)
    before = case.record.class_before if case.control.reclassed else found
    control = {"counters": _count(case, "reclassings"), "reclassed": True}
    return control, {**_classified(case, data, at)[1], "class_before": before}


def _class_restored(case: Case, data: Data, at: datetime) -> Change:
    return {"reclassed": False}, {**_classified(case, data, at)[1], "class_before": None}


def _dispatched(case: Case, data: Data, at: datetime) -> Change:
    final = case.control.final_ruling or data["final"]
    record = {
        "class_id": data["class_id"],
        "complexity": data["complexity"],
        "main_unit": data["main_unit"],
        "assisting": tuple(data["assisting"]),
        "dispatched_at": at,
        "former_units": _former(case, data["main_unit"]),
        "class_before": None,
    }
    control = _to(Status.HANDLING, rung=max(case.control.rung, 1), final_ruling=final, reclassed=False)
    return control, record


def _former(case: Case, new: str) -> tuple[str, ...]:
    old = case.record.main_unit
    known = case.record.former_units
    return (*known, old) if old and old != new and old not in known else known


def _returned(case: Case, data: Data, at: datetime) -> Change:
    status = Status.ADJUDICATION if data["disputed"] else Status.TRIAGE
    return _to(status, counters=_count(case, "returns")), {"assisting": ()}


def _transferred(case: Case, data: Data, at: datetime) -> Change:
    control = _to(Status.HANDLING, counters=_count(case, "transfers"))
    return control, {
        "main_unit": data["main_unit"],
        "dispatched_at": at,
        "former_units": _former(case, data["main_unit"]),
    }


def _resolved(case: Case, data: Data, at: datetime) -> Change:
    """A meeting's dispatch fixes the unit and counts as a transfer; what a meeting answers follows as `answered`."""
    if data["outcome"] == "answer":
        return {"final_ruling": True}, {}
    control, record = _transferred(case, data, at)
    return {**control, "final_ruling": True}, record


def _referred(case: Case, data: Data, at: datetime) -> Change:
    return _to(Status.TRACKING), {"external_unit": data["external_unit"]}


def _paused(case: Case, data: Data, at: datetime) -> Change:
    control = _to(Status.PAUSED, counters=_count(case, "pauses"))
    return control, {"paused_at": at}


def _resumed(case: Case, data: Data, at: datetime) -> Change:
    return _to(Status.HANDLING), {"paused_at": None}


def _objection_decided(case: Case, data: Data, at: datetime) -> Change:
    """Decided where it works on the case, it was about the class; elsewhere about why the case stands there."""
    if data["about"] != Status.HANDLING.value:
        return {"objection_open": False}, {}
    return {"objection_open": False, "reclassed": False}, {}


def _drafted(case: Case, data: Data, at: datetime) -> Change:
    return {"draft": data["stage"]}, {"draft": _ref(data["answer"]), "draft_end": data["end"]}


def _answered(case: Case, data: Data, at: datetime) -> Change:
    counters = replace(case.control.counters, call_backs=0)  # each answer is asked about afresh
    control = _to(Status.ANSWERED, word="none", counters=counters)
    record = {"answer": _ref(data["answer"]), "end": data["end"], "draft": None, "draft_end": ""}
    return control, {**record, "letter": None, "letter_files": ()}


def _letter_filed(case: Case, data: Data, at: datetime) -> Change:
    """A later number replaces the former, which stays in the log; scans add up."""
    letter = _ref(data["letter"]) if "letter" in data else case.record.letter
    return {}, {"letter": letter, "letter_files": (*case.record.letter_files, *data["attachments"])}


_AFTER_REJECTION = MappingProxyType(
    {"triage": Status.TRIAGE, "redo": Status.HANDLING, "up": Status.TABLED, "verification": Status.VERIFICATION}
)


def _rejected(case: Case, data: Data, at: datetime) -> Change:
    then = data["then"]
    control = _to(_AFTER_REJECTION[then], word="rejected", rated=case.control.rated or data["grade"] > 0)
    if then == "redo":
        control["counters"] = _count(case, "redos")
    if then == "triage":
        # An answer that came with another case is no first try of the officer's, but it is not tried on the spot again.
        control |= {"spot_refused": True, "rung": 1}
    return control, {}


def _confirmed(case: Case, data: Data, at: datetime) -> Change:
    control = _to(Status.VERIFICATION, word="confirmed", rated=case.control.rated or data["grade"] > 0)
    return control, {"word_at": at}


def _planned(case: Case, data: Data, at: datetime) -> Change:
    return _to(Status.PLANNED, counters=_count(case, "plans")), {}


def _closed(case: Case, data: Data, at: datetime) -> Change:
    until = from_text(data["reopenable_until"])
    return _to(Status.CLOSED, reopenable_until=until), {"end": data["end"], "closed_at": at}


def _reopened(case: Case, data: Data, at: datetime) -> Change:
    """It begins again: the word and the grade are asked for anew, and a leader may take it anew."""
    status = Status.HANDLING if data["to"] == "handling" else Status.TRIAGE
    again = {"word": "none", "rated": False, "led": False, "rung": max(case.control.rung, 1)}
    control = _to(status, counters=_count(case, "reopens"), **again)
    return control, {"dispatched_at": at} if data["to"] == "handling" else {}


_CORRECTED = MappingProxyType({"first-word": "first_word_at", "kind": "kind", "class": "class_id"})


def _corrected(case: Case, data: Data, at: datetime) -> Change:
    value = from_text(data["value"]) if data["field"] == "first-word" else data["value"]
    # A ruling on the class settles what was changed before it.
    return {"reclassed": False} if data["field"] == "class" else {}, {_CORRECTED[data["field"]]: value}


def _succeeded(case: Case, data: Data, at: datetime) -> Change:
    """Another unit in its place everywhere; it stays known as one that had the case, so nothing comes back to it."""
    now = {data["former_unit"]: data["unit"]}
    main = now.get(case.record.main_unit, case.record.main_unit)
    beside = dict.fromkeys(now.get(unit, unit) for unit in case.record.assisting)
    changed = {"main_unit": main, "assisting": tuple(unit for unit in beside if unit != main)}
    return {}, {**changed, "former_units": _former(case, main)} if main != case.record.main_unit else changed


def _heirs(case: Case, data: Data) -> Mapping[str, Commitment]:
    """What the former unit still owes, its successor owes, by the same time."""
    return MappingProxyType(
        {
            id: replace(owed, unit=data["unit"]) if owed.is_open and owed.unit == data["former_unit"] else owed
            for id, owed in case.commitments.items()
        }
    )


_Fold = Callable[[Case, Data, datetime], Change]


def _only(**control: Any) -> _Fold:
    return lambda case, data, at: (control, {})


def _counting(counter: str) -> _Fold:
    return lambda case, data, at: ({"counters": _count(case, counter)}, {})


_NOTHING: _Fold = lambda case, data, at: ({}, {})  # noqa: E731 - one row of the table below

_FOLDS: Mapping[str, tuple[_Fold, str]] = MappingProxyType(
    {
        "solved-on-the-spot": (_spot, "the officer declared it solved"),
        "not-accepted": (_not_accepted, "not for this park; the right door was named"),
        "classified": (_classified, "kind, class and complexity were named before dispatch"),
        "reclassed": (_reclassed, "class or complexity changed after dispatch"),
        "class-restored": (_class_restored, "an objection to the change of class was upheld"),
        "dispatched": (_dispatched, "a main unit has it, with assisting units"),
        "contacted": (_NOTHING, "the unit reached the enterprise"),
        "returned": (_returned, "the unit gave it back with a reason"),
        "ruled": (_NOTHING, "the dispute was ruled on: a precedent"),
        "transferred": (_transferred, "another unit has it"),
        "referred": (_referred, "a body outside acts, the unit tracks it"),
        "stage-replied": (_counting("stage_replies"), "what was done so far, and when the next word comes"),
        "extension-asked": (
            lambda case, data, at: ({"extension_asked": True, "counters": _count(case, "extensions")}, {}),
            "the unit asked for more time",
        ),
        "extension-granted": (_only(extension_asked=False), "more time was granted"),
        "extension-refused": (_only(extension_asked=False), "more time was refused"),
        "paused": (_paused, "the answer's clock stopped, waiting for the enterprise"),
        "resumed": (_resumed, "the clock runs again"),
        "objected": (_only(objection_open=True), "the enterprise objects"),
        "objection-decided": (_objection_decided, "the objection was upheld or dismissed"),
        "plan-ended": (lambda case, data, at: (_to(Status.HANDLING), {}), "a plan became work again"),
        "supplemented": (_NOTHING, "the enterprise added words or papers"),
        "withdrawn": (lambda case, data, at: (_to(Status.WITHDRAWN), {}), "the enterprise took it back"),
        "urged": (_NOTHING, "somebody asked where it stands"),
        "supervised": (_NOTHING, "a supervision notice was written"),
        "instructed": (_NOTHING, "a leader's instruction"),
        "led": (lambda case, data, at: ({"led": True}, {"leader": data["leader"]}), "a leader took the case"),
        "drafted": (_drafted, "an answer was put up for review or signature"),
        "draft-sent-back": (_only(draft="none"), "the draft went back to the handler"),
        "reviewed": (_only(draft="signing"), "the unit head passed the draft on"),
        "signed": (_NOTHING, "the leader in charge signed"),
        "answered": (_answered, "the enterprise has its answer"),
        "letter-filed": (_letter_filed, "the sealed letter of the answer was filed"),
        "assisted": (_NOTHING, "an assisting unit reported its part"),
        "confirmed": (_confirmed, "the enterprise agrees"),
        "rejected": (_rejected, "the enterprise does not agree"),
        "rated": (_only(rated=True), "the enterprise gave a grade"),
        "called-back": (_counting("call_backs"), "the centre rang the enterprise"),
        "silence-recorded": (
            lambda case, data, at: (_to(Status.VERIFICATION, word="silent"), {"word_at": at}),
            "the enterprise was asked and said nothing",
        ),
        "escalated": (
            lambda case, data, at: (_to(Status.TABLED, rung=data["rung"]), {}),
            "one rung up",
        ),
        "resolved": (_resolved, "what the meeting or the experts settled"),
        "planned": (_planned, "planned, with a review date"),
        "merged": (
            lambda case, data, at: (
                _to(Status.MERGED, counters=_count(case, "transfers")),
                {"merged_into": data["into"]},
            ),
            "handled together with another case",
        ),
        "absorbed": (
            lambda case, data, at: ({}, {"absorbed": (*case.record.absorbed, data["child"])}),
            "another case is handled together with this one",
        ),
        "unmerged": (
            lambda case, data, at: (_to(Status.TRIAGE), {"merged_into": ""}),
            "handled alone again",
        ),
        "linked": (
            lambda case, data, at: ({}, {"links": (*case.record.links, data["other"])}),
            "a related case was named",
        ),
        "closed": (_closed, "verified and struck off"),
        "rechecked": (lambda case, data, at: (_to(Status.SETTLED), {}), "asked again whether it is still solved"),
        "reopened": (_reopened, "it came back"),
        "corrected": (_corrected, "a ruling corrected the record"),
        "unit-succeeded": (_succeeded, "another unit took the place of this one"),
        "recused": (
            lambda case, data, at: ({}, {"recused": case.record.recused | {data["person"]}}),
            "a person stepped aside",
        ),
    }
)

#: Every event type a case's stream may hold → what it says.
EVENT_TYPES: Mapping[str, str] = MappingProxyType(
    {
        "recorded": "an enterprise's first word was written down",
        **{type_: says for type_, (_, says) in _FOLDS.items()},
        **COMMITMENT_EVENT_TYPES,
    }
)


def evolve(case: Case | None, *, type_: str, data: Data, at: datetime, schema: int = 1) -> Case:
    """The case after one event that occurred `at`. Unknown types and schemas are refused with ValueError."""
    if schema != 1:
        raise ValueError(f"no upcast from schema {schema} of {type_}")
    if case is None:
        if type_ != "recorded":
            raise ValueError(f"a case begins with recorded, not with {type_}")
        return _recorded(data, at)
    if type_ in COMMITMENT_EVENT_TYPES:
        record = replace(case.record, made=case.record.made + 1) if type_ == "commitment-made" else case.record
        return Case(case.control, record, MappingProxyType(fold(case.commitments, type_, data, at)))
    control, record_changes = _FOLDS[type_][0](case, data, at)
    return Case(
        replace(case.control, **control) if control else case.control,
        replace(case.record, **record_changes) if record_changes else case.record,
        _heirs(case, data) if type_ == "unit-succeeded" else case.commitments,
    )


def _recorded(data: Data, at: datetime) -> Case:
    record = Record(
        number=data["number"],
        enterprise=data["enterprise"],
        recorder=data["recorder"],
        channel=data["channel"],
        kind=data["kind"],
        words=_ref(data["words"]),
        first_word_at=from_text(data["first_word_at"]),
        recorded_at=at,
        mechanism=data["mechanism_digest"],
        contact=data["contact"],
        on_behalf=data["on_behalf"],
        external_number=data["external_number"],
        class_id=data["class_id"],
    )
    return Case(Control(Status.TRIAGE, confidential=data["confidential"]), record)


def replay(case: Case | None, events: Iterable[NewEvent], *, now: datetime) -> Case | None:
    """Fold decided events onto a case: what the server does with stored ones, for proof, simulation and tests."""
    for event in events:
        case = evolve(case, type_=event.type, data=event.data, at=event.at or now, schema=event.schema)
    return case
