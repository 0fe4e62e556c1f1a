"""Files in, forms out: each row with what its columns hold, and every file that could not be read with the reason."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from lianqi import sheets
from lianqi.digest import columns as guessing
from lianqi.digest.columns import Column
from lianqi.digest.refusals import DigestError
from lianqi.digest.values import Cell, Form, RefusedFile, Source, Tally
from lianqi.insight.spelling import key

_MOMENT = re.compile(r"^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]+(\d{1,2}):(\d{2}))?")
_NOT_NAMED = frozenset({"", "无", "匿名", "不详", "未填", "na", "空"})
_MOST_TALLIES, _MOST_ANSWERS = 60, 30


@dataclass(frozen=True, slots=True)
class Heap:
    """Everything that was read."""

    sources: tuple[Source, ...]
    forms: tuple[Form, ...]
    tallies: tuple[Tally, ...]
    refused: tuple[RefusedFile, ...]


def read_heap(
    paths: Sequence[Path],
    *,
    words: Sequence[str] = (),
    enterprise: str = "",
    progress: Callable[[str], None] = lambda said: None,
) -> Heap:
    """Read every file. One that cannot be read is named with its reason and stops nothing else.

    Refused with `DigestError`: no file at all could be read; a column named by a person that no file has.
    """
    sources: list[Source] = []
    forms: list[Form] = []
    tallies: list[Tally] = []
    refused: list[RefusedFile] = []
    seen: dict[str, int] = {}
    for path in paths:
        progress(path.name)
        try:
            book = sheets.read(path)
        except sheets.SheetError as error:
            refused.append(RefusedFile(path.name, error.code, error.sentence(lang="zh"), error.sentence(lang="en")))
            continue
        for sheet in book.sheets:
            columns = guessing.guess(
                sheet.columns, [row.values for row in sheet.rows], words=words, enterprise=enterprise
            )
            same_as = seen.setdefault(_fingerprint(sheet), len(sources))
            source = Source(
                file=path.name,
                sheet=sheet.name,
                header_row=sheet.header_row,
                columns=columns,
                rows=len(sheet.rows),
                blank_rows=sheet.blank_rows,
                questionnaire=guessing.is_questionnaire(sheet.columns),
                same_as=same_as if same_as < len(sources) else -1,
            )
            forms.extend(_form(len(sources), row, columns) for row in sheet.rows)
            if source.same_as < 0:
                tallies.extend(_tallies(len(sources), sheet, columns))
            sources.append(source)
    if not sources:
        raise DigestError("digest.nothing-read", {"count": len(paths), "files": refused})
    _require_named(sources, [*words, *([enterprise] if enterprise else [])])
    return Heap(tuple(sources), tuple(forms), tuple(tallies[:_MOST_TALLIES]), tuple(refused))


def moment(text: str) -> datetime | None:
    """A date or time as forms write it, local and without a zone; None if it is none."""
    match = _MOMENT.match(text.strip())
    if match is None:
        return None
    year, month, day, hour, minute = (int(part or 0) for part in match.groups())
    try:
        return datetime(year, month, day, hour, minute)  # noqa: DTZ001 - a form says local time and no zone
    except ValueError:
        return None


def _require_named(sources: Sequence[Source], named: Sequence[str]) -> None:
    headers = list(dict.fromkeys(column.header for source in sources for column in source.columns))
    for header in named:
        if header not in headers:
            raise DigestError("digest.column.unknown", {"column": header, "columns": "、".join(headers[:40])})


def _form(source: int, row: sheets.Row, columns: Sequence[Column]) -> Form:
    def one(role: str) -> str:
        return next((row.values[at].strip() for at, column in enumerate(columns) if column.role == role), "")

    name = one(guessing.ENTERPRISE)
    return Form(
        source=source,
        number=row.number,
        enterprise="" if key(name) in _NOT_NAMED else name,
        contact=one(guessing.CONTACT),
        phone=one(guessing.PHONE),
        officer=one(guessing.OFFICER),
        said_at=moment(one(guessing.DATE)),
        given_kind=one(guessing.KIND),
        given_class=one(guessing.CLASS),
        cells=_cells(row.values, columns, one(guessing.TITLE)),
        values=row.values,
    )


def _cells(values: Sequence[str], columns: Sequence[Column], title: str) -> tuple[Cell, ...]:
    """The cells of words; a title goes before the first of them unless it only repeats its beginning."""
    cells = [Cell(c.header, values[at].strip(), c.asked) for at, c in enumerate(columns) if c.role == guessing.WORDS]
    if title and cells:
        first = cells[0]
        if not key(first.text).startswith(key(title)):
            cells[0] = replace(first, text=f"{title}\n{first.text}" if first.text else title)
    for at, column in enumerate(columns):
        if column.role in (guessing.CHOICES, guessing.CHOICE) and guessing.asks_for_words(column.header):
            # A questionnaire writes what somebody typed behind "other" as 其他〖…〗.
            typed = "；".join(re.findall(r"〖([^〗]+)〗", values[at]))
            if typed:
                cells.append(Cell(column.header, typed, guessing.asked(column.header)))
    return tuple(cells)


def _tallies(source: int, sheet: sheets.Sheet, columns: Sequence[Column]) -> list[Tally]:
    found: list[Tally] = []
    coded: dict[str, Counter[str]] = {}
    ticked: dict[str, set[int]] = {}
    for at, column in enumerate(columns):
        values = [(row.number, row.values[at].strip()) for row in sheet.rows if row.values[at].strip()]
        if column.role in (guessing.CHOICE, guessing.CHOICES):
            answers = Counter(
                answer for _, value in values for answer in value.split(guessing.BETWEEN_CHOICES) if answer
            )
            found.append(Tally(source, column.header, len(values), tuple(answers.most_common(_MOST_ANSWERS))))
        elif column.role == guessing.CODED and (choice := guessing.coded_choice(column.header)):
            counter = coded.setdefault(choice[0], Counter())
            ones = {number for number, value in values if value == "1"}
            counter[choice[1]] += len(ones)
            ticked.setdefault(choice[0], set()).update(ones)
    for question, counter in coded.items():
        found.append(Tally(source, question, len(ticked[question]), tuple(counter.most_common(_MOST_ANSWERS))))
    return found


def _fingerprint(sheet: sheets.Sheet) -> str:
    print_ = hashlib.sha256(repr(sheet.columns).encode())
    for row in sheet.rows:
        print_.update(repr(row.values).encode())
    return print_.hexdigest()
