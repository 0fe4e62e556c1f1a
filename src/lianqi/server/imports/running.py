"""One run of an import: which sheets, which columns, batch by batch, and the rejected rows with their reasons."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db import IntegrityError

from lianqi.server.imports.contract import Importer, Record, Result, reason
from lianqi.sheets import Sheet, SheetError, Workbook, columns, write
from lianqi.sheets.columns import ColumnMapping, Field

#: Rows in one transaction: a killed import loses at most these, and a second run takes them again.
BATCH = 500
_SAMPLE = 200

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Source:
    """A sheet that will be imported, with the fields its columns were found to hold."""

    sheet: Sheet
    mapping: ColumnMapping


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run did. `counts` by state of `contract.STATES`; they add up to `rows`.

    `several` are the rows taken that list more than one thing: their numbers in the file, and how many each lists.
    """

    rows: int
    blank_rows: int
    counts: Mapping[str, int]
    rejected: tuple[tuple[Source, Result], ...]
    several: tuple[tuple[int, int], ...] = ()

    @property
    def changes(self) -> int:
        return self.counts["added"] + self.counts["changed"]


def sources(
    book: Workbook, *, fields: Sequence[Field], said: Mapping[str, str] | None = None, saved: str | None = None
) -> tuple[Source, ...]:
    """The sheets that hold such a table, each with its mapping: guessed, or `saved`; overruled by what was `said`.

    Hidden sheets and sheets without the required columns are left out; refused with `SheetError` when none remains.
    """
    shown = [sheet for sheet in book.sheets if not sheet.hidden] or list(book.sheets)
    found: list[Source] = []
    refusal = SheetError("sheets.no-rows", {"name": book.name})
    for sheet in shown:
        if not sheet.rows:
            continue
        try:
            found.append(Source(sheet, _mapping(sheet, fields, said or {}, saved)))
        except SheetError as error:
            refusal = error
    if not found:
        raise refusal
    return tuple(found)


def run(
    wanted: Sequence[Source],
    importer: Importer,
    *,
    dry_run: bool = False,
    progress: Progress = lambda done, total: None,
    batch: int = BATCH,
) -> Summary:
    """Hand every row to the importer, batch by batch; each batch is a transaction of its own.

    What the database refuses as a whole (full, busy) is raised; the batches before it stand, and the next run goes on.
    """
    total = sum(len(source.sheet.rows) for source in wanted)
    counts: Counter[str] = Counter()
    rejected: list[tuple[Source, Result]] = []
    several: list[tuple[int, int]] = []
    done = 0
    for source in wanted:
        for records in _batches(source, batch):
            for result in _take(importer, records, dry_run=dry_run):
                counts[result.state] += 1
                if result.state == "rejected":
                    rejected.append((source, result))
                elif result.holds > 1:
                    several.append((result.record.number, result.holds))
            done += len(records)
            progress(done, total)
    blank = sum(source.sheet.blank_rows for source in wanted)
    return Summary(total, blank, counts, tuple(rejected), tuple(several))


def _take(importer: Importer, records: Sequence[Record], *, dry_run: bool) -> list[Result]:
    """The batch; where a unique key refuses it, once more, and then row by row, so that only the row at fault is out.

    The second try is for what somebody else wrote meanwhile: it is read and matched this time.
    """
    for _ in range(2):
        try:
            return importer.take(records, dry_run=dry_run)
        except IntegrityError:
            continue
    results: list[Result] = []
    for record in records:
        try:
            results += importer.take([record], dry_run=dry_run)
        except IntegrityError:
            results.append(Result(record, "rejected", "import.row.conflict"))
    return results


def write_rejects(path: str | os.PathLike[str], *, summary: Summary, importer: Importer, lang: str = "zh") -> None:
    """The rejected rows with their own columns, the row number and the reason beside each: correct it and import it."""
    extra = ("原行号", "退回原因") if lang == "zh" else ("row", "reason")
    by_sheet: dict[str, list[tuple[Source, Result]]] = {}
    for source, result in summary.rejected:
        by_sheet.setdefault(source.sheet.name, []).append((source, result))
    with write.workbook(path) as book:
        for name, some in by_sheet.items():
            sheet = some[0][0].sheet
            numbered = {row.number: row.values for row in sheet.rows}
            rows = (
                (
                    str(result.record.number),
                    reason(result, importer.catalogue, lang=lang),
                    *numbered[result.record.number],
                )
                for _, result in some
            )
            write.table(book, name=name, columns=(*extra, *sheet.columns), rows=rows, widths=(8, 60))


def _mapping(sheet: Sheet, fields: Sequence[Field], said: Mapping[str, str], saved: str | None) -> ColumnMapping:
    if saved is not None:
        mapping = columns.from_json(saved, columns=sheet.columns, fields=fields)
    else:
        sample = [row.values for row in sheet.rows[:_SAMPLE]]
        mapping = columns.propose(columns=sheet.columns, sample_rows=sample, fields=fields)
    mapping = columns.adjust(mapping, said, columns=sheet.columns, fields=fields)
    columns.require(mapping, columns=sheet.columns, fields=fields)
    return mapping


def _batches(source: Source, size: int) -> Iterator[list[Record]]:
    places = source.mapping.indexes(source.sheet.columns)
    records: list[Record] = []
    for row in source.sheet.rows:
        values = {field: row.values[place] for field, place in places.items() if row.values[place]}
        records.append(Record(source.sheet.name, row.number, values))
        if len(records) == size:
            yield records
            records = []
    if records:
        yield records
