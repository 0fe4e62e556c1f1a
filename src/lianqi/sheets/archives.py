"""The new Excel container (a ZIP of XML parts): measured and checked before anything unpacks it into memory.

A workbook of a few kilobytes can ask for terabytes in four ways, and each is measured here by streaming: parts that
unpack to far more than their packed size; a value in the last row and last column, since the reader lays out the whole
rectangle; one long shared text that a million cells repeat; entities that expand.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator

from lianqi.sheets.kinds import wrong
from lianqi.sheets.refusals import SheetError
from lianqi.sheets.workbook import Limits

_CHUNK = 1 << 18
_OVERLAP = 256  # a cell's opening tag is shorter than this
_CELL = re.compile(
    rb"<(?:\w+:)?c\b(?=[^>]*?\br=\"([A-Z]{1,3})([0-9]{1,7})\")[^>]*?(?<!/)>(?:<(?:\w+:)?v>([0-9]{1,9})</)?"
)
_STRING_CELL = re.compile(rb"<(?:\w+:)?c\b(?=[^>]*?\bt=\"s\")[^>]*?>\s*<(?:\w+:)?v>\s*([0-9]{1,9})\s*</")


def check(data: bytes, *, name: str, limits: Limits) -> None:
    """Refuse an archive that is no plain .xlsx or that is larger inside than `limits` allow."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError) as error:
        raise SheetError("sheets.damaged", {"name": name}) from error
    with archive:
        parts = archive.infolist()
        if len(parts) > limits.entries:
            raise SheetError("sheets.bomb", {"name": name})
        _refuse_other_kinds(archive, name=name)
        declared = sum(part.file_size for part in parts)
        if declared > limits.unpacked or any(_suspicious(part, limits) for part in parts):
            raise SheetError("sheets.bomb", {"name": name})
        try:
            _check_parts(archive, name=name, limits=limits)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as error:
            raise SheetError("sheets.damaged", {"name": name}) from error


def _suspicious(part: zipfile.ZipInfo, limits: Limits) -> bool:
    # Small parts compress arbitrarily well without harm: the ratio counts only above a megabyte.
    return part.file_size > 1 << 20 and part.file_size > limits.ratio * max(part.compress_size, 1)


def _refuse_other_kinds(archive: zipfile.ZipFile, *, name: str) -> None:
    names = {part.filename.lower().lstrip("/") for part in archive.infolist()}
    if any(part.flag_bits & 0x1 for part in archive.infolist()):
        raise SheetError("sheets.locked", {"name": name})
    if any(part.endswith("vbaproject.bin") or part.startswith("xl/macrosheets/") for part in names):
        raise SheetError("sheets.macros", {"name": name})
    if "xl/workbook.xml" in names:
        return
    if "word/document.xml" in names:
        raise wrong(name, "Word 文档", "a Word document")
    if "ppt/presentation.xml" in names:
        raise wrong(name, "演示文稿", "a presentation")
    if "xl/workbook.bin" in names:
        raise wrong(name, "Excel 二进制工作簿（.xlsb）", "a binary Excel workbook (.xlsb)")
    if "mimetype" in names and "content.xml" in names:
        raise wrong(name, "OpenDocument 文件", "an OpenDocument file")
    if not any(part.startswith("xl/") for part in names):
        raise wrong(name, "压缩包（ZIP）", "a ZIP archive")
    # Some other programs name the main part differently; the reader finds it by its relation.


def _check_parts(archive: zipfile.ZipFile, *, name: str, limits: Limits) -> None:
    longest = 0
    for part in archive.infolist():
        lowered = part.filename.lower()
        if lowered.endswith("sharedstrings.xml"):
            longest = _longest_text(archive, part, name=name)
    for part in archive.infolist():
        lowered = part.filename.lower()
        if not lowered.endswith((".xml", ".rels")):
            for _ in _stream(archive, part):  # pictures and the like: only that they unpack to what they declare
                pass
        elif "/worksheets/" in lowered:
            _check_sheet(archive, part, longest, name=name, limits=limits)
        elif not lowered.endswith("sharedstrings.xml"):
            for chunk in _stream(archive, part):
                _refuse_entities(chunk, name=name)


def _stream(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """The part in pieces that overlap a little, so that a tag cut in two is still seen whole once."""
    tail = b""
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            yield tail + chunk
            tail = chunk[-_OVERLAP:]


def _refuse_entities(chunk: bytes, *, name: str) -> None:
    # A part in UTF-16 would hide from every check below; Excel and WPS write UTF-8 only.
    if chunk.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in chunk[:64]:
        raise SheetError("sheets.entities", {"name": name})
    if b"<!DOCTYPE" in chunk or b"<!ENTITY" in chunk:
        raise SheetError("sheets.entities", {"name": name})


def _check_sheet(archive: zipfile.ZipFile, part: zipfile.ZipInfo, longest: int, *, name: str, limits: Limits) -> None:
    """Refuse a sheet whose enclosing rectangle is too large, or whose shared texts would repeat beyond memory."""
    last_row = last_column = strings = 0
    for chunk in _stream(archive, part):
        _refuse_entities(chunk, name=name)
        for match in _CELL.finditer(chunk):
            last_row = max(last_row, int(match[2]))
            last_column = max(last_column, _column_number(match[1]))
            strings += match[3] is not None
    shown = part.filename.rsplit("/", 1)[-1].removesuffix(".xml")
    if last_column > limits.columns:
        raise SheetError("sheets.too-many-columns", {"name": name, "sheet": shown, "limit": limits.columns})
    if last_row * last_column > limits.cells:
        details = {"name": name, "sheet": shown, "rows": last_row, "columns": last_column}
        raise SheetError("sheets.too-wide", details)
    if strings * longest > limits.text and _repeated_text(archive, part, limits) > limits.text:
        raise SheetError("sheets.bomb", {"name": name})


def _longest_text(archive: zipfile.ZipFile, part: zipfile.ZipInfo, *, name: str) -> int:
    longest = 0
    for length in _text_lengths(archive, part, name=name):
        longest = max(longest, length)
    return longest


def _text_lengths(archive: zipfile.ZipFile, part: zipfile.ZipInfo, *, name: str) -> Iterator[int]:
    """Bytes of each shared text with its markup, in order: an upper bound of what each repetition costs."""
    length, rest = 0, b""
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            _refuse_entities(rest + chunk, name=name)
            pieces = (rest + chunk).split(b"</si>")
            for piece in pieces[:-1]:
                yield length + len(piece)
                length = 0
            rest = pieces[-1][-_OVERLAP:]
            length += len(pieces[-1]) - len(rest)


def _repeated_text(archive: zipfile.ZipFile, part: zipfile.ZipInfo, limits: Limits) -> int:
    """Bytes that the sheet's cells take once every shared text is written out. Read only when the bound looks bad."""
    shared = next(entry for entry in archive.infolist() if entry.filename.lower().endswith("sharedstrings.xml"))
    lengths = list(_text_lengths(archive, shared, name=""))
    uses: Counter[int] = Counter()
    for chunk in _stream(archive, part):
        uses.update(int(match[1]) for match in _STRING_CELL.finditer(chunk))
    return sum(lengths[index] * count for index, count in uses.items() if index < len(lengths))


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
