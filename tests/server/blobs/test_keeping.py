"""Files are kept once, seen by who may see their case, and gone when the last person who sent them is forgotten."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction

from lianqi.kernel.chain import check_content_hash
from lianqi.kernel.decision import ContentRef, Refused
from lianqi.server.blobs import operations, queries, storage
from lianqi.server.blobs.models import Blob, Citation
from lianqi.server.blobs.operations import Attached, attach, sweep
from lianqi.server.blobs.refusals import BlobRefusal
from lianqi.server.ledger.models import Content
from lianqi.server.ledger.operations import erase_subject, one_transaction
from lianqi.server.ledger.values import LedgerRefusal, StreamRef
from tests.server.blobs import files

PARK = "moon-bay"
MONDAY = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
LEAK = StreamRef(PARK, "leak", "c1")
FIRE = StreamRef(PARK, "leak", "c2")
A_DAY_AND_MORE = 90_000


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(settings, "BLOBS", tmp_path / "blobs")
    return tmp_path / "blobs"


def keep(*, subject: str = "he-mei", stream: StreamRef = LEAK, data: bytes | None = None) -> Attached:
    with one_transaction():
        return attach(stream=stream, subject=subject, name="屋顶.jpg", data=data or files.photo(), now=MONDAY)


def erase(subject: str) -> None:
    with one_transaction():
        erase_subject(park=PARK, subject=subject, basis="pipl.47", actor="chen-lan", now=MONDAY)


def kept() -> list[str]:
    return sorted(path.name for path in Path(settings.BLOBS).glob("*/??/*"))


def age(*, by: int = A_DAY_AND_MORE) -> None:
    for path in Path(settings.BLOBS).glob("*/??/*"):
        os.utime(path, (time.time() - by,) * 2)


@pytest.mark.django_db
class TestKeeping:
    def test_a_photo_is_kept_clean_for_its_owner_alone(self, folder: Path) -> None:
        photo = keep()
        path = storage.path_of(park=PARK, sha256=photo.sha256)
        assert path == folder / PARK / photo.sha256[:2] / photo.sha256
        assert b"Hongqi" not in path.read_bytes() and path.stat().st_size == photo.size
        assert path.stat().st_mode & 0o077 == 0

    def test_the_log_cites_words_that_name_the_file_not_the_file(self) -> None:
        photo = keep()
        row = Content.objects.get(park=PARK, id=photo.ref.id)
        told, salt = bytes(row.bytes or b""), bytes(row.salt or b"")
        assert photo.sha256 in told.decode() and "屋顶.jpg" in told.decode()
        assert check_content_hash(photo.ref.sha256, salt=salt, content=told)

    def test_the_same_photo_is_kept_once_and_cited_twice(self) -> None:
        assert keep().sha256 == keep(subject="zhao-ping", stream=FIRE).sha256
        assert len(kept()) == Blob.objects.count() == 1
        assert Citation.objects.count() == 2

    def test_what_is_refused_leaves_nothing(self) -> None:
        with pytest.raises(BlobRefusal):
            keep(data=b"MZ\x90\x00")
        assert kept() == [] and not Blob.objects.exists() and not Content.objects.exists()

    def test_a_full_disk_refuses_in_words_and_leaves_nothing_half(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def full(handle: int) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(storage.os, "fsync", full)
        with pytest.raises(LedgerRefusal) as refused:
            keep()
        assert refused.value.refusal == Refused("ledger.storage.full")
        assert kept() == []
        monkeypatch.undo()

    @pytest.mark.parametrize(
        ("park", "sha256"), [("../etc", "0" * 64), (PARK, "../passwd"), (PARK, "0" * 63), ("", "0" * 64)]
    )
    def test_no_path_is_made_of_foreign_words(self, park: str, sha256: str) -> None:
        with pytest.raises(ValueError, match="SHA-256"):
            storage.path_of(park=park, sha256=sha256)


@pytest.mark.django_db
class TestGate:
    @pytest.fixture(autouse=True)
    def gate(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Whoever is named after a stream's id may see it."""

        def may_see(principal: str, park: str, ids: Sequence[str]) -> Collection[str]:
            return [id for id in ids if id == principal]

        monkeypatch.setattr(queries, "_gates", {"leak": may_see})

    def test_who_may_see_the_case_may_see_its_photo(self) -> None:
        photo = keep()
        file = queries.blob_for(principal="c1", park=PARK, sha256=photo.sha256)
        assert file.media_type == "image/jpeg" and len(file.path.read_bytes()) == file.size == photo.size
        assert queries.attachments(park=PARK, stream_kind="leak", stream_id="c1") == [(photo.ref.id, photo.sha256)]

    @pytest.mark.parametrize(
        ("principal", "park", "stream"),
        [("c2", PARK, LEAK), ("c1", "sun-bay", LEAK), ("c1", PARK, StreamRef(PARK, "secret", "c1"))],
    )
    def test_everybody_else_is_told_what_is_told_of_a_file_that_never_was(
        self, principal: str, park: str, stream: StreamRef
    ) -> None:
        photo = keep(stream=stream)
        answers = []
        for sha256 in (photo.sha256, "0" * 64):
            with pytest.raises(BlobRefusal) as refused:
                queries.blob_for(principal=principal, park=park, sha256=sha256)
            answers.append(refused.value.refusal)
        assert answers == [Refused("blob.unknown")] * 2

    def test_a_photo_in_two_cases_is_seen_from_either(self) -> None:
        keep()
        photo = keep(stream=FIRE)
        for principal in ("c1", "c2"):
            assert queries.blob_for(principal=principal, park=PARK, sha256=photo.sha256)


