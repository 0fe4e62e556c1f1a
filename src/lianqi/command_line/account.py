"""Accounts: who may sign in to the pages."""

from __future__ import annotations

import click

from lianqi.command_line.naming import names_now, only_park
from lianqi.command_line.refusals import in_words

_PARK = click.option("--park", help="园区代码；只有一个园区时可省略 / the park's code")
_PASSWORD = click.option(
    "--password",
    envvar="LIANQI_PASSWORD",
    help="初始密码；不写则随机生成并显示一次 / otherwise a random one, shown once",
)


@click.group("account")
def account() -> None:
    """登录账号：开通、重设密码、停用 / accounts: open, new password, close"""


@account.command("open")
@click.argument("person")
@click.option("--name", help="登录名；不写则用工号 / sign-in name, otherwise the staff number")
@_PASSWORD
@_PARK
@in_words
def open_(person: str, name: str | None, password: str | None, park: str | None) -> None:
    """为人员名单中的人（姓名或工号）开通账号 / open an account for somebody of the park"""
    from lianqi.server.accounts.operations import first_password, open_account
    from lianqi.server.ledger.clock import database_now

    member = names_now(only_park(park)).member(person)
    called = name or member.number
    if not called:
        raise click.UsageError("此人没有工号，请用 --name 写明登录名。/ No staff number: give --name.")
    first = password or first_password()
    open_account(name=called, person=member.person, password=first, now=database_now())
    _tell(called, None if password else first)


@account.command("password")
@click.argument("name")
@_PASSWORD
@in_words
def password_(name: str, password: str | None) -> None:
    """重设密码；解除暂停登录，所有设备退出 / a new password; ends a lock-out and every session"""
    from lianqi.server.accounts.operations import first_password, set_password
    from lianqi.server.ledger.clock import database_now

    first = password or first_password()
    set_password(name=name, password=first, now=database_now())
    _tell(name, None if password else first)


@account.command("close")
@click.argument("name")
@in_words
def close(name: str) -> None:
    """停用账号，所有设备退出 / nobody signs in with it any more"""
    from lianqi.server.accounts.operations import close_account
    from lianqi.server.ledger.clock import database_now

    close_account(name=name, now=database_now())
    click.echo(f"账号 {name} 已停用。/ Closed.")


def _tell(name: str, password: str | None) -> None:
    shown = f"，密码 {password}（只显示这一次）" if password else ""
    click.echo(f"登录名 {name}{shown}；首次登录时须改为自己的密码。/ To be changed at the first sign-in.")
