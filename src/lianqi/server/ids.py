"""Opaque identifiers: 32 hex digits in the layout of UUID version 7 (RFC 9562), so that newer ones sort later.

Rows that are written together then lie together in every index; the digits after the first twelve say nothing.
"""

from __future__ import annotations

import random
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from hashlib import sha256

from lianqi.kernel.chain import canonical_json

_NEW = re.compile(r"[0-9a-f]{12}7[0-9a-f]{19}")
_SYSTEM: random.Random = secrets.SystemRandom()
_source: ContextVar[random.Random] = ContextVar("_source", default=_SYSTEM)


def chance() -> random.Random:
    """Where identifiers and the salts of words come from: the operating system's randomness, which nobody guesses."""
    return _source.get()


@contextmanager
def drawn_from(source: random.Random) -> Iterator[None]:
    """Inside, in this thread only, identifiers and salts come from `source`: an invented park is the same in each run.

    Never around anything that a real person said: a salt that can be drawn again protects nothing.
    """
    token = _source.set(source)
    try:
        yield
    finally:
        _source.reset(token)


def new_id(*, now: datetime) -> str:
    """A new identifier, ordered by `now` to the millisecond."""
    milliseconds = int(now.timestamp() * 1000) & (2**48 - 1)
    drawn = chance().getrandbits(74)
    number = milliseconds << 80 | 0x7 << 76 | (drawn >> 62) << 64 | 0b10 << 62 | drawn & (2**62 - 1)
    return f"{number:032x}"


def derived_id(*parts: str) -> str:
    """The identifier that these words always give: the command a consumer makes from an event, a row of an import.

    A second delivery then carries the same command id, and finds the first one's outcome.
    """
    return sha256(canonical_json(list(parts))).hexdigest()[:32]


def following_id(id: str, *parts: str) -> str:
    """`derived_id` of an identifier and these words, which sorts where the identifier does (`new_id`); for any other
    text, `derived_id` alone.
    """
    derived = derived_id(id, *parts)
    return id[:12] + derived[12:] if _NEW.fullmatch(id) else derived
