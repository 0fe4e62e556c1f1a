"""A real case in a real park: Liu Fang is forgotten; last night's backup must not bring her words back anywhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection

from lianqi.server.backup import backup
from lianqi.server.blobs import queries as blobs_of
from lianqi.server.blobs.operations import Attached, attach
from lianqi.server.blobs.refusals import BlobRefusal
from lianqi.server.cases import gate, reactions
from lianqi.server.cases.models import Case, SearchEntry
from lianqi.server.cases.search import search
from lianqi.server.ledger import queries
from lianqi.server.ledger.exporting import export_log
from lianqi.server.ledger.models import Content
from lianqi.server.ledger.operations import erase_subject, one_transaction, projection_digest, rebuild
from lianqi.server.ledger.values import StreamRef
from lianqi.verify import verify_log
from tests.server.backup.world import blob_files, photo, put_back
from tests.server.cases.park import Park, open_park

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("blobs")]
SAID = "三号厂房屋顶漏水，请打 13900000000 找刘芳"


@pytest.fixture
def park(own_database: dict[str, str]) -> Park:
    return open_park()


def with_photo(park: Park, number: str) -> Attached:
    """A photo that Liu Fang adds to her case."""
    case = Case.objects.get(park=park.code, no=number)
    with one_transaction():
        return attach(
            stream=StreamRef(park.code, "case", case.id),
            subject=park["刘芳"],
            name="刘芳拍的屋顶.png",
            data=photo("red"),
            now=park.now,
        )


def forget(park: Park) -> int:
    with one_transaction():
        return erase_subject(park=park.code, subject=park["刘芳"], basis="pipl.47.3", actor=park["陈立"], now=park.now)


def everything_holds(park: Park) -> None:
    """The log verifies, and every table that shows it is what the log makes of it."""
    reactions.catch_up(park=park.code)
    assert verify_log(export_log(park=park.code, with_contents=True)).findings == ()
    shown = projection_digest(park=park.code)
    rebuild(park=park.code, progress=lambda code, done, total: None)
    assert projection_digest(park=park.code) == shown


def test_who_sees_the_case_sees_its_photo_and_nobody_else(park: Park) -> None:
    kept = with_photo(park, park.dispatched(SAID, contact=park["刘芳"]))

    def sees(who: str) -> bool:
        principal = gate.principal_for(park=park.code, actor=park[who], now=park.now)
        try:
            return bool(blobs_of.blob_for(principal=principal, park=park.code, sha256=kept.sha256).size)
        except BlobRefusal as refused:
            assert refused.refusal.code == "blob.unknown"
            return False

    for who in ("周敏", "陈立", "何工", "刘芳", "苏检"):
        assert sees(who), who
    for who in ("唐工", "马强"):
        assert not sees(who), who


def test_the_photo_of_a_confidential_report_is_the_inspectors_alone(park: Park) -> None:
    done = park.says("刘芳", SAID, confidential=True, contact=park["刘芳"])
    assert done.refusal is None, done.refusal
    case = Case.objects.get(park=park.code, confidential=True)
    kept = with_photo(park, case.no)
    for who, may in (("苏检", True), ("刘芳", True), ("周敏", False), ("陈立", False), ("何工", False)):
        principal = gate.principal_for(park=park.code, actor=park[who], now=park.now)
        assert bool(gate.visible_streams(principal, park.code, [case.id])) is may, who
        if not may:
            with pytest.raises(BlobRefusal):
                blobs_of.blob_for(principal=principal, park=park.code, sha256=kept.sha256)


def test_last_nights_backup_does_not_bring_her_back(
    park: Park, tmp_path: Path, blobs: Path, disaster: Callable[[], None]
) -> None:
    number = park.dispatched(SAID, contact=park["刘芳"])
    with_photo(park, number)
    other = park.a_case("木棉路的路灯不亮", of="木棉食品", contact=park["马强"])
    reactions.catch_up(park=park.code)
    assert [hit.number for hit in search(gate.whole(park.code), "屋顶漏水")] == [number]
    backup(target=tmp_path / "monday", progress=lambda done, total: None)

    assert forget(park) > 1
    assert blob_files() == [] and search(gate.whole(park.code), "屋顶漏水") == []
    everything_holds(park)

    disaster()
    restored = put_back(tmp_path / "monday")
    assert restored.erased > 1
    row = Case.objects.get(park=park.code, no=number)
    assert queries.read_content(park=park.code, id=row.words) is None, "the case stands, her words do not"
    assert search(gate.whole(park.code), "屋顶漏水") == []
    assert [hit.number for hit in search(gate.whole(park.code), "路灯")] == [other]
    assert set(SearchEntry.objects.values_list("case_no", flat=True)) == {other}
    assert blob_files() == []
    assert not any(
        b"13900000000" in bytes(words) for words in Content.objects.exclude(bytes=None).values_list("bytes", flat=True)
    )
    everything_holds(park)
    assert park.does("何工", "contact", number, by="何工", note="已电话联系").refusal is None, "and the work goes on"
    connection.close()
    if connection.vendor == "sqlite":
        file = Path(connection.settings_dict["NAME"])
        held = b"".join(path.read_bytes() for path in file.parent.glob(f"{file.name}*"))
        assert b"13900000000" not in held, "in no page of the database, free ones included"
