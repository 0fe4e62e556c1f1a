"""Every read of the ledger."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from django.db import connection
from django.db.models import Count

from lianqi.kernel.decision import Refused
from lianqi.server.ledger import projectors, sight
from lianqi.server.ledger.models import Content, Event, Ledger, Unsealed
from lianqi.server.ledger.selecting import in_parts, select, select_in
from lianqi.server.ledger.values import Applied, CommandEnvelope, LoadedStream, SealedEvent, StoredEvent, StreamRef

#: The columns of `event` that `stored` makes an event of, in order.
EVENT_FIELDS = ("seq", "type", "schema", "data", "actor", "command_id", "occurred_at", "recorded_at", "hash")

# Written out: every command reads these, and building a query takes the ORM longer than the database needs to answer.
_LOAD = (
    "SELECT seq, type, schema, data, actor, command_id, occurred_at, recorded_at, hash FROM ledger_event"
    " WHERE park = %s AND stream_kind = %s AND stream_id = %s ORDER BY seq"
)
# Every page reads words.
_WORDS = "SELECT id, bytes FROM ledger_content WHERE park = %s AND id"
_OUTCOMES = "SELECT id, kind, payload_digest, outcome, actor FROM ledger_command WHERE park = %s AND id"

EventRow = tuple[int, str, int, str, str, str, datetime, datetime, str]


def load(ref: StreamRef) -> LoadedStream:
    """The stream as it stands, folded from its events; seq 0 and the initial state when there are none.

    To show it. A decision is made on `operations.hold`, so that nobody can append in between.
    """
    return fold(ref, select(_LOAD, [ref.park, ref.kind, ref.id]))


def load_many(refs: Sequence[StreamRef]) -> dict[StreamRef, LoadedStream]:
    """Many streams at once, one query for each kind and 500 ids."""
    wanted: dict[tuple[str, str], list[str]] = defaultdict(list)
    for ref in refs:
        wanted[ref.park, ref.kind].append(ref.id)
    found: dict[StreamRef, list[EventRow]] = {ref: [] for ref in refs}
    for (park, kind), ids in wanted.items():
        for some in in_parts(ids):
            rows = Event.objects.filter(park=park, stream_kind=kind, stream_id__in=some).order_by("stream_id", "seq")
            for stream_id, *row in rows.values_list("stream_id", *EVENT_FIELDS):
                found[StreamRef(park, kind, stream_id)].append(tuple(row))
    return {ref: fold(ref, rows) for ref, rows in found.items()}


def fold(ref: StreamRef, rows: Iterable[EventRow]) -> LoadedStream:
    """The stream that these rows of `event` make, in the order of seq."""
    projector = projectors.of(ref.kind)
    state, last = projector.initial(), None
    for row in rows:
        last = stored(ref, row)
        state = projector.evolve(state, last)
    if last is None:
        return LoadedStream(ref=ref, state=state)
    return LoadedStream(ref=ref, state=state, seq=last.seq, head=last.hash, recorded_at=last.recorded_at)


def heads(refs: Sequence[StreamRef]) -> dict[StreamRef, int]:
    """The last seq of each stream; 0 where there is no event."""
    found = dict.fromkeys(refs, 0)
    for ref in refs:
        own = Event.objects.filter(park=ref.park, stream_kind=ref.kind, stream_id=ref.id)
        found[ref] = own.order_by("-seq").values_list("seq", flat=True).first() or 0
    return found


def events(ref: StreamRef, *, after: int = 0) -> tuple[StoredEvent, ...]:
    """The events of a stream with seq greater than `after`, in order."""
    rows = Event.objects.filter(park=ref.park, stream_kind=ref.kind, stream_id=ref.id, seq__gt=after).order_by("seq")
    return tuple(stored(ref, row) for row in rows.values_list(*EVENT_FIELDS))


def stored_outcome(*, park: str, envelope: CommandEnvelope, actor: str | None = None) -> Applied | None:
    """What came of this command before: None if it is new. Every use-case asks this first.

    The same id with another payload or kind gives the refusal `ledger.command.reused`; so does another `actor`, where
    one is named: nobody is told that they did what somebody else has done.
    """
    return stored_outcomes(park=park, envelopes=(envelope,), actor=actor).get(envelope.id)


def stored_outcomes(*, park: str, envelopes: Sequence[CommandEnvelope], actor: str | None = None) -> dict[str, Applied]:
    """`stored_outcome` for many commands, by command id; new ones are left out."""
    by_id = {envelope.id: envelope for envelope in envelopes}
    found: dict[str, Applied] = {}
    for command_id, kind, payload_digest, outcome, sender in select_in(_OUTCOMES, [park], list(by_id)):
        envelope = by_id[command_id]
        applied = _outcome(park, json.loads(outcome))
        another = actor is not None and sender != actor
        if another or (kind, payload_digest) != (envelope.kind, envelope.payload_digest):
            reused = Refused("ledger.command.reused", {"command": command_id})
            applied = Applied(ref=applied.ref, seq=applied.seq, refusal=reused)
        found[command_id] = applied
    return found


def read_contents(*, park: str, ids: Sequence[str], to_copy: bool = False) -> Mapping[str, bytes | None]:
    """The words behind these ids; None where they were erased, absent where there never were any.

    `to_copy`, inside a transaction that puts them elsewhere (an index): whoever erases them meanwhile waits for it,
    and then finds the copy. Without that, on PostgreSQL, a copy made during an erasure would outlive it.
    """
    # In one order, so that two readers cannot wait for each other.
    ending = " ORDER BY id FOR UPDATE" if to_copy and connection.features.has_select_for_update else ""
    # Some drivers hand out a memoryview.
    rows = select_in(_WORDS, [park], ids, ending)
    return {id: None if words is None else bytes(words) for id, words in rows}


def read_content(*, park: str, id: str) -> bytes | None:
    """The words behind one id; None if they were erased. LookupError if there never were any."""
    found = read_contents(park=park, ids=(id,))
    if id not in found:
        raise LookupError(f"no content {id!r} in {park}")
    return found[id]


def kept_of(*, park: str, subject: str) -> dict[str, int]:
    """How many pieces of content are kept whose subject this is, by their kind."""
    kept = Content.objects.filter(park=park, subject=subject, erased_at__isnull=True)
    return dict(kept.values_list("kind").annotate(count=Count("id")).order_by("kind"))


def is_subject(*, park: str, subject: str) -> bool:
    """Whether words of this subject are or were kept in this park."""
    return Content.objects.filter(park=park, subject=subject).exists()


def parks_with_words_of(subject: str) -> list[str]:
    """Every park that keeps words of this subject; a person may work for several.

    Along the index from park to park, and in each by its subject: no index begins with the subject alone.
    """
    found: list[str] = []
    last = ""
    with sight.only(sight.EVERY_PARK):
        while (park := _next_park_with_words(last)) is not None:
            if Content.objects.filter(park=park, subject=subject, erased_at__isnull=True).exists():
                found.append(park)
            last = park
    return found


def parks() -> list[str]:
    """Every park that has an event: along the index from one to the next, never through all events of one."""
    found: list[str] = []
    last = ""
    while (park := _park_after(last)) is not None:
        found.append(last := park)
    return found


def parks_to_seal() -> list[str]:
    """Every park that has committed events without a position."""
    return sorted(Unsealed.objects.values_list("park", flat=True).distinct())


def position(park: str) -> tuple[int, str]:
    """The last position of a park's ledger and its root: what a figure cites. (0, "") before the first."""
    row = Ledger.objects.filter(park=park).order_by("-position").values_list("position", "root").first()
    return row or (0, "")


