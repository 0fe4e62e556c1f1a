"""Setting up a park: its database, its units and rules, its calendar."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from lianqi.command_line.naming import only_park
from lianqi.command_line.refusals import CommandError, in_words

_CHECKOUT = Path(__file__).resolve().parents[3]
_PATH = click.Path(path_type=Path, exists=True)
_ACTOR = "cli"


def _mechanism_text(path: Path | None) -> tuple[str, str]:
    chosen = path or _usual("mechanisms/starter/mechanism.yaml")
    file = chosen / "mechanism.yaml" if chosen.is_dir() else chosen
    return _read(file), str(file)


def _usual(place: str) -> Path:
    file = _CHECKOUT / place
    if not file.is_file():
        raise CommandError("command-line.file-missing", {"file": place})
    return file


def _read(file: Path) -> str:
    try:
        return file.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CommandError("command-line.file-not-text", {"file": file}) from error
    except OSError as error:
        raise CommandError("command-line.file-failed", {"file": file, "reason": error.strerror}) from error


@click.command("init")
@click.option("--park", "code", required=True, metavar="CODE", help="园区代码，如 sample / the park's code")
@click.option("--name", required=True, help="园区名称 / the park's name")
@click.option("--mechanism", type=_PATH, help="工作机制文件，默认 mechanisms/starter / mechanism file or folder")
@click.option("--calendar", "calendar_file", type=_PATH, help="工作日历，默认 mechanisms/calendars/cn.yaml / calendar")
@in_words
def init(code: str, name: str, mechanism: Path | None, calendar_file: Path | None) -> None:
    """新建园区：数据库、单位、工作日历、工作机制 / a new park, with its units, calendar and rules

    可重复运行，已有的不会重复建立。
    """
    from lianqi.kernel.mechanism.loader import load
    from lianqi.server.ledger.clock import database_now
    from lianqi.server.ledger.operations import one_transaction
    from lianqi.server.mechanisms import operations as mechanisms
    from lianqi.server.mechanisms import queries
    from lianqi.server.registry import operations as registry
    from lianqi.server.registry.queries import units

    text, file = _mechanism_text(mechanism)
    dates = calendar_file or _usual("mechanisms/calendars/cn.yaml")
    with one_transaction(park=code):
        now = database_now()
        made = registry.ensure_park(code=code, name=name, actor=_ACTOR, now=now)
        known = {unit.code for unit in units(park=code, closed=True)}
        drafts = [
            registry.UnitDraft(unit.code, unit.name.zh, unit.outside, unit.counterpart)
            for unit in load(text, name=file).units().values()
            if unit.code not in known
        ]
        registry.store_units(park=code, drafts=drafts, actor=_ACTOR, now=now)
        published = mechanisms.publish_calendar(park=code, text=_read(dates), name=str(dates), actor=_ACTOR, now=now)
        today = published.calendar.local(now).date()
        active = queries.digest_in_force(park=code, on=today)
        loaded = load(text, name=file)
        if active != loaded.digest:
            mechanisms.activate(park=code, text=text, name=file, since=today, actor=_ACTOR, now=now, before_people=True)
        unheld = queries.unheld(park=code, mechanism=loaded)
    click.echo(f"园区 {code}（{name}）{'已建立' if made else '已存在'}；新增单位 {len(drafts)} 个。")
    click.echo(f"工作日历 {published.calendar.version}，已公布至 {published.calendar.published_through}。")
    click.echo(f"工作机制 {loaded.title.zh}（{loaded.digest[:12]}）已启用。")
    if unheld:
        named = "、".join(loaded.shape.roles[role].name.zh for role in unheld)
        click.echo(f"还没有人担任的角色：{named}。请用 lianqi import officers 导入人员。")


@click.command("mechanism")
@click.argument("path", type=_PATH)
@click.option("--park", help="园区代码 / the park's code")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="从哪天起生效，默认今天 / from which day")
@click.option("--before-people", is_flag=True, help="先启用、后补人 / activate before every role is held")
@in_words
def mechanism(path: Path, park: str | None, since: datetime | None, before_people: bool) -> None:
    """启用工作机制：此后登记的事项按此办理 / activate a mechanism for cases recorded from then on"""
    from lianqi.server.ledger.clock import database_now
    from lianqi.server.ledger.operations import one_transaction
    from lianqi.server.mechanisms.operations import activate
    from lianqi.server.mechanisms.queries import calendar_of

    code = only_park(park)
    text, file = _mechanism_text(path)
    with one_transaction(park=code):
        now = database_now()
        day = since.date() if since else calendar_of(code).local(now).date()
        done = activate(park=code, text=text, name=file, since=day, actor=_ACTOR, now=now, before_people=before_people)
    click.echo(
        f"{done.mechanism.title.zh}（{done.mechanism.digest[:12]}）自 {day} 起启用；此前登记的事项仍按原机制办理。"
    )
    for warning in done.warnings:
        click.echo(f"  请留意：第 {warning.line} 行 {warning.zh}")


@click.command("calendar")
@click.argument("path", type=_PATH)
@click.option("--park", help="园区代码 / the park's code")
@in_words
def calendar(path: Path, park: str | None) -> None:
    """发布工作日历，并重算在办事项的时限 / publish a calendar and compute due times again

    中断后再次运行即可继续，不会重复。
    """
    from lianqi.server.cases.operations import move_due
    from lianqi.server.ledger.clock import database_now
    from lianqi.server.ledger.operations import one_transaction
    from lianqi.server.mechanisms.operations import publish_calendar

    code = only_park(park)
    with one_transaction(park=code):
        published = publish_calendar(park=code, text=_read(path), name=str(path), actor=_ACTOR, now=database_now())
    version = published.calendar.version
    click.echo(f"工作日历 {version}{'已发布' if published.new else '此前已发布'}。")
    looked = changed = 0
    finished = False
    while not finished:
        moved = move_due(park=code, limit=2_000)
        looked, changed, finished = looked + moved.looked_at, changed + moved.changed, moved.finished
    click.echo(f"重算在办事项 {looked} 件，其中 {changed} 件的时限有变动。/ {changed} of {looked} open cases moved.")


@click.command("migrate")
def migrate() -> None:
    """升级数据库结构（请先备份）/ bring the database up to date, after a backup"""
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lianqi.server.config.settings")
    import django
    from django.core.management import call_command
    from django.db import DatabaseError

    from lianqi.server.config.environment import SettingsInvalid

    try:
        django.setup()
        call_command("migrate", interactive=False)
    except SettingsInvalid as invalid:
        raise CommandError("command-line.environment", {"said": invalid}) from invalid
    except DatabaseError as error:
        raise CommandError("command-line.database-away", {"reason": type(error).__name__}) from error
