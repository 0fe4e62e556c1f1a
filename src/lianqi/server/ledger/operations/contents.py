"""Words, kept apart from the log and cited by it."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from lianqi.kernel.chain import SALT_BYTES, content_hash
from lianqi.kernel.decision import ContentRef
from lianqi.server.ids import new_id
from lianqi.server.ledger.models import Content
from lianqi.server.ledger.storage import require_transaction


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
    require_transaction()
    rows: list[Content] = []
    refs: list[ContentRef] = []
    for content in contents:
        if not content.subject:
            raise ValueError("content without a subject could never be erased")
        words = content.words.encode("utf-8") if isinstance(content.words, str) else content.words
        salt = secrets.token_bytes(SALT_BYTES)
        id = new_id(now=now)
        rows.append(
            Content(
                park=park,
                id=id,
                subject=content.subject,
                kind=content.kind,
                bytes=words,
                salt=salt,
                retain_until=content.retain_until,
            )
        )
        refs.append(ContentRef(id=id, sha256=content_hash(salt=salt, content=words)))
    Content.objects.bulk_create(rows, batch_size=1_000)
    return refs
