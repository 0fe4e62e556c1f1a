"""How what we send to other systems is signed, and how they check it."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping

TIMESTAMP = "Lianqi-Timestamp"
SIGNATURE = "Lianqi-Signature"
#: Seconds that a signed message is good for: an old one played again is refused.
WINDOW = 300
_VERSION = "v1="


def signed(*, secret: str, body: bytes, now: int) -> dict[str, str]:
    """The headers that sign a body at `now`, in seconds of Unix time: HMAC-SHA256 over timestamp, a dot, the body."""
    return {TIMESTAMP: str(now), SIGNATURE: _VERSION + _mac(secret, str(now), body)}


def holds(*, secret: str, body: bytes, headers: Mapping[str, str], now: int) -> bool:
    """What a receiver asks: signed with this secret, no longer ago than `WINDOW` and no further ahead."""
    said = headers.get(TIMESTAMP, "")
    if not said.isdecimal() or abs(now - int(said)) > WINDOW:
        return False
    return hmac.compare_digest(headers.get(SIGNATURE, ""), _VERSION + _mac(secret, said, body))


def _mac(secret: str, timestamp: str, body: bytes) -> str:
    return hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()
