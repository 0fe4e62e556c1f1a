"""`lianqi case`: record a case and live its whole life in a shell, one subcommand for each command of the kernel."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

import click

from lianqi.command_line import fields
from lianqi.command_line.acting import actor
from lianqi.command_line.naming import Names, only_park
from lianqi.command_line.refusals import REFUSED, in_words, sentences
from lianqi.kernel.cases.commands import KINDS
from lianqi.kernel.messages import names as words

if TYPE_CHECKING:
    from collections.abc import Callable

    from lianqi.kernel.decision import Refused
    from lianqi.server.cases.gate import Principal
    from lianqi.server.cases.operations import Done
    from lianqi.server.cases.queries import Life

#: Merging absorbs, answering relays, a unit succeeds another by a merger of units: nobody asks for these by hand.
_OF_ITSELF = frozenset({"absorb", "relay-answer", "succeed"})
_WHO = (
    click.Option(["--as", "as_"], metavar="NAME", help="由谁办理：姓名、工号或编号 / who acts"),
    click.Option(
        ["--role"], metavar="ROLE", help="或：由担任该角色的人办理，企业 表示企业联系人 / or whoever holds a role"
    ),
    click.Option(["--park"], help="园区代码；只有一个园区时可省略 / the park's code"),
    click.Option(["--command-id"], metavar="ID", help="操作编号；重复提交不会重复办理 / the same id is done once"),
)
_SEEN = click.Option(["--expected-seq"], type=int, help="您看到的最后一条记录序号 / the last entry you have seen")


@click.group("case")
def case() -> None:
    """涉企事项：登记、交办、答复直至回头看 / a case from first word to the last question"""


def _names(park: str, case_no: str | None = None) -> Names:
    from lianqi.server.cases.models import Case
    from lianqi.server.ledger.clock import database_now
    from lianqi.server.mechanisms import queries as mechanisms

    calendar = mechanisms.calendar_of(park)
    digest = Case.objects.filter(park=park, no=case_no).values_list("mechanism", flat=True).first()
    if digest is not None:
        return Names(park, mechanisms.mechanism_of(park=park, digest=digest), calendar)
    today = calendar.local(database_now()).date()
    return Names(park, mechanisms.in_force(park=park, on=today), calendar)


def _record(*, as_: str | None, role: str | None, park: str | None, command_id: str | None, **said: Any) -> None:
    from lianqi.server.cases.operations import record
    from lianqi.server.ids import new_id
    from lianqi.server.ledger.clock import database_now

    code = only_park(park)
    names = _names(code)
    now = database_now()
    data = fields.data_of("record", said, names=names)
    who = actor(names, as_=as_, role=role, enterprise=data["enterprise"])
    done = record(park=code, actor=who, data=data, command_id=command_id or new_id(now=now))
    tell(names, done, sight=_sight(code, who))


def _perform(kind: str, *, number: str, as_: str | None, role: str | None, park: str | None, **said: Any) -> None:
    from lianqi.server.cases.models import Case
    from lianqi.server.cases.operations import perform
    from lianqi.server.ids import new_id
    from lianqi.server.ledger.clock import database_now

    command_id, expected = said.pop("command_id"), said.pop("expected_seq")
    code = only_park(park)
    names = _names(code, number)
    row = Case.objects.filter(park=code, no=number).first()
    enterprise, unit = (row.enterprise, row.main_unit) if row else ("", "")
    if kind in ("tick", "move-due"):
        as_ = "system"
    now = database_now()
    data = fields.data_of(kind, said, names=names)
    who = actor(names, as_=as_, role=role, enterprise=enterprise, unit=data.get("unit", unit))
    done = perform(
        park=code,
        actor=who,
        case_no=number,
        kind=kind,
        data=data,
        command_id=command_id or new_id(now=now),
        expected_seq=expected,
    )
    tell(names, done, sight=_sight(code, who))


def _sight(park: str, who: str) -> Principal:
    """What whoever acts may see; the system reports to whoever runs the installation."""
    from lianqi.server.cases import gate
    from lianqi.server.ledger.clock import database_now

    return gate.whole(park) if who == gate.SYSTEM else gate.principal_for(park=park, actor=who, now=database_now())


def tell(names: Names, done: Done, *, sight: Principal | None = None) -> None:
    """What happened, and what is owed next with its reckoning; or why nothing happened. Told to whoever has `sight`;
    by default to whoever runs the installation.
    """
    from lianqi.server.cases import gate, queries, reactions

    park = names.park
    reader = sight or gate.whole(park)
    if done.refusal is not None:
        _refuse(names, reader, done)
    life = queries.life(reader, done.number)
    click.echo(f"事项 {done.number} · {words.STATUSES[life.row.status][0]}（第 {life.row.seq} 条记录）")
    if done.applied.replayed:
        click.echo("  该操作此前已办理，本次未重复写入。/ Done before; nothing was written.")
    fresh = {event.seq for event in done.applied.events}
    for line in life.lines:
        if line.seq in fresh:
            click.echo(f"  {life.teller.moment(line.at)} {line.actor} {line.said.zh}")
    _say_next(life)
    reactions.catch_up(park=park)


def _say_next(life: Life) -> None:
    owed = life.state.open_commitments()
    if not owed:
        click.echo("  已无应办事项。/ Nothing is owed any more.")
        return
    first = owed[0]
    what = words.COMMITMENTS[first.kind][0]
    who = life.teller.duty(first.duty, first.unit, "zh")
    paused = "（暂停计时）" if first.state == "suspended" else ""
    click.echo(f"  下一步：{who}应于 {life.teller.moment(first.due)} 前完成{what}{paused}")
    reckoned = [line.why.zh for line in life.lines if line.owed == first.id and line.why.zh]
    if reckoned:
        click.echo("  时限怎么算的：" + reckoned[-1].replace("\n", "\n    "))


def _refuse(names: Names, sight: Principal, done: Done) -> None:
    from lianqi.server.cases import queries

    refused: Refused = done.applied.refusal  # type: ignore[assignment]  # the caller saw it
    zh, en = sentences(names.listed(refused))
    click.echo(f"未办理：{zh}", err=True)
    click.echo(f"Not done: {en}", err=True)
    if refused.code == "ledger.stale":
        for line in queries.missed(sight, done.number, refused):
            click.echo(f"  第 {line.seq} 条 {line.actor} {line.said.zh} / {line.said.en}", err=True)
    click.echo(f"[{refused.code}]", err=True)
    raise SystemExit(REFUSED)


def _command(kind: str) -> click.Command:
    zh, en = words.COMMANDS[kind]
    said = (inspect.getdoc(KINDS[kind]) or "").split("\n\n")[0]
    params: list[click.Parameter] = [*fields.options(kind), *_WHO]
    if kind == "record":
        return click.Command(kind, callback=in_words(_record), params=params, help=f"{zh} / {en}\n\n{said}")
    number = click.Argument(["number"], metavar="事项编号")

    def callback(**given: Any) -> None:
        _perform(kind, **given)

    return click.Command(
        kind, callback=in_words(callback), params=[number, *params, _SEEN], help=f"{zh} / {en}\n\n{said}"
    )


for _kind in sorted(KINDS.keys() - _OF_ITSELF):
    case.add_command(_command(_kind))


def _reader(command: Callable[..., Any]) -> Callable[..., Any]:
    """Options of commands that only look: at first sight all but what was told in confidence."""
    options = (
        click.option("--park", help="园区代码 / the park's code"),
        click.option("--as", "as_", metavar="NAME", help="以谁的权限查看 / with whose sight"),
        click.option("--role", metavar="ROLE", help="或：以担任该角色的人的权限查看 / or that of whoever holds a role"),
    )
    for option in reversed(options):
        command = option(command)
    return command


def _life(number: str, park: str | None, as_: str | None, role: str | None) -> Life:
    from lianqi.server.cases import gate, queries
    from lianqi.server.cases.models import Case

    code = only_park(park)
    if not as_ and not role:
        return queries.life(gate.whole(code), number)
    row = Case.objects.filter(park=code, no=number).values_list("enterprise", "main_unit").first()
    enterprise, unit = row or ("", "")
    who = actor(_names(code, number), as_=as_, role=role, enterprise=enterprise, unit=unit)
    return queries.life(_sight(code, who), number)


def _enterprise(park: str, id: str) -> str:
    from lianqi.server.registry.models import Enterprise

    name = Enterprise.objects.filter(park=park, id=id).values_list("name", flat=True).first()
    return name or "（名录中已没有这家企业）"


@case.command("show")
@click.argument("number", metavar="事项编号")
@_reader
@in_words
def show(number: str, park: str | None, as_: str | None, role: str | None) -> None:
    """现在办到哪一步、谁在办、什么时候到期 / where it stands, who has it, until when"""
    life = _life(number, park, as_, role)
    row, teller = life.row, life.teller
    click.echo(f"事项 {number} · {words.STATUSES[row.status][0]} · {words.LIGHTS[row.light][0]}")
    click.echo(f"  企业：{_enterprise(row.park, row.enterprise)}")
    click.echo(f"  企业原话：{life.words if life.words is not None else '（已按规定删除）'}")
    click.echo(f"  首次反映：{teller.moment(row.first_word_at)}  登记：{teller.moment(row.recorded_at)}")
    if row.main_unit:
        click.echo(f"  主办单位：{teller.unit(row.main_unit, 'zh')}")
    if life.answer is not None:
        click.echo(f"  答复（{words.ENDS.get(row.end, ('', ''))[0]}）：{life.answer}")
    click.echo(f"  企业评价：{words.WORDS[row.word][0]}")
    _say_next(life)


@case.command("log")
@click.argument("number", metavar="事项编号")
@_reader
@click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True, help="语言 / language")
@in_words
def log(number: str, park: str | None, as_: str | None, role: str | None, lang: str) -> None:
    """办理留痕：从首次反映起的每一条 / every entry since the first word"""
    life = _life(number, park, as_, role)
    for line in life.lines:
        said = line.said.zh if lang == "zh" else line.said.en
        click.echo(f"{line.seq:>4}  {life.teller.moment(line.at)}  {line.actor or '—'}  {said}")
