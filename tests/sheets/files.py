"""Files for the tests, made here: honest workbooks, old workbooks, and files that want harm."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence

import xlsxwriter

HEADER = ("企业名称", "联系人", "诉求")
ROWS = (("青禾机械有限公司", "周敏", "厂区门口路灯不亮"), ("白鹭食品有限公司", "陈岚", "招工难"))
_SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def xlsx(rows: Sequence[Sequence[object]], *, sheet: str = "Sheet1") -> bytes:
    """A workbook as Excel writes it."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    page = book.add_worksheet(sheet)
    for number, row in enumerate(rows):
        page.write_row(number, 0, row)
    book.close()
    return out.getvalue()


def with_parts(data: bytes, parts: Mapping[str, bytes], *, without: Sequence[str] = ()) -> bytes:
    """The archive with parts put in or replaced, or left out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for part in source.infolist():
            if part.filename not in parts and part.filename not in without:
                target.writestr(part, source.read(part))
        for name, content in parts.items():
            target.writestr(name, content)
    return out.getvalue()


def sheet_xml(cells: str) -> bytes:
    """The XML of a sheet that holds exactly these rows."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<?xml version="1.0"?><worksheet xmlns="{main}"><sheetData>{cells}</sheetData></worksheet>'.encode()


def text_cell(at: str, text: str = "x") -> str:
    """One cell that carries its own text."""
    return f'<c r="{at}" t="inlineStr"><is><t>{text}</t></is></c>'


def compound(streams: Mapping[str, bytes]) -> bytes:
    """An OLE compound file ([MS-CFB], version 3) with these streams, each at least 4,096 bytes after padding."""
    sectors: list[bytes] = []
    chain: list[int] = []
    entries = [_entry("Root Entry", 5, _END, 0, child=1)]
    for number, (name, content) in enumerate(streams.items(), start=1):
        content = content.ljust(4096, b"\x00")
        first = len(sectors)
        pieces = [content[at : at + _SECTOR].ljust(_SECTOR, b"\x00") for at in range(0, len(content), _SECTOR)]
        sectors += pieces
        chain += [*range(first + 1, first + len(pieces)), _END]
        right = number + 1 if number < len(streams) else _FREE
        entries.append(_entry(name, 2, first, len(content), right=right))
    directory = b"".join(entries)
    directory_first = len(sectors)
    directory_sectors = [
        directory[at : at + _SECTOR].ljust(_SECTOR, b"\x00") for at in range(0, len(directory), _SECTOR)
    ]
    sectors += directory_sectors
    chain += [*range(directory_first + 1, directory_first + len(directory_sectors)), _END]
    fat_at = len(sectors)
    chain.append(_FAT)
    assert len(chain) <= 128, "one FAT sector is all this writes"
    fat = b"".join(struct.pack("<I", link) for link in chain).ljust(_SECTOR, b"\xff")
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIII", 0, 1, directory_first, 0, 4096, _END, 0, _END, 0)
    head += struct.pack("<I", fat_at) + b"\xff" * 432
    return head + b"".join(sectors) + fat


def _entry(name: str, kind: int, first: int, size: int, *, right: int = _FREE, child: int = _FREE) -> bytes:
    raw = name.encode("utf-16-le") + b"\x00\x00"
    entry = raw.ljust(64, b"\x00") + struct.pack("<HBB", len(raw), kind, 1)
    return entry + struct.pack("<III", _FREE, right, child) + bytes(36) + struct.pack("<IQ", first, size)


def xls_stream(rows: Sequence[Sequence[str | float]], *, locked: bool = False) -> bytes:
    """A BIFF8 workbook stream ([MS-XLS]) with one sheet of labels and numbers."""
    begin = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0x07CC, 0, 6))
    password = _record(0x002F, struct.pack("<HHH", 0, 0x1234, 0x5678)) if locked else b""
    codepage = _record(0x0042, struct.pack("<H", 1200))
    name = "台账".encode("utf-16-le")
    length = len(begin) + len(password) + len(codepage) + 4 + 8 + len(name) + 4
    bound = _record(0x0085, struct.pack("<IBBBB", length, 0, 0, 2, 1) + name)
    sheet = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0x07CC, 0, 6))
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            if isinstance(value, str):
                text = value.encode("utf-16-le")
                sheet += _record(0x0204, struct.pack("<HHHHB", row, column, 0, len(value), 1) + text)
            else:
                sheet += _record(0x0203, struct.pack("<HHHd", row, column, 0, value))
    end = _record(0x000A, b"")
    return begin + password + codepage + bound + end + sheet + end


def _record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content
