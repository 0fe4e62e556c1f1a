"""Draws that anybody can do again with pencil, paper and SHA-256.

The seed follows from a root of the ledger that was fixed after the frame was, so nobody could choose it: SHA-256, in
hex, of the UTF-8 text `root⏎purpose⏎period` (⏎ is a line feed). Each entry of the frame gets the SHA-256 of
`seed⏎entry`; those with the smallest come first, and the draw takes as many as were asked for.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256


def seed_of(*, root: str, purpose: str, period: str) -> str:
    """The seed of one draw. ValueError where a part holds a line feed: two texts could then give one seed."""
    parts = (root, purpose, period)
    if any("\n" in part for part in parts):
        raise ValueError("a part of a seed holds no line feed")
    return sha256("\n".join(parts).encode()).hexdigest()


def draw(frame: Iterable[str], *, count: int, seed: str) -> tuple[str, ...]:
    """`count` entries of the frame (all, where it has no more), in the order in which they were drawn.

    Whatever the order of the frame, the draw is the same; an entry that stands twice counts once. ValueError for a
    count below zero.
    """
    if count < 0:
        raise ValueError(f"nothing less than nothing can be drawn: {count}")
    ranked = sorted(set(frame), key=lambda entry: (sha256(f"{seed}\n{entry}".encode()).hexdigest(), entry))
    return tuple(ranked[:count])
