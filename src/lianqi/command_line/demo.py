"""`lianqi demo`: an invented park with a year behind it, on screen; `digest` and `life` beside it, in the shell."""

from __future__ import annotations

import os
import secrets
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from lianqi.command_line.demo_acts import digest_demo, life_demo
from lianqi.command_line.demo_kept import Kept, foreign_parks, kept_in
from lianqi.command_line.demo_running import free, run
from lianqi.command_line.refusals import CommandError, in_words

_CHECKOUT = Path(__file__).resolve().parents[3]
_MATERIAL = _CHECKOUT / "demo"
_MECHANISM = "starter"
_RULES = _CHECKOUT / "mechanisms" / _MECHANISM / "mechanism.yaml"
_CALENDAR = _CHECKOUT / "mechanisms" / "calendars" / "cn.yaml"
_PARK = "demo"
#: The same park in every run, but for the moment at which it ends.
_SEED = 20
#: In a park that is older than this nobody has worked since, and all is late: it is said how to make it anew.
_STALE = timedelta(days=3)
#: No letters that are mistaken for digits when a password is read out.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_DATABASE = "park.sqlite3"
_MADE = (_DATABASE, f"{_DATABASE}-wal", f"{_DATABASE}-shm", "park.json", "erasures.jsonl", "var", "worker.log")


@dataclass(frozen=True, slots=True)
class Asked:
    """How large a park: how many enterprises, how many days up to now."""

    enterprises: int
    days: int


@click.group("demo", invoke_without_command=True)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("var/demo"),
    show_default=True,
    help="演示园区放在哪个目录 / where the park is kept",
)
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="端口 / port")
@click.option("--fresh", is_flag=True, help="不用已有的，重新建到今天 / make it anew, up to today")
@click.option(
    "--enterprises",
    type=click.IntRange(20, 1_200),
    default=1_200,
    show_default=True,
    help="多少家企业；少则快 / how many enterprises; fewer are faster",
)
@click.option(
    "--days", type=click.IntRange(30, 365), default=365, show_default=True, help="过去多少天 / days up to now"
)
@click.option("--build-only", is_flag=True, help="建好就结束，不开网页 / make it, then end")
@click.pass_context
def demo(
    context: click.Context, out: Path, port: int, fresh: bool, enterprises: int, days: int, build_only: bool
) -> None:
    """演示：一个虚构园区的一年，在网页上看；Ctrl-C 结束 / an invented park with a year behind it, on screen"""
    if context.invoked_subcommand is not None:
        return
    out = out.absolute()
    if others := foreign_parks(out / _DATABASE, own=_PARK):
        raise CommandError("command-line.demo-foreign", {"file": out / _DATABASE, "parks": "、".join(others)})
    for needed in (_MATERIAL, _RULES, _CALENDAR):
        if not needed.exists():
            raise CommandError("command-line.file-missing", {"file": needed})
    if not build_only and not free(port):
        # The server would share the port with whoever has it, and pages would come from either.
        raise CommandError("command-line.port-taken", {"port": port})
    size = Asked(enterprises, days)
    marks = _marks(size)
    kept = None if fresh else kept_in(out / "park.json", marks=marks)
    if kept is None:
        kept = _anew(out, size, marks)
    elif datetime.now(UTC) - kept.until > _STALE:
        click.echo(
            f"这个演示园区建于 {kept.until:%Y-%m-%d}，此后无人办事；加 --fresh 重新建到今天。/ --fresh makes it anew."
        )
    _tell(kept, port)
    if not build_only:
        raise SystemExit(run(out, port=port, environment=_environment(out, kept.key)))


demo.add_command(digest_demo)
demo.add_command(life_demo)


def _marks(size: Asked) -> str:
    """What a park is made of: when any of it changes, an older park is not taken for this one."""
    from lianqi.kernel.chain import digest

    tables = sorted(path.name for path in _CHECKOUT.glob("src/lianqi/server/*/migrations/*.py"))
    texts = [path.read_text("utf-8") for path in (*sorted(_MATERIAL.glob("*.yaml")), _RULES, _CALENDAR)]
    return digest([size.enterprises, size.days, _SEED, tables, texts])


