"""Fifty people at once for ten minutes while server and worker are killed: `python -m bench.soak`.

Nothing that somebody was told is done may be missing from the log or stand there twice; nothing that nobody was told
may stand there twice. The log verifies, and made again from it the rows are the same.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bench import databases, machine, serving
from bench.living import Book, Person, Sent, Way
from bench.park import PARK, Park

_PASSWORD = "湖畔的第七棵香樟树2026"
#: Of twenty-five people: so many of each role.
_OF_25 = {"contact": 8, "liaison": 6, "centre": 2, "handler": 3, "unit-head": 3, "leader-in-charge": 3}
_WHOLE = 25
#: How long nobody answers after a kill, besides what starting takes.
_DOWN = 1.0


@dataclass(frozen=True, slots=True)
class Report:
    """What was sent and what became of it. `wrong` are sentences, each a promise that was broken."""

    people: int
    seconds: float
    accepted: Mapping[str, int]
    refused: Mapping[str, int]
    unknown: int
    retried: int
    lost: int
    doubled: int
    pages: int
    without_page: int
    slow_act: float
    slow_page: float
    events: int
    failures: Sequence[str]
    wrong: Sequence[str]

    def told(self) -> str:
        """In one paragraph."""
        accepted, refused = (
            ", ".join(f"{name} {count}" for name, count in sorted(some.items())) or "none"
            for some in (self.accepted, self.refused)
        )
        return (
            f"{self.people} people, {self.seconds:.0f} s: {sum(self.accepted.values())} actions accepted ({accepted}), "
            f"{sum(self.refused.values())} refused ({refused}), {self.unknown} never answered, {self.retried} sent "
            f"more than once; lost {self.lost}, doubled {self.doubled}. {self.pages} pages, {self.without_page} times "
            f"none came because nobody answered. 95th percentile: action {self.slow_act * 1e3:.0f} ms, page "
            f"{self.slow_page * 1e3:.0f} ms. {self.events} events; log verified, rows made again the same: "
            f"{'no: ' + '; '.join(self.wrong) if self.wrong else 'yes'}. Failures of the server: {len(self.failures)}."
        )


def soak(*, database: str, home: Path, park: Park, seconds: float, people: int, kills: int) -> Report:
    """Let them live in this park of the database that this process is connected to; `database` is its URL."""
    from lianqi.server.ledger.models import Command

    before = set(Command.objects.values_list("id", flat=True))
    ways = _ways(park, people)
    book = Book()
    with _running(database, home) as both:
        crowd = [_person(way, at, both.port, book, park) for at, way in enumerate(ways)]
        for one in crowd:
            one.come_in()
        over = threading.Event()
        threads = [threading.Thread(target=one.live, args=(over,)) for one in crowd]
        began = time.monotonic()
        for thread in threads:
            thread.start()
        for at in range(1, kills + 1):
            time.sleep(max(0.0, began + seconds * at / (kills + 1) - time.monotonic()))
            both.fall()
        time.sleep(max(0.0, began + seconds - time.monotonic()))
        over.set()
        for thread in threads:
            thread.join()
        lived = time.monotonic() - began
    around = serving.environment(database=database, home=home)
    subprocess.run(serving.lianqi("worker", "--once"), env=around, cwd=serving.ROOT, check=True, capture_output=True)
    return judged(book, before, people=people, seconds=lived, log=verified())


class _Both:
    """The server and the worker of an installation."""

    def __init__(self, database: str, home: Path) -> None:
        self._around, self._home = serving.environment(database=database, home=home), home
        self.port = serving.free_port()
        self._start()

    def _start(self) -> None:
        with (self._home / "worker.log").open("ab") as said:
            self._worker = subprocess.Popen(
                serving.lianqi("worker"),
                env=self._around,
                cwd=serving.ROOT,
                stdout=said,
                stderr=said,
                preexec_fn=machine.end_with_parent,
            )
        command = serving.lianqi("serve", "--port", str(self.port))
        self._server = serving.start(command, self._around, self._home, self.port)

    def fall(self) -> None:
        """Both are killed at once, and started again a little later."""
        self._server.kill()
        self._worker.kill()
        self._worker.wait()
        time.sleep(_DOWN)
        self._start()

    def end(self) -> None:
        self._worker.terminate()
        self._worker.wait(60)
        self._server.stop()


@contextmanager
def _running(database: str, home: Path) -> Iterator[_Both]:
    both = _Both(database, home)
    try:
        yield both
    finally:
        both.end()


def _person(way: Way, at: int, port: int, book: Book, park: Park) -> Person:
    units = park.units[: _share(_OF_25["handler"], len(park.units))]
    return Person(way, port, book, seed=at, enterprises=park.enterprises[:16], units=units)


def _share(of_25: int, people: int) -> int:
    return max(1, round(of_25 * people / _WHOLE))


def _ways(park: Park, people: int) -> list[Way]:
    """Accounts and links of so many, in the shares of their roles; new members where the park has too few."""
    from lianqi.server.accounts.operations import open_account
    from lianqi.server.ledger.operations import one_transaction
    from lianqi.server.registry.operations.contacts import issue_code

    ways: list[Way] = []
    now = datetime.now(UTC)
    for role, of_25 in _OF_25.items():
        count = _share(of_25, people)
        if role == "contact":
            with one_transaction():
                for enterprise in park.enterprises[:count]:
                    code = issue_code(park=PARK, contact=park.contacts[enterprise], actor="system", now=now)
                    ways.append(Way(role, link=f"/e/{code}/"))
            continue
        for at, person in enumerate(_members(park, role, count)):
            name = f"{role}-{at}"
            open_account(name=name, person=person, password=_PASSWORD, now=now, must_change=False)
            ways.append(Way(role, name=name, password=_PASSWORD))
    return ways


def _members(park: Park, role: str, count: int) -> list[str]:
    """People of a role: of the first units, or, for the whole park, as many new ones as are needed."""
    from lianqi.server.ledger.operations import one_transaction
    from lianqi.server.people import operations as members

    if f"{role}:{park.units[0]}" in park.people:
        return [park.people[f"{role}:{unit}"] for unit in park.units[:count]]
    now = datetime.now(UTC)
    with one_transaction():
        drafts = [members.new_member(park=PARK, name=f"{role}{at}", phone="", now=now) for at in range(count)]
        for draft in drafts:
            draft.set("roles", [role])
        members.store_members(park=PARK, drafts=drafts, actor="system", now=now)
    return [draft.row.person_id for draft in drafts]


def judged(book: Book, before: set[str], *, people: int, seconds: float, log: tuple[int, Sequence[str]]) -> Report:
    """Compare what everybody was told with what stands in the log."""
    from lianqi.server.ledger.models import Command, Event

    outcomes = dict(Command.objects.exclude(id__in=before).values_list("id", "outcome"))
    kept = {id for id, outcome in outcomes.items() if '"refused"' not in outcome}
    acted = _acts()
    marks = _marks()
    lost = [one for one in book.sent if one.outcome == "accepted" and not _stands(one, kept, acted, marks)]
    doubled = [one for one in book.sent if acted.get(one.id, 0) > 1 or (one.mark and marks[one.mark] > 1)]
    ghosts = [one for one in book.sent if one.outcome == "refused" and (one.id in kept or marks[one.mark or "-"])]
    known = {one.id for one in book.sent}
    people_s = set(Event.objects.exclude(actor="system").values_list("command_id", flat=True)) - before
    wrong = [f"{one.kind} {one.id} was refused and stands there" for one in ghosts]
    wrong += [f"command {id} was sent by nobody" for id in sorted(people_s & kept - known)]
    events, broken = log
    return Report(
        people=people,
        seconds=seconds,
        accepted=Counter(one.kind for one in book.sent if one.outcome == "accepted"),
        refused=Counter(one.code for one in book.sent if one.outcome == "refused"),
        unknown=sum(one.outcome == "unknown" for one in book.sent),
        retried=sum(one.tries > 1 for one in book.sent),
        lost=len(lost),
        doubled=len(doubled),
        pages=len(book.pages),
        without_page=len(book.without_page),
        slow_act=_slow([one.seconds for one in book.sent if one.outcome == "accepted"]),
        slow_page=_slow(book.pages),
        events=events,
        failures=book.failures,
        wrong=[*wrong, *broken],
    )


def _stands(one: Sent, kept: set[str], acted: Mapping[str, int], marks: Mapping[str, int]) -> bool:
    return one.id in kept and acted.get(one.id, 0) == 1 and (not one.mark or marks[one.mark] == 1)


def _acts() -> dict[str, int]:
    """How often each command acted: the runs of its events that stand side by side, in all streams. Once is right."""
    from lianqi.server.ledger.models import Event

    runs: Counter[str] = Counter()
    rows = Event.objects.filter(park=PARK).order_by("stream_kind", "stream_id", "seq")
    last: tuple[str, str] = ("", "")
    types: dict[str, str] = {}
    for stream, command, type_ in rows.values_list("stream_id", "command_id", "type").iterator():
        first = types.setdefault(command, type_)
        # What begins a command's events, met again, is the same thing done again.
        if (stream, command) != last or (type_ == first and not type_.startswith("commitment-")):
            runs[command] += 1
        last = (stream, command)
    return dict(runs)


def _marks() -> Counter[str]:
    """How often each mark stands in the words that are kept."""
    from lianqi.server.ledger.models import Content

    found: Counter[str] = Counter()
    for kept in Content.objects.filter(park=PARK, bytes__isnull=False).values_list("bytes", flat=True).iterator():
        found.update(re.findall(r"记号[0-9a-f]{16}", bytes(kept or b"").decode("utf-8", "replace")))
    return found


def verified() -> tuple[int, list[str]]:
    """How many events there are; and what is wrong with the log, or differs when the rows are made again from it."""
    from lianqi.server.ledger.exporting import export_log
    from lianqi.server.ledger.models import Event, Ledger
    from lianqi.server.ledger.operations import projection_digest, rebuild
    from lianqi.verify import verify_log

    wrong = [str(finding) for finding in verify_log(export_log(park=PARK, with_contents=True)).findings]
    events = Event.objects.filter(park=PARK).count()
    if Ledger.objects.filter(park=PARK).count() != events:
        wrong.append("events without a position")
    rows = projection_digest(park=PARK)
    rebuild(park=PARK, progress=lambda *_: None)
    if projection_digest(park=PARK) != rows:
        wrong.append("rows made again differ")
    return events, wrong


def _slow(spent: Sequence[float]) -> float:
    return sorted(spent)[int(len(spent) * 0.95)] if spent else 0.0


def main() -> int:
    """Measure on one kind of database, in one made for it; 1 if a promise was broken."""
    parser = argparse.ArgumentParser(prog="python -m bench.soak", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--kills", type=int, default=2)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    asked = parser.parse_args()
    if asked.database == "postgresql" and not os.environ.get("DATABASE_URL", "").startswith("postgres"):
        again = [sys.executable, str(serving.ROOT / ".ci" / "with_postgresql.py"), sys.executable, "-m", "bench.soak"]
        os.execv(sys.executable, [*again, *sys.argv[1:]])
    with tempfile.TemporaryDirectory(prefix="lianqi-soak-") as folder:
        home = Path(folder)
        with databases.opened(asked.database, home) as kept:
            url = kept.url(databases.TEMPLATE)
            os.environ |= serving.environment(database=url, home=home)
            report = _lived(url, home, asked)
    return int(bool(report.lost or report.doubled or report.wrong))


def _lived(url: str, home: Path, asked: argparse.Namespace) -> Report:
    import django

    django.setup()
    from django.db import connections

    from bench import connected, part

    part.prepare(home / "park.json")
    print(machine.described(home), *connected.described(), sep="; ", flush=True)
    report = soak(
        database=url,
        home=home,
        park=Park.read(home / "park.json"),
        seconds=asked.minutes * 60,
        people=asked.people,
        kills=asked.kills,
    )
    print(report.told(), machine.load(), *sorted(set(report.failures))[:20], sep="\n", flush=True)
    connections.close_all()
    return report


if __name__ == "__main__":
    sys.exit(main())
