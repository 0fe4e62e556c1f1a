"""Commands a second: cases recorded and dispatched, beside bare rows, by one process and by eight at once.

The processes stay; in each round every contender has its turn, so that a busy minute of the machine is everybody's.
"""

from __future__ import annotations

import multiprocessing
import pickle
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from multiprocessing.synchronize import Barrier
from pathlib import Path
from statistics import median
from typing import Any

from bench import machine
from bench.figures import Figure, Rounds
from bench.options import Options
from bench.park import PARK, Park

WORDS = "三号厂房屋顶漏水已经两个月，机器都不敢开；物业说不归他们管，请帮忙协调，最好本周能有人来看一下现场。"
OURS, ALL_ROWS, ONE_ROW = "record + dispatch", "floor B: the same rows, bare", "floor A: one bare row"
_CONTENDERS = (ONE_ROW, ALL_ROWS, OURS)
#: What was asked of one process, by database: the share of the floor.
_AIMS = {"sqlite": 0.6, "postgresql": 0.5}
_PATIENCE = 600


def measure(options: Options, park: Park, folder: Path) -> Iterator[Figure]:
    """Figures of one process, then of eight."""
    from django.db import connections

    sample = _sample(park)
    yield Figure(
        part="commands", what="rows written by record, by dispatch", value=sum(sample.rows()), unit="rows",
        rows=f"{sample.rows()[0]} + {sample.rows()[1]}",
    )  # fmt: skip
    connections.close_all()
    for processes in (1, 8):
        yield from _with(processes, options, park, sample)


def _sample(park: Park) -> Any:
    """The floor, learnt from one case that was recorded and dispatched."""
    from bench import floor
    from lianqi.server.cases.models import Case
    from lianqi.server.ledger.models import Command, Content

    record, dispatch = _ours(park, worker=0)
    record(), dispatch()  # The first of all makes the year's counter.
    pictures = [floor.picture()]
    record()
    pictures.append(floor.picture())
    dispatch()
    pictures.append(floor.picture())
    before, _, after = pictures
    ids: list[str] = []
    for model, names in ((Case, ("id", "no")), (Content, ("id",)), (Command, ("id",))):
        new = [row for key, row in after[model].items() if key not in before[model]]
        ids += [str(row[name]) for row in new for name in names]
    return floor.learnt(before=before, between=pictures[1], after=after, ids=tuple(ids))


def _ours(park: Park, *, worker: int) -> tuple[Callable[[], None], Callable[[], None]]:
    """Recording a case, and dispatching the case recorded last, as two acts."""
    from lianqi.server.cases.operations import perform, record
    from lianqi.server.ids import new_id

    numbers: list[str] = []
    place = iter(range(worker * 97, 10**9))
    dispatched = {"class_id": "premises", "complexity": "general"}

    def first() -> None:
        now = datetime.now(UTC)
        data = {
            "enterprise": park.enterprises[next(place) % len(park.enterprises)],
            "channel": "visit",
            "case_kind": "problem",
            "words": WORDS,
            "first_word_at": now,
        }
        done = record(park=PARK, actor=park.people["liaison"], data=data, command_id=new_id(now=now))
        assert done.refusal is None, done.refusal
        numbers.append(done.number)

    def second() -> None:
        done = perform(
            park=PARK,
            actor=park.people["centre"],
            case_no=numbers.pop(),
            kind="dispatch",
            data={**dispatched, "main_unit": park.units[next(place) % len(park.units)]},
            command_id=new_id(now=datetime.now(UTC)),
            expected_seq=None,
        )
        assert done.refusal is None, done.refusal

    return first, second


def _with(processes: int, options: Options, park: Park, sample: Any) -> Iterator[Figure]:
    each = max(1, options.pairs // processes)
    context = multiprocessing.get_context("spawn")
    start, end = context.Barrier(processes + 1), context.Barrier(processes + 1)
    told: Any = context.SimpleQueue()
    # As bytes: its classes can only be read where Django has been set up.
    packed = pickle.dumps(sample)
    running = [
        context.Process(
            target=_work, args=(number, park, packed, each, options.rounds + 1, start, end, told), daemon=True
        )
        for number in range(processes)
    ]
    for one in running:
        one.start()
    walls: dict[str, list[float]] = {name: [] for name in _CONTENDERS}
    for _ in range(options.rounds + 1):
        for name in _CONTENDERS:
            start.wait(_PATIENCE)
            began = time.perf_counter()
            end.wait(_PATIENCE)
            walls[name].append(time.perf_counter() - began)
    reports = [told.get() for _ in running]
    for one in running:
        one.join()
    # The first round warms up: connections, caches, pages of the file.
    rates = {name: Rounds(tuple(2 * each * processes / wall for wall in some[1:])) for name, some in walls.items()}
    yield from _figures(options, processes, each, rates, reports)


def _figures(
    options: Options, processes: int, each: int, rates: dict[str, Rounds], reports: Sequence[dict[str, Any]]
) -> Iterator[Figure]:
    who = "1 process" if processes == 1 else f"{processes} processes"
    rows = f"{each * processes} × 2 a round, {options.rounds} rounds"
    figure = partial(Figure, part="commands", rows=rows)
    for name, rate in rates.items():
        spread: Any = {"value": rate.middle, "least": min(rate.values), "greatest": max(rate.values)}
        yield figure(what=f"{name}, {who}", unit="transactions/s", **spread)
    ours = rates[OURS]
    for name in (ONE_ROW, ALL_ROWS):
        ratio = ours.compared(rates[name])
        aim = _AIMS[options.database]
        yield figure(
            what=f"{OURS}, {who}", value=ours.middle, unit="commands/s", floor=name, ratio=ratio,
            aim=f"≥ {aim}", met=ratio >= aim,
        )  # fmt: skip
    for act in ("record", "dispatch"):
        spent = [seconds * 1e3 for report in reports for seconds in report[act]]
        slow = sorted(spent)[int(len(spent) * 0.95)]
        yield figure(what=f"{act}, {who}, least – 95th percentile", value=median(spent), unit="ms",
                     least=min(spent), greatest=slow)  # fmt: skip
    most = max(report["memory"] for report in reports)
    yield figure(what=f"memory of a process, {who}", value=most, unit="MiB")


def _work(
    number: int, park: Park, packed: bytes, each: int, rounds: int, start: Barrier, end: Barrier, told: Any
) -> None:
    """One process: takes its part in every round."""
    import django

    django.setup()
    sample = pickle.loads(packed)
    contenders = {ONE_ROW: sample.one_row(), ALL_ROWS: sample.all_rows(), OURS: _ours(park, worker=number)}
    spent: dict[str, list[float]] = {"record": [], "dispatch": []}
    for place in range(rounds):
        for name in _CONTENDERS:
            first, second = contenders[name]
            times = spent if name == OURS and place else {"record": [], "dispatch": []}
            start.wait(_PATIENCE)
            for _ in range(each):
                began = time.perf_counter()
                first()
                between = time.perf_counter()
                second()
                times["record"].append(between - began)
                times["dispatch"].append(time.perf_counter() - between)
            end.wait(_PATIENCE)
    told.put({**spent, "memory": machine.most_resident()})
