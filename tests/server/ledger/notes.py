"""A small room for the ledger's tests: officers write notes into a book; one table shows how many each book has."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection, models

from lianqi.kernel.chain import digest
from lianqi.kernel.decision import Accepted, NewEvent, Outcome, Refused
from lianqi.server.ledger import projectors, queries, row_security
from lianqi.server.ledger.operations import apply, hold, one_transaction, put_content
from lianqi.server.ledger.values import Applied, Change, CommandEnvelope, StoredEvent, StreamRef

PARK = "moon-bay"
MONDAY = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
#: A book takes this many notes.
FULL_AT = 1_000


class Book(models.Model):
    """How many notes a book has, and since when."""

    park = models.CharField(max_length=32)
    id = models.CharField(max_length=64, primary_key=True)
    notes = models.IntegerField()
    first_at = models.DateTimeField()
    last_words = models.CharField(max_length=64)

    class Meta:
        app_label = "ledger_tests"


def book(name: str = "luo-min") -> StreamRef:
    return StreamRef(PARK, "note", name)


def evolve(state: tuple[Any, ...], event: StoredEvent) -> tuple[Any, ...]:
    count, first_at, _ = state
    return count + 1, first_at or event.at, event.data["words"]["id"]


def project(park: str, changes: Sequence[Change]) -> None:
    rows = []
    for change in changes:
        count, first_at, words = change.after
        rows.append(Book(park=park, id=change.stream.id, notes=count, first_at=first_at, last_words=words))
    fields = ["notes", "first_at", "last_words"]
    Book.objects.bulk_create(rows, update_conflicts=True, unique_fields=["id"], update_fields=fields)
    wait_here("project")


def register() -> None:
    projectors.register(projectors.Projector("note", (Book,), lambda: (0, None, ""), evolve, project))


def create_table() -> None:
    with connection.schema_editor() as editor:
        editor.create_model(Book)
    row_security.install()


def drop_table() -> None:
    with connection.schema_editor() as editor:
        editor.delete_model(Book)


def envelope(id: str, words: str = "屋顶漏水") -> CommandEnvelope:
    return CommandEnvelope(id=id, kind="note.write", payload_digest=digest([words]))


def decide(state: tuple[Any, ...], words: dict[str, str]) -> Outcome:
    if state[0] >= FULL_AT:
        return Refused("note.full", {"notes": state[0]})
    return Accepted((NewEvent("note.written", {"words": words}),))


def write(
    id: str,
    words: str = "屋顶漏水",
    *,
    into: StreamRef | None = None,
    expected_seq: int | None = None,
    subject: str = "wu-factory",
    actor: str = "luo-min",
    now: datetime = MONDAY,
) -> Applied:
    """One note, by the whole path: stored outcome, hold, decide, apply; in one transaction."""
    ref = into or book()
    with one_transaction():
        settled = queries.stored_outcome(park=ref.park, envelope=envelope(id, words))
        if settled is not None:
            return settled
        stream = hold(ref)
        instant = stream.not_before(now)
        content = put_content(park=ref.park, subject=subject, kind="note.words", words=words, now=instant)
        outcome = decide(stream.state, content.data())
        return apply(
            stream=stream,
            outcome=outcome,
            envelope=envelope(id, words),
            expected_seq=expected_seq,
            actor=actor,
            now=instant,
        )


def minutes(number: int) -> datetime:
    return MONDAY + timedelta(minutes=number)


def wait_here(place: str) -> None:
    """Where another process was told to wait (WAIT_AT), say so and wait for a line: the test kills it or lets it go."""
    if os.environ.get("WAIT_AT") == place:
        print("waiting", flush=True)
        sys.stdin.readline()
