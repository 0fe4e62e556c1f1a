"""机构调整与交接 in a shell: a unit becomes part of another, an officer hands everything over."""

from __future__ import annotations

from datetime import date, datetime

import click

from lianqi.command_line.naming import names_now, only_park
from lianqi.command_line.refusals import in_words

_PARK = click.option("--park", help="园区代码；只有一个园区时可省略 / the park's code")
_ACTOR = "cli"


@click.group("unit")
def unit() -> None:
    """单位：合并 / units: mergers"""


@unit.command("merge")
@click.argument("former")
@click.argument("into")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="从哪天起，默认今天 / from which day")
@click.option("--reason", required=True, help="依据，如文件名和条款 / the decision it rests on")
@_PARK
@in_words
def merge(former: str, into: str, on: datetime | None, reason: str, park: str | None) -> None:
    """FORMER 并入 INTO（名称或代码）：人员、在办事项、应办事项一并承接 / people, cases and promises go along"""
    from lianqi.server.ledger.clock import database_now
    from lianqi.server.mechanisms.queries import calendar_of
    from lianqi.server.staff.operations import carry_out, decide_merger

    code = only_park(park)
    named = _codes(code)
    now = database_now()
    today = calendar_of(code).local(now).date()
    day: date = on.date() if on else today
    decide_merger(
        park=code,
        former=named.get(former, former),
        into=named.get(into, into),
        on=day,
        reason=reason,
        actor=_ACTOR,
        now=now,
    )
    if day > today:
        click.echo(f"已定：{former} 自 {day} 起并入 {into}，到时自动承接。/ Decided, carried out on its day.")
        return
    moved, more = 0, True
    while more:
        carried = carry_out(park=code, now=now)
        moved, more = moved + carried.cases, carried.more
    click.echo(f"{former} 已并入 {into}，承接事项 {moved} 件。/ Merged; {moved} cases went along.")


@click.group("officer")
def officer() -> None:
    """人员：交接、离任 / people: handover, end of service"""


@officer.command("handover")
@click.argument("person")
@click.argument("to")
@click.option("--leaves", is_flag=True, help="同时办理离任 / their service ends with it")
@_PARK
@in_words
def handover(person: str, to: str, leaves: bool, park: str | None) -> None:
    """PERSON 把联点企业和工作一次交接给 TO（姓名或工号）/ hand everything over in one act"""
    from lianqi.server.ledger.clock import database_now
    from lianqi.server.staff.operations import hand_over

    code = only_park(park)
    names = names_now(code)
    done = hand_over(
        park=code,
        person=names.member(person).person,
        to=names.member(to).person,
        actor=_ACTOR,
        now=database_now(),
        leaves=leaves,
    )
    roles = "、".join(names.mechanism.shape.roles[role].name.zh for role in done.roles)
    told = [f"联点企业 {done.enterprises} 家", f"分管单位 {done.charges} 个"]
    told += [f"角色 {roles}"] if roles else []
    told += ["部门负责人"] if done.heads else []
    click.echo(f"{person} 已交接给 {to}：{'，'.join(told)}{'；已离任' if leaves else ''}。/ Handed over.")


def _codes(park: str) -> dict[str, str]:
    from lianqi.server.registry.queries import units

    return {one.name: one.code for one in units(park=park, closed=True)}
