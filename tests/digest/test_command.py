"""`lianqi digest` as He Lin types it."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from python_calamine import CalamineWorkbook

from lianqi.command_line.digest import digest

FORMS = "企业名称,存在问题,诉求\n青禾机械厂,停电频繁,无\n远望材料厂,,希望协调银行贷款\n晨星电子厂,无,\n"


@pytest.fixture
def here(tmp_path: Path, repository: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "表单.csv").write_text(FORMS, "gb18030")
    return tmp_path


def run(*words: str) -> Result:
    return CliRunner().invoke(digest, list(words))


def test_a_heap_of_forms_becomes_a_ledger_and_a_page(here: Path) -> None:
    result = run("表单.csv", "--out", "结果")
    assert result.exit_code == 0, result.output
    assert "表单3份：列入2，重复0，拒收0，空白1" in result.output
    assert "事项2件：问题1，诉求1" in result.output
    assert sorted(path.name for path in (here / "结果").iterdir()) == ["ledger.xlsx", "summary.docx"]


def test_the_same_in_english(here: Path) -> None:
    result = run("表单.csv", "--out", "out", "--lang", "en")
    assert "3 forms: listed 2, duplicate 0, rejected 0, blank 1." in result.output


def test_a_ledger_that_somebody_may_have_edited_is_left_alone(here: Path) -> None:
    run("表单.csv", "--out", "结果")
    before = (here / "结果/ledger.xlsx").read_bytes()
    again = run("表单.csv", "--out", "结果")
    assert again.exit_code == 1 and "digest.out.exists" in again.output
    assert (here / "结果/ledger.xlsx").read_bytes() == before
    assert run("表单.csv", "--out", "结果", "--overwrite").exit_code == 0


def test_a_file_that_cannot_be_read_is_named_and_the_rest_is_done(here: Path) -> None:
    (here / "扫描件.xlsx").write_bytes(b"%PDF-1.7 a scan")
    result = run("扫描件.xlsx", "表单.csv", "--out", "结果")
    assert result.exit_code == 3
    assert "扫描件.xlsx" in result.output and "（sheets." in result.output and (here / "结果/ledger.xlsx").exists()


def test_nothing_readable_means_no_ledger(here: Path) -> None:
    (here / "扫描件.xlsx").write_bytes(b"%PDF-1.7 a scan")
    result = run("扫描件.xlsx", "没有.csv", "--out", "结果")
    assert result.exit_code == 1
    assert "digest.nothing-read" in result.output and "没有.csv" in result.output
    assert not (here / "结果").exists()


def test_a_folder_stands_for_the_tables_in_it(here: Path) -> None:
    (here / "收来").mkdir()
    (here / "表单.csv").rename(here / "收来/表单.csv")
    (here / "收来/~$表单.xlsx").write_bytes(b"left by an office program")
    (here / "收来/说明.docx").write_bytes(b"not a table")
    assert run("收来", "--out", "结果").exit_code == 0


@pytest.mark.parametrize(
    ("option", "value", "code"),
    [
        ("--mechanism", "没有.yaml", "digest.mechanism.missing"),
        ("--calendar", "没有.yaml", "digest.calendar.missing"),
        ("--received", "昨天", "digest.received.unreadable"),
        ("--words", "没有的列", "digest.column.unknown"),
    ],
)
def test_a_slip_of_the_pen_is_answered_in_words(here: Path, option: str, value: str, code: str) -> None:
    result = run("表单.csv", "--out", "结果", option, value)
    assert result.exit_code == 1 and code in result.output
    assert not (here / "结果").exists()


def test_a_place_that_cannot_be_written_is_refused_and_leaves_nothing_half(here: Path) -> None:
    (here / "文件").write_text("in the way", "utf-8")
    result = run("表单.csv", "--out", "文件/里面")
    assert result.exit_code == 1 and "digest.out.unwritable" in result.output
    assert (here / "文件").read_text("utf-8") == "in the way"


def test_limits_start_on_the_day_that_is_named(here: Path) -> None:
    assert run("表单.csv", "--out", "结果", "--received", "2026/9/30").exit_code == 0
    rows = CalamineWorkbook.from_path(here / "结果/ledger.xlsx").get_sheet_by_name("总台账").to_python()
    assert "2026-10-13" in str(rows[1][rows[0].index("办理时限")])
    assert "自2026年9月30日起5个工作日" in str(rows[1])


def test_the_sample_is_what_its_maker_makes_and_shows_every_state(here: Path, repository: Path) -> None:
    folder = repository / "mechanisms/starter/sample"
    spec = importlib.util.spec_from_file_location("sample_maker", folder / "make.py")
    assert spec is not None and spec.loader is not None
    maker = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(maker)
    made = maker.main(here)
    for file in made:
        if file.suffix == ".csv":
            assert file.read_bytes() == (folder / file.name).read_bytes()
    result = run(str(folder), "--out", "结果")
    assert result.exit_code == 0
    assert "表单121份：列入110，重复2，拒收2，空白7" in result.output
    assert "企业40户" in result.output
