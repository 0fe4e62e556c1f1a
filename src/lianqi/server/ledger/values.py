"""What goes into the ledger's operations and comes out of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lianqi.kernel.chain import GENESIS
from lianqi.kernel.decision import Json, Outcome, Refused

#: Characters of an opaque id, or of a client's Idempotency-Key.
LONGEST_ID = 64


@dataclass(frozen=True, slots=True, order=True)
class StreamRef:
    """Which stream: the case, round or meeting whose facts stand one after the other."""

    park: str
    kind: str
    id: str


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """One event as the log holds it. `at` is when the fact happened, `recorded_at` when it was written down."""

    stream: StreamRef
    seq: int
    type: str
    schema: int
    data: Mapping[str, Json]
    actor: str
    command_id: str
    at: datetime
    recorded_at: datetime
    hash: str


@dataclass(frozen=True, slots=True)
class LoadedStream:
    """A stream as it stood when it was read: what a decision is made on, and what `apply` appends to.

    `held` says that nobody else can append before this transaction ends. A stream that does not exist yet has seq 0.
    """

    ref: StreamRef
    state: Any
    seq: int = 0
    head: str = GENESIS
    recorded_at: datetime | None = None
    held: bool = False

    def not_before(self, now: datetime) -> datetime:
        """`now`, or the instant of the last event where the clock has jumped back. Decide with this."""
        return now if self.recorded_at is None else max(now, self.recorded_at)


@dataclass(frozen=True, slots=True)
class CommandEnvelope:
    """What a command is known by. `id` is the client's (Idempotency-Key) or derived; `payload_digest` is
    `lianqi.kernel.chain.digest` over all that the command says; `device_seq` numbers a device's commands.
    """

    id: str
    kind: str
    payload_digest: str
    device: str = ""
    device_seq: int | None = None

    def __post_init__(self) -> None:
        # What clients choose: PostgreSQL would stop at a longer one in the middle of the transaction, SQLite keep it.
        if not 1 <= len(self.id) <= LONGEST_ID or len(self.device) > LONGEST_ID:
            raise ValueError(f"a command's id has 1 to {LONGEST_ID} characters, a device's at most {LONGEST_ID}")


@dataclass(frozen=True, slots=True)
class Application:
    """One decision to be written: what was decided, on which stream, by which command.

    `expected_seq` is what the person had before their eyes; None for what may rebase (a note, a photo, the tick).
    """

    stream: LoadedStream
    outcome: Outcome
    envelope: CommandEnvelope
    expected_seq: int | None


@dataclass(frozen=True, slots=True)
class Applied:
    """What came of a command. `seq` is the stream's after it; `refusal` is None when it was accepted.

    `replayed`: this command had been settled before; nothing was written, and `events` and `after` are left out.
    `after` is the stream to apply the next command of the same transaction to; None where it has to be read again.
    """

    ref: StreamRef
    seq: int
    events: tuple[StoredEvent, ...] = ()
    refusal: Refused | None = None
    replayed: bool = False
    after: LoadedStream | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to one stream: its state before, the events in order, its state after."""

    stream: StreamRef
    before: Any
    events: tuple[StoredEvent, ...]
    after: Any


@dataclass(frozen=True, slots=True)
class SealedEvent:
    """An event with its place in the park's ledger, as consumers read it. `event_id` goes out with deliveries."""

    position: int
    root: str
    event_id: int
    event: StoredEvent
    prev_hash: str


class LedgerRefusal(Exception):
    """A refusal that could not be returned because the transaction cannot go on; nothing was written."""

    def __init__(self, refusal: Refused) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal
