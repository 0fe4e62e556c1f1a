"""Building the demo in an empty database: the park, its season, and everything that reads the ledger caught up."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from lianqi.server.demo.arrivals import Season, arrivals
from lianqi.server.demo.bulletin import publish
from lianqi.server.demo.cast import Cast
from lianqi.server.demo.leave import go_on_leave
from lianqi.server.demo.material import Material
from lianqi.server.demo.opening import Texts, open_park
from lianqi.server.demo.reception import Reception
from lianqi.server.demo.rounds import Rounds
from lianqi.server.demo.seating import PARK
from lianqi.server.demo.votes import Votes
from lianqi.server.demo.walking import Tell, Walk
from lianqi.server.ids import drawn_from
from lianqi.server.ledger import background
from lianqi.server.ledger import queries as ledger
from lianqi.server.ledger.operations import run_consumer, seal
from lianqi.server.ledger.operations.consuming import Handler
from lianqi.server.ledger.statistics import refresh_statistics
from lianqi.server.mechanisms import queries as mechanisms
from lianqi.server.registry.queries import parks

#: Enterprises of the whole demo: what `behaviour.yaml` says of a year is meant for so many.
WHOLE = 1_200
#: Events that are read in one transaction by what follows the ledger: nobody else is waiting to write.
_AT_ONCE = 8_000


class NotTheDemos(Exception):
    """The database holds a park that is not the demo's: nothing is written into it. `names`: which."""

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__("、".join(names))
        self.names = names


@dataclass(frozen=True, slots=True)
class Size:
    """How large a demo: how many enterprises and officers, how many days up to now."""

    enterprises: int = WHOLE
    officers: int = 500
    days: int = 365

    @property
    def share(self) -> float:
        """How much is said, as a share of what the full park says in the same time."""
        return self.enterprises / WHOLE


@dataclass(frozen=True, slots=True)
class Built:
    """What came of it. `sealed`: position and root of the ledger when the season was over; the bulletin's file, which
    comes after it, has the time of its making inside.
    """

    cast: Cast
    cases: int
    steps: Counter[str]
    refused: Counter[str]
    sealed: tuple[int, str]


def require_empty() -> None:
    """Refuse (NotTheDemos) a database that anybody else's park stands in."""
    others = tuple(name for code, name in parks().items() if code != PARK)
    if others:
        raise NotTheDemos(others)


def build(
    *,
    material: Material,
    texts: Texts,
    until: datetime,
    seed: int,
    size: Size,
    tell: Tell,
    caught_up: Callable[[int], None],
) -> Built:
    """Make the whole park up to `until`. The same seed, end and size give the same park, to the root.

    `tell` hears of each day that was lived, `caught_up` how many events were read for search and figures.
    NotTheDemos where the database holds another park.
    """
    require_empty()
    since = until - timedelta(days=size.days)
    chance = random.Random(f"{seed}:lots")
    with drawn_from(random.Random(f"{seed}:identifiers")):
        cast = open_park(
            material=material,
            texts=texts,
            now=since - timedelta(hours=12),
            chance=chance,
            enterprises=size.enterprises,
            officers=size.officers,
        )
        calendar = mechanisms.calendar_of(PARK)
        season = Season(calendar.local(since).date(), until, calendar)
        in_force = mechanisms.in_force(park=PARK, on=season.since)
        rules = mechanisms.rules_of(in_force, at=until, calendar=calendar)
        walk = Walk(material, cast, rules, season, chance, beside=(Rounds(), Reception(), Votes()))
        matters = arrivals(material=material, cast=cast, rules=rules, season=season, chance=chance, scale=size.share)
        walk.live(matters, tell)
        go_on_leave(walk)
        read = _catch_up()
        sealed = ledger.position(PARK)
        publish(walk)
        caught_up(read + _catch_up())
    refresh_statistics()
    return Built(cast, len(matters), walk.steps, walk.refused, sealed)


def _catch_up() -> int:
    """Seal everything and let every reader of the ledger read to its end; how many events they read in all."""
    readings = 0
    while True:
        while seal(park=PARK).more:
            pass
        now = sum(_read(name, handler) for name, handler in background.consumers())
        if not now:
            return readings
        readings += now


def _read(name: str, handler: Handler) -> int:
    read, more = 0, True
    while more:
        consumed = run_consumer(park=PARK, name=name, handler=handler, limit=_AT_ONCE)
        read, more = read + consumed.count, consumed.more
    return read
