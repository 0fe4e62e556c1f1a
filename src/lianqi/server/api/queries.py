"""Every read of tokens."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from lianqi.server.api.models import Token
from lianqi.server.api.operations import PREFIX, secret_hash

_TEXT = re.compile(re.escape(PREFIX) + r"\.([a-z][a-z0-9-]{0,31})\.([A-Za-z0-9_-]{20,100})")


def park_of(text: str) -> str | None:
    """The park that a token's text names, whether or not there is such a token."""
    match = _TEXT.fullmatch(text)
    return match[1] if match else None


def token_in_force(text: str, *, now: datetime) -> Token | None:
    """The token with this text, if it neither expired nor was revoked."""
    match = _TEXT.fullmatch(text)
    if match is None:
        return None
    rows = Token.objects.filter(park=match[1], secret_hash=secret_hash(park=match[1], secret=match[2]))
    return rows.filter(revoked_at__isnull=True, expires_at__gt=now).first()


def tokens(*, park: str) -> Sequence[Token]:
    """Every token of the park, the newest first, revoked ones too."""
    return list(Token.objects.filter(park=park).order_by("-created_at", "-id"))
