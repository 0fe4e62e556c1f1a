"""The log: rebuild what is shown from it, check it, hand it out, forget a person, let messages go."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from lianqi.command_line.naming import Unclear, only_park
from lianqi.command_line.refusals import in_words

if TYPE_CHECKING:
    from collections.abc import Mapping

_PARK = click.option("--park", help="园区代码；只有一个园区时可省略 / the park's code")

#: 个人信息保护法 art. 47: when whoever handles personal information must delete it.
BASES: Mapping[str, str] = {
    "pipl.47.1": "处理目的已实现、无法实现或者不再必要 / the purpose is fulfilled or gone",
    "pipl.47.2": "停止服务，或者保存期限已届满 / the service or the retention has ended",
    "pipl.47.3": "个人撤回同意 / consent was withdrawn",
    "pipl.47.4": "违反法律、行政法规或者约定处理 / it was handled unlawfully",
    "pipl.47.5": "法律、行政法规规定的其他情形 / another law asks for it",
}


@click.command("rebuild")
@click.option("--park", help="园区代码，默认全部园区 / one park; all by default")
@in_words
def rebuild(park: str | None) -> None:
    """由台账重建各类表格；可随时中断，中断后保持原样 / make every projection anew from the log"""
    from lianqi.server.ledger import queries
    from lianqi.server.ledger.operations import projection_digest
    from lianqi.server.ledger.operations import rebuild as again

    for code in [only_park(park)] if park else queries.parks():
        began, before = time.monotonic(), projection_digest(park=code)
        events = again(park=code, progress=_tell_progress)
        same = "与重建前一致 same as before" if projection_digest(park=code) == before else "与重建前不同 changed"
        click.echo(f"{code}：记录 {events} 条，{time.monotonic() - began:.1f} 秒，{same}")


def _tell_progress(park: str, done: int, total: int) -> None:
    click.echo(f"\r{park} {done}/{total}", nl=done == total, err=True)


@click.group("verify")
def verify() -> None:
    """核验 / check what was published"""


@verify.command("log")
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--database", is_flag=True, help="核验本机数据库中的台账 / the log in this installation's database")
@_PARK
@click.option(
    "--root", "roots", multiple=True, metavar="POSITION=ROOT", help="已公布的校验值 / roots printed elsewhere"
)
def log(file: Path | None, database: bool, park: str | None, roots: tuple[str, ...]) -> None:
    """核验台账：导出的文件（无需数据库），或 --database / an exported file, or this database; exit code 1 if wrong"""
    from lianqi.verify import verify_log
    from lianqi.verify.__main__ import tell

    if (file is None) is not database:
        raise click.UsageError("请给出文件，或写 --database。/ Name a file, or write --database.")
    printed = dict(map(_root, roots))
    if file is not None:
        with file.open("rb") as lines:
            raise SystemExit(tell(verify_log(lines, printed=printed)))
    _log_of_database(park, printed)


@verify.command("draw")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def drawn(file: Path) -> None:
    """核验抽取：按导出的台账重新抽一遍参评企业 / draw the voters of an exported log again; exit code 1 if wrong"""
    from lianqi.kernel.messages.message import sentence
    from lianqi.verify import CATALOGUE
    from lianqi.verify.draw import verify_draws

    with file.open("rb") as lines:
        report = verify_draws(lines)
    for finding in report.findings:
        zh, en = (sentence(CATALOGUE[finding.code], finding.details, lang=lang) for lang in ("zh", "en"))
        click.echo(f"第 {finding.line} 行：{zh}\n  line {finding.line} [{finding.code}]: {en}")
    for one in report.draws:
        told = f"名单 frame {one.frame}，抽取 drawn {one.voters}，台账序号 position {one.position}"
        click.echo(f"{one.period}：{told}")
    click.echo("核验通过 verified" if report.holds else "核验未通过 NOT verified")
    raise SystemExit(0 if report.holds else 1)


def _root(said: str) -> tuple[int, str]:
    position, _, root = said.partition("=")
    if not position.isdecimal() or not root:
        raise click.UsageError(f"“{said}”应写成 序号=校验值。/ Write POSITION=ROOT.")
    return int(position), root


@in_words
def _log_of_database(park: str | None, printed: dict[int, str]) -> None:
    from lianqi.server.ledger.exporting import export_log
    from lianqi.server.worker.queries import park_status
    from lianqi.verify import verify_log
    from lianqi.verify.__main__ import tell

    code = only_park(park)
    verdict = tell(verify_log(export_log(park=code, with_contents=True), printed=printed))
    if unsealed := park_status(code).unsealed:
        click.echo(f"另有 {unsealed} 条记录待编号，请运行 lianqi worker --once 后再核验。/ {unsealed} not sealed yet.")
    raise SystemExit(verdict)


@click.group("export")
def export() -> None:
    """导出 / hand out"""


@export.command("log")
@_PARK
@click.option("--out", type=click.Path(path_type=Path), help="写入的文件，默认输出到屏幕 / the file; otherwise here")
@click.option(
    "--with-contents", is_flag=True, help="连同文字内容（含姓名电话，仅供纪检）/ with every word that is kept"
)
@in_words
def export_log(park: str | None, out: Path | None, with_contents: bool) -> None:
    """导出台账，供外部核验；默认只含代码、时间和编号 / the log as lines that anybody can verify"""
    from lianqi.server.ledger.exporting import export_log as lines_of
    from lianqi.server.ledger.operations import seal

    code = only_park(park)
    while seal(park=code).more:
        pass
    if out is None:
        _write(sys.stdout.buffer, lines_of(park=code, with_contents=with_contents))
        return
    # A file that was there, perhaps with other people's words, is never written over.
    with out.open("xb") if not out.exists() else _refuse_to_overwrite(out) as file:
        out.chmod(0o600)
        _write(file, lines_of(park=code, with_contents=with_contents))
    click.echo(f"已导出到 {out} / written")


def _write(file: BinaryIO, lines: object) -> None:
    for line in lines:  # type: ignore[attr-defined]
        file.write(line)


def _refuse_to_overwrite(out: Path) -> BinaryIO:
    raise Unclear(f"{out} 已存在，请换一个文件名。/ It is there already; choose another name.")


@click.command("erase")
@click.argument("who")
@_PARK
@click.option("--enterprise", help="企业联系人所属企业的名称或代码 / whose contact this is, to find one by name")
@click.option("--as", "as_", required=True, metavar="NAME", help="由谁办理：姓名或工号 / who does it")
@click.option("--basis", type=click.Choice(list(BASES)), help="删除依据 / on which basis; asked for if left out")
@click.option("--yes", is_flag=True, help="不再确认 / do not ask again")
@in_words
def erase(who: str, park: str | None, enterprise: str | None, as_: str, basis: str | None, yes: bool) -> None:
    """删除一个人的全部文字和附件（个人信息保护法第四十七条）；WHO 为工号、姓名或编号，办理留痕仍可核验"""
    from lianqi.command_line.erasing import actor_named, kept_as, subject_named
    from lianqi.server.blobs.models import Blob
    from lianqi.server.ledger import clock, queries
    from lianqi.server.ledger.operations import erase_subject, one_transaction

    code = only_park(park)
    actor = actor_named(park=code, said=as_)
    subject = subject_named(park=code, said=who, enterprise=enterprise)
    kept = queries.kept_of(park=code, subject=subject)
    if not kept:
        click.echo("没有需要删除的内容。/ Nothing is kept of this person.")
        return
    total = sum(kept.values())
    click.echo(f"{code} 保存有“{who}”的内容 {total} 条 / {total} pieces kept:")
    for kind, count in kept.items():
        click.echo(f"  {kept_as(kind)}：{count}")
    basis = basis or _ask_basis()
    if not yes:
        click.confirm("删除后无法找回，确定删除？/ This cannot be undone. Erase?", abort=True)
    files = Blob.objects.filter(park=code).count()
    with one_transaction(park=code):
        erased = erase_subject(park=code, subject=subject, basis=basis, actor=actor, now=clock.database_now())
    files -= Blob.objects.filter(park=code).count()
    click.echo(f"已删除内容 {erased} 条、附件 {files} 个，依据 {basis} / erased: content, files")
    click.echo("检索、统计等处的副本一并删除；台账仍可核验（lianqi verify log --database）。/ The log still verifies.")
    for other in queries.parks_with_words_of(subject):
        click.echo(f"园区 {other} 也保存有此人的内容，请另行办理（--park {other}）。/ Also kept there.", err=True)


def _ask_basis() -> str:
    for number, said in enumerate(BASES.values(), start=1):
        click.echo(f"  {number}. {said}")
    number = click.prompt("删除依据（第四十七条第几项）/ which clause", type=click.IntRange(1, len(BASES)))
    return list(BASES)[number - 1]


@click.group("deliveries")
def deliveries() -> None:
    """对外消息 / messages to the outside"""


@deliveries.command("release")
@_PARK
@in_words
def release(park: str | None) -> None:
    """放行恢复后暂扣的消息；请先核对是否已经发过 / let go what a restore held back"""
    from lianqi.server.ledger import clock
    from lianqi.server.ledger.operations import release_deliveries

    code = only_park(park)
    click.echo(f"已放行 {release_deliveries(park=code, now=clock.database_now())} 条 / released")
