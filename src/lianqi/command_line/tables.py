"""What every `lianqi import` shares: options, the mapping shown, progress, the rejects file, the closing lines."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from lianqi import sheets
from lianqi.command_line.refusals import CommandError

if TYPE_CHECKING:
    from lianqi.server.imports import Importer, Source, Summary

_WHY = {"said": "指定", "header": "列名", "similar": "列名相近", "content": "按内容推断"}


@dataclass(frozen=True, slots=True)
class TableOptions:
    """What was asked on the command line about one file."""

    file: Path
    park: str | None
    new_park: str | None
    dry_run: bool
    said: dict[str, str]
    mapping: Path | None
    save_mapping: Path | None
    rejects: Path | None
    batch: int


def _pairs(context: click.Context, parameter: click.Parameter, given: tuple[str, ...]) -> dict[str, str]:
    said: dict[str, str] = {}
    for pair in given:
        column, sign, field = pair.rpartition("=")
        if not sign or not column:
            raise click.BadParameter(f"“{pair}” 应写成 列名=字段 / write COLUMN=FIELD")
        said[column] = field
    return said


def table_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the shared options; the command receives them as one `TableOptions` called `table`."""
    path = click.Path(path_type=Path, dir_okay=False)
    options = (
        click.argument("file", type=click.Path(path_type=Path)),
        click.option("--park", help="园区代码；只有一个园区时可省略 / the park's code"),
        click.option("--new-park", metavar="NAME", help="园区不存在时以此名称新建 / create the park under this name"),
        click.option("--dry-run", is_flag=True, help="只试算，不写入 / say what would happen, write nothing"),
        click.option("--map", "said", multiple=True, callback=_pairs, metavar="列名=字段", help="指定一列，可多次使用；字段留空表示不用这一列 / COLUMN=FIELD, may be repeated"),  # noqa: E501  # one option, one line
        click.option("--mapping", type=path, help="使用已保存的列对应 / use a saved mapping"),
        click.option("--save-mapping", type=path, help="保存列对应，供下次使用 / save the mapping"),
        click.option("--rejects", type=path, help="退回行写入此文件，默认为 文件名-退回.xlsx；已有的不覆盖 / where rejected rows go"),  # noqa: E501  # one option, one line
        click.option("--batch", type=click.IntRange(1, 1000), default=500, show_default=True, help="每批行数 / rows per transaction"),  # noqa: E501  # one option, one line
    )  # fmt: skip

    def gather(**given: Any) -> Any:
        own = {name: given.pop(name) for name in TableOptions.__slots__}
        return command(table=TableOptions(**own), **given)

    gather.__name__, gather.__doc__ = command.__name__, command.__doc__
    gather.__click_params__ = getattr(command, "__click_params__", [])  # type: ignore[attr-defined]  # click's own attribute
    for option in reversed(options):
        gather = option(gather)
    return gather


def choose_park(table: TableOptions, *, actor: str) -> str:
    """The park to import into: the one named, or the only one; the first park of an installation is made by naming it.

    Refused: `registry.park.none`, `registry.park.which`, `registry.park.code`.
    """
    from lianqi.server.ledger.clock import database_now
    from lianqi.server.ledger.operations import one_transaction
    from lianqi.server.registry import operations, queries
    from lianqi.server.registry.refusals import RegistryRefusal

    known = queries.parks()
    if not known and table.park is None:
        raise RegistryRefusal("registry.park.none", {})
    if table.park in known:
        return str(table.park)
    if table.park is None and len(known) == 1:
        return next(iter(known))
    if table.park is None or (known and not table.new_park):
        raise RegistryRefusal("registry.park.which", {"allowed": "、".join(known)})
    with one_transaction(park=table.park):
        operations.ensure_park(code=table.park, name=table.new_park or "", actor=actor, now=database_now())
    click.echo(f"新建园区 {table.park} / new park")
    return table.park


