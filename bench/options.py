"""How much is measured."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class Options:
    """`pairs` of record and dispatch a round; `imported` cases; `sizes` of the park that is read; `rebuilt` cases."""

    database: str
    rounds: int
    pairs: int
    imported: int
    sizes: tuple[int, ...]
    rebuilt: tuple[int, ...]

    def spelled(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def read(cls, text: str) -> Options:
        said: dict[str, Any] = json.loads(text)
        return cls(**{**said, "sizes": tuple(said["sizes"]), "rebuilt": tuple(said["rebuilt"])})


def quick(database: str) -> Options:
    """Seconds: shows that everything runs; its figures mean nothing."""
    return Options(database, rounds=1, pairs=8, imported=100, sizes=(100, 300), rebuilt=(100,))


def usual(database: str) -> Options:
    return Options(database, rounds=7, pairs=160, imported=10_000, sizes=(10_000, 100_000), rebuilt=(10_000,))


def full(database: str) -> Options:
    sizes = (10_000, 100_000, 1_000_000)
    return Options(database, rounds=7, pairs=160, imported=10_000, sizes=sizes, rebuilt=(10_000, 100_000))


def with_sizes(options: Options, sizes: tuple[int, ...]) -> Options:
    """The same, with a park of other sizes."""
    return replace(options, sizes=sizes)
