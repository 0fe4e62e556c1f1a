"""The parks that are read, one database for each size: filled once, whichever parts read them."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable, Iterator
from typing import Any

from bench.figures import Figure
from bench.options import Options
from bench.park import PARK, Park

_SAMPLE = 100


def seeded(options: Options, park: Park, *, part: str) -> Iterator[Figure]:
    """Fill those that are empty; a figure for each that was."""
    for size, name in zip(options.sizes, options.names, strict=True):
        said = elsewhere(_seed, park, size, name, size == min(options.sizes))
        if said["seconds"]:
            what = f"seeding and indexing, {said['verified']} clones replayed, chain, rows and index as written"
            yield Figure(part=part, what=what, value=said["seconds"], unit="s", rows=rows_of(size, said["events"]))


def rows_of(size: int, events: int) -> str:
    """How much there is, in words."""
    return f"{size:,} cases, {events:,} events"


def events_of(name: str) -> int:
    """How many events the ledger of this database holds."""
    from bench import connected
    from lianqi.server.ledger import queries

    connected.switch(name)
    last, _root = queries.position(PARK)
    return last


def elsewhere(act: Callable[..., dict[str, Any]], *given: Any) -> dict[str, Any]:
    """Do it in a process of its own, whose memory is its own."""
    context = multiprocessing.get_context("spawn")
    with context.Pool(1) as pool:
        return pool.apply(_with_django, (act, *given))


def _with_django(act: Callable[..., dict[str, Any]], *given: Any) -> dict[str, Any]:
    import django

    django.setup()
    return act(*given)


def _seed(park: Park, size: int, name: str, whole: bool) -> dict[str, Any]:
    from bench import cloning, connected, indexing, replaying
    from lianqi.server.cases.models import Case

    connected.switch(name)
    if Case.objects.filter(park=PARK).exists():
        return {"seconds": 0}
    connected.without_waiting_for_the_disk()
    began = time.perf_counter()
    with indexing.rebuilt_afterwards():
        events = cloning.seeded(park, size)
    seconds = time.perf_counter() - began
    verified = replaying.verified(_SAMPLE, whole=whole)
    return {"events": events, "seconds": seconds, "verified": verified}
