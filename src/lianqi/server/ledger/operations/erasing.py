"""Forgetting a person (个人信息保护法 art. 47). The words go; what was decided and when stays, and verifies."""

from __future__ import annotations

import errno
import fcntl
import json
import os
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from lianqi.kernel import instants
from lianqi.kernel.chain import canonical_json, digest
from lianqi.kernel.decision import Accepted, NewEvent, Refused
from lianqi.server.ids import new_id
from lianqi.server.ledger import queries
from lianqi.server.ledger.models import Content
from lianqi.server.ledger.operations.applying import apply, hold
from lianqi.server.ledger.storage import require_transaction
from lianqi.server.ledger.values import CommandEnvelope, LedgerRefusal, StreamRef

STREAM_KIND = "erasure"
_CODE = re.compile(r"[a-z0-9][a-z0-9.-]{0,63}")


@dataclass(frozen=True, slots=True)
class Erasure:
    """What is to be forgotten: all words of `subject`, of which these were still kept."""

    park: str
    subject: str
    content_ids: tuple[str, ...]
    now: datetime


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
    kept = Content.objects.filter(park=park, subject=subject, erased_at__isnull=True)
    erasure = Erasure(park, subject, tuple(kept.order_by("id").values_list("id", flat=True)), now)
    if not erasure.content_ids:
        return 0
    _forget(erasure, basis)
    _forget_copies(erasure)
    _record(erasure, basis, actor)
    # Last before the commit: killed in between, the list names an erasure that will be asked for again, which harms
    # nobody. The other way round, a restore would bring back somebody who was told that they are forgotten.
    _list(erasure, basis, actor)
    if connection.vendor == "sqlite":
        transaction.on_commit(_empty_the_journal)
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
        kept = _still_kept(park, ids)
        _forget_copies(Erasure(park, subject, tuple(ids), now))
        if kept:
            erasure = Erasure(park, subject, tuple(kept), now)
            _forget(erasure, asked["basis"])
            _record(erasure, asked["basis"], asked["actor"])
            count += len(kept)
    if connection.vendor == "sqlite" and count:
        transaction.on_commit(_empty_the_journal)
    return count


def listed_subjects(lines: Iterable[str]) -> set[tuple[str, str]]:
    """Park and subject of every whole line of the erasure list."""
    asked = [json.loads(line) for line in lines if line.endswith("\n")]
    return {(one["park"], one["subject"]) for one in asked}


def _forget(erasure: Erasure, basis: str) -> None:
    for ids in queries.in_parts(erasure.content_ids):
        rows = Content.objects.filter(park=erasure.park, id__in=ids)
        rows.update(bytes=None, salt=None, erased_at=erasure.now, basis=basis)


def _forget_copies(erasure: Erasure) -> None:
    for eraser in _erasers.values():
        eraser(erasure)


def _record(erasure: Erasure, basis: str, actor: str) -> None:
    stream = hold(StreamRef(erasure.park, STREAM_KIND, erasure.subject))
    event = NewEvent("erasure.done", {"basis": basis, "contents": list(erasure.content_ids)})
    envelope = CommandEnvelope(new_id(now=erasure.now), "ledger.erase", digest([erasure.subject, basis]))
    apply(stream=stream, outcome=Accepted((event,)), envelope=envelope, expected_seq=None, actor=actor, now=erasure.now)


def _still_kept(park: str, ids: Sequence[str]) -> list[str]:
    kept: list[str] = []
    for part in queries.in_parts(ids):
        rows = Content.objects.filter(park=park, id__in=part, erased_at__isnull=True)
        kept += rows.order_by("id").values_list("id", flat=True)
    return kept


def _list(erasure: Erasure, basis: str, actor: str) -> None:
    """One more line at the end of the erasure list, on the disk before this returns."""
    line = {
        "actor": actor,
        "at": instants.to_text(erasure.now),
        "basis": basis,
        "contents": list(erasure.content_ids),
        "park": erasure.park,
        "subject": erasure.subject,
    }
    path = Path(settings.ERASURE_LIST)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # Only who runs the server needs to read who asked to be forgotten.
        opened = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            fcntl.flock(opened, fcntl.LOCK_EX)
            _cut_torn_line(opened)
            os.write(opened, canonical_json(line) + b"\n")
            os.fsync(opened)
        finally:
            os.close(opened)
        _sync_folder(path.parent)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise LedgerRefusal(Refused("ledger.storage.full")) from error
        raise


def _cut_torn_line(opened: int) -> None:
    """Take away the beginning of a line that a crash left: the erasure it names was never committed."""
    size = os.fstat(opened).st_size
    whole = os.pread(opened, size, 0).rfind(b"\n") + 1
    if whole < size:
        os.ftruncate(opened, whole)


def _sync_folder(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _empty_the_journal() -> None:
    """Bring SQLite's write-ahead journal into the file and empty it: it still holds the words as they were."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
