"""`lianqi demo digest` and `lianqi demo life`: invented forms sorted, one invented case from first word to its end."""

from __future__ import annotations

import os
import shutil
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from lianqi.command_line.demo_life import CONTACT, ENTERPRISE, LIFE, PEOPLE, TICK, Act
from lianqi.command_line.refusals import CommandError

if TYPE_CHECKING:
    from lianqi.kernel.workdays.calendar import Calendar

_CHECKOUT = Path(__file__).resolve().parents[3]
_SAMPLE = _CHECKOUT / "mechanisms" / "starter" / "sample"
_PARK, _NAME = "sample", "示例园区"
_CLERK = "demo"
#: Fields that may hold an instant, written on the park's clock in the script.
_INSTANTS = ("first_word_at", "until", "by")


_OUT = click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("var/demo"),
    show_default=True,
    help="结果放在哪个目录（每次重新建立） / where results go, made anew each time",
)


@click.command("digest")
@_OUT
def digest_demo(out: Path) -> None:
    """整理一批收集来的表单（均为虚构） / a heap of collected forms, all invented"""
    _require_sample()
    made = _anew(out, "digest")
    _digest(made)
    click.echo(f"\n台账和一页纸：{made}")


@click.command("life")
@_OUT
def life_demo(out: Path) -> None:
    """把一个事项从首次反映办到回头看 / one case from first word to the 28-day question"""
    _require_sample()
    made = _anew(out, "life")
    _live(made)
    click.echo(f"\n数据库：{made / 'lianqi.sqlite3'}")


def _require_sample() -> None:
    if not _SAMPLE.is_dir():
        raise CommandError("command-line.file-missing", {"file": _SAMPLE})


def _anew(out: Path, name: str) -> Path:
    """The folder of this part, emptied of what an earlier run made."""
    made = out.absolute() / name
    shutil.rmtree(made, ignore_errors=True)
    made.mkdir(parents=True)
    return made


def _digest(out: Path) -> None:
    from lianqi.command_line.digest import digest

    forms = [str(path) for path in sorted(_SAMPLE.iterdir()) if path.suffix in (".csv", ".xlsx", ".xls")]
    digest.main([*forms, "--out", str(out), "--received", "2026-09-30"], standalone_mode=False)


def _live(out: Path) -> None:
    # The demo has a database of its own, whatever this installation uses.
    os.environ["LIANQI_HOME"] = str(out)
    os.environ["DATABASE_URL"] = "sqlite:///lianqi.sqlite3"
    os.environ.pop("LIANQI_ERASURE_LIST", None)
    from lianqi.command_line.database import open_database

    open_database()
    ids, calendar = _open_park()
    number = ""
    for act in LIFE:
        number = _act(act, number, ids, calendar)
    _look_back(number)


def _open_park() -> tuple[dict[str, str], Calendar]:
    """示例园区 with its rules, calendar, people and one enterprise, through the use-cases that a clerk runs."""
    from lianqi.kernel.mechanism.loader import load
    from lianqi.server.ledger.operations import one_transaction
    from lianqi.server.mechanisms.operations import activate, publish_calendar
    from lianqi.server.registry import operations as registry

    rules = (_CHECKOUT / "mechanisms/starter/mechanism.yaml").read_text("utf-8")
    dates = (_CHECKOUT / "mechanisms/calendars/cn.yaml").read_text("utf-8")
    now = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)
    with one_transaction(park=_PARK):
        registry.ensure_park(code=_PARK, name=_NAME, actor=_CLERK, now=now)
        units = load(rules, name="starter").units().values()
        drafts = [registry.UnitDraft(unit.code, unit.name.zh, unit.outside, unit.counterpart) for unit in units]
        registry.store_units(park=_PARK, drafts=drafts, actor=_CLERK, now=now)
        published = publish_calendar(park=_PARK, text=dates, name="cn.yaml", actor=_CLERK, now=now)
        ids = _people(now)
        activate(park=_PARK, text=rules, name="starter", since=date(2026, 1, 1), actor=_CLERK, now=now)
    return ids, published.calendar


