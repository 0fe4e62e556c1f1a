"""The old Excel container (OLE compound file): what is inside, read from its directory without opening anything."""

from __future__ import annotations

from lianqi.sheets.kinds import wrong
from lianqi.sheets.refusals import SheetError

_ENTRY = 128  # bytes of one directory entry; entries are aligned to it in every sector size
_STORAGE_OR_STREAM = (1, 2, 5)
_FILEPASS = 0x002F


def check(data: bytes, *, name: str) -> None:
    """Refuse an OLE file that is encrypted, carries macros, is no workbook, or stops before its directory."""
    entries = directory(data)
    names = entries.keys()
    if {"EncryptedPackage", "EncryptionInfo"} & names:
        raise SheetError("sheets.locked", {"name": name})
    if not {"Workbook", "Book"} & names:
        if "WordDocument" in names:
            raise wrong(name, "Word 文档", "a Word document")
        if "PowerPoint Document" in names:
            raise wrong(name, "演示文稿", "a presentation")
        if "Root Entry" not in names:
            raise SheetError("sheets.damaged", {"name": name})
        raise wrong(name, "其他 Office 文件", "another kind of Office file")
    if {"_VBA_PROJECT_CUR", "_VBA_PROJECT", "VBA"} & names:
        raise SheetError("sheets.macros", {"name": name})
    if _has_password(data, entries.get("Workbook", entries.get("Book", 0))):
        raise SheetError("sheets.locked", {"name": name})


def directory(data: bytes) -> dict[str, int]:
    """Streams and storages with their first sector: every block with the shape of a directory entry ([MS-CFB] 2.6)."""
    found: dict[str, int] = {}
    for start in range(512, len(data) - _ENTRY + 1, _ENTRY):
        length = int.from_bytes(data[start + 64 : start + 66], "little")
        if not 4 <= length <= 64 or length % 2 or data[start + 66] not in _STORAGE_OR_STREAM:
            continue
        raw = data[start : start + length]
        if raw[-2:] == b"\x00\x00" and raw[-4:-2] != b"\x00\x00":
            first = int.from_bytes(data[start + 116 : start + 120], "little")
            found.setdefault(raw[:-2].decode("utf-16-le", "replace"), first)
    return found


def _has_password(data: bytes, first_sector: int) -> bool:
    """Whether a FILEPASS record stands among the first records, where [MS-XLS] 2.4.117 puts it.

    The reader knows only one of the two ciphers and takes the other's ciphertext for cells.
    """
    sector = 1 << min(int.from_bytes(data[30:32], "little"), 12)
    at = (first_sector + 1) * sector
    for _ in range(4):
        kind = int.from_bytes(data[at : at + 2], "little")
        if kind == _FILEPASS:
            return True
        at += 4 + int.from_bytes(data[at + 2 : at + 4], "little")
    return False
