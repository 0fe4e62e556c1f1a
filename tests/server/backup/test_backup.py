"""The disk dies. What was backed up comes back whole and verified, and nobody who was forgotten comes back with it."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import tarfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from lianqi.server.backup import backup, manifest
from lianqi.server.backup.refusals import BackupRefusal
from lianqi.server.backup.restoring import EVENT_ID_GAP
from lianqi.server.blobs import storage
from lianqi.server.blobs.models import Blob, Citation
from lianqi.server.ledger import queries
from lianqi.server.ledger.append_only import TRIGGERS
from lianqi.server.ledger.models import Command, Content, Delivery, Event, Unsealed
from lianqi.server.ledger.operations import erasing, release_deliveries, seal
from lianqi.server.ledger.values import LedgerRefusal
from tests.server.backup.world import (
    MONDAY,
    PARK,
    SAID,
    blob_files,
    erase,
    nothing_of,
    photo,
    put_back,
    verified,
    write,
)

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("blobs")]
Strike = Callable[[], None]


def take(target: Path) -> manifest.Manifest:
    return backup(target=target, progress=lambda done, total: None)


def rows() -> dict[str, list[tuple[object, ...]]]:
    """Every row of what must come back as it was."""
    models = (Event, Command, Content, Blob, Citation)
    return {
        model.__name__: [tuple(map(_plain, row)) for row in model.objects.order_by("pk").values_list()]
        for model in models
    }


def _plain(value: object) -> object:
    return bytes(value) if isinstance(value, memoryview) else value


def refused(*arguments: object, **given: object) -> str:
    with pytest.raises(BackupRefusal) as caught:
        put_back(*arguments, **given)  # type: ignore[arg-type]
    return caught.value.refusal.code


class TestThereAndBack:
    def test_everything_comes_back_and_the_log_verifies(self, tmp_path: Path, disaster: Strike) -> None:
        for number in range(5):
            write(f"c{number}", colour=f"#00{number}000")
        seal(park=PARK, limit=3)
        made = take(tmp_path / "monday")
        (park,) = made.parks
        assert (park.park, park.events, park.unsealed, park.position) == (PARK, 5, 2, 3)
        assert park.root == queries.position(PARK)[1]
        before, files = rows(), blob_files()
        disaster()
        restored = put_back(tmp_path / "monday")
        assert (restored.verified, restored.erased, restored.held) == (5, 0, 5)
        assert rows() == before and blob_files() == files
        assert len(files) == made.blobs == 5
        report = verified()
        assert (report.findings, report.events, report.contents) == ((), 5, 10)
        assert not Unsealed.objects.exists()

    def test_work_goes_on_where_it_stopped(self, tmp_path: Path, disaster: Strike) -> None:
        write("c0")
        take(tmp_path / "monday")
        last = Event.objects.get().id
        disaster()
        put_back(tmp_path / "monday")
        write("c1", colour="blue")
        first, second = Event.objects.order_by("id")
        assert (first.seq, second.seq) == (1, 2)
        assert second.id > last + EVENT_ID_GAP, "no id that went outside meanwhile is given again"
        assert verified().events == 2
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            else:
                cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'O'")
            assert {name for (name,) in cursor.fetchall()} >= set(TRIGGERS[connection.vendor])

    def test_a_single_file_does_as_well(self, tmp_path: Path, disaster: Strike) -> None:
        write("c0")
        take(tmp_path / "monday.tar")
        assert (tmp_path / "monday.tar").stat().st_mode & 0o077 == 0
        disaster()
        assert put_back(tmp_path / "monday.tar").verified == 1
        assert sorted(path.name for path in tmp_path.iterdir() if "monday" in path.name) == ["monday.tar"]

    def test_messages_wait_for_a_person(self, tmp_path: Path, disaster: Strike) -> None:
        write("c0")
        take(tmp_path / "monday")
        disaster()
        assert put_back(tmp_path / "monday").held == 1
        assert Delivery.objects.get().state == "held"
        assert release_deliveries(park=PARK, now=MONDAY) == 1
        assert Delivery.objects.get().state == "pending"

    def test_what_is_written_during_a_backup_is_in_it_whole_or_not_at_all(
        self, tmp_path: Path, disaster: Strike, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write("c0")
        copied, written = storage.write_file, []

        def meanwhile(path: Path, data: bytes) -> None:
            if "monday.partial" in str(path) and not written:
                written.append(path)
                write("c1", colour="blue")
            copied(path, data)

        monkeypatch.setattr(storage, "write_file", meanwhile)
        kept = take(tmp_path / "monday")
        assert Event.objects.count() == 2 and kept.parks[0].events == 1
        disaster()
        put_back(tmp_path / "monday")
        assert Event.objects.count() == 1 and len(blob_files()) == 1


class TestForgotten:
    def test_who_was_erased_since_does_not_come_back(
        self, tmp_path: Path, blobs: Path, disaster: Strike, erasure_list: Path
    ) -> None:
        his, hers = write("c0"), write("c1", subject="zhao-ping", words="路灯不亮", colour="blue")
        take(tmp_path / "monday")
        assert erase() == 2
        assert blob_files() == [hers.sha256]
        disaster()
        restored = put_back(tmp_path / "monday")
        assert restored.erased == 2
        assert queries.read_content(park=PARK, id=his.words) is None
        assert queries.read_content(park=PARK, id=hers.words) == "路灯不亮".encode()
        assert blob_files() == [hers.sha256]
        assert [*Blob.objects.values_list("sha256", flat=True)] == [hers.sha256]
        report = verified()
        assert (report.findings, report.erased, report.contents) == ((), 2, 2)
        if connection.vendor == "sqlite":
            connection.close()
            database = Path(connection.settings_dict["NAME"])
            assert SAID.encode() not in database.read_bytes(), "nor in a free page of the file"
        assert nothing_of("13900000000", blobs)

    def test_a_restore_without_the_erasure_list_is_refused(
        self, tmp_path: Path, disaster: Strike, erasure_list: Path
    ) -> None:
        write("c0")
        erase()
        take(tmp_path / "monday")
        erasure_list.unlink()
        disaster()
        assert refused(tmp_path / "monday") == "backup.erasures.missing"
        assert put_back(tmp_path / "monday", without_erasure_list=True).erasure_list is False

    def test_a_photo_that_two_people_sent_stays_for_the_other(self, blobs: Path) -> None:
        his, hers = write("c0"), write("c1", subject="zhao-ping", words="路灯不亮")
        assert his.sha256 == hers.sha256
        erase()
        assert blob_files() == [hers.sha256]
        erase("zhao-ping")
        assert blob_files() == [] and not Blob.objects.exists()


class TestRefusals:
    @pytest.fixture
    def monday(self, tmp_path: Path) -> Path:
        write("c0")
        seal(park=PARK)
        take(tmp_path / "monday")
        return tmp_path / "monday"

    def test_a_backup_goes_nowhere_where_something_is(self, monday: Path) -> None:
        with pytest.raises(BackupRefusal) as caught:
            take(monday)
        assert caught.value.refusal.code == "backup.target.exists"

    def test_data_is_given_up_only_when_asked(self, monday: Path) -> None:
        write("c1", colour="blue")
        assert refused(monday) == "backup.database.used"
        assert Event.objects.count() == 2
        assert put_back(monday, replace=True).verified == 1
        assert Event.objects.count() == 1

    def test_files_without_a_database_are_data_too(self, monday: Path, disaster: Strike) -> None:
        disaster()
        storage.write(park=PARK, sha256="0" * 64, data=b"x")
        assert refused(monday) == "backup.database.used"

    def test_an_empty_database_with_its_tables_is_empty(self, monday: Path, disaster: Strike) -> None:
        disaster()
        call_command("migrate", verbosity=0, interactive=False)
        assert put_back(monday).verified == 1

    def test_a_backup_without_its_manifest_is_none(self, monday: Path, disaster: Strike) -> None:
        disaster()
        text = (monday / "manifest.json").read_text("utf-8")
        for spoiled in ("", text[:-40], "[]", text.replace('"version":1', '"version":2')):
            (monday / "manifest.json").write_text(spoiled, "utf-8")
            assert refused(monday) == "backup.not-whole"
        cut = monday.with_suffix(".tar")
        cut.write_bytes(b"not a tar at all")
        assert refused(cut) == "backup.not-whole"

    @pytest.mark.parametrize("kind", [tarfile.REGTYPE, tarfile.SYMTYPE])
    def test_an_archive_that_reaches_outside_its_folder_is_none(
        self, monday: Path, disaster: Strike, kind: bytes
    ) -> None:
        disaster()
        made = monday.with_suffix(".tar")
        with tarfile.open(made, "w") as archive:
            archive.add(monday / "manifest.json", "manifest.json")
            outside = tarfile.TarInfo("../planted" if kind == tarfile.REGTYPE else "planted")
            outside.type, outside.linkname = kind, "/etc/passwd"
            archive.addfile(outside)
        assert refused(made) == "backup.not-whole"
        assert not monday.with_name("planted").exists()

    @pytest.mark.parametrize("which", ["database", "list", "photo"])
    def test_one_changed_byte_anywhere_is_found(self, monday: Path, disaster: Strike, which: str) -> None:
        disaster()
        names = {"database": "*/ledger_event.copy", "list": "blobs.txt", "photo": "blobs/*/??/*"}
        if connection.vendor == "sqlite":
            names["database"] = "database.sqlite3"
        (path,) = monday.glob(names[which])
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 1
        path.write_bytes(data)
        assert refused(monday) == "backup.damaged"
        assert not list(Path(settings.HOME).glob("*.restoring*"))
        path.unlink()
        assert refused(monday) == "backup.damaged"

    def test_a_log_that_was_changed_before_the_backup_is_found(self, monday: Path, disaster: Strike) -> None:
        self.forge(monday)
        disaster()
        assert refused(monday) == "backup.log-broken"

    def forge(self, monday: Path) -> None:
        """Change an event in the backup, and the manifest with it, as somebody does who knows how it is made."""
        listed = json.loads((monday / "manifest.json").read_text("utf-8"))
        if connection.vendor == "sqlite":
            path = monday / "database.sqlite3"
            with closing(sqlite3.connect(path)) as database:
                database.execute("DROP TRIGGER ledger_event_no_update")
                database.execute("UPDATE ledger_event SET actor = 'somebody'")
                database.commit()
        else:
            path = monday / "tables" / "ledger_event.copy"
            path.write_bytes(path.read_bytes().replace(b"\tluo-min\tc0", b"\tsomebody\tc0"))
        (entry,) = (one for one in listed["files"] if one["name"] == path.relative_to(monday).as_posix())
        entry["sha256"], entry["size"] = manifest.sha256_of(path)
        (monday / "manifest.json").write_text(json.dumps(listed), "utf-8")

    @pytest.mark.parametrize(
        ("field", "value", "code"),
        [
            ("database", "oracle", "backup.other-database"),
            ("migrations", [["ledger", "0999_of_tomorrow"]], "backup.newer"),
        ],
    )
    def test_what_cannot_be_read_here_is_refused_before_anything_is_touched(
        self, monday: Path, disaster: Strike, field: str, value: object, code: str
    ) -> None:
        disaster()
        listed = json.loads((monday / "manifest.json").read_text("utf-8"))
        (monday / "manifest.json").write_text(json.dumps(listed | {field: value}), "utf-8")
        assert refused(monday) == code
        assert blob_files() == []

    def test_a_database_that_others_have_open_is_not_taken_from_under_them(
        self, monday: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        name = connection.settings_dict["NAME"]
        if connection.vendor == "sqlite":
            with closing(sqlite3.connect(name)) as other:
                other.execute("SELECT COUNT(*) FROM ledger_event").fetchone()
                assert refused(monday, replace=True) == "backup.database.open"
        else:
            from lianqi.server.backup import postgresql

            other = connection.copy()
            monkeypatch.setattr(postgresql, "LOCK_TIMEOUT", "100ms")
            try:
                other.set_autocommit(False)
                with other.cursor() as cursor:
                    cursor.execute("SELECT COUNT(*) FROM ledger_event")
                assert refused(monday, replace=True) == "backup.database.open"
            finally:
                other.close()
        assert Event.objects.count() == 1
        assert put_back(monday, replace=True).verified == 1

    def test_a_photo_lost_by_the_disk_is_named_and_the_rest_is_backed_up(self, tmp_path: Path, blobs: Path) -> None:
        lost, spoiled, kept = (write(f"c{n}", colour=colour) for n, colour in enumerate(("red", "blue", "white")))
        storage.path_of(park=PARK, sha256=lost.sha256).unlink()
        storage.path_of(park=PARK, sha256=spoiled.sha256).write_bytes(b"spoiled")
        made = take(tmp_path / "monday")
        assert set(made.missing) == {(PARK, lost.sha256), (PARK, spoiled.sha256)}
        assert made.blobs == 1
        assert put_back(tmp_path / "monday", replace=True).verified == 3
        assert kept.sha256 in blob_files()

    def test_a_full_disk_leaves_no_half_backup(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        write("c0")
        monkeypatch.setattr(os, "fsync", _full)
        with pytest.raises(LedgerRefusal) as caught:
            take(tmp_path / "monday")
        assert caught.value.refusal.code == "ledger.storage.full"
        assert [path for path in tmp_path.iterdir() if "monday" in path.name] == []


def _full(handle: int) -> None:
    raise OSError(28, "No space left on device")


class TestKilled:
    @pytest.fixture
    def killed(self, own_database: dict[str, str]) -> Iterator[Callable[[str, Path, str], None]]:
        """Start another process of this installation and kill it where it waits."""

        def kill(what: str, folder: Path, place: str) -> None:
            process = subprocess.Popen(
                [sys.executable, "-m", "tests.server.backup.actors", what, str(folder)],
                cwd=Path(__file__).parents[3],
                env={**own_database, "WAIT_AT": place},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            assert process.stdout is not None
            assert process.stdout.readline().strip() == "waiting"
            process.kill()
            process.communicate()

        yield kill

    @pytest.mark.parametrize("place", ["blobs", "manifest"])
    def test_a_backup_killed_half_way_looks_like_none(
        self, tmp_path: Path, killed: Callable[[str, Path, str], None], disaster: Strike, place: str
    ) -> None:
        write("c0")
        killed("backup", tmp_path / "monday", place)
        assert not (tmp_path / "monday").exists()
        (left,) = tmp_path.glob("monday.partial-*")
        take(tmp_path / "monday")
        disaster()
        assert refused(left) == "backup.not-whole"
        assert put_back(tmp_path / "monday").verified == 1

    @pytest.mark.parametrize("place", ["blobs", "verify", "end"])
    def test_a_restore_killed_half_way_can_be_started_again(
        self, tmp_path: Path, killed: Callable[[str, Path, str], None], disaster: Strike, place: str
    ) -> None:
        write("c0")
        take(tmp_path / "monday")
        disaster()
        killed("restore", tmp_path / "monday", place)
        with connection.cursor() as cursor:
            assert connection.introspection.table_names(cursor) == [], "nothing that looks whole"
        assert put_back(tmp_path / "monday", replace=True).verified == 1
        assert verified().findings == ()

    @pytest.mark.parametrize("place", ["verify", "end"])
    def test_a_replacement_killed_half_way_leaves_the_old_as_it_was(
        self, tmp_path: Path, killed: Callable[[str, Path, str], None], place: str
    ) -> None:
        write("c0")
        take(tmp_path / "monday")
        write("c1", colour="blue")
        connection.close()
        killed("replace", tmp_path / "monday", place)
        assert Event.objects.count() == 2
        assert verified().events == 2
        write("c2", colour="white")
        connection.close()
        assert put_back(tmp_path / "monday", replace=True).verified == 1


def test_an_erasure_list_cut_short_counts_whole_lines_only(erasure_list: Path) -> None:
    write("c0")
    erase()
    whole = erasure_list.read_text("utf-8")
    lines = [*whole.splitlines(keepends=True), '{"park":"moon']
    assert erasing.listed_subjects(lines) == {(PARK, "wu-jian")}
    assert photo("red") != photo("blue")
