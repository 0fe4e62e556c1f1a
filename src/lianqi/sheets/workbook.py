"""A table file as the rest of the project sees it: sheets, columns, rows of text, whatever the file's format was."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Row:
    """One row of data. `number` is the row number that Excel shows (1-based); one value per column, "" where empty."""

    number: int
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet below its header.

    `columns` are unique and never empty; `header_row` is the row number Excel shows; `blank_rows` counts the rows
    without any value, wherever they stood below the header. `hidden` is set for sheets the author hid.
    """

    name: str
    columns: tuple[str, ...]
    header_row: int
    rows: tuple[Row, ...]
    blank_rows: int
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Workbook:
    """A file that was read. `kind` is xlsx, xls or csv, judged by content; sheets without any value are left out."""

    name: str
    kind: str
    sheets: tuple[Sheet, ...]


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one file may hold. Sizes in bytes. A file beyond them is refused before it is unpacked into memory.

    The defaults take a registry of 200,000 enterprises; `ratio` is unpacked to packed (a plain sheet reaches 20,
    a bomb 1,000); `cells` bounds the rectangle that encloses all values, which is what reading costs.
    """

    file_size: int = 64 * MEGABYTE
    unpacked: int = 512 * MEGABYTE
    ratio: int = 200
    entries: int = 2_000
    rows: int = 200_000
    columns: int = 1_000
    cells: int = 12_000_000
    text: int = 512 * MEGABYTE


LIMITS = Limits()
