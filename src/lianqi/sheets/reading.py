"""Reading a table file whose kind, encoding and manners nobody vouches for."""

from __future__ import annotations

import os
from pathlib import Path

from lianqi.sheets import archives, compound, delimited, excel, kinds
from lianqi.sheets.headers import sheet_of
from lianqi.sheets.refusals import SheetError
from lianqi.sheets.workbook import LIMITS, MEGABYTE, Limits, Sheet, Workbook


def read(path: str | os.PathLike[str], *, limits: Limits = LIMITS) -> Workbook:
    """The file at `path` as sheets of text.

    xlsx, xls and delimited text are told apart by content. Anything that cannot be read whole and safely is refused
    with `SheetError`; nothing is ever read in part.
    """
    file = Path(path)
    try:
        size = file.stat().st_size
        if size > limits.file_size:
            raise _too_big(file.name, size, limits)
        data = file.read_bytes()
    except FileNotFoundError as error:
        raise SheetError("sheets.missing", {"name": file.name}) from error
    except OSError as error:
        raise SheetError("sheets.unreadable", {"name": file.name}) from error
    return read_bytes(data, name=file.name, limits=limits)


def read_bytes(data: bytes, *, name: str, limits: Limits = LIMITS) -> Workbook:
    """The same for bytes at hand; `name` is only used in what is said about the file."""
    if len(data) > limits.file_size:
        raise _too_big(name, len(data), limits)
    container = kinds.judge(data, name=name)
    if container == "text":
        grid = delimited.grid(data, name=name, limits=limits)
        sheet = sheet_of(grid, name=name, sheet=Path(name).stem or name, limits=limits)
        return Workbook(name, "csv", _some((sheet,) if sheet else (), name=name))
    if container == "zip":
        archives.check(data, name=name, limits=limits)
        return Workbook(name, "xlsx", _some(excel.sheets(data, name=name, limits=limits), name=name))
    compound.check(data, name=name)
    return Workbook(name, "xls", _some(excel.sheets(data, name=name, limits=limits), name=name))


def _some(sheets: tuple[Sheet, ...], *, name: str) -> tuple[Sheet, ...]:
    if not sheets:
        raise SheetError("sheets.empty", {"name": name})
    return sheets


def _too_big(name: str, size: int, limits: Limits) -> SheetError:
    details = {"name": name, "size_mb": -(-size // MEGABYTE), "limit_mb": limits.file_size // MEGABYTE}
    return SheetError("sheets.too-big", details)
