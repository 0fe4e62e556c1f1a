"""How much is measured."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class Options:
    """`pairs` of record and dispatch a round; `imported` cases; `sizes` of the park that is read, and which of them are
    `rebuilt`; `pages` a round of each screen. `names` are the databases of the sizes, as Django's settings name them.
    """

    database: str
    rounds: int
    pairs: int
    imported: int
    sizes: tuple[int, ...]
    rebuilt: tuple[int, ...]
    pages: int
    names: tuple[str, ...] = ()

    def spelled(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def read(cls, text: str) -> Options:
        said: dict[str, Any] = json.loads(text)
        plain: dict[str, Any] = {name: tuple(one) if isinstance(one, list) else one for name, one in said.items()}
        return cls(**plain)


def quick(database: str) -> Options:
    """Seconds: shows that everything runs; its figures mean nothing."""
    return Options(database, rounds=1, pairs=8, imported=100, sizes=(300, 600), rebuilt=(300,), pages=8)


def usual(database: str) -> Options:
    sizes = (10_000, 100_000)
    return Options(database, rounds=7, pairs=160, imported=10_000, sizes=sizes, rebuilt=(10_000,), pages=40)


def full(database: str) -> Options:
    sizes = (10_000, 100_000, 1_000_000)
    return Options(database, rounds=7, pairs=160, imported=10_000, sizes=sizes, rebuilt=(10_000,), pages=40)


def with_sizes(options: Options, sizes: tuple[int, ...]) -> Options:
    """The same, with a park of other sizes."""
    return replace(options, sizes=sizes, rebuilt=(min(sizes),))
