"""What Zhou Min reads on her terminal when she imports."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from lianqi import sheets
from lianqi.command_line.imports import imports
from lianqi.command_line.tables import TableOptions, choose_park
from lianqi.server.imports import sources
from lianqi.server.people import queries as people
from lianqi.server.registry import queries as registry
from lianqi.server.registry.enterprise_rows import FIELDS
from lianqi.server.registry.refusals import RegistryRefusal
from tests.command_line.codes import coded
from tests.server.registry.tables import sound_code

pytestmark = pytest.mark.django_db

LIST = f"单位,信用代码,随便\n青禾机械有限公司,{sound_code(1)},x\n白鹭食品有限公司,坏,y\n,,\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, db: None) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "名单.csv").write_text(LIST, "utf-8")
    return tmp_path


def lianqi(*words: str, code: int = 0) -> Result:
    result = CliRunner().invoke(imports, words)
    assert result.exit_code == code, result.output
    return result


def test_zhou_sees_the_mapping_corrects_it_saves_it_and_finds_the_rejected_rows(folder: Path) -> None:
    lost = lianqi("enterprises", "名单.csv", code=2)
    assert "lianqi init" in lost.output and registry.parks() == {}
    guess = lianqi("enterprises", "名单.csv", "--park", "bamboo", "--new-park", "竹园", "--dry-run")
    assert "信用代码 → 统一社会信用代码" in guess.output and "不使用的列：随便" in guess.output
    assert "试算（未写入）：共 2 行，新增 1" in guess.output
    assert registry.resolve_enterprise(park="bamboo", said="青禾机械有限公司") == ()

    done = lianqi("enterprises", "名单.csv", "--map", "随便=简称", "--save-mapping", "m.json")
    assert "rows 2: added 1, changed 0, unchanged 0, rejected 1; blank 1" in done.output
    (back,) = sheets.read(folder / "名单-退回.xlsx").sheets
    assert back.rows[0].values[2] == "白鹭食品有限公司" and "18位" in back.rows[0].values[1]
    assert len(registry.resolve_enterprise(park="bamboo", said="x")) == 1

    again = lianqi("enterprises", "名单.csv", "--mapping", "m.json", "--rejects", "r.xlsx")
    assert "Nothing was changed" in again.output and (folder / "r.xlsx").exists()
    kept = lianqi("enterprises", "名单.csv", "--accept-invalid-codes")
    assert "added 1, changed 0, unchanged 1, rejected 0" in kept.output


def test_zhou_must_name_the_park_where_there_is_none_or_more_than_one(folder: Path) -> None:
    with pytest.raises(RegistryRefusal) as refusal:
        choose_park(asked(park=None), actor="zhou")
    assert refusal.value.code == "registry.park.none"
    assert choose_park(asked(park="bamboo"), actor="zhou") == "bamboo"
    assert choose_park(asked(park=None), actor="zhou") == "bamboo"
    assert choose_park(asked(park="willow", new_park="柳园"), actor="zhou") == "willow"
    for park in (None, "maple"):
        with pytest.raises(RegistryRefusal) as refusal:
            choose_park(asked(park=park), actor="zhou")
        assert refusal.value.code == "registry.park.which" and refusal.value.details["allowed"] == "bamboo、willow"


def asked(*, park: str | None, new_park: str | None = None) -> TableOptions:
    return TableOptions(Path("名单.csv"), park, new_park, False, {}, None, None, None, 500)


def test_a_table_with_a_header_alone_is_refused(folder: Path) -> None:
    book = sheets.read_bytes("企业名称,信用代码\n".encode(), name="空.csv")
    with pytest.raises(sheets.SheetError) as refusal:
        sources(book, fields=FIELDS)
    assert refusal.value.code == "sheets.no-rows"


def test_what_cannot_be_done_is_said_in_words_and_without_a_traceback(folder: Path) -> None:
    (folder / "a.pdf").write_bytes(b"%PDF-1.7")
    lianqi("enterprises", "名单.csv", "--park", "bamboo")
    for words, said in (
        (("enterprises", "a.pdf"), "PDF"),
        (("enterprises", "none.csv"), "none.csv"),
        (("enterprises", "名单.csv", "--park", "other"), "bamboo"),
        (("enterprises", "名单.csv", "--park", "Other!", "--new-park", "x"), "小写字母"),
        (("enterprises", "名单.csv", "--map", "企业=name"), "单位"),
        (("enterprises", "名单.csv", "--map", "随便=nonsense"), "credit_code"),
        (("enterprises", "名单.csv", "--mapping", "a.pdf"), "--save-mapping"),
    ):
        result = lianqi(*words, code=2)
        assert said in result.output and "Traceback" not in result.output
    lianqi("enterprises", "名单.csv", "--map", "随便", code=2)
    missing = lianqi("enterprises", "名单.csv", "--mapping", "none.json", code=1).output
    assert "none.json" in missing and coded(missing, "command-line.file-failed")
    assert "gone" in lianqi("enterprises", "名单.csv", "--save-mapping", "gone/m.json", code=1).output


def test_rejects_that_somebody_may_be_correcting_are_never_written_over(folder: Path) -> None:
    lianqi("enterprises", "名单.csv", "--park", "bamboo", "--new-park", "竹园")
    (folder / "名单-退回.xlsx").write_bytes(b"Zhou is correcting this")
    again = lianqi("enterprises", "名单.csv")
    assert "没有覆盖" in again.output and "名单-退回-2.xlsx" in again.output
    assert (folder / "名单-退回.xlsx").read_bytes() == b"Zhou is correcting this"
    assert sheets.read(folder / "名单-退回-2.xlsx").sheets[0].rows
    (folder / "r.xlsx").write_bytes(b"")
    named = lianqi("enterprises", "名单.csv", "--rejects", "r.xlsx")
    assert "r-2.xlsx" in named.output and (folder / "r.xlsx").read_bytes() == b""


def test_a_dry_run_and_the_run_after_it_leave_one_file_of_rejects(folder: Path) -> None:
    for words in (("--park", "bamboo", "--new-park", "竹园", "--dry-run"), ("--dry-run",), ()):
        said = lianqi("enterprises", "名单.csv", *words).output
        assert "名单-退回.xlsx" in said and "没有覆盖" not in said
    assert [path.name for path in folder.glob("*退回*")] == ["名单-退回.xlsx"]


def test_rejects_that_cannot_be_written_say_what_stands_and_how_to_go_on(folder: Path) -> None:
    (folder / "file").touch()
    said = lianqi(
        "enterprises", "名单.csv", "--park", "bamboo", "--new-park", "竹园", "--rejects", "file/r.xlsx", code=1
    ).output
    assert coded(said, "command-line.rejects-unwritten") and "--rejects" in said and "已导入的不会重复" in said
    assert "unchanged 1" in lianqi("enterprises", "名单.csv", "--rejects", "r.xlsx").output


def test_units_and_officers_come_in_with_the_roles_of_a_mechanism(folder: Path, repository: Path) -> None:
    mechanism = repository / "mechanisms" / "starter"
    (folder / "units.csv").write_text("单位名称,单位代码\n建设局,construction\n", "utf-8")
    (folder / "officers.csv").write_text("姓名,单位,角色,联点企业\n陈岚,建设局,联络员,青禾机械有限公司\n", "utf-8")
    lianqi("enterprises", "名单.csv", "--park", "bamboo")
    assert "added 1" in lianqi("units", "units.csv").output
    wrong = lianqi("officers", "officers.csv", "--rejects", "o.xlsx")
    assert "rejected 1" in wrong.output
    assert "added 1" in lianqi("officers", "officers.csv", "--mechanism", str(mechanism)).output
    (chen,) = people.members(park="bamboo")
    assert chen.name == "陈岚" and chen.roles
    assert people.enterprises_of(park="bamboo", person=chen.person)[0][1] == chen.roles[0]