@pytest.mark.database
class TestForgetting:
    @pytest.fixture(autouse=True)
    def commits(self, own_database: dict[str, str]) -> Iterator[None]:
        yield

    def test_the_file_goes_with_the_last_who_sent_it(self) -> None:
        photo = keep()
        keep(subject="zhao-ping")
        erase("he-mei")
        assert kept() == [photo.sha256], "it is hers as well"
        erase("zhao-ping")
        assert kept() == [] and not Blob.objects.exists() and not Citation.objects.exists()

    def test_an_erasure_that_is_rolled_back_takes_no_file(self) -> None:
        photo = keep()
        with pytest.raises(RuntimeError), transaction.atomic():
            erase("he-mei")
            raise RuntimeError("the power fails")
        assert kept() == [photo.sha256] and Citation.objects.count() == 1

    def test_a_process_that_dies_before_the_file_is_gone_leaves_it_to_the_sweep(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        photo = keep()
        with monkeypatch.context() as dying:
            dying.setattr(operations, "_remove", lambda park, digest: None)
            erase("he-mei")
        assert kept() == [photo.sha256]
        assert sweep(PARK, MONDAY) is False
        assert kept() == [] and not Blob.objects.exists()

    def test_one_is_forgotten_while_another_sends_the_same_photo(self, monkeypatch: pytest.MonkeyPatch) -> None:
        photo = keep()
        sent, put = threading.Event(), operations.put_content

        def slowly(**words: Any) -> ContentRef:
            sent.set()
            time.sleep(0.7)  # the file stands there and is not cited yet: he is forgotten now
            return put(**words)

        def forgetting() -> None:
            sent.wait(10)
            try:
                erase("he-mei")
            finally:
                connection.close()

        with ThreadPoolExecutor(1) as other:
            forgotten = other.submit(forgetting)
            monkeypatch.setattr(operations, "put_content", slowly)
            keep(subject="zhao-ping")
            forgotten.result(timeout=30)
        assert kept() == [photo.sha256] and Blob.objects.count() == 1, "it is hers now"
        assert [*Citation.objects.values_list("subject", flat=True)] == ["zhao-ping"]

    def test_the_sweep_removes_what_no_row_cites(self, folder: Path) -> None:
        gone, stays = keep(), keep(subject="zhao-ping", data=files.photo("PNG"))
        Citation.objects.filter(subject="he-mei").delete()
        with pytest.raises(RuntimeError), one_transaction():
            attach(stream=LEAK, subject="he-mei", name="x", data=files.photo("WEBP"), now=MONDAY)
            raise RuntimeError("the power fails")
        (folder / PARK / "00").mkdir()
        (folder / PARK / "00" / ".partial-x").write_bytes(b"half")
        assert len(kept()) == 4
        assert sweep(PARK, MONDAY) is False
        assert gone.sha256 not in kept() and len(kept()) == 3, "what is young may belong to an open transaction"
        age()
        sweep(PARK, MONDAY)
        assert kept() == [stays.sha256]
