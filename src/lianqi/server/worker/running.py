"""The loop: each second seal and hand on, when its time has come do each duty; until told to stop.

One thing that fails stops no other: a consumer or duty that raises is tried again after a while, each time a longer
one, and stands in `lianqi status`. Any number of workers may run: sealing and each consumer are locked for the length
of their transactions, and a duty's turn is taken by one.
"""

from __future__ import annotations

import logging
import threading
import time
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from django.db import DatabaseError, InterfaceError, close_old_connections, connection
from django.db.models import F

from lianqi.server.ledger import background, clock, queries
from lianqi.server.ledger.models import Consumer, Ledger
from lianqi.server.ledger.operations import run_consumer, seal
from lianqi.server.ledger.operations.consuming import Handler
from lianqi.server.ledger.storage import one_transaction
from lianqi.server.ledger.values import LedgerRefusal
from lianqi.server.worker.models import DutyTurn

log = logging.getLogger("lianqi.worker")

#: Seconds between two rounds.
PAUSE = 1.0
#: A failure waits two seconds, then four, eight …, and at the most five minutes.
_FIRST_WAIT = 2.0
LONGEST_WAIT = 300.0
#: Portions that one consumer or sealer reads before the next has its turn: a long backlog keeps nobody waiting.
_PORTIONS = 20


def wait_after(attempts: int) -> float:
    """Seconds until a thing that failed this many times in a row is tried again."""
    return float(min(LONGEST_WAIT, _FIRST_WAIT * 2 ** min(attempts - 1, 10)))


@dataclass(slots=True)
class Worker:
    """One worker: what it is to stop for, and what it is waiting with since something failed.

    Of a failure only the kind and the place in the source are logged: its text may quote somebody's words.
    """

    stop: threading.Event = field(default_factory=threading.Event)
    failures: dict[tuple[str, ...], int] = field(default_factory=dict)
    not_before: dict[tuple[str, ...], float] = field(default_factory=dict)

    def run(self) -> None:
        """Work until `stop` is set. A database that is away is waited for."""
        while not self.stop.is_set():
            began = time.monotonic()
            # With the database away nothing can be noted there; a broken connection is opened anew in the next round.
            self.trying(("database",), self.afresh)
            self.stop.wait(max(0.0, PAUSE - (time.monotonic() - began)))

    def afresh(self) -> int:
        """A round on a connection that is known to be alive."""
        close_old_connections()
        return self.round()

    def round(self) -> int:
        """Once: seal, let every consumer read, do what is due; returns how many events were sealed or read."""
        done = 0
        for park in queries.parks_to_seal():
            done += self.trying(("seal", park), partial(self.seal, park)) or 0
        for park in queries.parks():
            done += self.consume(park)
            for duty in background.duties():
                if not self.stop.is_set():
                    self.trying((duty.name, park), partial(self.serve, duty, park))
        return done

    def run_once(self) -> None:
        """Until nothing is left that could be done now: readers may write what others then read."""
        while not self.stop.is_set() and self.round():
            pass

    def seal(self, park: str) -> int:
        """Number what is committed; at most so much that others have their turn."""
        sealed = [seal(park=park)]
        while sealed[-1].more and len(sealed) < _PORTIONS and not self.stop.is_set():
            sealed.append(seal(park=park))
        return sum(one.count for one in sealed)

    def consume(self, park: str) -> int:
        """Let every consumer that is behind read; who stands where is looked at without any lock."""
        end = Ledger.objects.filter(park=park).order_by("-position").values_list("position", flat=True).first() or 0
        stand: Mapping[str, int] = dict(Consumer.objects.filter(park=park).values_list("name", "position"))
        read = 0
        for name, handler in background.consumers():
            if stand.get(name, 0) < end and not self.stop.is_set():
                one = self.trying((name, park), partial(self.read, park, name, handler))
                read += one or 0
        return read

    def read(self, park: str, name: str, handler: Handler) -> int:
        read = 0
        for _ in range(_PORTIONS):
            consumed = run_consumer(park=park, name=name, handler=handler)
            read += consumed.count
            if not consumed.more or self.stop.is_set():
                break
        return read

    def serve(self, duty: background.Duty, park: str) -> int:
        """Do a duty whose time has come, if nobody else has taken this turn."""
        now = clock.database_now()
        if not _take_turn(park, duty, now):
            return 0
        try:
            while duty.run(park, now) and not self.stop.is_set():
                now = clock.database_now()
        except Exception as error:
            _note_failure(park, duty, type(error).__name__)
            raise
        DutyTurn.objects.filter(park=park, name=duty.name).update(done_at=now, attempts=0, failure="")
        return 1

    def trying(self, what: tuple[str, ...], do: Callable[[], int]) -> int | None:
        """Do it unless it failed just now; a failure is logged and waited with. None where nothing was done."""
        if time.monotonic() < self.not_before.get(what, 0.0):
            return None
        try:
            done = do()
        except Exception as error:
            attempts = self.failures[what] = self.failures.get(what, 0) + 1
            wait = wait_after(attempts)
            self.not_before[what] = time.monotonic() + wait
            log.error(
                "%s failed, attempt %d, next in %.0f s: %s", " ".join(what), attempts, wait, kind_and_place(error)
            )
            if isinstance(error, DatabaseError | InterfaceError) and not connection.in_atomic_block:
                connection.close()
            return None
        if self.failures.pop(what, None):
            log.info("%s goes on", " ".join(what))
        return done


def kind_and_place(error: BaseException) -> str:
    """The exception's class (a refusal's code) and the last line of our own source it came through."""
    kind = error.refusal.code if isinstance(error, LedgerRefusal) else type(error).__name__
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if "lianqi" in Path(frame.filename).parts] or frames
    return f"{kind} in {Path(own[-1].filename).name}:{own[-1].lineno}" if own else kind


def _take_turn(park: str, duty: background.Duty, now: datetime) -> bool:
    """Move the duty's next turn on by its interval; False if it is not due, or another worker was first."""
    mine = DutyTurn.objects.filter(park=park, name=duty.name)
    due_at = mine.values_list("due_at", flat=True).first()
    # A clock that jumped back would leave it waiting for the old time to come round again.
    if due_at is not None and now < due_at <= now + duty.every + timedelta(seconds=LONGEST_WAIT):
        return False
    with one_transaction(park=park):
        if due_at is None:
            DutyTurn.objects.bulk_create([DutyTurn(park=park, name=duty.name, due_at=now)], ignore_conflicts=True)
            due_at = now
        return mine.filter(due_at=due_at).update(due_at=now + duty.every) == 1


def _note_failure(park: str, duty: background.Duty, kind: str) -> None:
    with one_transaction(park=park):
        mine = DutyTurn.objects.filter(park=park, name=duty.name)
        mine.update(attempts=F("attempts") + 1, failure=kind)
        attempts = mine.values_list("attempts", flat=True).get()
        again = clock.database_now() + timedelta(seconds=wait_after(attempts))
        # Sooner than its next turn, so that what failed once is not late by a whole hour.
        mine.filter(due_at__gt=again).update(due_at=again)