def _people(now: datetime) -> dict[str, str]:
    from lianqi.server.people import operations as people
    from lianqi.server.registry import operations as registry
    from lianqi.server.registry.operations.drafts import DraftContact
    from lianqi.server.registry.queries import contacts_of, units

    at = {unit.code: unit.id for unit in units(park=_PARK)}
    ids: dict[str, str] = {}
    members = []
    for name, (roles, unit) in PEOPLE.items():
        member = people.new_member(park=_PARK, name=name, phone="", now=now)
        member.set("roles", list(roles))
        member.set("unit_id", at[unit] if unit else None)
        members.append(member)
        ids[name] = member.row.person_id
    people.store_members(park=_PARK, drafts=members, actor=_CLERK, now=now)
    enterprise = registry.new_enterprise(park=_PARK, name=ENTERPRISE, now=now)
    enterprise.add_contact(DraftContact(name=CONTACT, phone=""))
    registry.store(park=_PARK, drafts=[enterprise], actor=_CLERK, now=now)
    ids[ENTERPRISE] = enterprise.row.id
    ids[CONTACT] = contacts_of(park=_PARK, enterprise=enterprise.row.id)[0].id
    return ids


def _act(act: Act, number: str, ids: dict[str, str], calendar: Calendar) -> str:
    """Do one act through the same use-cases as a screen would, and print what it led to. Returns the case's number."""
    from lianqi.command_line.case import tell
    from lianqi.command_line.naming import names_now
    from lianqi.server.cases.operations import perform, record, tick
    from lianqi.server.ids import derived_id

    now = _instant(act.at, calendar)
    click.secho(f"\n{act.at} {act.who}：{act.why}", fg="cyan")
    if act.who == TICK:
        before = _seq(number)
        while tick(park=_PARK, now=now).changed:
            pass
        _tell_since(number, before)
        return number
    data: dict[str, Any] = {
        key: _instant(str(value), calendar) if key in _INSTANTS and str(value)[:2] == "20" else value
        for key, value in act.data.items()
    }
    command_id = derived_id("demo", act.at, act.who, act.kind)
    if act.kind == "record":
        data["enterprise"] = ids[ENTERPRISE]
        done = record(park=_PARK, actor=ids[act.who], data=data, command_id=command_id, now=now)
    else:
        done = perform(
            park=_PARK,
            actor=ids[act.who],
            case_no=number,
            kind=act.kind,
            data=data,
            command_id=command_id,
            expected_seq=_seq(number),
            now=now,
        )
    tell(names_now(_PARK), done)
    return done.number


def _instant(text: str, calendar: Calendar) -> datetime:
    local = datetime.strptime(text, "%Y-%m-%d %H:%M")  # noqa: DTZ007 - the park's clock, made an instant below
    return calendar.instant(local.date(), local.hour * 60 + local.minute)


def _seq(number: str) -> int:
    from lianqi.server.cases.models import Case

    return Case.objects.values_list("seq", flat=True).get(park=_PARK, no=number)


def _tell_since(number: str, seq: int) -> None:
    from lianqi.server.cases import gate, queries

    life = queries.life(gate.whole(_PARK), number)
    for line in life.lines:
        if line.seq > seq:
            click.echo(f"  {life.teller.moment(line.at)} {line.actor} {line.said.zh}")


def _look_back(number: str) -> None:
    """The whole log, verified; the figures; the person forgotten and the log verified once more."""
    _shell("case", "log", number, title=f"三、事项 {number} 的办理留痕 / 3. Its log")
    _shell("figures", title="四、数字及口径 / 4. Figures")
    _shell("verify", "log", "--database", title="五、核验办理留痕 / 5. The log verifies")
    _shell(
        *("erase", CONTACT, "--enterprise", ENTERPRISE, "--as", "陈立", "--basis", "pipl.47.3", "--yes"),
        title="六、删除企业联系人的个人信息 / 6. A person is forgotten",
    )
    _shell("verify", "log", "--database", title="七、再次核验 / 7. The log still verifies")


def _shell(*words: str, title: str) -> None:
    """One command as a person would type it."""
    from lianqi.command_line.main import main

    click.secho(f"\n{title}", bold=True)
    try:
        main([*words], standalone_mode=False)
    except SystemExit as end:
        if end.code:
            raise