def sealed_events(*, park: str, after: int = 0, limit: int | None = None) -> Iterator[SealedEvent]:
    """The park's events with positions greater than `after`, in ledger order, read in portions."""
    rows = Ledger.objects.filter(park=park, position__gt=after).order_by("position")
    fields = ("position", "root", "event_id", "event__stream_kind", "event__stream_id", "event__prev_hash")
    listed = rows.values_list(*fields, *(f"event__{name}" for name in EVENT_FIELDS))
    if limit is not None:
        listed = listed[:limit]
    for place, root, event_id, kind, stream_id, prev_hash, *row in listed.iterator(chunk_size=2_000):
        event = stored(StreamRef(park, kind, stream_id), tuple(row))
        yield SealedEvent(position=place, root=root, event_id=event_id, event=event, prev_hash=prev_hash)


def stored(ref: StreamRef, row: EventRow) -> StoredEvent:
    """The event that a row of `EVENT_FIELDS` holds."""
    seq, type, schema, data, actor, command_id, occurred_at, recorded_at, hash = row
    at, recorded = _instant(occurred_at), _instant(recorded_at)
    return StoredEvent(ref, seq, type, schema, json.loads(data), actor, command_id, at, recorded, hash)


def _instant(column: datetime) -> datetime:
    """SQLite's driver knows no zones: what it hands out is UTC."""
    return column if column.tzinfo is not None else column.replace(tzinfo=UTC)


def _next_park_with_words(park: str) -> str | None:
    return Content.objects.filter(park__gt=park).order_by("park").values_list("park", flat=True).first()


def _park_after(park: str) -> str | None:
    return Event.objects.filter(park__gt=park).order_by("park").values_list("park", flat=True).first()


def _outcome(park: str, stored: dict[str, Any]) -> Applied:
    ref = StreamRef(park, stored["stream"][0], stored["stream"][1])
    refused = stored.get("refused")
    refusal = None if refused is None else Refused(refused, stored["details"])
    return Applied(ref=ref, seq=stored["seq"], refusal=refusal, replayed=True)
