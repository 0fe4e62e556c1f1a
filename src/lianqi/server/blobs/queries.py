"""Every read of attachments. What is cited in a stream is seen by who may see that stream, and by nobody else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lianqi.server.blobs import storage
from lianqi.server.blobs.models import Blob, Citation
from lianqi.server.blobs.refusals import BlobRefusal

#: Of these streams of one kind, which may this principal see? `gate(principal, park, stream ids)`.
Gate = Callable[[Any, str, Sequence[str]], Collection[str]]
_gates: dict[str, Gate] = {}


@dataclass(frozen=True, slots=True)
class BlobFile:
    """A file that may be shown: serve it as a download, with this type and no other."""

    path: Path
    media_type: str
    size: int


def register_gate(stream_kind: str, gate: Gate) -> None:
    """Say who may see files cited in streams of this kind; rooms call it in `ready`. Without a gate, nobody may."""
    _gates[stream_kind] = gate


def blob_for(*, principal: Any, park: str, sha256: str) -> BlobFile:
    """The file, if a stream that cites it is visible to `principal`.

    BlobRefusal `blob.unknown` otherwise, in the same words whether it exists or not.
    """
    cited: dict[str, list[str]] = defaultdict(list)
    rows = Citation.objects.filter(park=park, sha256=sha256).values_list("stream_kind", "stream_id")
    for kind, id in rows:
        cited[kind].append(id)
    for kind, ids in cited.items():
        gate = _gates.get(kind)
        if gate is not None and gate(principal, park, ids):
            blob = Blob.objects.get(park=park, sha256=sha256)
            return BlobFile(storage.path_of(park=park, sha256=sha256), blob.media_type, blob.size)
    raise BlobRefusal("blob.unknown")


def attachments(*, park: str, stream_kind: str, stream_id: str) -> list[tuple[str, str]]:
    """The content ids and hashes of all that is attached in a stream which the caller's gate has let through."""
    rows = Citation.objects.filter(park=park, stream_kind=stream_kind, stream_id=stream_id).order_by("content")
    return list(rows.values_list("content", "sha256"))


def cited_in(*, park: str, stream_kind: str, sha256: str) -> list[str]:
    """The ids of the streams of this kind that cite a file; for whoever `blob_for` has let see it."""
    rows = Citation.objects.filter(park=park, stream_kind=stream_kind, sha256=sha256)
    return sorted(set(rows.values_list("stream_id", flat=True)))


def kept() -> Iterator[tuple[str, str, int]]:
    """Park, SHA-256 and size of every file of the installation."""
    rows = Blob.objects.order_by("park", "sha256").values_list("park", "sha256", "size")
    yield from rows.iterator(chunk_size=2_000)
