"""Rows out as .xlsx that no spreadsheet program will execute: every text stays text."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import xlsxwriter

LONGEST_TEXT = 32_767  # characters in one cell, a limit of Excel; xlsxwriter drops longer ones without a word
_CUT = "……（超出单元格上限，全文见原文件）"
_FORBIDDEN_IN_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


@contextmanager
def workbook(path: str | os.PathLike[str]) -> Iterator[Any]:
    """An xlsxwriter workbook whose strings are inert, moved to `path` only when it was written whole.

    A value such as =HYPERLINK(...) typed by whoever filled in a form is shown, never computed or followed.
    """
    target = Path(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(f".{target.name}.{os.getpid()}.part")
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(os.fspath(unfinished), options)
    try:
        yield book
        book.close()
        os.replace(unfinished, target)
    finally:
        unfinished.unlink(missing_ok=True)


def table(
    book: Any, *, name: str, columns: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[float] = ()
) -> Any:
    """One sheet: a frozen, filterable header, wrapped text below. Returns xlsxwriter's sheet; widths in characters."""
    sheet = book.add_worksheet(sheet_name(name, taken=[other.get_name() for other in book.worksheets()]))
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "vcenter", "border": 1, "bg_color": "#E8EEF7"})
    body = book.add_format({"text_wrap": True, "valign": "top", "border": 1, "num_format": "@"})
    for column, title in enumerate(columns):
        sheet.write_string(0, column, cell_text(title), head)
        sheet.set_column(column, column, widths[column] if column < len(widths) else 18)
    last = 0
    for last, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            sheet.write_string(last, column, cell_text(value), body)
    sheet.freeze_panes(1, 0)
    if columns:
        sheet.autofilter(0, 0, last, len(columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    return sheet


def cell_text(text: str) -> str:
    """The text as one cell can hold it; what is cut says so."""
    return text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - len(_CUT)] + _CUT


def sheet_name(wanted: str, *, taken: Iterable[str]) -> str:
    """A name that Excel allows (31 characters, none of []:*?/\\) and that no other sheet has."""
    used = {name.casefold() for name in taken}
    plain = _FORBIDDEN_IN_NAME.sub("_", wanted).strip("' ")[:31] or "Sheet"
    name, number = plain, 1
    while name.casefold() in used:
        number += 1
        name = f"{plain[: 31 - len(str(number)) - 2]}（{number}）"
    return name
