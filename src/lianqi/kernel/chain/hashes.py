"""The three hashes that bind a log, each with its check: an event to its stream, words to the event that cites
them, and the sealed ledger to everything before it. All are SHA-256, written in lower-case hex.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from hmac import compare_digest
from typing import TypedDict, Unpack

from lianqi.kernel.chain.canonical import canonical_json
from lianqi.kernel.decision import Json

#: What stands before the first event of a stream and before the first position of a ledger.
GENESIS = "0" * 64

#: Bytes of salt beside every piece of content. Fixed, so that salt‖bytes can be cut in one way only; 128 random bits,
#: so that the hash of a phone number cannot be tried out once the salt is erased.
SALT_BYTES = 16


class EventFields(TypedDict):
    """What the hash of an event covers, in this order. Instants as `lianqi.kernel.instants.to_text` writes them."""

    park: str
    stream_kind: str
    stream_id: str
    seq: int
    type: str
    schema: int
    data: Mapping[str, Json]
    actor: str
    command_id: str
    occurred_at: str
    recorded_at: str
    prev_hash: str


def event_hash(**fields: Unpack[EventFields]) -> str:
    """The hash of one event: SHA-256 over the canonical list of its fields, in the order of `EventFields`.

    Refused (NotCanonical): data without a canonical spelling.
    """
    ordered = [fields[name] for name in EventFields.__annotations__]  # type: ignore[literal-required]  # its own names
    return sha256(canonical_json(ordered)).hexdigest()


def check_event_hash(claimed: str, **fields: Unpack[EventFields]) -> bool:
    """Whether `claimed` is the hash of these fields."""
    return compare_digest(event_hash(**fields), claimed)


def content_hash(*, salt: bytes, content: bytes) -> str:
    """SHA-256(salt‖content), what an event cites instead of the words. A salt of another length is a ValueError."""
    if len(salt) != SALT_BYTES:
        raise ValueError(f"a salt has {SALT_BYTES} bytes, not {len(salt)}")
    return sha256(salt + content).hexdigest()


def check_content_hash(claimed: str, *, salt: bytes, content: bytes) -> bool:
    """Whether these are the words that were cited as `claimed`."""
    return len(salt) == SALT_BYTES and compare_digest(content_hash(salt=salt, content=content), claimed)


def next_root(*, prev_root: str, event_hash: str) -> str:
    """The root of a ledger after one more event: SHA-256(previous root‖event hash), over the 32 + 32 raw bytes."""
    return sha256(_raw(prev_root) + _raw(event_hash)).hexdigest()


def check_next_root(claimed: str, *, prev_root: str, event_hash: str) -> bool:
    """Whether `claimed` follows from the root before it and this event."""
    return compare_digest(next_root(prev_root=prev_root, event_hash=event_hash), claimed)


def is_hash(text: object) -> bool:
    """Whether this is 64 lower-case hex digits."""
    return isinstance(text, str) and len(text) == 64 and all(digit in "0123456789abcdef" for digit in text)


def _raw(hexadecimal: str) -> bytes:
    if not is_hash(hexadecimal):
        raise ValueError(f"not a SHA-256 in lower-case hex: {hexadecimal!r}")
    return bytes.fromhex(hexadecimal)
