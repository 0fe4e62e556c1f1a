"""`make bench`: every measurement of this folder, one after the other; a table, printed and written to bench/results.

Measured on SQLite and on PostgreSQL (the one DATABASE_URL names, or one started for this run by .ci/with_postgresql),
in databases made for it and thrown away. Real data is read from ../shared/data where it lies beside the checkout.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from bench import databases, machine, options
from bench.figures import Figure, table
from bench.part import DATA, PARTS, SIZED

ROOT = Path(__file__).resolve().parents[1]
#: Measurements without a database: programs that print what they found.
PROGRAMS = ("due_times", "insight_accuracy")
DATABASES = ("sqlite", "postgresql")


def main() -> int:
    asked = _asked(sys.argv[1:])
    if "postgresql" in asked.database and not os.environ.get("DATABASE_URL", "").startswith("postgres"):
        again = [sys.executable, str(ROOT / ".ci" / "with_postgresql.py"), sys.executable, "-m", "bench"]
        os.execv(sys.executable, [*again, *sys.argv[1:]])
    began = time.monotonic()
    report = _Report(asked.to)
    with tempfile.TemporaryDirectory(prefix="lianqi-bench-") as folder:
        report.add(f"# Figures of {datetime.now(UTC):%Y-%m-%d %H:%M} UTC\n\n{machine.described(Path(folder))}")
        failed = [name for name in PROGRAMS if name in asked.only and not _run(name, report, asked.size)]
        for kind in asked.database:
            failed += _database(kind, Path(folder), asked, report)
    report.add(f"\nIn {time.monotonic() - began:.0f} s; {machine.load()}.")
    for name in failed:
        report.add(f"FAILED: {name}")
    return int(bool(failed))


def _asked(given: Sequence[str]) -> argparse.Namespace:
    known = (*PARTS, *PROGRAMS)
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__.splitlines()[0] if __doc__ else "")
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--quick", dest="size", action="store_const", const="quick", help="seconds; only shows it runs")
    size.add_argument("--full", dest="size", action="store_const", const="full", help="a million cases; an hour")
    parser.add_argument("--only", action="append", choices=known, help="this part; may be repeated")
    parser.add_argument("--database", action="append", choices=DATABASES, help="this one; may be repeated")
    parser.add_argument("--sizes", help="cases in the park that is read, e.g. 10000,1000000")
    parser.add_argument("--to", type=Path, default=ROOT / "bench" / "results" / "latest.md", help="the report")
    parser.set_defaults(size="usual")
    asked = parser.parse_args(given)
    asked.only = asked.only or list(known)
    asked.database = asked.database or list(DATABASES)
    return asked


class _Report:
    """What was found, on screen and in a file as it comes."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("", "utf-8")

    def add(self, text: str) -> None:
        print(text, flush=True)
        with self.path.open("a", encoding="utf-8") as file:
            file.write(text + "\n")


def _run(program: str, report: _Report, size: str) -> bool:
    if size == "quick":
        return True  # They take their minutes and touch nothing that --quick is there to show.
    done = subprocess.run(
        [sys.executable, str(ROOT / "bench" / f"{program}.py")], cwd=ROOT, capture_output=True, text=True, check=False
    )
    report.add(f"\n### {program}\n\n```\n{(done.stdout + done.stderr).strip()}\n```")
    # Without the real data there is nothing to measure, which is no failure.
    return not done.returncode or "没有实测数据" in done.stderr


def _database(kind: str, folder: Path, asked: argparse.Namespace, report: _Report) -> list[str]:
    """Every part asked for, in its own copy of one prepared database; returns the names of those that failed."""
    wanted = [name for name in PARTS if name in asked.only]
    if not wanted:
        return []
    sized = getattr(options, asked.size)(kind)
    if asked.sizes:
        sized = options.with_sizes(sized, tuple(int(size) for size in asked.sizes.split(",")))
    failed, standing = [], set[str]()
    with databases.opened(kind, folder) as kept, ExitStack() as leftovers:
        home = folder / kind
        home.mkdir()
        list(_child("prepare", sized, kept.url(databases.TEMPLATE), home))
        for name in wanted:
            copies = (
                [f"lianqi_bench_park_{size}" for size in sized.sizes] if name in SIZED else [f"lianqi_bench_{name}"]
            )
            began = time.monotonic()
            # The parks that are read stay for the next part that reads them, which finds them filled.
            for copy in [copy for copy in copies if copy not in standing]:
                leftovers.callback(kept.drop, copy)
                kept.copy(copy)
                standing.add(copy)
            given = replace(sized, names=tuple(kept.named(copy) for copy in copies))
            try:
                figures = list(_child(name, given, kept.url(copies[0]), home))
            except subprocess.CalledProcessError:
                failed.append(f"{name} on {kind}")
                continue
            report.add(table(figures))
            if name in SIZED:
                report.add(f"\n{DATA}")
            report.add(f"\n{PARTS[name]} on {kind}: {time.monotonic() - began:.0f} s; {machine.load()}")
            for copy in copies if name not in SIZED else ():
                kept.drop(copy)
    return failed


def _child(name: str, sized: options.Options, url: str, home: Path) -> Iterator[Figure]:
    environment = {**os.environ, "DATABASE_URL": url, "LIANQI_HOME": str(home)}
    environment["DJANGO_SETTINGS_MODULE"] = "lianqi.server.config.settings"
    command = [sys.executable, "-m", "bench.part", name, sized.spelled()]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        preexec_fn=machine.end_with_parent,
    )
    for line in done.stdout.splitlines():
        yield Figure(**json.loads(line))


if __name__ == "__main__":
    sys.exit(main())
