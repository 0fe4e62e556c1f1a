"""Looking for the code of a refusal in what was printed."""

from __future__ import annotations


def coded(said: str, code: str) -> bool:
    """Whether a refusal with this code was printed."""
    return f"[{code}]" in said
