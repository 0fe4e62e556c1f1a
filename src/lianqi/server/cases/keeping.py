"""A first word with its photos and voice notes: the files are kept with the case, or nothing is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from datetime import datetime
from typing import Any

from lianqi.kernel.decision import Refused
from lianqi.server.blobs import judging
from lianqi.server.blobs.operations import attach
from lianqi.server.blobs.refusals import BlobRefusal
from lianqi.server.cases.gate import Principal
from lianqi.server.cases.models import Case
from lianqi.server.cases.operations import record
from lianqi.server.cases.stream import STREAM_KIND
from lianqi.server.ids import following_id
from lianqi.server.ledger.operations import one_transaction
from lianqi.server.ledger.values import StreamRef


class Undone(Exception):
    """Refused: whatever was kept in the same transaction goes again."""

    def __init__(self, refusal: Refused) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal


def keep(stream: StreamRef, sent: Sequence[Any], *, subject: str, now: datetime) -> list[str]:
    """Keep these uploads with the case; their ids, as a command's `attachments`. Undone: a file is not taken."""
    kept = []
    for file in sent:
        data = file.read(judging.MOST + 1)
        if len(data) > judging.MOST:
            sizes = {"size_mb": -(-file.size // judging.MB), "limit_mb": judging.MOST // judging.MB}
            raise Undone(Refused("blob.too-large", sizes))
        try:
            one = attach(stream=stream, subject=subject, name=(file.name or "")[:200], data=data, now=now)
        except BlobRefusal as refusal:
            raise Undone(refusal.refusal) from refusal
        kept.append(one.ref.id)
    return kept


def record_with_files(
    principal: Principal, data: Mapping[str, Any], sent: Sequence[Any], *, subject: str, command_id: str, now: datetime
) -> str | Refused:
    """Record a case with its files; its number. Sent again with the same id, the number of the first time.

    The case's id follows from the command's, so that files can be kept before it and a second sending finds it.
    """
    park, actor = principal.park, principal.actor.id
    case_id = following_id(command_id, park, "first-word", actor)
    known = _number(park, case_id) if sent else None
    if known is not None:
        return known
    try:
        # Without files the recording's own transaction is enough.
        with one_transaction(park=park) if sent else nullcontext():
            attachments = keep(StreamRef(park, STREAM_KIND, case_id), sent, subject=subject, now=now)
            done = record(
                park=park,
                actor=actor,
                data={**data, "attachments": attachments},
                command_id=command_id,
                case_id=case_id,
                now=now,
            )
            if done.refusal is not None:
                raise Undone(done.refusal)
    except Undone as undone:
        # It was sent before, at another moment, or both at once: the other one is written.
        return _number(park, case_id) or undone.refusal
    return done.number


def _number(park: str, case_id: str) -> str | None:
    return Case.objects.filter(park=park, id=case_id).values_list("no", flat=True).first()
