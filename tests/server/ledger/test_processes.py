"""Several processes at once, and processes that are killed: nothing accepted is lost, nothing stands there twice."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from lianqi.kernel.decision import Accepted, NewEvent, Refused
from lianqi.server.ledger import clock, queries
from lianqi.server.ledger.exporting import export_log
from lianqi.server.ledger.models import Command, Content, Event, Ledger
from lianqi.server.ledger.operations import apply, one_transaction, projection_digest, rebuild, seal
from lianqi.server.ledger.values import LedgerRefusal
from lianqi.verify import verify_log
from tests.server.ledger.notes import MONDAY, PARK, Book, book, envelope, write

pytestmark = pytest.mark.database


class Other:
    """Another process of the same installation."""

    def __init__(self, environment: dict[str, str], *words: str, wait_at: str = "") -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.server.ledger.actors", *words],
            cwd=Path(__file__).parents[3],
            env={**environment, "WAIT_AT": wait_at},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        if wait_at:
            assert self.line() == "waiting"

    def line(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def go_on(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()

    def said(self) -> list[dict[str, Any]]:
        """All that it says until it ends."""
        assert self.process.stdout is not None
        said = [json.loads(line) for line in self.process.stdout if line.strip() != "waiting"]
        assert self.process.wait(timeout=60) in (0, -signal.SIGKILL)
        return said

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(timeout=60)


Start = Callable[..., Other]


@pytest.fixture
def other(own_database: dict[str, str]) -> Iterator[Start]:
    started: list[Other] = []

    def start(*words: str, wait_at: str = "") -> Other:
        started.append(Other(own_database, *words, wait_at=wait_at))
        return started[-1]

    yield start
    for one in started:
        if one.process.poll() is None:
            one.kill()
        for pipe in (one.process.stdin, one.process.stdout):
            if pipe is not None:
                pipe.close()


def everything_holds(*, erased: int = 0) -> None:
    """Every accepted command has its events, every event its position, and the log verifies."""
    seal(park=PARK)
    report = verify_log(export_log(park=PARK, with_contents=True))
    assert report.findings == ()
    assert report.unseen == 0, "every word that an event cites is there, or known to be erased"
    assert report.erased == erased
    accepted = Command.objects.exclude(outcome__contains='"refused"').values_list("id", flat=True)
    assert sorted(Event.objects.values_list("command_id", flat=True)) == sorted(accepted)
    assert Ledger.objects.count() == Event.objects.count()


class TestTwoAtOnce:
    def test_of_two_who_saw_the_same_page_one_succeeds_and_the_other_is_shown_what_changed(self, other: Start) -> None:
        write("c0")
        both = [other("write", f"c{number}", "1", wait_at="start") for number in (1, 2)]
        for one in both:
            one.go_on()
        said = sorted((one.said()[0] for one in both), key=lambda outcome: outcome["refused"] or "")
        assert [outcome["refused"] for outcome in said] == [None, "ledger.stale"]
        assert [outcome["seq"] for outcome in said] == [2, 2]
        everything_holds()

    def test_who_expects_nothing_waits_and_is_judged_by_what_the_first_wrote(self, other: Start) -> None:
        first = other("write", "c1", wait_at="project")
        letting_go = threading.Timer(0.5, first.go_on)
        letting_go.start()
        began = time.monotonic()
        second = write("c2")
        assert time.monotonic() - began > 0.4, "it waited for the first"
        assert (second.seq, second.refusal) == (2, None)
        assert first.said()[0]["seq"] == 1
        everything_holds()

    def test_a_stream_that_was_only_read_is_stale_when_somebody_appended_meanwhile(self, other: Start) -> None:
        write("c0")
        read = queries.load(book())
        first = other("write", "c1", wait_at="project")
        letting_go = threading.Timer(0.5, first.go_on)
        letting_go.start()
        note = Accepted(
            (NewEvent("note.written", {"words": {"id": "x"}}), NewEvent("note.written", {"words": {"id": "y"}}))
        )
        with one_transaction():
            mine = apply(
                stream=read, outcome=note, envelope=envelope("c2"), expected_seq=None, actor="luo-min", now=MONDAY
            )
        assert mine.refusal == Refused(
            "ledger.stale", {"expected": 1, "seq": 2, "changed": [{"seq": 2, "type": "note.written"}]}
        )
        assert Event.objects.count() == 2
        assert first.said()[0]["refused"] is None

    def test_a_double_click_on_two_machines_is_one_command(self, other: Start) -> None:
        first = other("write", "c1", wait_at="project")
        letting_go = threading.Timer(0.5, first.go_on)
        letting_go.start()
        second = write("c1")
        assert (second.seq, second.replayed) == (1, True)
        assert first.said()[0]["replayed"] is False
        assert Event.objects.count() == 1

    def test_who_cannot_wait_any_longer_is_told_to_try_again(self, other: Start) -> None:
        first = other("write", "c1", wait_at="project")
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("PRAGMA busy_timeout = 200")
            else:
                cursor.execute("SET lock_timeout = '200ms'")
        with pytest.raises(LedgerRefusal) as refused:
            write("c2")
        assert refused.value.refusal.code == "ledger.storage.busy"
        first.go_on()
        assert first.said()[0]["refused"] is None
        assert write("c2").seq == 2


class TestSealing:
    def test_a_transaction_that_commits_late_is_numbered_later_and_not_missed(self, other: Start) -> None:
        if connection.vendor == "sqlite":
            pytest.skip("SQLite has one writer: no transaction can commit after one that began later")
        late = other("write", "late", wait_at="project")
        write("c1", into=book("another"))
        assert seal(park=PARK).position == 1
        late.go_on()
        late.said()
        assert seal(park=PARK).position == 2
        ids = list(Ledger.objects.order_by("position").values_list("event_id", flat=True))
        assert ids[0] > ids[1], "its id is the lower one: a sealer that looked for higher ids would have missed it"
        everything_holds()

    def test_two_sealers_number_each_event_once(self, other: Start) -> None:
        for number in range(60):
            write(f"c{number}", into=book(f"b{number % 7}"))
        sealers = [other("seal", "5") for _ in range(2)]
        for one in sealers:
            one.said()
        everything_holds()
        assert queries.position(PARK)[0] == 60

    def test_a_sealer_killed_in_the_middle_leaves_nothing_half(self, other: Start) -> None:
        for number in range(20):
            write(f"c{number}")
        killed = other("seal", "10", wait_at="seal")
        killed.kill()
        assert Ledger.objects.count() == 0
        assert seal(park=PARK).position == 20
        everything_holds()


class TestKilled:
    def test_in_the_middle_of_a_command_nothing_of_it_stands(self, other: Start) -> None:
        write("c0")
        killed = other("write", "c1", wait_at="project")
        killed.kill()
        assert Event.objects.count() == Command.objects.count() == Content.objects.count() == 1
        assert Book.objects.get().notes == 1
        assert write("c1").seq == 2, "sent again, it goes through"
        everything_holds()

    def test_whatever_was_accepted_is_there_once_whenever_the_process_is_killed(self, other: Start) -> None:
        accepted: list[str] = []
        for lines in (3, 8, 15):
            writing = other("write_many", "0", "60")
            accepted += [json.loads(writing.line())["id"] for _ in range(lines)]
            writing.kill()
        other("write_many", "0", "60").said()
        assert Event.objects.count() == Command.objects.count() == 60
        assert set(accepted) <= set(Command.objects.values_list("id", flat=True))
        everything_holds()
        kept = projection_digest(park=PARK)
        rebuild(park=PARK, progress=lambda park, done, total: None)
        assert projection_digest(park=PARK) == kept

    def test_in_the_middle_of_an_import_no_row_of_the_batch_stands(self, other: Start) -> None:
        killed = other("import_many", "300", wait_at="project")
        killed.kill()
        assert not Event.objects.exists()
        assert not Command.objects.exists()
        assert not Book.objects.exists()
        other("import_many", "300").said()
        other("import_many", "300").said()
        assert Event.objects.count() == Book.objects.count() == 300

    def test_in_the_middle_of_a_rebuild_the_old_rows_stand(self, other: Start) -> None:
        for number in range(20):
            write(f"c{number}", into=book(f"b{number % 7}"))
        Book.objects.filter(id="b1").update(notes=99)
        old = projection_digest(park=PARK)
        killed = other("rebuild", wait_at="project")
        killed.kill()
        assert projection_digest(park=PARK) == old
        assert other("rebuild").said() == [{"events": 20}]
        assert dict(Book.objects.values_list("id", "notes"))["b1"] == 3

    def test_who_writes_during_a_rebuild_waits_and_is_not_lost(self, other: Start) -> None:
        write("c0")
        rebuilding = other("rebuild", wait_at="project")
        letting_go = threading.Timer(0.5, rebuilding.go_on)
        letting_go.start()
        assert write("c1").seq == 2
        rebuilding.said()
        assert Book.objects.get().notes == 2


class TestErasing:
    def test_killed_before_its_commit_it_is_listed_and_asked_for_again(self, other: Start, erasure_list: Path) -> None:
        write("c1", subject="wu-jian")
        killed = other("erase", "wu-jian", wait_at="listed")
        killed.kill()
        assert Content.objects.get().bytes is not None
        assert erasure_list.read_text().count("wu-jian") == 1, "a restore would forget him: what he asked for"
        assert other("erase", "wu-jian").said() == [{"erased": 1}]
        assert Content.objects.get().bytes is None
        assert Event.objects.filter(stream_kind="erasure").count() == 1
        everything_holds(erased=1)

    def test_of_two_who_erase_the_same_person_one_does(self, other: Start, erasure_list: Path) -> None:
        write("c1", subject="wu-jian")
        first = other("erase", "wu-jian", wait_at="listed")
        letting_go = threading.Timer(0.5, first.go_on)
        letting_go.start()
        assert other("erase", "wu-jian").said() == [{"erased": 0}]
        assert first.said() == [{"erased": 1}]
        assert Event.objects.filter(stream_kind="erasure").count() == 1
        assert len(erasure_list.read_text().splitlines()) == 1

    def test_who_copies_his_words_meanwhile_is_waited_for(self, other: Start) -> None:
        write("c1", "屋顶漏水", subject="wu-jian")
        (id,) = Content.objects.values_list("id", flat=True)
        with one_transaction(park=PARK):
            assert queries.read_contents(park=PARK, ids=[id], to_copy=True) == {id: "屋顶漏水".encode()}
            erasing = other("erase", "wu-jian")
            time.sleep(1.5)
            assert erasing.process.poll() is None, "it waits, and will find the copy that is made here"
        assert erasing.said() == [{"erased": 1}]
        with one_transaction(park=PARK):
            assert queries.read_contents(park=PARK, ids=[id], to_copy=True) == {id: None}


class TestDisk:
    def test_a_full_disk_refuses_in_words_and_leaves_nothing_half(self, own_database: dict[str, str]) -> None:
        write("c0")
        if connection.vendor == "sqlite":
            self.fill_sqlite()
            with pytest.raises(LedgerRefusal) as refused:
                write("c1", "长" * 200_000)
        else:
            # A real one cannot be filled from here; what PostgreSQL says then is its error 53100 (disk_full).
            with pytest.raises(LedgerRefusal) as refused, one_transaction(), connection.cursor() as cursor:
                write("c1", "长" * 200_000)
                cursor.execute("DO $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END $$")
        assert refused.value.refusal == Refused("ledger.storage.full")
        assert Event.objects.count() == Command.objects.count() == Content.objects.count() == 1
        if connection.vendor == "sqlite":
            connection.close()
        assert write("c1", "长" * 200_000).seq == 2, "with room again it goes through"
        everything_holds()

    def fill_sqlite(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA page_count")
            (pages,) = cursor.fetchone()
            cursor.execute(f"PRAGMA max_page_count = {int(pages)}")


def test_the_database_keeps_its_promises_when_the_power_fails(own_database: dict[str, str]) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            asked = ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
            found = []
            for name in asked:
                cursor.execute(f"PRAGMA {name}")
                found.append(cursor.fetchone()[0])
            assert found == ["wal", 2, 1, 1]
        else:
            cursor.execute("SELECT current_setting('fsync'), current_setting('synchronous_commit')")
            assert cursor.fetchone() == ("on", "on")


def test_the_clock_is_the_databases(own_database: dict[str, str]) -> None:
    first, second = clock.database_now(), clock.database_now()
    assert first <= second
    assert second.utcoffset() is not None
    assert abs(second.timestamp() - time.time()) < 60
