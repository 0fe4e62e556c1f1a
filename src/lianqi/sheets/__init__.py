"""ENGINE. Spreadsheets in, rows of text out; rows in, inert spreadsheets out. Hostile files are refused in words."""

from lianqi.sheets.reading import read, read_bytes
from lianqi.sheets.refusals import CATALOGUE, SheetError
from lianqi.sheets.workbook import LIMITS, Limits, Row, Sheet, Workbook

__all__ = ["CATALOGUE", "LIMITS", "Limits", "Row", "Sheet", "SheetError", "Workbook", "read", "read_bytes"]
