"""Instants as they stand in event data: ISO 8601, UTC, with a Z, to the microsecond where there is a fraction."""

from __future__ import annotations

from datetime import UTC, datetime


def to_text(instant: datetime) -> str:
    """The one spelling of an instant; a naive datetime is refused with ValueError."""
    if instant.tzinfo is None:
        raise ValueError("an instant needs a zone")
    return instant.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"


def from_text(text: str) -> datetime:
    """The instant that `to_text` wrote."""
    if not text.endswith("Z"):
        raise ValueError(f"not an instant in UTC: {text!r}")
    return datetime.fromisoformat(text[:-1]).replace(tzinfo=UTC)
