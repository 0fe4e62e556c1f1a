"""`lianqi import cases`: a table of what enterprises said becomes cases, each with its number and its due time."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from lianqi.command_line.acting import actor
from lianqi.command_line.imports import ACTOR, imports
from lianqi.command_line.naming import Names, only_park
from lianqi.command_line.refusals import in_words
from lianqi.command_line.tables import TableOptions, import_table, table_options

if TYPE_CHECKING:
    from lianqi.server.cases.import_cases import Defaults
    from lianqi.server.imports import Summary

__all__ = ["imports"]

#: Words of nobody the registry knows are recorded under one entry of this name and number.
UNNAMED, UNNAMED_NUMBER = "未具名主体", "unnamed"


@imports.command("cases")
@table_options
@click.option("--as", "as_", metavar="NAME", help="由谁登记：姓名、工号或编号 / who records")
@click.option("--role", metavar="ROLE", help="或：由担任该角色的人登记 / or whoever holds a role")
@click.option("--source", help="来源名称，区分编号相同的不同文件；默认为文件名 / keeps apart files that number alike")
@click.option("--channel", help="没有写渠道的行记为此渠道 / channel of rows that name none")
@click.option(
    "--kind", default="problem", show_default=True, help="没有写类型的行记为此类型 / kind of rows that name none"
)
@click.option(
    "--lenient", is_flag=True, help="认不出的渠道、类型也按上两项登记，不退回 / use these for unknown words too"
)
@click.option("--enterprise", help="没有写企业的行记在这家企业名下 / enterprise of rows that name none")
@click.option("--unnamed", is_flag=True, help=f"没有写企业的行记在“{UNNAMED}”名下 / record rows without one as unnamed")
@click.option(
    "--split",
    is_flag=True,
    help="一格之内编号写了几件事的（1、… 2、…），每件登记一项 / a case for each entry of a numbered list in one cell",
)
@in_words
def cases(
    table: TableOptions,
    as_: str | None,
    role: str | None,
    source: str | None,
    channel: str | None,
    kind: str,
    lenient: bool,
    enterprise: str | None,
    unnamed: bool,
    split: bool,
) -> None:
    """事项：每行登记一件并编号，或写明原因退回；可重复导入"""
    from lianqi.server.cases import reactions
    from lianqi.server.cases.import_cases import CaseImporter
    from lianqi.server.ledger.clock import database_now
    from lianqi.server.ledger.statistics import refresh_statistics
    from lianqi.server.mechanisms import queries as mechanisms

    park = only_park(table.park)
    calendar = mechanisms.calendar_of(park)
    mechanism = mechanisms.in_force(park=park, on=calendar.local(database_now()).date())
    names = Names(park, mechanism, calendar)
    if enterprise and unnamed:
        raise click.UsageError("--enterprise 与 --unnamed 只能选一个。/ Choose one of --enterprise and --unnamed.")
    importer = CaseImporter(
        park=park,
        actor=actor(names, as_=as_, role=role),
        source=source or table.file.stem,
        mechanism=mechanism,
        calendar=calendar,
        defaults=replace(_defaults(names, channel, kind, enterprise, unnamed=unnamed, lenient=lenient), split=split),
    )
    summary = import_table(table, importer)
    _tell_several(summary, split=split, dry_run=table.dry_run)
    if summary.changes and not table.dry_run:
        reactions.catch_up(park=park)
        refresh_statistics()
        click.echo("已可查找，并已计入数字。/ Searchable and counted.")


def _tell_several(summary: Summary, *, split: bool, dry_run: bool) -> None:
    """Rows whose words list several matters: what was made of them, and what to do if it should be otherwise."""
    if not summary.several:
        return
    rows, held = len(summary.several), sum(count for _, count in summary.several)
    taken = summary.rows - summary.counts["rejected"]
    if split:
        click.echo(
            f"其中 {rows} 行一格写了几件事，拆成 {held} 件；{taken} 行共 {taken - rows + held} 件。"
            f"/ Rows with several matters: {rows}, which became {held} cases."
        )
        return
    which = "、".join(str(number) for number, _ in summary.several[:8]) + ("等" if rows > 8 else "")
    way = (
        "要每件登记一项，正式导入时请加 --split"
        if dry_run
        else "要分开办理的，请用 lianqi case record 把其余各件另行登记"
    )
    click.echo(
        f"请留意：{rows} 行像是一格写了几件事（第 {which} 行），各按一项登记；{way}。"
        f"/ Rows that seem to list several matters: {rows}; each became one case (--split makes one of each matter)."
    )


def _defaults(
    names: Names, channel: str | None, kind: str, enterprise: str | None, *, unnamed: bool, lenient: bool
) -> Defaults:
    from lianqi.server.cases.import_cases import Defaults

    code = names.value("record", "channel", channel) if channel else "form"
    whose = names.enterprise(enterprise) if enterprise else _unnamed(names.park) if unnamed else ""
    return Defaults(code, names.value("record", "case_kind", kind), whose, lenient)


def _unnamed(park: str) -> str:
    """The registry's one entry for whoever is not named; made when it is first needed."""
    from lianqi.server.ledger.clock import database_now
    from lianqi.server.ledger.operations import one_transaction
    from lianqi.server.registry import operations as registry
    from lianqi.server.registry.queries import find_enterprises

    with one_transaction(park=park):
        known = find_enterprises(park=park, column="own_number", values=[UNNAMED_NUMBER])
        if known:
            return known[UNNAMED_NUMBER]
        now = database_now()
        draft = registry.new_enterprise(park=park, name=UNNAMED, now=now)
        draft.set({"own_number": UNNAMED_NUMBER})
        registry.store(park=park, drafts=[draft], actor=ACTOR, now=now)
        return draft.row.id
