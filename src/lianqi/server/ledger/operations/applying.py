"""Writing a decision down: its command, its events, its projections, in the caller's transaction."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from lianqi.kernel import instants
from lianqi.kernel.chain import canonical_json, event_hash
from lianqi.kernel.decision import NewEvent, Outcome, Refused
from lianqi.server.ledger import locks, projectors, queries, sight
from lianqi.server.ledger.cursors import together
from lianqi.server.ledger.inserting import insert, instant
from lianqi.server.ledger.storage import require_transaction
from lianqi.server.ledger.values import (
    Application,
    Applied,
    Change,
    CommandEnvelope,
    LoadedStream,
    StoredEvent,
    StreamRef,
)

#: How many of the events that somebody missed a stale refusal names; the last ones.
_NAMED = 20


def hold(ref: StreamRef) -> LoadedStream:
    """The stream to decide on, held so that nobody else can append to it until this transaction ends.

    Whoever comes second waits here and then sees what the first wrote (`locks`).
    """
    return hold_many((ref,))[ref]


def hold_many(refs: Sequence[StreamRef]) -> dict[StreamRef, LoadedStream]:
    """`hold` for several streams at once: at most `locks.MOST_AT_ONCE`."""
    require_transaction()
    for park in {ref.park for ref in refs}:
        sight.require(park)
    locks.lock_streams(refs)
    loaded = {refs[0]: queries.load(refs[0])} if len(refs) == 1 else queries.load_many(refs)
    return {ref: replace(stream, held=True) for ref, stream in loaded.items()}


def fresh(ref: StreamRef, *, own: bool = False) -> LoadedStream:
    """A stream that cannot exist yet, because its id was made just now: nothing is read and nothing held.

    Should it exist after all, its first command is refused as stale. `own`: the id is this transaction's or follows
    from its command's, which is written once, so nobody else can be beginning the same.
    """
    return LoadedStream(ref=ref, state=projectors.of(ref.kind).initial(), held=own)


def apply(
    *,
    stream: LoadedStream,
    outcome: Outcome,
    envelope: CommandEnvelope,
    expected_seq: int | None,
    actor: str,
    now: datetime,
) -> Applied:
    """Write what was decided on `stream`: command, events and projections. See `apply_many`."""
    (applied,) = apply_many(applications=(Application(stream, outcome, envelope, expected_seq),), actor=actor, now=now)
    return applied


def apply_many(*, applications: Sequence[Application], actor: str, now: datetime) -> list[Applied]:
    """Write many decisions of one park, each on its own stream, inside the caller's transaction.

    For each: the command with its outcome (refusals too), the events in its stream, dated `now` but never before the
    stream's last event, and the projections. Refused with `ledger.stale`, and stored as such: a stream that has moved
    on since `expected_seq`, or since it was read (the details name what changed). A command that was settled before
    gives its stored outcome, marked as replayed, or `ledger.command.reused`; nothing is written for it.

    Commands and streams may stand once in a batch; two parks in one are a ValueError.
    """
    require_transaction()
    _refuse_a_muddled_batch(applications)
    for application in applications[:1]:
        sight.require(application.stream.ref.park)
    loose = [one.stream.ref for one in applications if not one.stream.held]
    if not loose:
        return _write(applications, {}, actor, now)
    moved: dict[StreamRef, int] = {}
    while True:
        try:
            # A unique key may refuse what nobody held; the savepoint keeps PostgreSQL's transaction alive.
            with transaction.atomic():
                return _write(applications, moved, actor, now)
        except IntegrityError:
            read = {one.stream.ref: one.stream.seq for one in applications}
            late = {ref: seq for ref, seq in queries.heads(loose).items() if seq != read[ref] and ref not in moved}
            if not late:
                raise
            moved |= late


@dataclass(frozen=True, slots=True)
class _Draft:
    application: Application
    refusal: Refused | None
    events: tuple[StoredEvent, ...]
    columns: tuple[tuple[str, str], ...]  # of each event: its data as it is spelled, the hash before it
    after: LoadedStream
    outdated: bool = False  # others have appended since it was read: only the seq of `after` is true

    def outcome(self) -> str:
        ref = self.after.ref
        stored: dict[str, Any] = {"stream": [ref.kind, ref.id], "seq": self.after.seq, "events": len(self.events)}
        if self.refusal is not None:
            stored |= {"refused": self.refusal.code, "details": self.refusal.details}
        return canonical_json(stored).decode()


def _write(
    applications: Sequence[Application], moved: Mapping[StreamRef, int], actor: str, now: datetime
) -> list[Applied]:
    drafts = [_draft(one, moved.get(one.stream.ref, one.stream.seq), actor, now) for one in applications]
    taken = _insert_commands(drafts, actor, now)
    written = [draft for draft in drafts if draft.application.envelope.id in taken]
    with together():
        _insert_events(written)
        _project(written)
    if len(written) == len(drafts):
        return [_applied(draft) for draft in drafts]
    park = applications[0].stream.ref.park
    before = queries.stored_outcomes(park=park, envelopes=[one.envelope for one in applications])
    ids = [draft.application.envelope.id for draft in drafts]
    return [_applied(draft) if id in taken else before[id] for id, draft in zip(ids, drafts, strict=True)]


def _draft(application: Application, seq: int, actor: str, now: datetime) -> _Draft:
    """What will be written, given that the stream stands at `seq`."""
    stream, outcome, expected = application.stream, application.outcome, application.expected_seq
    seen = stream.seq if expected is None else expected
    if seen != seq or stream.seq != seq:
        refusal = _stale(stream.ref, min(seen, stream.seq), seq)
        return _Draft(application, refusal, (), (), replace(stream, seq=seq), outdated=stream.seq != seq)
    if isinstance(outcome, Refused):
        return _Draft(application, outcome, (), (), stream)
    events: list[StoredEvent] = []
    columns: list[tuple[str, str]] = []
    state, head = stream.state, stream.head
    evolve = projectors.of(stream.ref.kind).evolve
    recorded_at = stream.not_before(now)
    for place, new in enumerate(outcome.events, start=seq + 1):
        spelled = canonical_json(new.data).decode()
        event = _stored(stream.ref, place, new, spelled, actor, application.envelope.id, recorded_at, head)
        events.append(event)
        columns.append((spelled, head))
        state, head = evolve(state, event), event.hash
    if not events:
        return _Draft(application, None, (), (), stream)
    after = LoadedStream(stream.ref, state, events[-1].seq, head, recorded_at, held=True)
    return _Draft(application, None, tuple(events), tuple(columns), after)


def _stored(
    ref: StreamRef,
    seq: int,
    new: NewEvent,
    spelled: str,
    actor: str,
    command_id: str,
    recorded_at: datetime,
    prev_hash: str,
) -> StoredEvent:
    # Read back from its canonical spelling: the state goes on from what is stored, so replay cannot differ.
    data = json.loads(spelled)
    at = new.at or recorded_at
    made = event_hash(
        park=ref.park,
        stream_kind=ref.kind,
        stream_id=ref.id,
        seq=seq,
        type=new.type,
        schema=new.schema,
        data=data,
        actor=actor,
        command_id=command_id,
        occurred_at=instants.to_text(at),
        recorded_at=instants.to_text(recorded_at),
        prev_hash=prev_hash,
    )
    return StoredEvent(ref, seq, new.type, new.schema, data, actor, command_id, at, recorded_at, made)


def _stale(ref: StreamRef, seen: int, seq: int) -> Refused:
    missed = [{"seq": event.seq, "type": event.type} for event in queries.events(ref, after=seen)]
    return Refused("ledger.stale", {"expected": seen, "seq": seq, "changed": missed[-_NAMED:]})


def _applied(draft: _Draft) -> Applied:
    # Going on from a state that others have left behind would hang the next event on the wrong hash.
    after = None if draft.outdated else draft.after
    return Applied(ref=draft.after.ref, seq=draft.after.seq, events=draft.events, refusal=draft.refusal, after=after)


def _project(drafts: Sequence[_Draft]) -> None:
    changes: dict[str, list[Change]] = defaultdict(list)
    for draft in drafts:
        if draft.events:
            ref = draft.after.ref
            changes[ref.kind].append(Change(ref, draft.application.stream.state, draft.events, draft.after.state))
    for kind, some in changes.items():
        projectors.of(kind).project(some[0].stream.park, some)


def _refuse_a_muddled_batch(applications: Sequence[Application]) -> None:
    if len({one.stream.ref.park for one in applications}) > 1:
        raise ValueError("one batch, one park")
    if len({one.stream.ref for one in applications}) < len(applications):
        raise ValueError("a stream may stand once in a batch; apply the next command to `Applied.after`")
    if len({one.envelope.id for one in applications}) < len(applications):
        raise ValueError("a command may stand once in a batch")


_COMMANDS = (
    "INSERT INTO ledger_command"
    " (park, id, kind, actor, device, device_seq, payload_digest, outcome, received_at) VALUES "
)
_EVENTS = (
    "INSERT INTO ledger_event (park, stream_kind, stream_id, seq, type, schema, data, actor, command_id,"
    " occurred_at, recorded_at, prev_hash, hash) VALUES "
)


def _insert_commands(drafts: Sequence[_Draft], actor: str, now: datetime) -> set[str]:
    """Take these command ids; returns those that nobody had taken. Waits for a transaction that is taking one."""
    received_at = instant(now)
    rows: list[tuple[Any, ...]] = []
    for draft in drafts:
        envelope = draft.application.envelope
        sent = (draft.after.ref.park, envelope.id, envelope.kind, actor, envelope.device, envelope.device_seq)
        rows.append((*sent, envelope.payload_digest, draft.outcome(), received_at))
    return {id for (id,) in insert(into=_COMMANDS, rows=rows, ending=" ON CONFLICT (park, id) DO NOTHING RETURNING id")}


def _insert_events(drafts: Sequence[_Draft]) -> None:
    rows: list[tuple[Any, ...]] = []
    for draft in drafts:
        for event, (spelled, prev_hash) in zip(draft.events, draft.columns, strict=True):
            ref = event.stream
            what = (ref.park, ref.kind, ref.id, event.seq, event.type, event.schema, spelled)
            who = (event.actor, event.command_id, instant(event.at), instant(event.recorded_at))
            rows.append((*what, *who, prev_hash, event.hash))
    insert(into=_EVENTS, rows=rows)
