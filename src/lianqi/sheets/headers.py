"""From a grid of text to a sheet: where the header stands, what the columns are called, which rows hold data."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lianqi.sheets.refusals import SheetError
from lianqi.sheets.workbook import Limits, Row, Sheet

_LOOK = 30  # a header stands within the first rows that hold anything
_VALUE = re.compile(r"[\d\s.,:/%+()-]+|\d{4}[-/年].*|[0-9A-Z]{15,}|1\d{10}", re.ASCII)


def sheet_of(
    grid: Sequence[Sequence[str]], *, name: str, sheet: str, limits: Limits, hidden: bool = False
) -> Sheet | None:
    """The sheet under its header, or None when nothing stands in it.

    Title lines, notes and a group line above the header are passed over. Rows keep the number that Excel shows.
    """
    filled = [index for index, row in enumerate(grid) if any(row)]
    if not filled:
        return None
    header = _header_index(grid, filled)
    header += _is_upper_line(grid, header)
    body = [index for index in filled if index > header]
    if len(body) > limits.rows:
        raise SheetError("sheets.too-many-rows", {"name": name, "sheet": sheet, "limit": limits.rows})
    width = max(_width(grid[index]) for index in (header, *body))
    columns = _column_names(grid, header, width)
    rows = tuple(Row(index + 1, _fit(grid[index], width)) for index in body)
    blank = len(grid) - header - 1 - len(body)
    return Sheet(sheet, columns, header + 1, rows, blank, hidden)


def _width(row: Sequence[str]) -> int:
    return next((index + 1 for index in range(len(row) - 1, -1, -1) if row[index]), 0)


def _fit(row: Sequence[str], width: int) -> tuple[str, ...]:
    return tuple(row[:width]) + ("",) * (width - len(row))


def _header_index(grid: Sequence[Sequence[str]], filled: Sequence[int]) -> int:
    """The first row that is nearly as wide as the table and reads like names rather than values."""
    looked = filled[:_LOOK]
    counts = {index: sum(1 for value in grid[index] if value) for index in looked}
    usual = sorted(counts.values())[len(counts) // 2]
    for index in looked[:15]:
        names = [value for value in grid[index] if value]
        if counts[index] * 2 <= max(usual, 1) or (usual > 1 and counts[index] < 2):
            continue
        if sum(1 for value in names if _VALUE.fullmatch(value)) * 4 <= len(names):
            return index
    return looked[0]


def _is_upper_line(grid: Sequence[Sequence[str]], header: int) -> bool:
    """Whether the header has a second line: group names above (企业信息), field names below (名称, 代码).

    Told by cells that complete each other: merged across above, merged down below, with data under both.
    """
    if header + 2 >= len(grid):
        return False
    width = max(_width(grid[header + offset]) for offset in range(3))
    upper, lower, first = (_fit(grid[header + offset], width) for offset in range(3))
    across = any(below and not above for above, below in zip(upper, lower, strict=True))
    down = any(above and not below and data for above, below, data in zip(upper, lower, first, strict=True))
    names = all(len(name) <= 20 and not _VALUE.fullmatch(name) for name in lower if name)
    return across and down and names


def _column_names(grid: Sequence[Sequence[str]], header: int, width: int) -> tuple[str, ...]:
    above = next((grid[index] for index in range(header - 1, -1, -1) if sum(map(bool, grid[index])) > 1), ())
    names: list[str] = []
    seen: dict[str, int] = {}
    for index in range(width):
        name = grid[header][index] if index < len(grid[header]) else ""
        # A two-line header merges 序号 over both lines: its name stands in the upper one.
        name = re.sub(r"\s*\n\s*", " ", name or (above[index] if index < len(above) else "")) or f"第{index + 1}列"
        seen[name] = seen.get(name, 0) + 1
        names.append(name if seen[name] == 1 else f"{name}（{seen[name]}）")
    return tuple(names)
