"""Opaque identifiers: 32 hex digits in the layout of UUID version 7 (RFC 9562), so that newer ones sort later.

Rows that are written together then lie together in every index; the digits after the first twelve say nothing.
"""

from __future__ import annotations

import secrets
from datetime import datetime
from hashlib import sha256

from lianqi.kernel.chain import canonical_json


def new_id(*, now: datetime) -> str:
    """A new identifier, ordered by `now` to the millisecond."""
    milliseconds = int(now.timestamp() * 1000) & (2**48 - 1)
    chance = secrets.randbits(74)
    number = milliseconds << 80 | 0x7 << 76 | (chance >> 62) << 64 | 0b10 << 62 | chance & (2**62 - 1)
    return f"{number:032x}"


def derived_id(*parts: str) -> str:
    """The identifier that these words always give: the command a consumer makes from an event, a row of an import.

    A second delivery then carries the same command id, and finds the first one's outcome.
    """
    return sha256(canonical_json(list(parts))).hexdigest()[:32]
