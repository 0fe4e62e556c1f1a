"""Words, kept apart from the log and cited by it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from lianqi.kernel.chain import SALT_BYTES, content_hash
from lianqi.kernel.decision import ContentRef
from lianqi.server.ids import chance, new_id
from lianqi.server.ledger.inserting import insert, instant
from lianqi.server.ledger.models import Content
from lianqi.server.ledger.storage import require_transaction

_CONTENTS = "INSERT INTO ledger_content (park, id, subject, kind, bytes, salt, retain_until, basis) VALUES "


@dataclass(frozen=True, slots=True)
class NewContent:
    """Words to keep. `subject` is the opaque id of whoever can ask to be forgotten; `kind` a code ("case.words")."""

    subject: str
    kind: str
    words: str | bytes
    retain_until: datetime | None = None


def put_content(
    *, park: str, subject: str, kind: str, words: str | bytes, now: datetime, retain_until: datetime | None = None
) -> ContentRef:
    """Keep these words and return what an event cites instead of them."""
    (ref,) = put_contents(park=park, contents=(NewContent(subject, kind, words, retain_until),), now=now)
    return ref


def put_contents(*, park: str, contents: Sequence[NewContent], now: datetime) -> list[ContentRef]:
    """Keep many words at once, inside the caller's transaction; one citation for each, in order.

    Refused with ValueError: words without a subject, which nobody could ever have erased.
    """
    drafts = draft_contents(park=park, contents=contents, now=now)
    store_contents([row for _, row in drafts])
    return [ref for ref, _ in drafts]


def draft_contents(*, park: str, contents: Sequence[NewContent], now: datetime) -> list[tuple[ContentRef, Content]]:
    """Citations of words that are not written yet, each with its row: for a decision that may still be refused.

    Refused with ValueError: words without a subject, which nobody could ever have erased.
    """
    drafts: list[tuple[ContentRef, Content]] = []
    for content in contents:
        if not content.subject:
            raise ValueError("content without a subject could never be erased")
        words = content.words.encode("utf-8") if isinstance(content.words, str) else content.words
        salt = chance().randbytes(SALT_BYTES)
        id = new_id(now=now)
        row = Content(
            park=park,
            id=id,
            subject=content.subject,
            kind=content.kind,
            bytes=words,
            salt=salt,
            retain_until=content.retain_until,
        )
        drafts.append((ContentRef(id=id, sha256=content_hash(salt=salt, content=words)), row))
    return drafts


def store_contents(rows: Sequence[Content]) -> None:
    """Write the rows of drafts that a decision has come to cite, inside the caller's transaction."""
    require_transaction()
    columns = [
        (row.park, row.id, row.subject, row.kind, row.bytes, row.salt, instant(row.retain_until), "") for row in rows
    ]
    insert(into=_CONTENTS, rows=columns)
