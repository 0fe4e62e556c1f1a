"""Commands about mechanism files: check them, read them as sentences, draw them, compare two versions."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import NoReturn

import click

from lianqi.command_line.refusals import CommandError
from lianqi.kernel.mechanism.diff import diff as differences
from lianqi.kernel.mechanism.explain import explain as explained
from lianqi.kernel.mechanism.json_schema import json_schema
from lianqi.kernel.mechanism.lint import ERROR, Finding, lint_days
from lianqi.kernel.mechanism.lint import lint as check
from lianqi.kernel.mechanism.loader import Mechanism, load
from lianqi.kernel.mechanism.problems import MechanismInvalid
from lianqi.kernel.rehearsal.diagram import diagram as drawn
from lianqi.kernel.rehearsal.example import load_example
from lianqi.kernel.rehearsal.run import run
from lianqi.kernel.workdays.calendar import Calendar
from lianqi.kernel.workdays.calendar_file import load_calendar

FILE = "mechanism.yaml"
LANG = click.option(
    "--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True, help="输出语言 / language of the output"
)
ON = click.option(
    "--on",
    type=click.DateTime(["%Y-%m-%d"]),
    default=None,
    help="哪一天的规定，默认为最后一次变动之日 / the day to look at; the last change by default",
)
PATH = click.Path(exists=True, path_type=Path)


def read(path: Path) -> Mechanism:
    """The mechanism at `path`, a file or a folder that holds one. Problems go to the terminal, with the exit code 1."""
    file = path / FILE if path.is_dir() else path
    try:
        return load(file.read_text("utf-8-sig"), name=str(file))
    except MechanismInvalid as invalid:
        _fail(invalid.lines("zh") + invalid.lines("en"))
    except UnicodeDecodeError as error:
        raise CommandError("command-line.file-not-text", {"file": file}) from error
    except OSError as error:
        raise CommandError("command-line.file-failed", {"file": file, "reason": error.strerror}) from error


def day(mechanism: Mechanism, on: datetime | None) -> date:
    """The day asked for, or the last on which the mechanism changes."""
    return on.date() if on is not None else lint_days(mechanism)[-1]


@contextmanager
def in_force() -> Iterator[None]:
    """A day before the mechanism began is answered in words."""
    try:
        yield
    except MechanismInvalid as invalid:
        _fail(invalid.lines("zh") + invalid.lines("en"))


def _fail(lines: list[str]) -> NoReturn:
    for line in lines:
        click.echo(line, err=True)
    raise SystemExit(1)


@click.command("lint")
@click.argument("paths", nargs=-1, required=True, type=PATH)
@click.option("--calendar", type=PATH, default=None, help="工作日历 / calendar; calendars/cn.yaml beside by default")
@LANG
def lint(paths: tuple[Path, ...], calendar: Path | None, lang: str) -> None:
    """检查工作机制文件，并按规定试办其示例。/ Check mechanism files and run their examples."""
    named = [path for path in paths if _is_mechanism(path)]
    if not named:
        raise CommandError("command-line.file-missing", {"file": paths[0] / FILE})
    if sum(_lint_one(path, calendar=calendar, lang=lang) for path in named):
        raise SystemExit(1)


def _is_mechanism(path: Path) -> bool:
    """So that `lint mechanisms/*` passes over the calendars and the notes that lie there too."""
    return (path / FILE).exists() if path.is_dir() else path.suffix in {".yaml", ".yml"}


def _lint_one(path: Path, *, calendar: Path | None, lang: str) -> int:
    mechanism = read(path)
    folder = path if path.is_dir() else path.parent
    examples = sorted((folder / "examples").glob("*.yaml"))
    found = check(mechanism, examples=len(examples))
    for finding in found:
        click.echo(_line(mechanism.name, finding, lang))
    failed = (
        list(_run_examples(mechanism, examples, calendar=calendar_for(folder, calendar), lang=lang)) if examples else []
    )
    for line in failed:
        click.echo(line)
    errors = sum(finding.severity == ERROR for finding in found) + len(failed)
    if lang == "zh":
        click.echo(f"{mechanism.name}：{errors}处错误，{len(found)}条规则意见，{len(examples)}个示例。")
    else:
        click.echo(f"{mechanism.name}: {errors} errors, {len(found)} findings of rules, {len(examples)} examples.")
    return errors


def _run_examples(mechanism: Mechanism, files: list[Path], *, calendar: Calendar, lang: str) -> Iterator[str]:
    """One line for every expectation that does not hold."""
    for file in files:
        try:
            example = load_example(file.read_text("utf-8-sig"), name=str(file))
        except MechanismInvalid as invalid:
            yield from invalid.lines(lang)
            continue
        for mismatch in run(example, mechanism=mechanism, calendar=calendar).mismatches:
            yield f"{example.name}:{mismatch.line}: {mismatch.zh if lang == 'zh' else mismatch.en}"


def calendar_for(folder: Path, chosen: Path | None) -> Calendar:
    """The calendar chosen, or the one that lies beside the mechanism's folder."""
    file = chosen or folder.parent / "calendars" / "cn.yaml"
    try:
        return load_calendar(file.read_text("utf-8-sig"), name=str(file))
    except OSError:
        _fail([f"{file!s}: 找不到工作日历；请用 --calendar 指明。/ No calendar there; name one with --calendar."])
    except ValueError as invalid:
        _fail([str(invalid)])


def _line(name: str, finding: Finding, lang: str) -> str:
    words = {"zh": {"error": "错误", "warning": "提醒"}, "en": {"error": "error", "warning": "warning"}}[lang]
    sentence = finding.zh if lang == "zh" else finding.en
    return f"{name}:{finding.line}:{finding.column}: {words[finding.severity]} {sentence} [{finding.rule}]"


@click.command("explain")
@click.argument("path", type=PATH)
@ON
@LANG
def explain(path: Path, on: datetime | None, lang: str) -> None:
    """用一句句话说明工作机制。/ A mechanism in sentences."""
    mechanism = read(path)
    with in_force():
        click.echo(explained(mechanism, on=day(mechanism, on), lang=lang))


@click.command("diagram")
@click.argument("path", type=PATH)
@ON
@LANG
def diagram(path: Path, on: datetime | None, lang: str) -> None:
    """画出一件事项的办理流程（Mermaid）。/ Draw the life of a case (Mermaid)."""
    mechanism = read(path)
    with in_force():
        click.echo(drawn(mechanism, on=day(mechanism, on), lang=lang), nl=False)


@click.command("diff")
@click.argument("former", type=PATH)
@click.argument("new", type=PATH)
@LANG
def diff(former: Path, new: Path, lang: str) -> None:
    """新旧对照。/ What changed between two versions."""
    changes = differences(read(former), read(new))
    for change in changes:
        click.echo(change.zh if lang == "zh" else change.en)
    if not changes:
        click.echo("两份文件规定相同。" if lang == "zh" else "The two files say the same.")


@click.command("schema")
def schema() -> None:
    """输出编辑器用的 JSON Schema。/ Print the JSON Schema for editors."""
    click.echo(json.dumps(json_schema(), ensure_ascii=False, indent=2))


COMMANDS = (lint, explain, diagram, diff, schema)