def import_table(table: TableOptions, importer: Importer) -> Summary:
    """Read the file, show how its columns are understood, take every row, say what happened."""
    from lianqi.server.imports import run, sources

    started = time.monotonic()
    book = sheets.read(table.file)
    with _files_in_words():
        saved = table.mapping.read_text("utf-8", "replace") if table.mapping else None
    wanted = sources(book, fields=importer.fields, said=table.said, saved=saved)
    for source in wanted:
        _show(source, importer)
    skipped = [sheet.name for sheet in book.sheets if sheet.name not in {source.sheet.name for source in wanted}]
    if skipped:
        click.echo(f"未导入的工作表（隐藏、无数据或缺少必需的列）：{'、'.join(skipped)}")
    if table.save_mapping:
        with _files_in_words():
            table.save_mapping.write_text(wanted[0].mapping.to_json(), "utf-8")
    total = sum(len(source.sheet.rows) for source in wanted)
    with click.progressbar(length=total, label="导入" if not table.dry_run else "试算") as bar:
        summary = run(
            wanted,
            importer,
            dry_run=table.dry_run,
            batch=table.batch,
            progress=lambda done, _: bar.update(done - bar.pos),
        )
    _close(table, summary, importer, time.monotonic() - started)
    return summary


def _show(source: Source, importer: Importer) -> None:
    click.echo(f"工作表“{source.sheet.name}”：表头在第 {source.sheet.header_row} 行，数据 {len(source.sheet.rows)} 行")
    titles = {field.id: field.zh for field in importer.fields}
    used = {match.column for match in source.mapping.matches}
    for match in source.mapping.matches:
        click.echo(f"  {match.column} → {titles[match.field]}（{match.field}，{_WHY[match.why]}）")
    unused = [column for column in source.sheet.columns if column not in used]
    if unused:
        click.echo(f"  不使用的列：{'、'.join(unused)}")


def _close(table: TableOptions, summary: Summary, importer: Importer, seconds: float) -> None:
    from xlsxwriter.exceptions import XlsxFileError

    from lianqi.server.imports import write_rejects

    counts = summary.counts
    verb = "试算（未写入）" if table.dry_run else "完成"
    click.echo(
        f"{verb}：共 {summary.rows} 行，新增 {counts['added']}，更新 {counts['changed']}，"
        f"无变化 {counts['unchanged']}，退回 {counts['rejected']}；另有空行 {summary.blank_rows}。"
        f"用时 {seconds:.1f} 秒。"
    )
    click.echo(
        f"rows {summary.rows}: added {counts['added']}, changed {counts['changed']}, "
        f"unchanged {counts['unchanged']}, rejected {counts['rejected']}; blank {summary.blank_rows}"
    )
    if not summary.changes:
        click.echo("库中内容没有任何变化。/ Nothing was changed.")
    if summary.rejected:
        wanted = table.rejects or Path.cwd() / f"{table.file.stem}-退回.xlsx"
        *before, target = _names(wanted)
        try:
            write_rejects(target, summary=summary, importer=importer)
        except (OSError, XlsxFileError) as error:
            reason = getattr(error, "strerror", None) or error
            raise CommandError("command-line.rejects-unwritten", {"file": target, "reason": reason}) from error
        if same := next((file for file in before if _alike(file, target)), None):
            target.unlink()
            target = same
        elif before:
            click.echo(f"{wanted.name} 已有，可能有人正在改，没有覆盖。/ {wanted.name} is there and was left alone.")
        click.echo(
            f"退回的 {counts['rejected']} 行及原因见 {target}，改正后可直接导入该文件。"
            f"/ Rejected rows with their reasons: correct them there and import that file."
        )


def _names(wanted: Path) -> list[Path]:
    """The files that are there already, which somebody may be correcting, then a free name: 名单-退回-2.xlsx."""
    names = [wanted]
    while names[-1].exists():
        names.append(wanted.with_name(f"{wanted.stem}-{len(names) + 1}{wanted.suffix}"))
    return names


def _alike(one: Path, other: Path) -> bool:
    """Whether two files hold the very same rows: a second run with nothing new leaves no second file."""
    try:
        return sheets.read(one).sheets == sheets.read(other).sheets
    except sheets.SheetError:
        return False


@contextmanager
def _files_in_words() -> Iterator[None]:
    """A file that cannot be read or written is named with what the system says of it, and ends the command."""
    try:
        yield
    except OSError as error:
        details = {"file": error.filename, "reason": error.strerror}
        raise CommandError("command-line.file-failed", details) from error
