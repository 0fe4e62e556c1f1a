"""The row that shows a bulletin, a function of its stream alone."""

from __future__ import annotations

from typing import Any

from lianqi.kernel.bulletins import Bulletin, evolve
from lianqi.server.cases.beside import projector
from lianqi.server.ledger.values import StreamRef
from lianqi.server.reports import models

STREAM_KIND = "bulletin"


def _row(stream: StreamRef, seq: int, bulletin: Bulletin) -> tuple[Any, ...]:
    return (
        stream.park,
        stream.id,
        bulletin.period,
        seq,
        bulletin.stage.value,
        bulletin.number,
        bulletin.position,
        bulletin.drafted_at,
        bulletin.issued_at,
    )


PROJECTOR = projector(stream_kind=STREAM_KIND, evolve=evolve, model=models.Bulletin, row=_row)
