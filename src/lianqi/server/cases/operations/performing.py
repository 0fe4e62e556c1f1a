"""One step of one case: every command of the kernel goes through here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lianqi.kernel.cases import Case as CaseState
from lianqi.kernel.cases import decide
from lianqi.kernel.cases.commands import Absorb, Command, Merge
from lianqi.kernel.cases.parsing import parse
from lianqi.kernel.chain import digest
from lianqi.kernel.decision import Accepted, Outcome, Reference, Refused
from lianqi.kernel.instants import to_text
from lianqi.server.cases import facts, gate
from lianqi.server.cases.models import Case
from lianqi.server.cases.refusals import BY_SYSTEM, OWN_DRAFT
from lianqi.server.cases.setting import Setting, setting
from lianqi.server.cases.stream import STREAM_KIND
from lianqi.server.cases.words import Drafts
from lianqi.server.ids import derived_id
from lianqi.server.ledger import queries as ledger
from lianqi.server.ledger.clock import database_now
from lianqi.server.ledger.operations import apply_many, hold_many, one_transaction
from lianqi.server.ledger.values import Application, Applied, CommandEnvelope, LoadedStream, StreamRef

#: What merging and answering do of themselves; nobody asks for it by hand.
BY_THE_SYSTEM = frozenset({"absorb", "relay-answer"})

#: In a colleague's place nobody judges what they wrote themselves.
_JUDGES_THE_DRAFT = frozenset({"review", "sign"})


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a command on the case with this number ("" where a record was refused)."""

    number: str
    applied: Applied

    @property
    def refusal(self) -> Refused | None:
        return self.applied.refusal


@dataclass(frozen=True, slots=True)
class Step:
    """One command under way: who, where and when (`place.now`), what, and the stream it is decided on."""

    principal: gate.Principal
    place: Setting
    kind: str
    data: Mapping[str, Any]
    stream: LoadedStream
    references: Mapping[str, Reference]

    @property
    def case(self) -> CaseState:
        found: CaseState | None = self.stream.state.case
        assert found is not None  # the gate gave its row
        return found


def perform(
    *,
    park: str,
    actor: str,
    case_no: str,
    kind: str,
    data: Mapping[str, Any],
    command_id: str,
    expected_seq: int | None,
    now: datetime | None = None,
    device: str = "",
    device_seq: int | None = None,
) -> Done:
    """Do `kind` on a case. Texts in `data` become content; other cases are named by their numbers.

    `actor` is a person's or contact's id, or "system" for the tick. NotFound: no such case for this actor. What the
    kernel refuses, and `ledger.stale` where the case has moved on since `expected_seq`, comes back as a refusal.
    """
    with one_transaction(park=park):
        place = setting(park=park, now=now or database_now())
        if actor == gate.SYSTEM:
            principal, case_id = gate.system(park), _id_for_system(park, case_no)
        else:
            principal = gate.principal_for(park=park, actor=actor, now=place.now, place=place)
            case_id = gate.case_id_for(principal, case_no)
        plain = {key: to_text(value) if isinstance(value, datetime) else value for key, value in data.items()}
        envelope = CommandEnvelope(command_id, kind, digest([kind, case_no, plain]), device, device_seq)
        settled = ledger.stored_outcome(park=park, envelope=envelope, actor=principal.actor.id)
        if settled is not None:
            return Done(case_no, settled)
        named, references = _other_cases(principal, data, beside=case_no)
        refs = [StreamRef(park, STREAM_KIND, id) for id in (case_id, *references)]
        held = hold_many(refs)
        stream = held[refs[0]]
        decided_in = place.at(stream.not_before(place.now))
        step = Step(principal, decided_in, kind, named, stream, _as_they_stand(references, held))
        return Done(case_no, _settle(step, envelope, expected_seq, held))


def _id_for_system(park: str, case_no: str) -> str:
    id = Case.objects.filter(park=park, no=case_no).values_list("id", flat=True).first()
    if id is None:
        raise gate.NotFound(case_no)
    return id


def _other_cases(
    principal: gate.Principal, data: Mapping[str, Any], *, beside: str
) -> tuple[dict[str, Any], dict[str, Reference]]:
    """`data` with ids in place of the numbers of other cases, and those cases. One that cannot be seen, or is no other
    one, stays a number, which the kernel does not know.
    """
    numbers = {str(data[field]) for field in facts.CASE_FIELDS if data.get(field)} - {beside}
    if not numbers:
        return dict(data), {}
    found = gate.case_ids(principal, numbers)
    named = {
        key: found[value][0] if key in facts.CASE_FIELDS and value in found else value for key, value in data.items()
    }
    return named, {id: Reference("case", status, seq) for id, status, seq in found.values()}


def _as_they_stand(references: Mapping[str, Reference], held: Mapping[StreamRef, LoadedStream]) -> dict[str, Reference]:
    """The other cases as their streams say, now that nobody can change them any more."""
    by_id = {ref.id: stream for ref, stream in held.items()}
    return {id: Reference("case", by_id[id].state.case.control.status.value, by_id[id].seq) for id in references}


def _settle(
    step: Step, envelope: CommandEnvelope, expected_seq: int | None, held: Mapping[StreamRef, LoadedStream]
) -> Applied:
    """Decide and write; a merger is written in both cases or in neither."""
    park, at = step.place.park, step.place.now
    drafts = Drafts(park, at)
    command, outcome, cited = decided(step, drafts)
    applications = [Application(step.stream, outcome, envelope, expected_seq)]
    fresh_enough = expected_seq is None or expected_seq == step.stream.seq
    if isinstance(command, Merge) and isinstance(outcome, Accepted) and fresh_enough:
        other = held[StreamRef(park, STREAM_KIND, command.into)]
        absorbed = _absorb(step, command, other)
        if isinstance(absorbed, Refused):
            applications = [Application(step.stream, absorbed, envelope, expected_seq)]
        else:
            own = CommandEnvelope(derived_id(park, "absorb", envelope.id), "absorb", digest([envelope.id]))
            applications.append(Application(other, absorbed, own, None))
    applied, *_ = apply_many(applications=applications, actor=step.principal.actor.id, now=at)
    if applied.refusal is None and not applied.replayed:
        drafts.store([cited])
    return applied


def decided(step: Step, drafts: Drafts) -> tuple[Command | None, Outcome, dict[str, Any]]:
    """The command with its words cited, and what the kernel says to it."""
    if step.kind in BY_THE_SYSTEM and step.principal.actor.kind != "system":
        return None, Refused(BY_SYSTEM, {"kind": step.kind}), {}
    if step.kind == "record":
        return None, Refused("case.recorded-already", {"number": step.case.record.number}), {}
    actor, said_by = step.principal.actor, step.case.record
    by_contact = actor.kind == "contact"
    cited = drafts.cite(
        step.kind,
        step.data,
        enterprise=said_by.enterprise,
        contact=actor.id if by_contact else said_by.contact,
        by_contact=by_contact,
    )
    command = parse(step.kind, cited)
    if isinstance(command, Refused):
        return None, command, {}
    outcome = _decide(step, command, step.stream)
    told = facts.in_the_name(step.principal, step.case, step.kind, outcome, place=step.place)
    if told is not outcome and step.kind in _JUDGES_THE_DRAFT and _drafter(step) == actor.id:
        return command, Refused(OWN_DRAFT), cited
    return command, told, cited


def _drafter(step: Step) -> str:
    """Who put up the draft that waits."""
    events = ledger.events(step.stream.ref)
    return next((event.actor for event in reversed(events) if event.type == "drafted"), "")


def _decide(step: Step, command: Command, stream: LoadedStream) -> Outcome:
    place = step.place
    case: CaseState = stream.state.case
    rules = place.rules_of(case)
    units = facts.unit_references(park=place.park, codes=facts.units_named(command))
    known = facts.facts_for(step.principal, case, rules=rules, references={**step.references, **units})
    return decide(command, case, rules=rules, calendar=place.calendar, facts=known, now=place.now)


def _absorb(step: Step, merge: Merge, other: LoadedStream) -> Outcome:
    child = step.stream.ref.id
    known = {child: Reference("case", step.case.control.status.value, step.stream.seq)}
    beside = Step(step.principal, step.place.at(other.not_before(step.place.now)), "absorb", {}, other, known)
    return _decide(beside, Absorb(child=child), other)
