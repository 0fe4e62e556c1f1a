"""Every write of attachments: keep, forget, sweep."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from hashlib import sha256

from django.db import transaction
from django.db.models import Exists, OuterRef

from lianqi.kernel.chain import canonical_json
from lianqi.kernel.decision import ContentRef
from lianqi.server.blobs import judging, storage
from lianqi.server.blobs.models import Blob, Citation
from lianqi.server.ledger.locks import lock_streams
from lianqi.server.ledger.operations import Erasure, one_transaction, put_content
from lianqi.server.ledger.storage import require_transaction
from lianqi.server.ledger.values import StreamRef

#: What content of an attachment is called.
KIND = "blob.attachment"
#: A file without a row may belong to a transaction that is still open; after a day it belongs to none.
_ORPHAN_AFTER = 24 * 3600
#: Files that one round of the sweep removes.
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Attached:
    """An attachment as it was kept: what an event cites, and what was made of the file."""

    ref: ContentRef
    sha256: str
    media_type: str
    size: int


def attach(*, stream: StreamRef, subject: str, name: str, data: bytes, now: datetime) -> Attached:
    """Keep a file that somebody adds to `stream`, inside the caller's transaction.

    An event cites `ref.id`, content of `subject` that names the file (`name`, as the sender called it) and its
    SHA-256: so erasing the subject's words makes the file's hash unknown, too. `stream.id` may be an id that was only
    just made. Refused with BlobRefusal: whatever `judging.clean` refuses; with LedgerRefusal: a full disk.
    """
    require_transaction()
    park = stream.park
    clean = judging.clean(data)
    digest = sha256(clean.data).hexdigest()
    # Nobody may remove this very file between our look at it and our row (`_remove`).
    lock_streams((_own(park, digest),))
    storage.write(park=park, sha256=digest, data=clean.data)
    row = Blob(park=park, sha256=digest, size=len(clean.data), media_type=clean.media_type, kept_at=now)
    Blob.objects.bulk_create([row], ignore_conflicts=True)
    told = {"blob": digest, "media_type": clean.media_type, "name": name, "size": len(clean.data)}
    ref = put_content(park=park, subject=subject, kind=KIND, words=canonical_json(told), now=now)
    Citation.objects.create(
        park=park, content=ref.id, sha256=digest, subject=subject, stream_kind=stream.kind, stream_id=stream.id
    )
    return Attached(ref, digest, clean.media_type, len(clean.data))


def forget(erasure: Erasure) -> None:
    """Part of an erasure: the subject's citations go now, the files that nobody else cites after the commit.

    Where the process dies in between, the sweep finds them. The blocks of a removed file are the disk's to reuse;
    a disk that must not show them is an encrypted one.
    """
    ids = erasure.content_ids
    hashes: set[str] = set()
    for start in range(0, len(ids), 500):
        cited = Citation.objects.filter(park=erasure.park, content__in=ids[start : start + 500])
        hashes |= set(cited.values_list("sha256", flat=True))
        cited.delete()
    for digest in sorted(hashes):
        # Robust: the words are gone by then, and a disk that refuses now is asked again by the sweep.
        transaction.on_commit(partial(_remove, erasure.park, digest), robust=True)


def sweep(park: str, now: datetime) -> bool:
    """Remove files that no row cites: what a killed erasure or a transaction that was rolled back has left.

    Returns whether there is more to do. `now` is not asked: the age of a file is by the clock of its disk.
    """
    uncited = Blob.objects.filter(park=park).exclude(
        Exists(Citation.objects.filter(park=park, sha256=OuterRef("sha256")))
    )
    found = list(uncited.values_list("sha256", flat=True)[:_AT_ONCE])
    for digest in found:
        _remove(park, digest)
    for paths in storage.left_over(park=park, before=time.time() - _ORPHAN_AFTER):
        names = [path.name for path in paths]
        known = set(Blob.objects.filter(park=park, sha256__in=names).values_list("sha256", flat=True))
        for path in paths:
            if storage.is_partial(path):
                path.unlink(missing_ok=True)
            elif path.name not in known:
                _remove(park, path.name)
    return len(found) == _AT_ONCE


def _remove(park: str, digest: str) -> None:
    """Take a file away, unless somebody cites it by now; then its row. Killed in between, the row is found again."""
    with one_transaction(park=park):
        lock_streams((_own(park, digest),))
        if Citation.objects.filter(park=park, sha256=digest).exists():
            return
        storage.remove(park=park, sha256=digest)
        Blob.objects.filter(park=park, sha256=digest).delete()


def _own(park: str, digest: str) -> StreamRef:
    return StreamRef(park, "blob", digest)
