"""Messages to people: which ways out there are, how they stand, a test, a reminder to copy into a chat group."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from lianqi.command_line.naming import only_park
from lianqi.command_line.refusals import in_words

if TYPE_CHECKING:
    from lianqi.server.notices.queries import Outside

_PARK = click.option("--park", help="园区代码；只有一个园区时可省略 / the park's code")
_STATES = {"held": "暂扣", "pending": "待发", "sent": "已发", "failed": "失败"}


@click.group("notices")
def notices() -> None:
    """消息提醒：通道、发送情况、测试、温馨提示 / messages to people and how they went"""


@notices.command("status")
@_PARK
@in_words
def status(park: str | None) -> None:
    """各通道发了多少、失败多少、为什么；有失败时退出码为 1 / exit code 1 if something was given up"""
    from lianqi.server.notices import queries

    code = only_park(park)
    for way in queries.outside(park=code):
        click.echo(_line(way))
    failed: set[str] = set()
    for trouble in queries.troubles(park=code):
        again = f"{trouble.next_attempt_at:%Y-%m-%d %H:%M} UTC 再试" if trouble.state == "pending" else ""
        word = _STATES[trouble.state]
        click.echo(
            f"  {trouble.channel}  {trouble.recipient}  {word}，已试{trouble.attempts}次 {trouble.failure} {again}"
        )
        if trouble.state == "failed":
            failed.add(trouble.channel)
    for channel in sorted(failed):
        click.echo(f"排除原因后重新发送 / when it is put right: lianqi notices retry {channel}")
    raise SystemExit(1 if failed else 0)


def _line(way: Outside) -> str:
    counts = (
        "、".join(f"{_STATES[state]}{count}" for state, count in sorted(way.counts.items())) or "还没有消息 none yet"
    )
    ready = "" if way.ready else "（未配置 not set up）"
    last = f"，最近 {way.last_sent:%Y-%m-%d %H:%M} UTC" if way.last_sent else ""
    return f"{way.channel}{ready} {way.kind} {way.unit}：{counts}{last}"


@notices.command("channel")
@click.argument("name")
@_PARK
@click.option("--kind", help="wecom、dingtalk、feishu（群机器人）、webhook（其他系统）、sms（短信网关）")
@click.option("--unit", default="", help="哪个单位的群；不写为全园区 / whose group; the whole park's if left out")
@click.option("--url-env", default="", help="存放地址的环境变量名 / the variable that holds the address")
@click.option("--secret-env", default="", help="存放密钥的环境变量名 / the variable that holds the secret")
@click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True)
@click.option("--drop", is_flag=True, help="停用 / use it no more")
@in_words
def channel(
    name: str, park: str | None, kind: str | None, unit: str, url_env: str, secret_env: str, lang: str, drop: bool
) -> None:
    """登记或停用一个消息通道；地址和密钥只放在环境变量里 / addresses and secrets stand in the environment only"""
    from lianqi.server.ledger import clock
    from lianqi.server.notices import operations

    code = only_park(park)
    if drop:
        operations.drop_channel(park=code, name=name)
        click.echo(f"已停用 {name} / dropped")
        return
    new = operations.NewChannel(
        name=name, kind=kind or "", url_env=url_env, secret_env=secret_env, unit=_unit(code, unit), lang=lang
    )
    operations.arrange_channel(park=code, channel=new, now=clock.database_now())
    click.echo(f"已登记 {name}，请用 lianqi notices test {name} 测试 / added; now test it")


@notices.command("test")
@click.argument("name", metavar="CHANNEL")
@_PARK
@click.option("--to", default="", help="短信的号码，或邮件地址 / a phone number, or an address")
@in_words
def test(name: str, park: str | None, to: str) -> None:
    """发一条测试消息；CHANNEL 为通道名称，邮件写 email / send one test message now"""
    from lianqi.server.ledger import clock
    from lianqi.server.ledger.operations import GiveUp
    from lianqi.server.notices import operations
    from lianqi.server.notices.outgoing import failures

    tried = (GiveUp, failures.Unreachable, failures.TooMany, failures.SignatureRefused, failures.NotTaken)
    try:
        operations.try_channel(park=only_park(park), name=name, to=to, now=clock.database_now())
    except tried as failure:
        said = " ".join((type(failure).__doc__ or "").split())
        click.echo(f"没有发出 / not sent: {type(failure).__name__}. {said}", err=True)
        raise SystemExit(1) from None
    click.echo("已发出，请查收。/ Sent; look whether it came.")


@notices.command("retry")
@click.argument("name", metavar="CHANNEL")
@_PARK
@in_words
def retry(name: str, park: str | None) -> None:
    """重新发送已放弃的消息；CHANNEL 照 lianqi notices status 所列 / try once more what was given up"""
    from lianqi.server.ledger import clock
    from lianqi.server.ledger.operations import retry_failed

    count = retry_failed(park=only_park(park), channel=name, now=clock.database_now())
    click.echo(f"已重新排队 {count} 条 / queued again")


@notices.command("reminder")
@click.argument("unit")
@_PARK
@click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True)
@in_words
def reminder(unit: str, park: str | None, lang: str) -> None:
    """一段温馨提示：某单位到时限还没办的，可复制到群里 / what is overdue in a unit, to copy into a chat group"""
    from lianqi.server.cases import gate
    from lianqi.server.ledger import clock
    from lianqi.server.notices import queries

    code = only_park(park)
    click.echo(queries.reminder(gate.whole(code), unit=_unit(code, unit), now=clock.database_now(), lang=lang))


def _unit(park: str, said: str) -> str:
    """The code of the unit with this name or code; what is neither goes on and is refused."""
    from lianqi.server.registry.queries import units

    found = [unit.code for unit in units(park=park) if said in (unit.code, unit.name)]
    return found[0] if found else said
