"""Wu Jian of the foundry asks to be forgotten: his words go, everywhere; what was decided stays, and verifies."""

from __future__ import annotations

import errno
import json
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction

from lianqi.kernel.chain import check_content_hash
from lianqi.server.ledger import erasure_list as erasure_list_file
from lianqi.server.ledger import queries, sight
from lianqi.server.ledger.exporting import export_log
from lianqi.server.ledger.models import Content, Event
from lianqi.server.ledger.operations import (
    Erasure,
    NewContent,
    erase_expired,
    erase_subject,
    erasing,
    one_transaction,
    projection_digest,
    put_content,
    put_contents,
    reapply_erasures,
    rebuild,
    register_eraser,
    seal,
)
from lianqi.server.ledger.values import LedgerRefusal, StreamRef
from lianqi.verify import verify_log
from tests.server.ledger.notes import MONDAY, PARK, book, minutes, write

SAID = "吴健：冲天炉停电，电话 13900000000"


def erase(subject: str = "wu-jian", basis: str = "pipl.47") -> int:
    with one_transaction():
        return erase_subject(park=PARK, subject=subject, basis=basis, actor="chen-lan", now=minutes(90))


@pytest.mark.django_db
class TestWords:
    def test_an_event_cites_salted_words(self) -> None:
        with one_transaction():
            ref = put_content(park=PARK, subject="wu-jian", kind="note.words", words=SAID, now=MONDAY)
            twin = put_content(park=PARK, subject="wu-jian", kind="note.words", words=SAID, now=MONDAY)
        row = Content.objects.get(park=PARK, id=ref.id)
        assert row.salt is not None
        assert check_content_hash(ref.sha256, salt=bytes(row.salt), content=SAID.encode())
        assert twin.sha256 != ref.sha256, "the same words twice cannot be told by their citations"

    def test_many_words_keep_their_order(self) -> None:
        new = [NewContent("wu-jian", "note.words", f"第 {number} 条") for number in range(20)]
        with one_transaction():
            refs = put_contents(park=PARK, contents=new, now=MONDAY)
        found = queries.read_contents(park=PARK, ids=[ref.id for ref in refs])
        assert [found[ref.id] for ref in refs] == [f"第 {number} 条".encode() for number in range(20)]

    def test_words_of_nobody_are_refused(self) -> None:
        with pytest.raises(ValueError, match="could never be erased"), one_transaction():
            put_content(park=PARK, subject="", kind="note.words", words=SAID, now=MONDAY)

    def test_words_of_another_park_are_not_found(self) -> None:
        with one_transaction():
            ref = put_content(park=PARK, subject="wu-jian", kind="note.words", words=SAID, now=MONDAY)
        with pytest.raises(LookupError, match="sun-bay"):
            queries.read_content(park="sun-bay", id=ref.id)

    def test_words_are_whole_or_erased_never_half(self) -> None:
        with one_transaction():
            put_content(park=PARK, subject="wu-jian", kind="note.words", words=SAID, now=MONDAY)
        with pytest.raises(IntegrityError, match="content_whole_or_erased"), transaction.atomic():
            Content.objects.update(salt=None)


