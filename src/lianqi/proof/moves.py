"""Who there is in the walk, and what each may try: every command, with the few payloads that lead different ways."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from lianqi.kernel.cases import Case
from lianqi.kernel.cases import commands as c
from lianqi.kernel.decision import Actor, Facts, Reference
from lianqi.kernel.mechanism.rules import CaseRules
from lianqi.kernel.workdays.calendar import Calendar
from lianqi.kernel.workdays.due import due_time
from lianqi.kernel.workdays.durations import Duration
from lianqi.proof.abstraction import BESIDE, SECOND, THIRD, UNIT, WORDS

ENTERPRISE = "enterprise"
#: Another case that this one was merged into: whoever handles that is a party too, and may be silent.
OTHER_CASE = "other-case"
_REFERENCES: Mapping[str, Reference] = {
    **{unit: Reference("unit", "active") for unit in (UNIT, SECOND, THIRD)},
    "outside": Reference("external_unit", "active"),
    OTHER_CASE: Reference("case", "handling"),
    ENTERPRISE: Reference("enterprise", "active"),
}
_UNIT_DUTIES = frozenset({"handle", "review", "sign"})


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody who may act: a role of the mechanism as it stands to the case, the enterprise, or another case."""

    id: str
    facts: Facts


@dataclass(frozen=True, slots=True)
class Try:
    """A command with one payload. `heard` marks what only comes about when the enterprise speaks."""

    command: c.Command
    heard: bool = False

    @property
    def variant(self) -> str:
        """What sets this payload apart from the others of its kind, or ""."""
        for name in ("result", "outcome", "end", "confidential", "approved", "granted", "upheld", "field"):
            value = getattr(self.command, name, None)
            if isinstance(value, bool):
                return name if value else f"not {name}"
            if value:
                return str(value)
        return ""


def parties(rules: CaseRules) -> tuple[Party, ...]:
    """One party for each role and each way in which it may stand to a case, the enterprise, and the other case."""
    found = [Party(ENTERPRISE, _facts("contact", set(), {"contact"})), Party(OTHER_CASE, system())]
    for role, duties in sorted(rules.roles.items()):
        stands: list[set[str]] = [set()] if duties - _UNIT_DUTIES else []
        if duties & _UNIT_DUTIES:
            stands.append({"main_unit"})
        if "handle" in duties:
            stands.append({"assisting_unit"})
        if "liaise" in duties:
            stands.append({"officer"})
        found += [Party(role, _facts("person", {role}, relations)) for relations in stands]
    return tuple(found)


def system() -> Facts:
    """Time itself, and what other cases bring."""
    return _facts("system", set(), {"system"})


def _facts(kind: str, roles: set[str], relations: set[str]) -> Facts:
    return Facts(Actor("somebody", kind), "park", frozenset(roles), frozenset(relations), _REFERENCES)


def tries(*, rules: CaseRules, calendar: Calendar, now: datetime) -> tuple[Try, ...]:
    """At least one payload of every kind but `record` and `tick`; every promised instant as late as is allowed."""

    def latest(limit: Duration) -> datetime:
        return due_time(start=now, limit=limit, calendar=calendar).at

    limits, kind, class_id = rules.limits, min(rules.kinds), min(rules.classes)
    complexity = min(limits.answer)
    ends, yes_or_no = ("solved", "explained"), (True, False)
    found: list[c.Command] = [
        c.SolveOnTheSpot(measure=WORDS),
        *(c.NotAccept(reason=reason, door=WORDS) for reason in sorted(rules.not_accepted_reasons)[:1]),
        c.Classify(class_id=class_id, complexity=max(limits.answer)),
        c.Dispatch(class_id=class_id, complexity=complexity, main_unit=UNIT, assisting=(SECOND,)),
        c.Contact(by="phone"),
        *(c.Return(reason=reason, note=WORDS) for reason in sorted(rules.return_reasons)[:1]),
        c.Rule(class_id=class_id, complexity=complexity, main_unit=UNIT, grounds=WORDS),
        c.Transfer(main_unit=THIRD, reason=WORDS),
        c.Refer(external_unit="outside", next_by=latest(limits.stage_reply_longest), note=WORDS),
        c.StageReply(reply=WORDS, next_by=latest(limits.stage_reply_longest)),
        c.AskExtension(by=str(limits.extension_longest), reason=WORDS),
        *(c.DecideExtension(granted=granted, by=str(limits.extension_longest)) for granted in yes_or_no),
        c.Pause(until=latest(limits.pause_longest), reason=WORDS),
        c.Resume(),
        c.Object(reason=WORDS),
        *(c.DecideObjection(upheld=upheld, grounds=WORDS) for upheld in yes_or_no),
        c.Supplement(words=WORDS),
        c.Withdraw(),
        c.Urge(),
        c.Supervise(level="red", note=WORDS),
        c.Instruct(text=WORDS, leader="leader"),
        c.TakeLead(by=latest(limits.lead_longest)),
        *(c.Draft(answer=WORDS, end=end) for end in ends),
        *(c.Review(approved=approved) for approved in yes_or_no),
        *(c.Sign(approved=approved) for approved in yes_or_no),
        *(c.Answer(answer=WORDS, end=end) for end in ends),
        c.FileLetter(letter=WORDS),
        c.AssistReply(unit=SECOND, reply=WORDS),
        c.Confirm(),
        c.Reject(reason=WORDS),
        c.Rate(grade=5),
        c.CallBack(result="no-reply", note=WORDS),
        c.Escalate(reason=WORDS),
        *(c.Resolve(outcome="answer", resolution=WORDS, end=end) for end in ends),
        c.Resolve(outcome="dispatch", resolution=WORDS, main_unit=UNIT, by=latest(limits.plan_longest)),
        c.Plan(reply=WORDS, review_by=latest(limits.plan_longest)),
        c.Merge(into=OTHER_CASE),
        c.Absorb(child=OTHER_CASE),
        c.RelayAnswer(answer=WORDS, end="solved"),
        c.Unmerge(),
        c.Link(other=OTHER_CASE),
        *(c.Close(end=end) for end in ends),
        c.Recheck(result="no-reply"),
        c.Reopen(reason=WORDS),
        c.Correct(field="kind", value=kind, ruling=WORDS),
        c.Correct(field="class", value=class_id, ruling=WORDS),
        c.Correct(field="first-word", value="2019-01-01T00:00:00Z", ruling=WORDS),
        c.Recuse(person="somebody", reason=WORDS),
        c.MoveDue(),
    ]
    spoken = [c.CallBack(result=result, note=WORDS) for result in ("confirmed", "rejected")]
    asked = [c.Recheck(result=result) for result in ("yes", "no")]
    return (*map(Try, found), *(Try(command, heard=True) for command in (*spoken, *asked)))


def first_words(*, rules: CaseRules, now: datetime) -> Sequence[Try]:
    """The ways in which a case begins: plain, solved on the spot, confidential."""

    def record(**more: object) -> Try:
        base = {"number": "1", "enterprise": ENTERPRISE, "channel": min(rules.channels), "words": WORDS}
        return Try(c.RecordCase(**base | {"case_kind": min(rules.kinds), "first_word_at": now} | more))  # type: ignore[arg-type]

    return (record(), record(spot=WORDS), record(confidential=True))


def annulments(case: Case) -> tuple[Try, ...]:
    """A ruling may take back the lapse of each commitment of the main line."""
    lapsed = (owed for owed in case.open_commitments() if owed.lapsed and owed.kind not in BESIDE)
    return tuple(Try(c.Correct(field="lapse", value=owed.id, ruling=WORDS)) for owed in lapsed)
