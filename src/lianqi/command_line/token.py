"""`lianqi token`: keys with which other systems use the interface."""

from __future__ import annotations

import click

from lianqi.command_line.naming import Names, only_park
from lianqi.command_line.refusals import in_words

_PARK = click.option("--park", help="园区代码；只有一个园区时可省略 / the park's code")
_ACTOR = "cli"


@click.group("token")
def token() -> None:
    """接口令牌：发放、查看、停用 / tokens of the programming interface"""


@token.command("create")
@_PARK
@click.option("--as", "as_", metavar="NAME", help="代表谁：姓名、工号或编号 / the person it stands for")
@click.option("--service", metavar="NAME", help="或：代表哪个系统，如 12345平台 / or the system it stands for")
@click.option("--role", "roles", multiple=True, metavar="ROLE", help="系统的角色，可多次 / a role of the system")
@click.option("--unit", default="", metavar="UNIT", help="系统属于哪个单位 / the system's unit")
@click.option("--scope", "scopes", multiple=True, required=True, metavar="SCOPE", help="权限，可多次 / a scope")
@click.option("--days", type=int, default=90, show_default=True, help="有效天数 / valid for so many days")
@click.option("--name", default="", help="这个令牌叫什么 / what to call it")
@in_words
def create(
    park: str | None,
    as_: str | None,
    service: str | None,
    roles: tuple[str, ...],
    unit: str,
    scopes: tuple[str, ...],
    days: int,
    name: str,
) -> None:
    """发放令牌：只显示一次，请立即交给对方系统保存 / a new token, shown once

    权限：read 查看，write 登记和办理，events 台账，figures 数字，files 附件，confidential 保密反映（限纪检监察人员）。
    """
    from lianqi.server.api.operations import issue, service_account
    from lianqi.server.ledger.clock import database_now
    from lianqi.server.ledger.operations import one_transaction
    from lianqi.server.mechanisms import queries as mechanisms

    if bool(as_) == bool(service):
        raise click.UsageError("请用 --as 姓名 或 --service 系统名 指明令牌代表谁。/ Say --as NAME or --service NAME.")
    code = only_park(park)
    with one_transaction(park=code):
        now = database_now()
        calendar = mechanisms.calendar_of(code)
        names = Names(code, mechanisms.in_force(park=code, on=calendar.local(now).date()), calendar)
        if service:
            person = service_account(park=code, name=service, roles=roles, unit=unit, actor=_ACTOR, now=now)
        else:
            person = names.member(str(as_)).person
        issued = issue(
            park=code, person=person, name=name or service or "", scopes=scopes, days=days, actor=_ACTOR, now=now
        )
    click.echo(issued.text)
    until = calendar.local(issued.expires_at).strftime("%Y-%m-%d %H:%M")
    click.echo(f"编号 {issued.id}，有效期至 {until}。令牌只显示这一次。/ Shown once; valid until {until}.", err=True)


@token.command("list")
@_PARK
@in_words
def list_tokens(park: str | None) -> None:
    """令牌清单：代表谁、权限、有效期、最近使用 / every token of the park"""
    from lianqi.server.api.queries import tokens
    from lianqi.server.ledger.clock import database_now
    from lianqi.server.mechanisms.queries import calendar_of

    code = only_park(park)
    calendar, now = calendar_of(code), database_now()
    found = tokens(park=code)
    for one in found:
        state = "已停用" if one.revoked_at else "已过期" if one.expires_at <= now else "有效"
        used = calendar.local(one.last_used_at).strftime("%Y-%m-%d %H:%M") if one.last_used_at else "未使用"
        until = calendar.local(one.expires_at).strftime("%Y-%m-%d")
        click.echo(f"{one.id}  {state}  至 {until}  最近 {used}  {' '.join(one.scopes)}  {one.name}")
    if not found:
        click.echo("还没有令牌；用 lianqi token create 发放。/ No token yet; lianqi token create makes one.")


@token.command("revoke")
@click.argument("token_id", metavar="令牌编号")
@_PARK
@in_words
def revoke_token(token_id: str, park: str | None) -> None:
    """立即停用令牌 / end a token at once"""
    from lianqi.server.api.operations import revoke
    from lianqi.server.ledger.clock import database_now
    from lianqi.server.ledger.operations import one_transaction

    code = only_park(park)
    with one_transaction(park=code):
        ended = revoke(park=code, token=token_id, actor=_ACTOR, now=database_now())
    click.echo("已停用。/ Revoked." if ended else "此前已停用。/ It was revoked before.")
