"""What is owed, the figures, and finding cases by what was said in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import click

from lianqi.command_line.naming import Names, names_now, only_park
from lianqi.command_line.refusals import in_words
from lianqi.kernel.messages import names as words

if TYPE_CHECKING:
    from lianqi.kernel.scoring import Reading
    from lianqi.server.cases.gate import Principal

_PARK = click.option("--park", help="园区代码；只有一个园区时可省略 / the park's code")
_AS = click.option("--as", "as_", metavar="NAME", help="谁的待办：姓名或工号 / whose desk")
_ROLE = click.option("--role", metavar="ROLE", help="或：担任该角色的人的待办 / or the desk of whoever holds a role")


def _principal(names: Names, as_: str | None, role: str | None) -> Principal:
    from lianqi.command_line.acting import actor
    from lianqi.server.cases import gate
    from lianqi.server.ledger.clock import database_now

    if not as_ and not role:
        return gate.whole(names.park)
    who = actor(names, as_=as_, role=role)
    return gate.principal_for(park=names.park, actor=who, now=database_now())


@click.command("due")
@_PARK
@_AS
@_ROLE
@click.option("--unit", default="", help="只看这个单位 / of one unit")
@click.option("--overdue", is_flag=True, help="只看已逾期的 / only what is overdue")
@click.option("--limit", type=click.IntRange(1, 1000), default=50, show_default=True, help="最多多少条 / at most")
@click.option("--exact", is_flag=True, help="总数不止1,000时也数清 / count beyond 1,000")
@in_words
def due(park: str | None, as_: str | None, role: str | None, unit: str, overdue: bool, limit: int, exact: bool) -> None:
    """待办：应办事项按时限排列 / what is owed, soonest due first"""
    from lianqi.server.cases import queries
    from lianqi.server.ledger.clock import database_now

    names = names_now(only_park(park))
    principal = _principal(names, as_, role)
    now = database_now()
    code = names.unit(unit) if unit else ""
    if (as_ or role) and not unit and not overdue:
        page = queries.my_due(principal, limit=limit)
        total = f"{len(page.items)}+" if page.after else str(len(page.items))
    else:
        until = now if overdue else None
        page = queries.due(principal, unit=code, until=until, limit=limit)
        total = str(queries.count_due(principal, unit=code, until=until, exact=exact))
    if not page.items:
        click.echo("没有应办事项；新登记、新交办的事项会出现在这里。/ Nothing is owed; new cases appear here.")
        return
    called = names.mechanism.names()
    whose = _enterprises(names.park, [row.stream_id for row in page.items])
    for row in page.items:
        office = words.DUTIES[row.duty][0]
        unit_name = called[f"unit.{row.unit}"].zh if f"unit.{row.unit}" in called else row.unit
        at = names.calendar.local(row.due).strftime("%Y-%m-%d %H:%M")
        late = "逾期未办" if row.due < now else words.LIGHTS[row.light][0]
        late = "暂停计时" if row.state == "suspended" else late
        late += "，日期暂定" if row.provisional else ""
        enterprise = whose.get(row.stream_id, "—")
        what = words.COMMITMENTS[row.kind][0]
        click.echo(f"{at}  {row.number}  {enterprise}  {what}  {unit_name or office}  {late}")
    most = f"{total[:-1]} 项以上" if total.endswith("+") else f"{total} 项"
    click.echo(f"共 {most}，列出 {len(page.items)} 项。/ {total} in all, {len(page.items)} shown.")


def _enterprises(park: str, cases: Sequence[str]) -> Mapping[str, str]:
    """The names of the enterprises whose cases these are."""
    from lianqi.server.cases.models import Case
    from lianqi.server.registry.models import Enterprise

    owners = dict(Case.objects.filter(park=park, id__in=cases).values_list("id", "enterprise"))
    called = dict(Enterprise.objects.filter(park=park, id__in=set(owners.values())).values_list("id", "name"))
    return {case: called[owner] for case, owner in owners.items() if owner in called}


@click.command("figures")
@_PARK
@click.option("--since", default="", metavar="YYYY-MM", help="从哪个月起 / first month")
@click.option("--until", default="", metavar="YYYY-MM", help="到哪个月止 / last month")
@click.option("--unit", default="", help="只看这个单位 / of one unit")
@click.option("--by-unit", is_flag=True, help="逐个单位列出 / unit by unit")
@in_words
def figures(park: str | None, since: str, until: str, unit: str, by_unit: bool) -> None:
    """数字和口径：登记、交办、办结、企业认可各是各的数 / figures, each with its formula"""
    from lianqi.kernel.scoring import MEASURES
    from lianqi.server.cases import figures as cells
    from lianqi.server.cases import reactions

    names = names_now(only_park(park))
    reactions.catch_up(park=names.park)
    code = names.unit(unit) if unit else ""
    all_ = cells.figures(park=names.park, since=since, until=until, unit=code)
    for measure, value in all_.measures.items():
        if value:
            click.echo(f"{MEASURES[measure][0]}：{value:,}")
    click.echo()
    for reading in all_.readings:
        click.echo(_reading(reading))
        click.echo(f"    口径：{reading.figure.formula.zh}。{reading.figure.leaves_out.zh}")
    if by_unit:
        called = names.mechanism.names()
        for each, found in cells.by_unit(park=names.park, since=since, until=until).items():
            name = called[f"unit.{each}"].zh if f"unit.{each}" in called else each or "尚未交办"
            click.echo(f"\n{name}")
            for reading in found.readings:
                if reading.denominator:
                    click.echo("  " + _reading(reading))
    click.echo(f"\n数据出处：台账第 {all_.position:,} 位，根 {all_.root or '—'}。保密反映不计入任何数字。")
    click.echo(f"As of position {all_.position:,} of the ledger. Confidential reports enter no figure.")


def _reading(reading: Reading) -> str:
    name = reading.figure.name.zh
    if reading.quotient is None:
        return f"{name}：暂无（分母为0）"
    counts = f"{reading.numerator:,} ÷ {reading.denominator:,}"
    if not reading.figure.is_rate:
        return f"{name}：{reading.quotient:,}（{counts}）"
    interval = "" if reading.low is None else f"，95%区间 {reading.low / 100:.1f}%—{(reading.high or 0) / 100:.1f}%"
    few = "" if reading.ranked else "；样本不足，不排名"
    return f"{name}：{reading.quotient / 100:.1f}%（{counts}{interval}{few}）"


@click.command("find")
@click.argument("text")
@_PARK
@_AS
@_ROLE
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True, help="最多多少件 / at most")
@in_words
def find(text: str, park: str | None, as_: str | None, role: str | None, limit: int) -> None:
    """按原话和答复查找事项 / find cases by what was said in them"""
    from lianqi.server.cases import reactions
    from lianqi.server.cases.search import search

    names = names_now(only_park(park))
    reactions.catch_up(park=names.park)
    hits = search(_principal(names, as_, role), text, limit=limit)
    for hit in hits:
        click.echo(f"{hit.number}  {words.STATUSES[hit.status][0]}  {hit.excerpt}")
    if not hits:
        click.echo(f"没有找到“{text}”；可换一个说法再试。/ Nothing found; try other words.")
