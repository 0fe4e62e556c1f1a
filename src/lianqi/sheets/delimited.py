"""Text tables: CSV and its relatives, in the encodings that Chinese offices meet."""

from __future__ import annotations

import codecs
import csv
import io

from lianqi.sheets.cells import clean
from lianqi.sheets.kinds import wrong
from lianqi.sheets.refusals import SheetError
from lianqi.sheets.workbook import Limits

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_DELIMITERS = (",", "\t", ";", "|")
#: Chinese text is full of it: it separates cells only where the first line shows that it is meant to.
_CHINESE_COMMA = "，"
#: Characters of a column's name; what is longer between two commas is a clause of a sentence.
_LONGEST_NAME = 12


def grid(data: bytes, *, name: str, limits: Limits) -> list[list[str]]:
    """All records of a text table. A record is one row of Excel, however many lines its quoted cells span."""
    text = _decode(data, name=name)
    if not text.strip():
        raise SheetError("sheets.empty", {"name": name})
    if "\x00" in text:
        raise wrong(name, "二进制文件", "a binary file")
    delimiter = _delimiter(text)
    rows: list[list[str]] = []
    lines = io.StringIO(text, newline="")
    reader = csv.reader(lines, delimiter=delimiter)
    filled = first_line = 0
    try:
        for record in reader:
            previous, first_line = first_line, reader.line_num
            values = [clean(value) for value in record]
            rows.append(values)
            filled += any(values)
            if filled > limits.rows:
                raise SheetError("sheets.too-many-rows", {"name": name, "sheet": name, "limit": limits.rows})
            if len(values) > limits.columns:
                raise SheetError("sheets.too-many-columns", {"name": name, "sheet": name, "limit": limits.columns})
    except csv.Error as error:  # a cell beyond csv's own 131,072 characters: a quotation mark that never closes
        raise SheetError("sheets.open-quote", {"name": name, "line": first_line + 1}) from error
    if first_line - previous > 1 and _ends_inside_quotes(text, previous, delimiter):
        raise SheetError("sheets.open-quote", {"name": name, "line": previous + 1})
    return rows


def _decode(data: bytes, *, name: str) -> str:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _decoded(data, encoding, name=name)
    sample = data[:2000]
    if sample.count(0) > len(sample) // 8:
        # UTF-16 without its mark: ASCII separators leave a zero in every second byte.
        return _decoded(data, "utf-16-le" if sample[1::2].count(0) >= sample[::2].count(0) else "utf-16-be", name=name)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data" and _mostly_utf8(data[: error.start]):
            raise SheetError("sheets.damaged", {"name": name}) from error
    return _decoded(data, "gb18030", name=name)


def _mostly_utf8(data: bytes) -> bool:
    # A file cut inside its last character is still UTF-8; as GB18030 it would read as nonsense without any error.
    return any(byte > 127 for byte in data)


def _decoded(data: bytes, encoding: str, *, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        code = "sheets.damaged" if error.start > len(data) - 4 else "sheets.encoding"
        raise SheetError(code, {"name": name}) from error


def _delimiter(text: str) -> str:
    """The separator that splits the first records into the same number of cells most often; a comma when none does."""
    sample = text[:20_000]
    best, best_score = ",", 0.0
    for delimiter in _DELIMITERS:
        widths = [len(record) for record in _records(sample, delimiter)]
        wide = [width for width in widths if width > 1]
        if not wide:
            continue
        usual = max(set(wide), key=wide.count)
        score = wide.count(usual) / len(widths) * min(usual, 20)
        if score > best_score:
            best, best_score = delimiter, score
    # A score below 1: no other separator splits even half of the records in two.
    return _CHINESE_COMMA if best_score < 1 and _chinese_comma_separates(sample) else best


def _records(sample: str, delimiter: str) -> list[list[str]]:
    return [record for record in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter) if record][:30]


def _chinese_comma_separates(sample: str) -> bool:
    """Whether "，" stands between cells: the first line names at least two columns, shortly, and no line has more.
    A single column of sentences, which have commas of their own, stays a single column.
    """
    header, *others = _records(sample, _CHINESE_COMMA) or [[]]
    named = len(header) > 1 and all(0 < len(cell.strip()) <= _LONGEST_NAME for cell in header)
    a_sentence = any(mark in cell for cell in header for mark in "。！？；：")
    as_wide = sum(len(record) == len(header) for record in others)
    return (
        named and not a_sentence and all(len(record) <= len(header) for record in others) and as_wide * 2 >= len(others)
    )


def _ends_inside_quotes(text: str, lines_before: int, delimiter: str) -> bool:
    # The tolerant reader swallows the rest of a file after a stray quotation mark; only the strict one says so.
    tail = "".join(io.StringIO(text, newline="").readlines()[lines_before:])
    try:
        for _ in csv.reader(io.StringIO(tail, newline=""), delimiter=delimiter, strict=True):
            pass
    except csv.Error as error:
        return "end of data" in str(error)
    return False