def _environment(out: Path, key: str) -> dict[str, str]:
    """The demo has a database of its own, whatever this installation uses."""
    return {
        "LIANQI_HOME": str(out),
        "DATABASE_URL": f"sqlite:///{_DATABASE}",
        "LIANQI_SECRET_KEY": key,
        "LIANQI_HTTPS": "0",
        "LIANQI_ERASURE_LIST": str(out / "erasures.jsonl"),
    }


def _anew(out: Path, asked: Asked, marks: str) -> Kept:
    """Make the park from nothing; what an interrupted run left behind is thrown away."""
    out.mkdir(parents=True, exist_ok=True)
    for name in _MADE:
        path = out / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    key = secrets.token_urlsafe(50)
    os.environ.update(_environment(out, key))
    kept = _built(asked, marks, key)
    # The pages and the worker are processes of their own.
    from django.db import connections

    connections.close_all()
    kept.write(out / "park.json")
    return kept


@in_words
def _built(asked: Asked, marks: str, key: str) -> Kept:
    from lianqi.server.demo.building import Size, build
    from lianqi.server.demo.material import read_material
    from lianqi.server.demo.opening import Texts
    from lianqi.server.demo.seating import CLERK
    from lianqi.server.demo.ways_in import link_of_somebody, open_accounts
    from lianqi.server.ledger.clock import database_now
    from lianqi.server.mechanisms.operations.proving import prove_in_force

    now, began = database_now(), time.monotonic()
    material = read_material(_MATERIAL)
    size = Size(asked.enterprises, officers=max(220, min(500, asked.enterprises)), days=asked.days)
    click.secho(
        f"正在建一个虚构的园区：{size.enterprises} 家企业，{size.officers} 名干部，过去 {size.days} 天", bold=True
    )
    click.echo("An invented park: each case of its year is walked through the rules, by the use-cases of the screens.")
    built = build(
        material=material,
        texts=Texts(_MECHANISM, _RULES.read_text("utf-8"), _CALENDAR.read_text("utf-8")),
        until=now,
        seed=_SEED,
        size=size,
        tell=_month_by_month(began),
        caught_up=lambda events: click.echo(f"  检索、统计、消息跟上，共读 {events:,} 次 / indexed and counted"),
    )
    proved = prove_in_force(park=_PARK, actor=CLERK, now=now).report
    held = f"{len(proved.violations)} 处不成立" if proved.violations else "全部成立"
    click.echo(f"  工作机制证明：走遍 {proved.states:,} 种状态，{held} / every state of a case walked through")
    password = os.environ.get("LIANQI_DEMO_PASSWORD") or "-".join(_drawn(4) for _ in range(3))
    open_accounts(material=material, built=built, password=password, now=now)
    firm, code = link_of_somebody(built=built, now=now)
    accounts = tuple((name, one["name"], one["tells"]) for name, one in material.park["accounts"].items())
    seconds = round(time.monotonic() - began)
    click.echo(f"建成：{built.cases:,} 件事项，{built.steps.total():,} 步，{seconds} 秒 / cases, steps, seconds")
    return Kept(marks, now, key, password, accounts, firm, code)


def _drawn(length: int) -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(length))


def _month_by_month(began: float) -> Callable[[datetime, int, int], None]:
    """Tells of each month when it is over."""
    month, before = "", 0

    def tell(at: datetime, cases: int, steps: int) -> None:
        nonlocal month, before
        now = at.strftime("%Y-%m")
        if month and now != month:
            seconds = round(time.monotonic() - began)
            click.echo(f"  {month}  登记 {cases - before:>4} 件  累计 {steps:>6,} 步  {seconds:>4} s")
            before = cases
        month = now

    return tell


def _tell(kept: Kept, port: int) -> None:
    """Who may sign in, with what, and where."""
    address = f"http://127.0.0.1:{port}/"
    click.secho(f"\n打开 {address}  密码都是 {kept.password}", bold=True)
    click.echo("Open it and sign in as any of these, all with that password:")
    for name, person, tells in kept.accounts:
        click.echo(f"  {name:<10} {person}　{tells}")
    click.echo(f"企业手机页（{kept.firm}的联系人）：{address}e/{kept.code}/")
    click.echo("全部为虚构。Ctrl-C 结束，再运行一次接着用；--fresh 重新建。/ All invented. Ctrl-C ends it.\n")
