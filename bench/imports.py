"""A table of cases is imported as `lianqi import cases` does it: accepted, then searchable and counted."""

from __future__ import annotations

import csv
import random
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench import machine
from bench.figures import Figure
from bench.options import Options
from bench.park import OPENED, PARK, ROOT, Park
from bench.sayings import saying

#: What was asked, for ten thousand rows.
ACCEPTED, SEARCHABLE, ROWS = 15.0, 30.0, 10_000
#: Two real registers of enterprises, read where they stand beside the checkout; without them they are not measured.
REGISTERS = ROOT.parent / "shared" / "data" / "enterprises"


def measure(options: Options, park: Park, folder: Path) -> Iterator[Figure]:
    """The file is written, read, accepted, indexed, and imported once more, which must change nothing."""
    from lianqi import sheets
    from lianqi.server.cases import gate, reactions, search
    from lianqi.server.imports import run, sources
    from lianqi.server.ledger.clock import database_now
    from lianqi.server.ledger.statistics import refresh_statistics

    count = options.imported
    file = folder / "cases.csv"
    _write(file, count)
    began = time.perf_counter()
    importer = _importer(park)
    book = sheets.read(file)
    wanted = sources(book, fields=importer.fields)
    read = time.perf_counter()
    summary = run(wanted, importer)
    accepted = time.perf_counter()
    assert summary.counts["added"] == count, summary.counts
    events = reactions.catch_up(park=PARK)
    refresh_statistics()
    caught_up = time.perf_counter()
    principal = gate.principal_for(park=PARK, actor=park.people["centre"], now=database_now())
    hits = search.search(principal, "不敢开", limit=50)
    searched = time.perf_counter()
    assert hits
    rows = f"{count:,} rows, {events:,} readings of events"

    def figure(what: str, seconds: float, **more: Any) -> Figure:
        return Figure(part="imports", what=what, value=seconds, unit="s", rows=rows, **more)

    asked = count == ROWS
    yield figure("file read, columns mapped", read - began)
    for bare, spent in _floors(count):
        yield figure(bare, spent)
        yield figure("accepted", accepted - read, floor=bare, ratio=spent / (accepted - read))
    yield figure("file to accepted", accepted - began, aim=f"≤ {ACCEPTED:.0f} s" if asked else "",
                 met=accepted - began <= ACCEPTED if asked else None)  # fmt: skip
    yield figure("accepted to searchable, sealed and counted", caught_up - accepted)
    yield figure("file to searchable", caught_up - began, aim=f"≤ {SEARCHABLE:.0f} s" if asked else "",
                 met=caught_up - began <= SEARCHABLE if asked else None)  # fmt: skip
    yield figure("one search, 50 newest hits", searched - caught_up)
    began = time.perf_counter()
    again = run(wanted, _importer(park))
    yield figure("imported a second time", time.perf_counter() - began)
    assert again.counts["unchanged"] == count, again.counts
    yield Figure(part="imports", what="memory after it", value=machine.resident(), unit="MiB", rows=rows)
    if asked:
        yield from _registers()


def _registers() -> Iterator[Figure]:
    """Both registers go in whole, into a park of their own; a second time nothing changes."""
    from lianqi import sheets
    from lianqi.server.imports import run, sources
    from lianqi.server.ledger.operations import one_transaction
    from lianqi.server.registry import operations as registry
    from lianqi.server.registry.import_enterprises import EnterpriseImporter

    files, park = sorted(REGISTERS.glob("*.csv")), "registers"
    if not files:
        return
    with one_transaction():
        registry.ensure_park(code=park, name="名录园区", actor="system", now=OPENED)
    first: Counter[str] = Counter()
    for what in ("real registers of enterprises, read and accepted", "real registers, a second time"):
        counts: Counter[str] = Counter()
        began = time.perf_counter()
        for file in files:
            importer = EnterpriseImporter(park=park, actor="system")
            counts.update(run(sources(sheets.read(file), fields=importer.fields), importer).counts)
        seconds = time.perf_counter() - began
        rows = f"{counts.total():,} rows, {counts['rejected']} of them rejected"
        yield Figure(part="imports", what=what, value=seconds, unit="s", rows=rows)
        first = first or counts
    assert first["added"] and counts == {"unchanged": first["added"], "rejected": first["rejected"]}, counts


def _write(file: Path, count: int) -> None:
    chance = random.Random(count)
    with file.open("w", encoding="utf-8-sig", newline="") as opened:
        table = csv.writer(opened)
        table.writerow(("编号", "反映时间", "企业名称", "内容"))
        for number in range(count):
            day = f"2026-{number % 10 + 1:02d}-{number % 28 + 1:02d} {8 + number % 10:02d}:{number % 60:02d}"
            name = f"样本{chance.randrange(1_200):04d}机电有限公司"
            table.writerow((f"W{number:06d}", day, name, saying(chance)))


def _importer(park: Park) -> Any:
    from lianqi.server.cases.import_cases import CaseImporter, Defaults
    from lianqi.server.ledger.clock import database_now
    from lianqi.server.mechanisms import queries as mechanisms

    calendar = mechanisms.calendar_of(PARK)
    mechanism = mechanisms.in_force(park=PARK, on=calendar.local(database_now()).date())
    return CaseImporter(
        park=PARK,
        actor=park.people["centre"],
        source="bench",
        mechanism=mechanism,
        calendar=calendar,
        defaults=Defaults("form", "problem"),
    )


def _floors(count: int) -> Iterator[tuple[str, float]]:
    """Bare rows in bulk, as many to a transaction as the import takes: A one of each case, B all that was written."""
    from django.db import transaction

    from bench import floor
    from lianqi.server.cases.models import Case
    from lianqi.server.imports.running import BATCH

    written = floor.everything(PARK)
    alone = written[floor.WRITTEN.index(Case)]
    began = time.perf_counter()
    for start in range(0, count, BATCH):
        with transaction.atomic():
            floor.ALONE._default_manager.bulk_create([floor.ALONE(**row) for row in alone[start : start + BATCH]])
    yield "floor A: one bare row each, bulk_create", time.perf_counter() - began
    began = time.perf_counter()
    for start in range(0, count, BATCH):
        with transaction.atomic():
            for model, rows in zip(floor.WRITTEN, written, strict=True):
                # Each case has as many rows here as any other.
                each = len(rows) // count
                some = rows[start * each : (start + BATCH) * each]
                twin = floor.TWINS[model._meta.db_table]
                twin._default_manager.bulk_create([twin(**row) for row in some])
    yield "floor B: the same rows, bare, bulk_create", time.perf_counter() - began
