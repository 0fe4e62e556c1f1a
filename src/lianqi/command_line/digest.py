"""`lianqi digest FILE... --out DIR`: a heap of collected forms becomes a ledger and a page. No server, no database."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from lianqi.digest.refusals import DigestError
from lianqi.digest.values import STATES, Digest, RefusedFile, Source, Terms
from lianqi.kernel.mechanism.loader import load
from lianqi.kernel.mechanism.problems import MechanismInvalid
from lianqi.kernel.workdays.calendar import Calendar
from lianqi.kernel.workdays.calendar_file import load_calendar

LEDGER, SUMMARY = "ledger.xlsx", "summary.docx"
_TABLES = (".xlsx", ".xls", ".csv", ".et", ".txt")
_CHECKOUT = Path(__file__).resolve().parents[3]
_FORM = ("form", "表单")
#: exit codes: everything read; refused, nothing written; written, but some file could not be read
_DONE, _REFUSED, _IN_PART = 0, 1, 3


@click.command("digest")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--out",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="结果放在哪个目录 / where the results go",
)
@click.option(
    "--mechanism",
    type=click.Path(path_type=Path),
    help="工作机制文件或目录，默认 mechanisms/starter / mechanism file or folder",
)
@click.option(
    "--calendar",
    "calendar_file",
    type=click.Path(path_type=Path),
    help="工作日历，默认 mechanisms/calendars/cn.yaml / calendar",
)
@click.option(
    "--received",
    default=None,
    metavar="DATE|form",
    help="办理时限从哪天起算，默认此刻；form 表示各表单填报之日 / when limits start",
)
@click.option(
    "--least",
    type=click.IntRange(min=2),
    default=3,
    show_default=True,
    help="几户以上反映算普遍性问题 / enterprises that make a problem common",
)
@click.option(
    "--words", multiple=True, metavar="COLUMN", help="哪一列是反映内容（可多次） / a column that holds the words"
)
@click.option(
    "--enterprise", default="", metavar="COLUMN", help="哪一列是企业名称 / the column that holds the enterprise"
)
@click.option("--unmasked", is_flag=True, help="台账保留电话等个人信息 / keep personal numbers in the ledger")
@click.option("--overwrite", is_flag=True, help="覆盖已有结果 / replace earlier results")
@click.option(
    "--lang",
    type=click.Choice(["zh", "en"]),
    default="zh",
    show_default=True,
    help="提示语言 / language of the messages",
)
@click.pass_context
def digest(
    context: click.Context,
    files: tuple[Path, ...],
    out: Path,
    mechanism: Path | None,
    calendar_file: Path | None,
    received: str | None,
    least: int,
    words: tuple[str, ...],
    enterprise: str,
    unmasked: bool,
    overwrite: bool,
    lang: str,
) -> None:
    """把收集来的表单整理成台账、普遍性问题和一页纸。/ Sort collected forms into a ledger, common problems and a page.

    FILES 可以是 xlsx、xls、csv 文件，也可以是放这些文件的目录。结果：ledger.xlsx 台账，summary.docx 一页纸。
    """
    from lianqi.digest.figures import figures
    from lianqi.digest.reading import read_heap
    from lianqi.digest.run import digest as sort
    from lianqi.digest.summary import write_summary
    from lianqi.digest.workbook import write_ledger

    started = time.perf_counter()
    with _refusals(lang):
        _leave_alone(out, overwrite=overwrite)
        calendar = _calendar(calendar_file)
        terms = _terms(mechanism, calendar, received=received, least=least, unmasked=unmasked)
        heap = read_heap(_spread(files), words=words, enterprise=enterprise)
        _say_sources(heap.sources, heap.refused, lang)
        result = sort(heap, terms=terms)
        counted = figures(result)
        with _writing(out):
            write_ledger(out / LEDGER, result, counted)
            write_summary(out / SUMMARY, result, counted)
        seconds = time.perf_counter() - started
    _say_result(result, lang)
    click.echo(
        f"已生成 {out / LEDGER} 和 {out / SUMMARY}，用时 {seconds:.1f} 秒。"
        if lang == "zh"
        else f"Wrote {out / LEDGER} and {out / SUMMARY} in {seconds:.1f} s."
    )
    context.exit(_IN_PART if heap.refused else _DONE)


@contextmanager
def _refusals(lang: str) -> Iterator[None]:
    """A refusal is a sentence on the error stream and exit code 1."""
    try:
        yield
    except DigestError as error:
        for refused in error.details.get("files", ()):
            _say_refused(refused, lang)
        click.echo(f"{error.sentence(lang=lang)}（{error.code}）", err=True)
    except MechanismInvalid as invalid:
        click.echo("\n".join(invalid.lines(lang)), err=True)
    except ValueError as invalid:
        click.echo(str(invalid), err=True)
    else:
        return
    raise SystemExit(_REFUSED)


@contextmanager
def _writing(out: Path) -> Iterator[None]:
    from xlsxwriter.exceptions import XlsxFileError

    try:
        yield
    except (OSError, XlsxFileError) as error:
        raise DigestError("digest.out.unwritable", {"folder": str(out), "reason": str(error)}) from error


def _leave_alone(out: Path, *, overwrite: bool) -> None:
    for name in (LEDGER, SUMMARY):
        if not overwrite and (out / name).exists():
            raise DigestError("digest.out.exists", {"folder": str(out), "name": name})


def _spread(files: Sequence[Path]) -> list[Path]:
    """Folders become the tables in them; what office programs leave lying about is passed over."""
    found: list[Path] = []
    for file in files:
        if file.is_dir():
            inside = sorted(path for path in file.iterdir() if path.suffix.lower() in _TABLES)
            found.extend(path for path in inside if not path.name.startswith(("~$", ".")))
        else:
            found.append(file)
    return list(dict.fromkeys(found))


def _standing(chosen: Path | None, *, usual: str) -> Path:
    """The file chosen, else the usual one beside the working folder or in the checkout."""
    if chosen is not None:
        return chosen
    here = Path(usual)
    return here if here.exists() else _CHECKOUT / usual


def _calendar(chosen: Path | None) -> Calendar:
    file = _standing(chosen, usual="mechanisms/calendars/cn.yaml")
    try:
        return load_calendar(file.read_text("utf-8-sig"), name=str(file))
    except OSError as error:
        raise DigestError("digest.calendar.missing", {"path": str(file)}) from error


def _terms(chosen: Path | None, calendar: Calendar, *, received: str | None, least: int, unmasked: bool) -> Terms:
    file = _standing(chosen, usual="mechanisms/starter/mechanism.yaml")
    file = file / "mechanism.yaml" if file.is_dir() else file
    try:
        mechanism = load(file.read_text("utf-8-sig"), name=str(file))
    except OSError as error:
        raise DigestError("digest.mechanism.missing", {"path": str(file)}) from error
    now = datetime.now(UTC)
    start = _received(received, calendar) if received and received not in _FORM else now
    return Terms(
        rules=mechanism.rules(on=calendar.local(start).date()),
        names=mechanism.names(),
        title=mechanism.title,
        calendar=calendar,
        now=now,
        received_at=None if received in _FORM else start,
        least=least,
        unmasked=unmasked,
    )


def _received(text: str, calendar: Calendar) -> datetime:
    from lianqi.digest.reading import moment

    day = moment(text)
    if day is None:
        raise DigestError("digest.received.unreadable", {"text": text})
    return day.replace(tzinfo=ZoneInfo(calendar.zone))


def _say_sources(sources: Sequence[Source], refused: Sequence[RefusedFile], lang: str) -> None:
    for source in sources:
        words = "、".join(column.header for column in source.columns if column.role == "words")
        if lang == "zh":
            words = words or "没有（没有文字诉求）"
            click.echo(f"{source.file}／{source.sheet}：{source.rows}行，反映内容取自：{words}")
        else:
            click.echo(f"{source.file}/{source.sheet}: {source.rows} rows, words taken from: {words or 'no column'}")
    for file in refused:
        _say_refused(file, lang)


def _say_refused(file: RefusedFile, lang: str) -> None:
    click.echo(f"{file.zh if lang == 'zh' else file.en}（{file.code}）", err=True)


def _say_result(result: Digest, lang: str) -> None:
    from lianqi.digest.figures import figures
    from lianqi.digest.wording import STATE_NAMES, UNJUDGED

    counted = figures(result)
    unjudged = next((split.all for split in counted.units if not split.name), 0)
    firms = counted.enterprises_with_matters
    if lang == "zh":
        states = "，".join(f"{STATE_NAMES[state]}{counted.rows[state]}" for state in STATES)
        kinds = "，".join(f"{result.kind_name(kind)}{count}" for kind, count in counted.kinds.items())
        click.echo(f"表单{counted.rows_read}份：{states}。")
        for why, count in counted.rejected_because[:3]:
            click.echo(f"　{STATE_NAMES['rejected']}{count}：{why}")
        click.echo(f"事项{counted.matters}件：{kinds or '无'}。{UNJUDGED}{unjudged}件，企业{firms}户。")
        if counted.split_rows:
            click.echo(f"其中{counted.split_rows}份表单一格写了几件，按编号拆成{counted.split_matters}件。")
        click.echo(f"普遍性问题{len(result.commons)}类。")
    else:
        states = ", ".join(f"{state} {counted.rows[state]}" for state in STATES)
        kinds = ", ".join(f"{kind} {count}" for kind, count in counted.kinds.items())
        click.echo(f"{counted.rows_read} forms: {states}.")
        click.echo(
            f"{counted.matters} matters: {kinds or 'none'}; {unjudged} for a person to judge; {firms} enterprises."
        )
        if counted.split_rows:
            click.echo(f"{counted.split_rows} forms held numbered lists in a cell: {counted.split_matters} matters.")
        click.echo(f"{len(result.commons)} common problems.")
