"""What a file is, judged by its first bytes and its inner names. The extension is never asked."""

from __future__ import annotations

import re

from lianqi.sheets.refusals import SheetError

#: leading bytes → what a person calls such a file (zh, en)
_SIGNATURES: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF", "PDF 文档", "a PDF document"),
    (b"\x89PNG", "图片（PNG）", "a picture (PNG)"),
    (b"\xff\xd8\xff", "图片（JPEG）", "a picture (JPEG)"),
    (b"GIF8", "图片（GIF）", "a picture (GIF)"),
    (b"BM", "图片（BMP）", "a picture (BMP)"),
    (b"II*\x00", "图片（TIFF）", "a picture (TIFF)"),
    (b"MM\x00*", "图片（TIFF）", "a picture (TIFF)"),
    (b"Rar!", "压缩包（RAR）", "a RAR archive"),
    (b"7z\xbc\xaf", "压缩包（7z）", "a 7z archive"),
    (b"\x1f\x8b", "压缩包（gz）", "a gzip archive"),
    (b"{\\rtf", "RTF 文档", "an RTF document"),
    (b"MZ", "程序文件", "a program"),
    (b"\x7fELF", "程序文件", "a program"),
    (b"SQLite format 3", "数据库文件", "a database file"),
)
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BIFF = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08\x10\x00")


def judge(data: bytes, *, name: str) -> str:
    """The kind of container: "zip", "ole" or "text". Everything else is refused as `sheets.kind`, by what it is."""
    if not data:
        raise SheetError("sheets.empty", {"name": name})
    if data.startswith(_ZIP):
        return "zip"
    if data.startswith(_OLE):
        return "ole"
    if data.startswith(b"PK\x05\x06"):
        raise SheetError("sheets.empty", {"name": name})
    if data[:4] in _BIFF:
        raise wrong(name, "很旧的 Excel 文件（Excel 95 以前）", "a very old Excel file (before Excel 95)")
    for signature, zh, en in _SIGNATURES:
        if data.startswith(signature) and not (signature in (b"BM", b"MZ") and b"\x00" not in data[:512]):
            raise wrong(name, zh, en)
    _refuse_markup(data, name=name)
    return "text"


def wrong(name: str, zh: str, en: str) -> SheetError:
    """The refusal of a file that is something else."""
    return SheetError("sheets.kind", {"name": name, "found_zh": zh, "found_en": en})


def _refuse_markup(data: bytes, *, name: str) -> None:
    # Business systems export "xls" files that are HTML or XML inside; a CSV never begins with a tag.
    head = data[:4096].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if not head.startswith(b"<"):
        return
    if b"schemas-microsoft-com:office:spreadsheet" in head:
        raise wrong(name, "XML 表格（2003 格式）", "an XML spreadsheet of 2003")
    if re.search(rb"<(!doctype html|html|head|body|table|meta|div|style|script)\b", head):
        raise wrong(name, "网页（HTML）", "a web page (HTML)")
    if head.startswith(b"<?xml") or re.match(rb"<[a-z_!]", head):
        raise wrong(name, "XML 文件", "an XML file")
