"""A clerk checks, reads, draws and compares mechanism files from a shell."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from lianqi.command_line.mechanism import diagram, diff, explain, lint, schema
from tests.command_line.codes import coded

MECHANISMS = Path(__file__).parents[2] / "mechanisms"


@pytest.fixture(name="park")
def park_(tmp_path: Path) -> Path:
    """Li Na's copy of the starter, beside the calendars."""
    shutil.copytree(MECHANISMS / "starter", tmp_path / "park")
    shutil.copytree(MECHANISMS / "calendars", tmp_path / "calendars")
    return tmp_path / "park"


def change(park: Path, old: str, new: str, file: str = "mechanism.yaml") -> None:
    text = (park / file).read_text("utf-8")
    assert old in text
    (park / file).write_text(text.replace(old, new, 1), "utf-8")


def run(command: object, *arguments: object) -> Result:
    return CliRunner().invoke(command, [str(argument) for argument in arguments])  # type: ignore[arg-type]


def test_a_sound_park_passes_and_the_count_is_printed(park: Path) -> None:
    result = run(lint, park)
    assert result.exit_code == 0
    examples = len(list((park / "examples").iterdir()))
    assert f"0处错误，0条规则意见，{examples}个示例" in result.output


def test_a_broken_rule_fails_the_check_with_file_line_and_sentence(park: Path) -> None:
    change(park, "duties: [handle]", "duties: [handle, call_back]")
    result = run(lint, park)
    assert result.exit_code == 1
    assert "mechanism.yaml:" in result.output and "被评价的单位不能自己回访企业" in result.output
    assert "[judged-apart]" in run(lint, park, "--lang", "en").output


def test_a_rule_that_no_longer_gives_what_an_example_expects_fails_the_check(park: Path) -> None:
    change(park, "general: {value: 5wd", "general: {value: 6wd")
    result = run(lint, park)
    assert result.exit_code == 1
    assert (
        "02-make-up-saturday.yaml:" in result.output and "预期2026-02-25 17:00，实际2026-02-26 17:00" in result.output
    )


def test_a_file_that_cannot_be_read_is_told_where_in_both_languages(park: Path) -> None:
    change(park, "triage: {value: 1wd", "triage: {value: 1week")
    result = run(lint, park)
    assert result.exit_code == 1
    assert "“1week”不是时长" in result.output and "“1week” is not a duration" in result.output


def test_an_example_with_a_slip_is_told_where(park: Path) -> None:
    change(park, "expect: {status: triage", "expect: {stage: triage", "examples/02-make-up-saturday.yaml")
    result = run(lint, park)
    assert result.exit_code == 1
    assert "02-make-up-saturday.yaml:" in result.output and "不认识“stage”" in result.output


def test_a_file_of_another_encoding_is_refused_in_words(park: Path) -> None:
    file = park / "mechanism.yaml"
    file.write_bytes(file.read_text("utf-8").encode("gb18030"))
    result = run(explain, park)
    assert result.exit_code == 1 and "请另存为 UTF-8" in result.output
    assert coded(result.output, "command-line.file-not-text")


def test_without_a_calendar_the_examples_say_what_is_missing(park: Path) -> None:
    shutil.rmtree(park.parent / "calendars")
    result = run(lint, park)
    assert result.exit_code == 1 and "请用 --calendar 指明" in result.output
    assert run(lint, park, "--calendar", MECHANISMS / "calendars" / "cn.yaml").exit_code == 0


def test_folders_of_other_things_are_passed_over(park: Path) -> None:
    (park.parent / "README.md").write_text("说明", "utf-8")
    result = run(lint, park, park.parent / "calendars", park.parent / "README.md")
    assert result.exit_code == 0 and result.output.count("处错误") == 1


def test_nothing_to_check_is_not_taken_for_a_clean_check(park: Path) -> None:
    result = run(lint, park.parent / "calendars")
    assert result.exit_code == 1 and coded(result.output, "command-line.file-missing")


def test_a_mechanism_is_explained_for_a_day(park: Path) -> None:
    assert "一般事项：交办后5个工作日内答复" in run(explain, park).output
    assert "Ordinary matters: answered within 5 working days" in run(explain, park, "--lang", "en").output
    early = run(explain, park, "--on", "2020-01-01")
    assert early.exit_code == 1 and "施行日期是 2025-01-01" in early.output


def test_a_mechanism_is_drawn(park: Path) -> None:
    assert run(diagram, park).output.splitlines()[3] == "stateDiagram-v2"


def test_two_versions_are_compared(park: Path) -> None:
    assert run(diff, MECHANISMS / "starter", park).output == "两份文件规定相同。\n"
    change(park, "general: {value: 5wd", "general: {value: 6wd")
    assert run(diff, MECHANISMS / "starter", park).output == "“答复时限（一般事项）”由5个工作日改为6个工作日。\n"


def test_the_schema_is_printed_for_editors() -> None:
    assert json.loads(run(schema).output)["title"] == "Lianqi mechanism"
