"""The rows that show a bulletin, each a function of its stream alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from lianqi.kernel.bulletins import Bulletin, evolve
from lianqi.server.cases import rows
from lianqi.server.ledger.projectors import Projector
from lianqi.server.ledger.values import Change, StoredEvent
from lianqi.server.reports import models

STREAM_KIND = "bulletin"


@dataclass(frozen=True, slots=True)
class BulletinStream:
    """The state of a stream of kind `bulletin`."""

    bulletin: Bulletin | None = None
    seq: int = 0


def initial() -> BulletinStream:
    """Before the first event."""
    return BulletinStream()


def fold(state: BulletinStream, event: StoredEvent) -> BulletinStream:
    """The stream after one more event."""
    bulletin = evolve(state.bulletin, type_=event.type, data=event.data, at=event.at)
    return replace(state, bulletin=bulletin, seq=event.seq)


def project(park: str, changes: Sequence[Change]) -> None:
    """Write what these changes did to the table."""
    rows.upsert(models.Bulletin, (_row(park, change) for change in changes))


def _row(park: str, change: Change) -> tuple[Any, ...]:
    bulletin: Bulletin = change.after.bulletin
    return (
        park,
        change.stream.id,
        bulletin.period,
        change.after.seq,
        bulletin.stage.value,
        bulletin.number,
        bulletin.position,
        bulletin.drafted_at,
        bulletin.issued_at,
    )


PROJECTOR = Projector(stream_kind=STREAM_KIND, tables=(models.Bulletin,), initial=initial, evolve=fold, project=project)
