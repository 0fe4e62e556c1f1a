"""Due list and figures in parks of ten thousand cases and of a hundred times as many.

Each size has a database of its own, all of them stand before the first is read, and they are read in turn, round by
round, so that the ratio compares the same minutes. Then the smaller ones are rebuilt.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from bench import machine
from bench.figures import Figure, Rounds
from bench.options import Options
from bench.park import NOW, PARK, Park
from bench.seeding import elsewhere, events_of, rows_of, seeded

#: Readings in a round, of which the round's value is the mean.
_TIMES = 20
#: What was asked: how much longer a park of any size may take than the smallest.
_AIM = 1.5


def measure(options: Options, park: Park, folder: Path) -> Iterator[Figure]:
    """Figures for each size; then of its rebuild, where it is asked for."""
    names = dict(zip(options.sizes, options.names, strict=True))
    yield from seeded(options, park, part="reading")
    events = {size: events_of(name) for size, name in names.items()}
    yield from _readings(options, park, names, events)
    yield Figure(part="reading", what="memory of the reading process", value=machine.resident(), unit="MiB", rows="")
    for size in options.rebuilt:
        said = elsewhere(_rebuild, names[size])
        rows = rows_of(size, said["events"])
        rate = said["events"] / said["seconds"]
        yield Figure(part="rebuild", what="rebuild, byte for byte the same", value=said["seconds"], unit="s", rows=rows)
        yield Figure(part="rebuild", what="rebuild", value=rate, unit="events/s", rows=rows)
        yield Figure(part="rebuild", what="memory of the rebuild", value=said["memory"], unit="MiB", rows=rows)


def _readings(options: Options, park: Park, names: Mapping[int, str], events: Mapping[int, int]) -> Iterator[Figure]:
    from bench import connected

    spent: dict[tuple[str, int], list[float]] = {}
    seen: dict[tuple[str, int], str] = {}
    for turn in range(options.rounds + 1):
        for size, name in names.items():
            connected.switch(name)
            for what, read in _reads(park).items():
                read()
                began = time.perf_counter()
                for _ in range(_TIMES):
                    found = read()
                if turn:
                    spent.setdefault((what, size), []).append((time.perf_counter() - began) / _TIMES * 1e3)
                seen[what, size] = found
    smallest = min(names)
    for what in dict.fromkeys(what for what, _ in spent):
        base = Rounds(tuple(spent[what, smallest]))
        for size in names:
            mine = Rounds(tuple(spent[what, size]))
            ratio = mine.compared(base)
            beside = {} if size == smallest else {
                "floor": f"its time at {smallest:,}", "ratio": ratio, "aim": f"≤ {_AIM}", "met": ratio <= _AIM,
            }  # fmt: skip
            yield Figure(part="reading", what=f"{what} ({seen[what, size]})", value=mine.middle, unit="ms",
                         least=min(mine.values), greatest=max(mine.values),
                         rows=rows_of(size, events[size]), **beside)  # type: ignore[arg-type]  # fmt: skip


def _reads(park: Park) -> dict[str, Callable[[], str]]:
    """What is read, each saying how much it found. The page of a unit is short enough to be full in every size."""
    from lianqi.server.cases import figures, gate, queries

    def who(role: str) -> gate.Principal:
        return gate.principal_for(park=PARK, actor=park.people[role], now=NOW)

    def my_due(role: str, limit: int) -> str:
        return f"{len(queries.my_due(who(role), limit=limit).items)} rows"

    def due(role: str, limit: int) -> str:
        first = queries.due(who(role), limit=limit)
        return f"{len(queries.due(who(role), after=first.after, limit=limit).items)} rows"

    def cells(unit: str) -> str:
        return f"{figures.figures(park=PARK, unit=unit).measures['answered']:,} answered"

    return {
        "due list of the centre, my desk": lambda: my_due("centre", 50),
        "due list of the whole park, first and second page": lambda: due("centre", 50),
        "due list of a handler, my desk": lambda: my_due("handler:unit-07", 5),
        "how much is due, to 1,000": lambda: str(queries.count_due(who("centre"))),
        "figures of the park": lambda: cells(""),
        "figures of one unit": lambda: cells("unit-07"),
        "figures of every unit": lambda: f"{len(figures.by_unit(park=PARK))} units",
        "cases of the park, newest": lambda: f"{len(queries.cases(who('centre')).items)} rows",
    }


def _rebuild(name: str) -> dict[str, Any]:
    from bench import connected
    from lianqi.server.ledger.operations import projection_digest, rebuild

    connected.switch(name)
    before = projection_digest(park=PARK)
    began = time.perf_counter()
    events = rebuild(park=PARK, progress=lambda *_: None)
    seconds = time.perf_counter() - began
    assert projection_digest(park=PARK) == before
    return {"events": events, "seconds": seconds, "memory": machine.most_resident()}
