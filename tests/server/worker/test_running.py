"""The worker: it seals, hands on, ticks; one thing that fails stops no other; told to end, it ends."""

from __future__ import annotations

import logging
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

import pytest
from django.db import OperationalError

from lianqi.kernel.decision import Accepted, NewEvent
from lianqi.server.ledger import background, clock, projectors
from lianqi.server.ledger.models import Consumer, Ledger
from lianqi.server.ledger.operations import (
    Message,
    apply,
    enqueue_deliveries,
    hold,
    hold_deliveries,
    one_transaction,
    quarantine,
)
from lianqi.server.ledger.values import CommandEnvelope, SealedEvent, StreamRef
from lianqi.server.worker import running
from lianqi.server.worker.models import DutyTurn
from lianqi.server.worker.queries import park_status, status
from lianqi.server.worker.running import LONGEST_WAIT, Worker, wait_after

PARK = "moon-bay"
MONDAY = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def a_room_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the consumers and duties of the test are registered."""
    monkeypatch.setattr(background, "_consumers", {})
    monkeypatch.setattr(background, "_duties", {})
    projectors.register_audit_stream("memo")


def say(id: str, words: str = "a") -> None:
    with one_transaction():
        apply(
            stream=hold(StreamRef(PARK, "memo", "luo-min")),
            outcome=Accepted((NewEvent("memo.said", {"words": words}),)),
            envelope=CommandEnvelope(id, "memo.say", id),
            expected_seq=None,
            actor="luo-min",
            now=MONDAY,
        )


class Reader:
    """A consumer that remembers what it read, and stumbles where told."""

    def __init__(self, *, stumble_at: int = 0) -> None:
        self.read: list[int] = []
        self.stumble_at = stumble_at

    def __call__(self, events: Sequence[SealedEvent]) -> None:
        for event in events:
            if event.position == self.stumble_at:
                raise RuntimeError("吴健的电话 13900000000 无法解析")
            self.read.append(event.position)


class TestRounds:
    pytestmark = pytest.mark.django_db

    def test_what_was_said_is_sealed_and_read_by_everyone_in_order(self) -> None:
        first, second = Reader(), Reader()
        background.register_consumer("first", first)
        background.register_consumer("second", second)
        for number in range(5):
            say(f"c{number}")
        Worker().run_once()
        assert Ledger.objects.count() == 5
        assert first.read == second.read == [1, 2, 3, 4, 5]
        assert Worker().round() == 0, "nothing is left"

    def test_what_a_reader_writes_is_read_too(self) -> None:
        def answer(events: Sequence[SealedEvent]) -> None:
            for sealed in events:
                if sealed.event.data["words"] == "question":
                    say(f"answer-{sealed.position}", "answer")

        reader = Reader()
        background.register_consumer("answers", answer)
        background.register_consumer("reader", reader)
        say("c1", "question")
        Worker().run_once()
        assert reader.read == [1, 2]

    def test_one_that_stumbles_stops_no_other_and_waits_longer_each_time(
        self, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        stumbling, other = Reader(stumble_at=3), Reader()
        background.register_consumer("stumbling", stumbling)
        background.register_consumer("other", other)
        seconds = [100.0]
        monkeypatch.setattr(running.time, "monotonic", lambda: seconds[0])
        for number in range(5):
            say(f"c{number}")
        worker = Worker()
        for _ in range(3):
            worker.round()
        assert other.read == [1, 2, 3, 4, 5]
        assert worker.failures == {("stumbling", PARK): 1}, "not tried again within its wait"
        for attempts in (2, 3, 4):
            seconds[0] += wait_after(attempts)
            worker.round()
        assert Consumer.objects.get(name="stumbling").position == 2, "all before the one it cannot take got through"
        assert "RuntimeError in" in caplog.text and "attempt 1" in caplog.text
        assert "13900000000" not in caplog.text and "吴健" not in caplog.text
        stuck = next(one for one in park_status(PARK).readers if one.name == "stumbling")
        assert (stuck.lag, stuck.failure, stuck.attempts > 0) == (3, "RuntimeError", True)
        assert not park_status(PARK).well
        stumbling.stumble_at = 0
        seconds[0] += LONGEST_WAIT
        worker.round()
        assert sorted(set(stumbling.read)) == [1, 2, 3, 4, 5]
        assert park_status(PARK).well

    def test_waits_grow_and_have_an_end(self) -> None:
        waits = [wait_after(attempts) for attempts in range(1, 40)]
        assert waits[:4] == [2, 4, 8, 16] and waits == sorted(waits) and waits[-1] == LONGEST_WAIT


class TestDuties:
    pytestmark = pytest.mark.django_db

    @pytest.fixture
    def times(self, monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
        """What the clock says: the last of the list."""
        times = [MONDAY]
        monkeypatch.setattr(clock, "database_now", lambda: times[-1])
        say("c1")
        return times

    def test_a_duty_is_done_in_every_interval_once_however_many_workers_there_are(self, times: list[datetime]) -> None:
        done: list[datetime] = []
        background.register_duty(
            background.Duty("tick", timedelta(minutes=1), lambda park, now: done.append(now) or False)
        )  # type: ignore[func-returns-value]
        workers = [Worker(), Worker()]
        for seconds in (0, 1, 30, 59, 60, 61, 121):
            times.append(MONDAY + timedelta(seconds=seconds))
            for worker in workers:
                worker.round()
        assert [(when - MONDAY).total_seconds() for when in done] == [0, 60, 121]

    def test_a_duty_with_more_to_do_goes_on_at_once(self, times: list[datetime]) -> None:
        left = [True, True, False]
        background.register_duty(background.Duty("tick", timedelta(minutes=1), lambda park, now: left.pop(0)))
        Worker().round()
        assert left == []

    def test_a_duty_that_fails_is_tried_again_before_its_next_turn(self, times: list[datetime]) -> None:
        outcomes = [RuntimeError("x"), None]

        def sweep(park: str, now: datetime) -> bool:
            if (error := outcomes.pop(0)) is not None:
                raise error
            return False

        background.register_duty(background.Duty("sweep", timedelta(hours=1), sweep))
        Worker().round()
        (row,) = park_status(PARK).duties
        assert (row.attempts, row.failure, row.done_at) == (1, "RuntimeError", None)
        times.append(MONDAY + timedelta(seconds=wait_after(1)))
        Worker().round()
        (row,) = park_status(PARK).duties
        assert (row.attempts, row.failure, row.done_at) == (0, "", times[-1])

    def test_a_clock_that_jumped_back_a_year_holds_no_duty_up(self, times: list[datetime]) -> None:
        done: list[datetime] = []
        background.register_duty(
            background.Duty("tick", timedelta(minutes=1), lambda park, now: done.append(now) or False)
        )  # type: ignore[func-returns-value]
        Worker().round()
        times.append(MONDAY - timedelta(days=365))
        Worker().round()
        assert done == [MONDAY, times[-1]]
        assert DutyTurn.objects.get().due_at == times[-1] + timedelta(minutes=1)

    def test_a_name_stands_for_one_thing(self) -> None:
        background.register_consumer("reader", Reader())
        with pytest.raises(ValueError, match="reader"):
            background.register_consumer("reader", Reader())
        background.register_duty(background.Duty("tick", timedelta(minutes=1), lambda park, now: False))
        with pytest.raises(ValueError, match="tick"):
            background.register_duty(background.Duty("tick", timedelta(minutes=1), lambda park, now: True))


@pytest.mark.django_db
def test_status_tells_what_waits_for_a_person() -> None:
    background.register_consumer("reader", Reader())
    say("c1")
    (before,) = status()
    assert (before.park, before.position, before.unsealed, before.quarantined) == (PARK, 0, 1, 0)
    Worker().run_once()
    say("c2")
    with one_transaction():
        envelope = CommandEnvelope("q1", "memo.say", "d")
        quarantine(
            park=PARK, envelope=envelope, payload={}, subject="luo-min", reason="case.gone", actor="luo-min", now=MONDAY
        )
        enqueue_deliveries(messages=[Message(PARK, 1, "sms", "wu-jian")], now=MONDAY)
    assert hold_deliveries() == 1
    now = park_status(PARK)
    assert (now.position, now.unsealed, now.quarantined, now.deliveries) == (1, 1, 1, {"held": 1})
    assert [(one.name, one.position, one.lag) for one in now.readers] == [("reader", 1, 0)]
    assert not now.well


def test_a_database_that_is_away_is_waited_for(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    worker = Worker()
    rounds: list[int] = []

    def round() -> int:
        rounds.append(len(rounds))
        if len(rounds) == 1:
            raise OperationalError("password authentication failed for user lianqi")
        worker.stop.set()
        return 0

    monkeypatch.setattr(Worker, "round", lambda self: round())
    monkeypatch.setattr(running, "_FIRST_WAIT", 0.02)
    monkeypatch.setattr(running, "PAUSE", 0.01)
    monkeypatch.setattr(running, "close_old_connections", lambda: None)
    caplog.set_level(logging.INFO)
    worker.run()
    assert len(rounds) == 2
    assert "OperationalError" in caplog.text and "password" not in caplog.text


@pytest.mark.database
class TestProcesses:
    @pytest.fixture
    def started(self, own_database: dict[str, str]) -> Iterator[list[subprocess.Popen[str]]]:
        """Two workers of the same installation, as somebody starts them from a shell."""
        own = [
            subprocess.Popen(
                [sys.executable, "-c", "from lianqi.command_line.worker import worker; worker()"],
                env=own_database,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
            )
            for _ in range(2)
        ]
        yield own
        for one in own:
            if one.poll() is None:
                one.kill()
            one.communicate()

    def test_two_workers_number_everything_once_and_stop_when_told(self, started: list[subprocess.Popen[str]]) -> None:
        for one in started:
            assert one.stdout is not None
            assert "已启动" in one.stdout.readline()
        for number in range(30):
            say(f"c{number}")
        end = time.monotonic() + 40
        while Ledger.objects.count() < 30 and time.monotonic() < end:
            time.sleep(0.2)
        assert sorted(Ledger.objects.values_list("position", flat=True)) == list(range(1, 31))
        for one in started:
            one.send_signal(signal.SIGTERM)
        for one in started:
            said, _ = one.communicate(timeout=20)
            assert (one.returncode, said.strip()) == (0, "后台任务已停止。/ Stopped.")

    def test_a_stop_between_two_portions_is_heard(self, own_database: dict[str, str]) -> None:
        worker = Worker()
        seen: list[int] = []

        def slow(events: Sequence[SealedEvent]) -> None:
            seen.extend(event.position for event in events)
            worker.stop.set()

        background.register_consumer("slow", slow)
        for number in range(3):
            say(f"c{number}")
        worker.run()
        assert seen == [1, 2, 3]
