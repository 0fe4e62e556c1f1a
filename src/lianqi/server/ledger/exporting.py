"""A park's log as a file that anybody can check (`lianqi.verify`)."""

from __future__ import annotations

from collections.abc import Iterator

from lianqi.kernel import instants
from lianqi.kernel.chain import GENESIS
from lianqi.server.ledger import queries
from lianqi.server.ledger.models import Content
from lianqi.server.ledger.values import SealedEvent
from lianqi.verify import lines


def export_log(*, park: str, with_contents: bool) -> Iterator[bytes]:
    """The sealed log of a park, line by line; seal first to have all of it.

    `with_contents` adds every word that is still kept, names and telephone numbers among them: such a file is for
    the inspector. Without it the log holds codes, times and opaque ids, and verifies just as well.
    """
    events = contents = position = 0
    root = GENESIS
    yield lines.log_line(park=park)
    for sealed in queries.sealed_events(park=park):
        events, position, root = events + 1, sealed.position, sealed.root
        yield lines.event_line(_line(sealed))
    if with_contents:
        rows = Content.objects.filter(park=park).order_by("id").values_list("id", "salt", "bytes", "erased_at")
        for id, salt, words, erased_at in rows.iterator(chunk_size=500):
            contents += 1
            if erased_at is not None:
                yield lines.erased_line(id=id, erased_at=instants.to_text(erased_at))
            elif salt is not None and words is not None:  # the other half of a constraint on the table
                yield lines.content_line(id=id, salt=bytes(salt), words=bytes(words))
    yield lines.end_line(contents=contents, events=events, position=position, root=root)


def _line(sealed: SealedEvent) -> lines.EventLine:
    event = sealed.event
    return {
        "position": sealed.position,
        "stream_kind": event.stream.kind,
        "stream_id": event.stream.id,
        "seq": event.seq,
        "type": event.type,
        "schema": event.schema,
        "data": event.data,
        "actor": event.actor,
        "command_id": event.command_id,
        "occurred_at": instants.to_text(event.at),
        "recorded_at": instants.to_text(event.recorded_at),
        "prev_hash": sealed.prev_hash,
        "hash": event.hash,
        "root": sealed.root,
    }
