"""Files as people send them, and as others forge them; all made here."""

from __future__ import annotations

import io
import struct
import wave
import zipfile
import zlib

from docx import Document
from PIL import Image, PngImagePlugin
from xlsxwriter import Workbook

#: What a telephone writes into a photo: it must not be found in anything that is kept.
PLACE = b"N27.829 E112.944 Hongqi Road 8"
_GPS, _MAKE, _ORIENTATION, _SOFTWARE = 0x8825, 0x010F, 0x0112, 0x0131


def photo(kind: str = "JPEG", *, size: tuple[int, int] = (60, 40), orientation: int = 1, **options: object) -> bytes:
    """A photo, red on its left half, with a place, a telephone and a comment in it."""
    picture = Image.new("RGB", size, "white")
    picture.paste("red", (0, 0, size[0] // 2, size[1]))
    exif = Image.Exif()
    exif[_MAKE], exif[_ORIENTATION], exif[_SOFTWARE] = "Moon Phone 9", orientation, PLACE.decode()
    exif[_GPS] = {1: "N", 2: (27.0, 49.0, 44.0), 29: PLACE.decode()}
    if kind == "PNG":
        told = PngImagePlugin.PngInfo()
        told.add_text("Comment", PLACE.decode())
        options["pnginfo"] = told
    elif kind == "JPEG":
        options["comment"] = PLACE
    made = io.BytesIO()
    picture.save(made, kind, exif=exif, **options)
    return made.getvalue() + PLACE


def huge_png() -> bytes:
    """A few kilobytes that ask for 40,000 by 40,000 points."""
    made = bytearray(photo("PNG"))
    made[16:24] = struct.pack(">II", 40_000, 40_000)
    made[29:33] = struct.pack(">I", zlib.crc32(bytes(made[12:29])))
    return bytes(made)


def pdf(inside: bytes = b"") -> bytes:
    return b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog " + inside + b">>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"


def docx() -> bytes:
    document = Document()
    document.add_paragraph("三号厂房屋顶漏水，照片附后。")
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def xlsx() -> bytes:
    made = io.BytesIO()
    with Workbook(made) as book:
        book.add_worksheet("清单").write(0, 0, "屋顶漏水")
    return made.getvalue()


def repacked(data: bytes, *, add: dict[str, bytes] | None = None, replace: tuple[bytes, bytes] = (b"", b"")) -> bytes:
    """The same archive with more parts in it, or with bytes replaced in its list of types."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            text = old.read(part)
            new.writestr(part, text.replace(*replace) if part.filename == "[Content_Types].xml" else text)
        for name, text in (add or {}).items():
            new.writestr(name, text)
    return made.getvalue()


def wav() -> bytes:
    """A second of silence, with a list of who recorded it where."""
    made = io.BytesIO()
    with wave.open(made, "wb") as sound:
        sound.setparams((1, 2, 8000, 0, "NONE", ""))
        sound.writeframes(bytes(16_000))
    told = b"LIST" + struct.pack("<I", len(PLACE)) + PLACE
    sound = made.getvalue() + told
    return b"RIFF" + struct.pack("<I", len(sound) - 8) + sound[8:] + PLACE


def _box(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(body), kind) + body


def m4a(*tracks: bytes, brand: bytes = b"M4A ") -> bytes:
    """A recording with these tracks (b"soun", b"vide"), made in 2026 at a place."""
    made_in_2026 = struct.pack(">II", 3_850_000_000, 3_850_000_000)
    held = b"".join(
        _box(
            b"trak", _box(b"mdia", _box(b"hdlr", bytes(8) + track + bytes(12)) + _box(b"mdhd", bytes(4) + made_in_2026))
        )
        for track in tracks
    )
    moov = _box(b"moov", _box(b"mvhd", bytes(4) + made_in_2026) + held + _box(b"udta", _box(b"\xa9xyz", PLACE)))
    return _box(b"ftyp", brand + bytes(4)) + moov + _box(b"mdat", b"sound" * 20) + _box(b"free", PLACE)


def mp3(*, frames: bytes = b"\xff\xfb\x90\x00" + bytes(413)) -> bytes:
    size = bytes(len(PLACE) >> shift & 0x7F for shift in (21, 14, 7, 0))
    return b"ID3\x04\x00\x00" + size + PLACE + frames + b"TAG" + PLACE.ljust(125, b"\x00")


def amr() -> bytes:
    return b"#!AMR\n" + b"\x3c" + bytes(31)
