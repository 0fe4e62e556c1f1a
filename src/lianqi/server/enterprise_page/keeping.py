"""The files that a contact sends along, kept in the transaction of what they belong to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from lianqi.kernel.decision import Refused
from lianqi.server.blobs import judging
from lianqi.server.blobs.operations import attach
from lianqi.server.blobs.refusals import BlobRefusal
from lianqi.server.ledger.values import StreamRef


class Undone(Exception):
    """Refused: whatever was kept in the same transaction goes again."""

    def __init__(self, refusal: Refused) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal


def keep(stream: StreamRef, sent: Sequence[Any], *, contact: str, now: datetime) -> list[str]:
    """Keep these uploads with the case; their ids, as a command's `attachments`. Undone: a file is not taken."""
    kept = []
    for file in sent:
        data = file.read(judging.MOST + 1)
        if len(data) > judging.MOST:
            sizes = {"size_mb": -(-file.size // judging.MB), "limit_mb": judging.MOST // judging.MB}
            raise Undone(Refused("blob.too-large", sizes))
        try:
            one = attach(stream=stream, subject=contact, name=(file.name or "")[:200], data=data, now=now)
        except BlobRefusal as refusal:
            raise Undone(refusal.refusal) from refusal
        kept.append(one.ref.id)
    return kept