@pytest.mark.django_db
class TestErasure:
    def test_wu_jian_is_forgotten_and_the_log_still_verifies(self) -> None:
        write("c1", SAID, subject="wu-jian")
        write("c2", "路灯不亮", subject="zhao-ping")
        before = projection_digest(park=PARK)
        assert erase() == 1
        his, hers = Content.objects.order_by("subject")
        assert (his.bytes, his.salt, his.basis, his.erased_at) == (None, None, "pipl.47", minutes(90))
        assert hers.bytes is not None
        assert queries.read_content(park=PARK, id=his.id) is None
        seal(park=PARK)
        report = verify_log(export_log(park=PARK, with_contents=True))
        assert (report.findings, report.events, report.contents, report.erased) == ((), 3, 1, 1)
        rebuild(park=PARK, progress=lambda park, done, total: None)
        assert projection_digest(park=PARK) == before

    def test_who_did_it_and_why_is_on_record_without_a_word_of_his(self) -> None:
        write("c1", SAID, subject="wu-jian")
        erase()
        event = Event.objects.get(stream_kind="erasure")
        assert (event.stream_id, event.actor, event.type) == ("wu-jian", "chen-lan", "erasure.done")
        assert json.loads(event.data)["basis"] == "pipl.47"

    def test_copies_elsewhere_are_forgotten_with_the_words(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(erasing, "_erasers", {})
        asked: list[Erasure] = []
        register_eraser("search", asked.append)
        write("c1", SAID, subject="wu-jian")
        erase()
        ids = tuple(Content.objects.values_list("id", flat=True))
        assert asked == [Erasure(PARK, "wu-jian", ids, minutes(90))]

    def test_nothing_left_to_erase_writes_nothing(self, erasure_list: Path) -> None:
        write("c1", SAID, subject="wu-jian")
        erase()
        listed = erasure_list.read_bytes()
        assert erase() == 0
        assert erasure_list.read_bytes() == listed
        assert Event.objects.filter(stream_kind="erasure").count() == 1

    def test_a_reason_in_free_words_is_refused(self) -> None:
        with pytest.raises(ValueError, match="dotted code"):
            erase(basis="吴健本人要求")

    def test_a_restore_erases_again_what_it_brought_back_and_leaves_what_came_later(self, erasure_list: Path) -> None:
        write("c1", SAID, subject="wu-jian")
        point = transaction.savepoint()
        erase()
        transaction.savepoint_rollback(point)  # as a restore of last night's backup would
        write("c2", "吴健：后来又反映", subject="wu-jian", now=minutes(1))
        with one_transaction(), erasure_list.open() as lines:
            assert reapply_erasures(lines=lines, now=minutes(120)) == 1
        first, second = Content.objects.order_by("id")
        assert (first.bytes, bytes(second.bytes or b"")) == (None, "吴健：后来又反映".encode())
        with one_transaction(), erasure_list.open() as lines:
            assert reapply_erasures(lines=lines, now=minutes(130)) == 0, "again changes nothing"
        assert Event.objects.filter(stream_kind="erasure").count() == 1

    def test_a_line_cut_short_by_a_crash_hides_no_other(self, erasure_list: Path) -> None:
        erasure_list.write_text('{"actor":"chen-l')
        write("c1", SAID, subject="wu-jian")
        erase()
        with erasure_list.open() as lines:
            assert [json.loads(line)["subject"] for line in lines] == ["wu-jian"]
        with one_transaction():
            assert reapply_erasures(lines=['{"actor":"chen-l'], now=MONDAY) == 0

    def test_what_cannot_be_listed_is_not_erased(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        write("c1", SAID, subject="wu-jian")
        full = Path("/dev/full")
        if not full.exists():
            pytest.skip("no /dev/full on this system to stand for a full disk")
        monkeypatch.setattr(settings, "ERASURE_LIST", full)
        monkeypatch.setattr(erasure_list_file, "_cut_torn_line", lambda opened: None)
        with pytest.raises(LedgerRefusal) as refused:
            erase()
        assert refused.value.refusal.code == "ledger.storage.full"
        assert Content.objects.get().bytes is not None

    def test_a_disk_that_takes_half_a_line_leaves_the_list_as_it_was(
        self, erasure_list: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write("c1", SAID, subject="wu-jian")
        write("c2", "路灯不亮", subject="zhao-ping")
        erase("zhao-ping")
        listed = erasure_list.read_bytes()
        really = os.write
        room = iter([40])

        def until_full(opened: int, words: bytes) -> int:
            for left in room:
                return really(opened, words[:left])
            raise OSError(errno.ENOSPC, "No space left on device")

        with monkeypatch.context() as patched:
            patched.setattr(erasure_list_file.os, "write", until_full)
            with pytest.raises(LedgerRefusal) as refused:
                erase()
        assert refused.value.refusal.code == "ledger.storage.full"
        assert erasure_list.read_bytes() == listed
        assert queries.kept_of(park=PARK, subject="wu-jian") == {"note.words": 1}

    def test_in_which_parks_he_has_spoken_is_found_whichever_park_is_in_sight(self) -> None:
        for park in ("moon-bay", "sun-bay", "water-bay"):
            write(f"c-{park}", into=StreamRef(park, "note", "b"), subject="wu-jian" if park != "sun-bay" else "zhao")
        with sight.only("sun-bay"):
            assert queries.parks_with_words_of("wu-jian") == ["moon-bay", "water-bay"]
        erase()
        assert queries.parks_with_words_of("wu-jian") == ["water-bay"]
        assert queries.parks_with_words_of("nobody") == []


@pytest.mark.database
def test_words_that_a_reader_keeps_in_the_journal_go_with_the_workers_next_round(
    own_database: dict[str, str], tmp_path: Path
) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite has such a journal")
    write("c1", SAID, subject="wu-jian")
    journal = tmp_path / "own.sqlite3-wal"
    with closing(sqlite3.connect(tmp_path / "own.sqlite3")) as reader:
        reader.execute("BEGIN")
        assert reader.execute("SELECT count(*) FROM ledger_event").fetchone() == (1,)
        assert erase() == 1
        assert "冲天炉".encode() in journal.read_bytes(), "a reader still stands on it"
        assert not erasing.empty_the_journal()
    erase_expired(PARK, minutes(100))
    assert "冲天炉".encode() not in journal.read_bytes()
    assert "冲天炉".encode() not in (tmp_path / "own.sqlite3").read_bytes()


@pytest.mark.database
def test_no_byte_of_his_words_is_left_in_the_file(own_database: dict[str, str], tmp_path: Path) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL's files are its own: VACUUM and the rotation of its journal empty them (ADR 0003)")
    for number in range(40):
        write(f"c{number}", f"{SAID}，第 {number} 次" + "反映" * number * 20, subject="wu-jian", into=book(str(number)))
        write(
            f"d{number}", f"别人说的第 {number} 条" + "补充" * number * 30, subject="zhao-ping", into=book(str(number))
        )
    files = [tmp_path / f"own.sqlite3{ending}" for ending in ("", "-wal")]
    held = b"".join(file.read_bytes() for file in files if file.exists())
    assert held.count("冲天炉".encode()) >= 40
    assert erase() == 40
    with closing(connection.cursor()) as cursor:
        cursor.execute("SELECT count(*) FROM ledger_content WHERE subject = 'zhao-ping' AND bytes IS NOT NULL")
        assert cursor.fetchone() == (40,)
    held = b"".join(file.read_bytes() for file in files if file.exists())
    assert held.count("冲天炉".encode()) == 0
    assert held.count(b"13900000000") == 0
