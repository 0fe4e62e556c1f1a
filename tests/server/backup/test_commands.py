"""Tan Wei, the administrator, at a shell: status, verify, export, erase, backup, restore, release."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from lianqi.command_line.main import main
from lianqi.kernel.chain import digest
from lianqi.server.ledger import queries
from lianqi.server.ledger.models import Content, Delivery
from lianqi.server.ledger.operations import one_transaction, put_content, seal
from lianqi.server.people.models import Membership, Person
from lianqi.verify import verify_log
from tests.server.backup.world import MONDAY, PARK, SAID, blob_files, erase, write

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("blobs")]


def lianqi(*words: str, said: str = "", code: int = 0) -> Result:
    result = CliRunner().invoke(main, list(words), input=said)
    assert result.exit_code == code, (result.output, result.exception)
    return result


@pytest.fixture
def chen_lan() -> str:
    """Somebody of the service centre, who carries out what people ask for."""
    write("c0")
    return member("chen-lan", "陈岚", "1001")


def member(id: str, name: str, number: str) -> str:
    with one_transaction():
        Person.objects.create(id=id, created_at=MONDAY)
        ref = put_content(park=PARK, subject=id, kind="person.name", words=name, now=MONDAY)
        Membership.objects.create(
            id=digest([id])[:32], park=PARK, person_id=id, number=number, roles=[], name=ref.id, since=MONDAY
        )
    return id


def test_status_says_what_is_behind_and_what_waits(chen_lan: str) -> None:
    said = lianqi("status").output
    assert "已编号至 0，待编号 1" in said and "cases.search" not in said
    assert "检索：已读至 0，落后 0 / search: read to 0, 0 behind" in said
    assert "发送消息：尚未运行 / sending messages: never ran" in said
    lianqi("worker", "--once")
    said = lianqi("status", code=1).output
    assert "已编号至 1，待编号 0" in said and "落后 0" in said
    assert "消息失败 1 条" in said, "this park has no such channel, and somebody has to see it"
    Delivery.objects.update(state="held")
    said = lianqi("status", code=1).output
    assert "消息暂扣 1 条" in said
    assert "已放行 1 条" in lianqi("deliveries", "release").output
    lianqi("status")


def test_the_log_verifies_here_and_as_a_file(chen_lan: str, tmp_path: Path) -> None:
    said = lianqi("verify", "log", "--database").output
    assert "1 条记录待编号" in said
    lianqi("export", "log", "--out", str(tmp_path / "log.jsonl"))
    said = lianqi("verify", "log", str(tmp_path / "log.jsonl")).output
    assert "核验通过" in said and "记录 events 1" in said
    text = (tmp_path / "log.jsonl").read_text("utf-8")
    assert "吴健" not in text and (tmp_path / "log.jsonl").stat().st_mode & 0o077 == 0
    _, root = queries.position(PARK)
    lianqi("verify", "log", "--database", "--root", f"1={root}")
    said = lianqi("verify", "log", "--database", "--root", f"1={'0' * 64}", code=1).output
    assert "verify.log.printed-root" in said
    (tmp_path / "log.jsonl").write_text(text.replace("luo-min", "luo-mim"), "utf-8")
    assert "核验未通过" in lianqi("verify", "log", str(tmp_path / "log.jsonl"), code=1).output
    lianqi("export", "log", "--out", str(tmp_path / "log.jsonl"), code=2)
    lianqi("verify", "log", code=2)


def test_an_export_with_words_is_asked_for(chen_lan: str, tmp_path: Path) -> None:
    lianqi("export", "log", "--with-contents", "--out", str(tmp_path / "log.jsonl"))
    with (tmp_path / "log.jsonl").open("rb") as lines:
        report = verify_log(lines)
    assert report.findings == () and report.contents == 3


class TestErase:
    def test_wu_jian_is_forgotten_with_his_photo_after_a_question(self, chen_lan: str, erasure_list: Path) -> None:
        said = lianqi("erase", "wu-jian", "--as", "陈岚", said="3\ny\n").output
        assert "内容 2 条" in said and "memo.words：1" in said
        assert "已删除内容 2 条、附件 1 个，依据 pipl.47.3" in said
        assert blob_files() == []
        assert "吴健" not in said
        (line,) = erasure_list.read_text("utf-8").splitlines()
        assert (json.loads(line)["actor"], json.loads(line)["basis"]) == ("chen-lan", "pipl.47.3")
        seal(park=PARK)
        assert "已抹除 erased 2" in lianqi("verify", "log", "--database").output
        assert "没有需要删除的内容" in lianqi("erase", "wu-jian", "--as", "1001").output

    def test_who_says_no_has_erased_nothing(self, chen_lan: str) -> None:
        lianqi("erase", "wu-jian", "--as", "陈岚", said="3\nn\n", code=1)
        assert not Content.objects.filter(erased_at__isnull=False).exists()

    def test_an_officer_is_found_by_staff_number_or_name(self, chen_lan: str) -> None:
        member("he-gong", "何工", "1002")
        said = lianqi("erase", "1002", "--as", "陈岚", "--basis", "pipl.47.2", "--yes").output
        assert "已删除内容 1 条" in said
        member("luo-ju", "罗局", "1003")
        assert "已删除内容 1 条" in lianqi("erase", "罗局", "--as", "1001", "--basis", "pipl.47.2", "--yes").output

    def test_who_is_nobody_or_two_people_is_asked_about(self, chen_lan: str) -> None:
        assert "没有找到" in lianqi("erase", "吴用", "--as", "陈岚", code=2).output
        assert "没有找到" in lianqi("erase", "wu-jian", "--as", "吴用", code=2).output
        member("chen-lan-2", "陈岚", "1004")
        assert "有2人" in lianqi("erase", "wu-jian", "--as", "陈岚", code=2).output
        lianqi("erase", "wu-jian", code=2)


def test_rebuild_says_that_nothing_changed(chen_lan: str) -> None:
    assert "与重建前一致" in lianqi("rebuild").output


class TestBackup:
    def test_there_and_back_at_a_shell(self, chen_lan: str, tmp_path: Path, disaster: Callable[[], None]) -> None:
        said = lianqi("backup", str(tmp_path / "monday")).output
        assert "1 个附件" in said and "erasures.jsonl" in said
        erase()
        disaster()
        said = lianqi("restore", str(tmp_path / "monday")).output
        assert "核验通过的记录 1 条" in said and "重新删除内容 2 条" in said and "暂扣待发消息 1 条" in said
        assert not Content.objects.filter(bytes=SAID.encode()).exists()
        said = lianqi("restore", str(tmp_path / "monday"), code=2).output
        assert "--replace" in said and "[backup.database.used]" in said
        assert "[backup.target.exists]" in lianqi("backup", str(tmp_path / "monday"), code=2).output

    def test_a_lost_photo_is_told_and_shows_in_the_exit_code(self, chen_lan: str, tmp_path: Path, blobs: Path) -> None:
        (path,) = blobs.glob("*/??/*")
        path.unlink()
        assert "未能备份" in lianqi("backup", str(tmp_path / "monday"), code=1).output
