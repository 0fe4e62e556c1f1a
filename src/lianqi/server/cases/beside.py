"""The streams beside the cases: each folds into its one record, shown in a row, and one for each promise it makes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, Protocol, TypeVar

from django.db.models import Model

from lianqi.kernel.commitments import Commitment as Owed
from lianqi.kernel.decision import Json
from lianqi.server.cases import rows
from lianqi.server.cases.models import Commitment
from lianqi.server.cases.projection import commitment_row
from lianqi.server.ledger.projectors import Projector
from lianqi.server.ledger.values import Change, StoredEvent, StreamRef

R = TypeVar("R")
#: A record → each of its commitments with the number or period by which lists name it.
Promised = Callable[[R], Iterable[tuple[str, Owed]]]


@dataclass(frozen=True, slots=True)
class Beside(Generic[R]):
    """The state of such a stream: its record (None before the first event) and how many events made it."""

    record: R | None = None
    seq: int = 0


class Evolve(Protocol[R]):
    """The kernel's `evolve` of one kind of record."""

    def __call__(self, record: R | None, /, *, type_: str, data: Mapping[str, Json], at: datetime) -> R: ...


def projector(
    *,
    stream_kind: str,
    evolve: Evolve[R],
    model: type[Model],
    row: Callable[[StreamRef, int, R], tuple[Any, ...]],
    promised: Promised[R] | None = None,
) -> Projector:
    """The projector of a kind of record that is shown in `model`, and in the table of commitments if it promises.

    `row` gives the columns of `model` in order, for the stream, its seq and its record. Events alone decide.
    """

    def fold(state: Beside[R], event: StoredEvent) -> Beside[R]:
        return Beside(evolve(state.record, type_=event.type, data=event.data, at=event.at), event.seq)

    def project(park: str, changes: Sequence[Change]) -> None:
        rows.upsert(model, (row(change.stream, change.after.seq, change.after.record) for change in changes))
        if promised is not None:
            rows.upsert(Commitment, (one for change in changes for one in _commitments(change, promised)))

    tables = (model,) if promised is None else (model, Commitment)
    return Projector(stream_kind=stream_kind, tables=tables, initial=Beside, evolve=fold, project=project)


def _commitments(change: Change, promised: Promised[R]) -> Iterator[tuple[Any, ...]]:
    former = {} if change.before.record is None else {owed.id: owed for _, owed in promised(change.before.record)}
    park, kind, id = change.stream.park, change.stream.kind, change.stream.id
    for number, owed in promised(change.after.record):
        if former.get(owed.id) is not owed:
            yield commitment_row(park, kind, id, number, owed)
