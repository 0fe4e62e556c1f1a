"""Forgetting a person (个人信息保护法 art. 47). The words go; what was decided and when stays, and verifies."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from lianqi.kernel import instants
from lianqi.kernel.chain import digest
from lianqi.kernel.decision import Accepted, Json, NewEvent
from lianqi.server.ids import new_id
from lianqi.server.ledger import erasure_list
from lianqi.server.ledger.models import Content
from lianqi.server.ledger.operations.applying import apply, hold
from lianqi.server.ledger.selecting import in_parts
from lianqi.server.ledger.storage import require_transaction
from lianqi.server.ledger.values import CommandEnvelope, LoadedStream, StreamRef

log = logging.getLogger("lianqi.ledger")

STREAM_KIND = "erasure"
_CODE = re.compile(r"[a-z0-9][a-z0-9.-]{0,63}")


@dataclass(frozen=True, slots=True)
class Erasure:
    """What is to be forgotten: these contents of `subject`; `whole`: nothing of the subject is to stay."""

    park: str
    subject: str
    content_ids: tuple[str, ...]
    now: datetime
    whole: bool = True


Eraser = Callable[[Erasure], None]
_erasers: dict[str, Eraser] = {}


def register_eraser(name: str, eraser: Eraser) -> None:
    """Whoever keeps copies of words (a search index, a cache, a blob store) forgets its own; called in `ready`.

    It runs inside the erasing transaction, and again when a restore re-applies the list: it must not mind.
    """
    _erasers[name] = eraser


def erase_subject(*, park: str, subject: str, basis: str, actor: str, now: datetime) -> int:
    """Erase every word kept for `subject`: bytes, salt and all copies; returns how many pieces of content went.

    Inside the caller's transaction. An event in the subject's own stream of kind `erasure` says who did it and on
    which basis, in codes; the erasure list outside the database gets a line. Nothing left to erase: nothing is written.
    Refused with ValueError: a `basis` that is not a dotted code ("pipl.47"): free words may themselves name a person.
    """
    require_transaction()
    if not _CODE.fullmatch(basis):
        raise ValueError(f"the basis of an erasure is a dotted code such as pipl.47, not {basis!r}")
    # Held first: two who erase the same person at once would both list and record what only one of them erased.
    stream = hold(StreamRef(park, STREAM_KIND, subject))
    kept = Content.objects.filter(park=park, subject=subject, erased_at__isnull=True)
    erasure = Erasure(park, subject, tuple(kept.order_by("id").values_list("id", flat=True)), now)
    return erase(erasure, stream=stream, basis=basis, actor=actor)


def erase(erasure: Erasure, *, stream: LoadedStream, basis: str, actor: str) -> int:
    """Erase these contents, on record in `stream`, the subject's own, held; returns how many."""
    if not erasure.content_ids:
        return 0
    _forget(erasure, basis)
    _forget_copies(erasure)
    _record(erasure, stream, basis, actor)
    # Last before the commit: killed in between, the list names an erasure that will be asked for again, which harms
    # nobody. The other way round, a restore would bring back somebody who was told that they are forgotten.
    erasure_list.append(_line(erasure, basis, actor))
    empty_the_journal_after_commit()
    return len(erasure.content_ids)


def reapply_erasures(*, lines: Iterable[str], now: datetime) -> int:
    """Erase again what a restored database has brought back, from the erasure list; returns how many pieces went.

    By content id, so that what a person has told the park since stays. A last line cut short by a crash is passed
    over: its erasure was never committed. Each erasure that was needed is recorded again; the list is not written.
    """
    require_transaction()
    count = 0
    for line in lines:
        if not line.endswith("\n"):
            break
        asked = json.loads(line)
        park, subject, ids = asked["park"], asked["subject"], asked["contents"]
        whole = asked.get("whole", True)
        kept = _still_kept(park, ids)
        _forget_copies(Erasure(park, subject, tuple(ids), now, whole))
        if kept:
            erasure = Erasure(park, subject, tuple(kept), now, whole)
            _forget(erasure, asked["basis"])
            _record(erasure, hold(StreamRef(park, STREAM_KIND, subject)), asked["basis"], asked["actor"])
            count += len(kept)
    if count:
        empty_the_journal_after_commit()
    return count


def listed_subjects(lines: Iterable[str]) -> set[tuple[str, str]]:
    """Park and subject of every whole line of the erasure list."""
    asked = [json.loads(line) for line in lines if line.endswith("\n")]
    return {(one["park"], one["subject"]) for one in asked}


def _forget(erasure: Erasure, basis: str) -> None:
    for ids in in_parts(erasure.content_ids):
        rows = Content.objects.filter(park=erasure.park, id__in=ids)
        rows.update(bytes=None, salt=None, erased_at=erasure.now, basis=basis)


def _forget_copies(erasure: Erasure) -> None:
    for eraser in _erasers.values():
        eraser(erasure)


def _record(erasure: Erasure, stream: LoadedStream, basis: str, actor: str) -> None:
    event = NewEvent("erasure.done", {"basis": basis, "contents": list(erasure.content_ids)})
    envelope = CommandEnvelope(new_id(now=erasure.now), "ledger.erase", digest([erasure.subject, basis]))
    apply(stream=stream, outcome=Accepted((event,)), envelope=envelope, expected_seq=None, actor=actor, now=erasure.now)


def _still_kept(park: str, ids: Sequence[str]) -> list[str]:
    kept: list[str] = []
    for part in in_parts(ids):
        rows = Content.objects.filter(park=park, id__in=part, erased_at__isnull=True)
        kept += rows.order_by("id").values_list("id", flat=True)
    return kept


def _line(erasure: Erasure, basis: str, actor: str) -> dict[str, Json]:
    line: dict[str, Json] = {
        "actor": actor,
        "at": instants.to_text(erasure.now),
        "basis": basis,
        "contents": list(erasure.content_ids),
        "park": erasure.park,
        "subject": erasure.subject,
    }
    return line if erasure.whole else {**line, "whole": False}


def empty_the_journal_after_commit() -> None:
    """SQLite's write-ahead journal still holds the words as they were: have it emptied when this is committed."""
    if connection.vendor == "sqlite":
        # Robust: what goes wrong there must not look as if nothing had been erased.
        transaction.on_commit(empty_the_journal, robust=True)


def empty_the_journal() -> bool:
    """Bring SQLite's journal into the file and empty it; False where a reader kept it from that for a second.

    Then the next round of the worker tries again (`retaining`). Nothing to do on PostgreSQL (ADR 0003).
    """
    if connection.vendor != "sqlite":
        return True
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        (patience,) = cursor.fetchone()
        cursor.execute("PRAGMA busy_timeout = 1000")
        try:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            (busy, *_) = cursor.fetchone()
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {int(patience)}")
    if busy:
        log.warning("what was erased is still in SQLite's journal: somebody is reading; the worker tries again")
    return not busy
