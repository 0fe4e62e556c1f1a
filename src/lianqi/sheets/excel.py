"""Excel files through calamine, after `archives` or `compound` let them pass."""

from __future__ import annotations

import io

import python_calamine as calamine

from lianqi.sheets.cells import text_of
from lianqi.sheets.headers import sheet_of
from lianqi.sheets.refusals import SheetError
from lianqi.sheets.workbook import Limits, Sheet


def sheets(data: bytes, *, name: str, limits: Limits) -> tuple[Sheet, ...]:
    """Every worksheet that holds something, in the workbook's order."""
    try:
        with calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)) as workbook:
            return tuple(_sheets(workbook, name=name, limits=limits))
    except calamine.PasswordError as error:
        raise SheetError("sheets.locked", {"name": name}) from error
    except calamine.CalamineError as error:
        raise SheetError("sheets.damaged", {"name": name}) from error
    except (ValueError, OSError, IndexError, OverflowError) as error:
        raise SheetError("sheets.damaged", {"name": name}) from error
    except BaseException as error:
        # The reader's own panics on hostile files derive from BaseException and must not end the program.
        if type(error).__name__ == "PanicException":
            raise SheetError("sheets.damaged", {"name": name}) from error
        raise


def _sheets(workbook: calamine.CalamineWorkbook, *, name: str, limits: Limits) -> list[Sheet]:
    found = []
    for metadata in workbook.sheets_metadata:
        if metadata.typ != calamine.SheetTypeEnum.WorkSheet:
            continue
        source = workbook.get_sheet_by_name(metadata.name)
        hidden = metadata.visible != calamine.SheetVisibleEnum.Visible
        if source.end is not None and source.end[1] + 1 > limits.columns:
            details = {"name": name, "sheet": metadata.name, "limit": limits.columns}
            raise SheetError("sheets.too-many-columns", details)
        sheet = sheet_of(_grid(source), name=name, sheet=metadata.name, limits=limits, hidden=hidden)
        if sheet is not None:
            found.append(sheet)
    return found


def _grid(source: calamine.CalamineSheet) -> list[list[str]]:
    if source.start is None:
        return []
    blank: list[str] = []
    grid: list[list[str]] = []
    for row in source.to_python(skip_empty_area=False):
        # Tens of thousands of formatted but empty rows are common: none of their cells is looked at twice.
        filled = any(value != "" for value in row)
        grid.append(["" if value == "" else text_of(value) for value in row] if filled else blank)
    return _fill_down(grid, source.merged_cell_ranges or [])


def _fill_down(grid: list[list[str]], merged: list[tuple[tuple[int, int], tuple[int, int]]]) -> list[list[str]]:
    """Repeat a cell that is merged over several rows in each of them: a ledger writes 责任单位 once for five matters.

    Only rows that hold something themselves are filled, so a merge over blank rows makes no row of its own.
    """
    for (top, left), (bottom, _right) in merged:
        if bottom == top or top >= len(grid) or left >= len(grid[top]) or not grid[top][left]:
            continue
        value = grid[top][left]
        for row in grid[top + 1 : bottom + 1]:
            if left < len(row) and not row[left] and any(row):
                row[left] = value
    return grid
