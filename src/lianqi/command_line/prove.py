"""`lianqi prove`: walk every state a case can reach under a mechanism, before anybody lives by it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from time import monotonic

import click

from lianqi.command_line.mechanism import LANG, ON, PATH, calendar_for, day, in_force, read
from lianqi.kernel.mechanism.rules import Text
from lianqi.proof.properties import PROPERTIES, Report, prove


@click.command("prove")
@click.argument("files", nargs=-1, required=True, type=PATH)
@click.option("--calendar", type=PATH, default=None, help="工作日历 / calendar; calendars/cn.yaml beside by default")
@ON
@LANG
def prove_command(files: tuple[Path, ...], calendar: Path | None, on: datetime | None, lang: str) -> None:
    """证明事项不会无人负责、无限循环或不了了之；不成立时给出最短的反例。

    Prove that no case is left without an owner, goes round for ever or ends in silence; where one can, show how.
    """
    failed = 0
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
