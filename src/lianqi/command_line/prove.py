"""`lianqi prove`: walk every state a case can reach under a mechanism, before anybody lives by it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from time import monotonic

import click

from lianqi.command_line.mechanism import LANG, ON, PATH, calendar_for, day, in_force, read
from lianqi.command_line.refusals import in_words
from lianqi.kernel.mechanism.rules import Text
from lianqi.proof.properties import PROPERTIES, Report, prove


@click.command("prove")
@click.argument("files", nargs=-1, type=PATH)
@click.option(
    "--park", default="", help="证明园区现行机制并留存结果 / prove what this park runs by, and keep the result"
)
@click.option("--calendar", type=PATH, default=None, help="工作日历 / calendar; calendars/cn.yaml beside by default")
@ON
@LANG
def prove_command(files: tuple[Path, ...], park: str, calendar: Path | None, on: datetime | None, lang: str) -> None:
    """证明事项不会无人负责、无限循环或不了了之；不成立时给出最短的反例。

    Prove that no case is left without an owner, goes round for ever or ends in silence; where one can, show how.
    """
    if bool(files) == bool(park):
        raise click.UsageError("写明机制文件，或用 --park 写明园区。/ Name files, or a park with --park.")
    failed = 0
    if park:
        failed += not _prove_in_force(park, lang)
    for file in files:
        mechanism = read(file)
        with in_force():
            rules = mechanism.rules(on=day(mechanism, on))
        began = monotonic()
        working_time = calendar_for(file if file.is_dir() else file.parent, calendar)
        report = prove(rules=rules, calendar=working_time, names=mechanism.names())
        _show(mechanism.name, report, seconds=monotonic() - began, lang=lang)
        failed += not report.proved
    if failed:
        raise SystemExit(1)


@in_words
def _prove_in_force(park: str, lang: str) -> bool:
    """The mechanism that the park runs by today; what came of it stands on its page (工作机制)."""
    from lianqi.server.ledger.clock import database_now
    from lianqi.server.mechanisms.operations.proving import prove_in_force

    began = monotonic()
    proved = prove_in_force(park=park, actor="cli", now=database_now())
    _show(proved.name, proved.report, seconds=monotonic() - began, lang=lang)
    return proved.report.proved


def _show(name: str, report: Report, *, seconds: float, lang: str) -> None:
    zh = lang == "zh"
    size = (
        f"{name}：共{report.states}个状态，{report.transitions}步，用时{seconds:.1f}秒。"
        if zh
        else f"{name}: {report.states} states, {report.transitions} steps, {seconds:.1f} s."
    )
    click.echo(size)
    broken = {violation.property for violation in report.violations}
    for code, sentence in PROPERTIES.items():
        verdict = ("不成立" if zh else "fails") if code in broken else ("成立" if zh else "holds")
        click.echo(f"  [{verdict}] {_said(sentence, lang)}")
    for violation in report.violations:
        click.echo(f"\n  {_said(violation.says, lang)}")
        for number, step in enumerate(violation.steps, 1):
            click.echo(f"    {number}. {_said(step, lang)}")


def _said(text: Text, lang: str) -> str:
    return text.zh if lang == "zh" else text.en
