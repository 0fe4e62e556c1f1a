"""Page marks: where the next page begins, as a text that means nothing to its reader.

They hold keys of the last row, never a count of rows: pages join to the whole while rows are added.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime

from lianqi.kernel.instants import from_text, to_text
from lianqi.server.api.refusals import ApiRefusal

LONGEST = 400


def mark(*keys: str) -> str:
    """The mark of a page that begins after these keys."""
    return urlsafe_b64encode(json.dumps(keys, separators=(",", ":")).encode()).decode().rstrip("=")


def keys(said: str, *, count: int) -> tuple[str, ...]:
    """The keys in a mark that we gave. Refused: `api.cursor.unknown` for anything else."""
    try:
        found = json.loads(urlsafe_b64decode(said + "=" * (-len(said) % 4)))
    except (ValueError, RecursionError):
        raise ApiRefusal("api.cursor.unknown") from None
    whole = isinstance(found, list) and len(found) == count and all(isinstance(key, str) for key in found)
    if not whole or any(not key.isprintable() for key in found):
        raise ApiRefusal("api.cursor.unknown")
    return tuple(found)


def due_mark(at: datetime, stream: str, commitment: str) -> str:
    """The mark of a page of commitments."""
    return mark(to_text(at), stream, commitment)


def due_keys(said: str) -> tuple[datetime, str, str]:
    """Due time, stream and commitment in a mark of `due_mark`."""
    at, stream, commitment = keys(said, count=3)
    try:
        return from_text(at), stream, commitment
    except (ValueError, OverflowError):
        raise ApiRefusal("api.cursor.unknown") from None
