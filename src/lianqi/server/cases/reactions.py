"""What follows from a case after its commit, read from the sealed ledger in order, each event once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from lianqi.kernel.cases import Status
from lianqi.kernel.chain import digest
from lianqi.kernel.decision import Accepted
from lianqi.server.cases import figures, gate, search
from lianqi.server.cases.operations.performing import Step, decided
from lianqi.server.cases.setting import setting
from lianqi.server.cases.stream import STREAM_KIND
from lianqi.server.cases.words import Drafts
from lianqi.server.ids import derived_id
from lianqi.server.ledger import queries as ledger
from lianqi.server.ledger.clock import database_now
from lianqi.server.ledger.operations import apply, hold_many, run_consumer, seal
from lianqi.server.ledger.values import CommandEnvelope, SealedEvent, StreamRef

Handler = Callable[[Sequence[SealedEvent]], None]


def relay_answers(events: Sequence[SealedEvent]) -> None:
    """Consumer: a main case was answered, so the cases merged into it are answered with it, each for its own
    enterprise to judge. The command id follows from the event: a second run finds the first one's outcome.
    """
    for sealed in events:
        event = sealed.event
        if event.type == "answered" and event.stream.kind == STREAM_KIND:
            relay(event.stream, event.seq, event.data)


def relay(main: StreamRef, seq: int, answered: Mapping[str, object], *, now: datetime | None = None) -> None:
    """Answer what is merged into `main` with the answer that its event `seq` gave, inside the caller's transaction.

    `now` is the database's unless a test or the demo says otherwise. Harmless to repeat.
    """
    absorbed = ledger.load(main).state.case.record.absorbed
    # Held together, in the order of their keys: a merger that holds two cases cannot wait for us for ever.
    children = hold_many([StreamRef(main.park, main.kind, child) for child in absorbed]) if absorbed else {}
    for ref, stream in children.items():
        case = stream.state.case
        if case.control.status is not Status.MERGED or case.record.merged_into != main.id:
            continue  # handled alone again since
        at = stream.not_before(now or database_now())
        place = setting(park=main.park, now=at)
        data = {"answer": answered["answer"], "end": answered["end"]}
        step = Step(gate.system(main.park), place, "relay-answer", data, stream, {})
        _, outcome, _ = decided(step, Drafts(main.park, at))
        if isinstance(outcome, Accepted):
            own = derived_id(main.park, "relay-answer", main.id, str(seq), ref.id)
            envelope = CommandEnvelope(own, "relay-answer", digest([main.id, seq]))
            apply(stream=stream, outcome=outcome, envelope=envelope, expected_seq=None, actor=gate.SYSTEM, now=at)


#: name → handler; a worker runs each of them whenever the ledger has grown.
CONSUMERS: Mapping[str, Handler] = MappingProxyType(
    {
        "cases.relay": relay_answers,
        "cases.search": search.index_cases,
        figures.CONSUMER: figures.count_cells,
    }
)


def catch_up(*, park: str) -> int:
    """Seal what was committed and let every consumer read to the end; returns how many events they read in all.

    Reactions write events of their own, so it goes round until nothing is left.
    """
    read = 0
    while True:
        while seal(park=park).more:
            pass
        now = sum(_run(park, name, handler) for name, handler in CONSUMERS.items())
        if not now:
            return read
        read += now


def _run(park: str, name: str, handler: Handler) -> int:
    read = 0
    while True:
        consumed = run_consumer(park=park, name=name, handler=handler)
        read += consumed.count
        if not consumed.more:
            return read
