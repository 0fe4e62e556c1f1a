"""An enterprise's first word is written down: one at a counter, or hundreds from a file in one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lianqi.kernel.cases import decide
from lianqi.kernel.cases.commands import RecordCase
from lianqi.kernel.cases.parsing import parse
from lianqi.kernel.chain import digest
from lianqi.kernel.decision import Accepted, Facts, Outcome, Refused
from lianqi.kernel.instants import to_text
from lianqi.server.cases import facts, gate
from lianqi.server.cases.models import Case, NumberCounter
from lianqi.server.cases.operations.performing import Done
from lianqi.server.cases.setting import Setting, setting
from lianqi.server.cases.stream import STREAM_KIND
from lianqi.server.cases.words import Drafts
from lianqi.server.ids import new_id
from lianqi.server.ledger import queries as ledger
from lianqi.server.ledger.clock import database_now
from lianqi.server.ledger.cursors import together
from lianqi.server.ledger.inserting import insert
from lianqi.server.ledger.operations import apply_many, fresh, one_transaction
from lianqi.server.ledger.values import Application, Applied, CommandEnvelope, StreamRef

#: What a first word carries, as plain data: the fields of `RecordCase` but its number, texts as text.
Data = Mapping[str, Any]

_NUMBERS = "INSERT INTO cases_numbercounter (park, year, last) VALUES "
_ON_TOP = " ON CONFLICT (park, year) DO UPDATE SET last = cases_numbercounter.last + excluded.last RETURNING last"


@dataclass(frozen=True, slots=True)
class NewCase:
    """One case to record. The same command id again gives the same case, and writes nothing.

    `case_id`, which follows from the command's, where files are kept with the case before its first word.
    """

    data: Data
    command_id: str
    case_id: str = ""


def record(
    *,
    park: str,
    actor: str,
    data: Data,
    command_id: str,
    case_id: str = "",
    now: datetime | None = None,
    device: str = "",
    device_seq: int | None = None,
) -> Done:
    """Write down one case and give it the next number of the year. What the kernel refuses comes back as a refusal.

    `now` is the database's unless a test says otherwise.
    """
    item = NewCase(data, command_id, case_id)
    (done,) = record_many(park=park, actor=actor, items=(item,), now=now, device=device, device_seq=device_seq)
    return done


def record_many(
    *,
    park: str,
    actor: str,
    items: Sequence[NewCase],
    now: datetime | None = None,
    device: str = "",
    device_seq: int | None = None,
) -> list[Done]:
    """Write down many cases in one transaction, a few statements for all: one `Done` for each, in order.

    A refused one (its refusal says why) takes no number and keeps none of the others back. Command ids may stand once.
    """
    envelopes = [_envelope(item, device, device_seq) for item in items]
    while True:
        try:
            return _record_many(park, actor, list(zip(items, envelopes, strict=True)), now)
        except _SentTwice:
            # The same command, sent twice at once: the other one stands by now, and is found. Its number is its own.
            continue


class _SentTwice(Exception):
    """A command that was new a moment ago is not: what was written beside it goes again."""


def _record_many(
    park: str, actor: str, sent: Sequence[tuple[NewCase, CommandEnvelope]], now: datetime | None
) -> list[Done]:
    with one_transaction(park=park):
        place = setting(park=park, now=now or database_now())
        principal = gate.principal_for(park=park, actor=actor, now=place.now, place=place)
        settled = ledger.stored_outcomes(park=park, envelopes=[envelope for _, envelope in sent])
        new = [(item, envelope) for item, envelope in sent if envelope.id not in settled]
        done = dict(settled)
        if new:
            done |= _write(principal, place, new)
        numbers = _numbers(park, [one.ref.id for one in done.values() if one.replayed and one.refusal is None])
        return [_done(done[envelope.id], numbers) for _, envelope in sent]


def _envelope(item: NewCase, device: str, device_seq: int | None) -> CommandEnvelope:
    return CommandEnvelope(item.command_id, "record", digest(["record", _plain(item.data)]), device, device_seq)


def _plain(data: Data) -> dict[str, Any]:
    return {key: to_text(value) if isinstance(value, datetime) else value for key, value in data.items()}


def _write(
    principal: gate.Principal, place: Setting, new: Sequence[tuple[NewCase, CommandEnvelope]]
) -> dict[str, Applied]:
    park, now = principal.park, place.now
    drafts = Drafts(park, now)
    references = facts.enterprise_references(park=park, ids=(str(item.data.get("enterprise", "")) for item, _ in new))
    known = facts.facts_for(principal, None, rules=place.rules_for_new(), references=references)
    year = place.calendar.local(now).year
    last = _take_numbers(park, year, len(new))
    taken = last - len(new)
    applications: list[Application] = []
    cited: list[Mapping[str, Any]] = []
    for item, envelope in new:
        number = f"{year}-{taken + 1:07d}"
        data, outcome = _decide(principal, place, known, item=item, number=number, drafts=drafts)
        if isinstance(outcome, Accepted):
            taken += 1
            cited.append(data)
        ref = StreamRef(park, STREAM_KIND, item.case_id or new_id(now=now))
        applications.append(Application(fresh(ref, own=True), outcome, envelope, None))
    if taken < last:
        NumberCounter.objects.filter(park=park, year=year).update(last=taken)
    with together():
        applied = apply_many(applications=applications, actor=principal.actor.id, now=now)
        if any(
            isinstance(one.outcome, Accepted) and not told.events
            for one, told in zip(applications, applied, strict=True)
        ):
            raise _SentTwice
        drafts.store(cited)
    return {one.envelope.id: result for one, result in zip(applications, applied, strict=True)}


def _decide(
    principal: gate.Principal,
    place: Setting,
    known: Facts,
    *,
    item: NewCase,
    number: str,
    drafts: Drafts,
) -> tuple[Mapping[str, Any], Outcome]:
    by_contact = principal.actor.kind == "contact"
    contact = principal.actor.id if by_contact else str(item.data.get("contact", ""))
    enterprise = str(item.data.get("enterprise", ""))
    if enterprise not in known.references or (by_contact and enterprise not in principal.enterprises):
        # Nobody's words are kept under an enterprise that is not there, nor under one that is not the contact's.
        return {}, Refused("case.record.enterprise-unknown", {"enterprise": enterprise})
    # Unless somebody says otherwise it is first said now; that is no part of the command, which may be sent again.
    said = {"first_word_at": place.now, **item.data}
    data = drafts.cite("record", said, enterprise=enterprise, contact=contact, by_contact=by_contact)
    if by_contact:
        data["contact"] = contact
    command = parse("record", {**data, "number": number})
    if isinstance(command, Refused):
        return data, command
    assert isinstance(command, RecordCase)
    rules = place.rules_for_new()
    outcome = decide(command, None, rules=rules, calendar=place.calendar, facts=known, now=place.now)
    return data, facts.in_the_name(principal, None, "record", outcome, place=place)


def _take_numbers(park: str, year: int, count: int) -> int:
    """The last of the year's next `count` numbers; those that a refusal leaves over are given back.

    The counter is held until the transaction ends: numbers run without gaps, so recorders take turns.
    """
    ((last,),) = insert(into=_NUMBERS, rows=[(park, year, count)], ending=_ON_TOP)
    return int(last)


def _numbers(park: str, ids: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for start in range(0, len(ids), 500):
        found |= dict(Case.objects.filter(park=park, id__in=ids[start : start + 500]).values_list("id", "no"))
    return found


def _done(applied: Applied, numbers: Mapping[str, str]) -> Done:
    number = numbers.get(applied.ref.id, "")
    if applied.after is not None and applied.after.state.case is not None:
        number = applied.after.state.case.record.number
    return Done(number, applied)
