"""PDF, docx and xlsx: kept as they are, after a look that they are whole, readable and start nothing."""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from lianqi.server.blobs.refusals import BlobRefusal

#: The name of the stream that holds an encrypted docx or xlsx, as it is spelled in the old container.
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
MOST_PARTS = 5_000
#: What the parts of a document may come to when unpacked, and how well a large part may have been packed.
MOST_UNPACKED = 400_000_000
_MOST_RATIO = 200
_CHUNK = 1 << 18

# Names in a PDF may be spelled with #xx; those that start something are looked for after undoing that. What hides in
# a compressed object is not seen here: files are served as downloads, never opened by the server.
# `/JS` is short enough to occur in a scan by chance: it counts with its script, or a reference to it, behind it.
_STARTS = re.compile(rb"/(?:(?:JavaScript|Launch|RichMedia|XFA)(?=[\s/<(\[\]>])|JS\s*(?:[(<]|\d+\s+\d+\s+R))")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_DANGEROUS_PARTS = re.compile(r"vbaproject\.bin$|vbadata\.xml$|/macrosheets/|/activex/|oleobject\d*\.bin$")


def clean_pdf(data: bytes) -> bytes:
    """The PDF unchanged. Refused: `blob.damaged` (cut short), `blob.locked`, `blob.active`."""
    # Readers forgive some lines after the end, not more.
    if b"%%EOF" not in data[-2048:]:
        raise BlobRefusal("blob.damaged")
    plain = _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), data)
    if re.search(rb"/Encrypt(?=[\s/<])", plain):
        raise BlobRefusal("blob.locked")
    if _STARTS.search(plain):
        raise BlobRefusal("blob.active")
    return data


def judge_office(data: bytes) -> str | None:
    """ "docx" or "xlsx" by the main part inside; None for any other archive. Refused: `blob.damaged`."""
    with _opened(data) as archive:
        names = {part.filename.lower().lstrip("/") for part in archive.infolist()}
    if "[content_types].xml" not in names:
        return None
    if "word/document.xml" in names:
        return "docx"
    return "xlsx" if "xl/workbook.xml" in names else None


def clean_office(data: bytes) -> bytes:
    """The document unchanged. Refused: `blob.locked`, `blob.active` (macros, controls, embedded objects), `blob.bomb`,
    `blob.damaged` (a part that does not unpack to what it declares).
    """
    with _opened(data) as archive:
        parts = archive.infolist()
        if any(part.flag_bits & 0x1 for part in parts):
            raise BlobRefusal("blob.locked")
        if any(_DANGEROUS_PARTS.search(part.filename.lower()) for part in parts):
            raise BlobRefusal("blob.active")
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
            raise BlobRefusal("blob.bomb")
        # A small part harms nobody however well it was packed.
        if any(part.file_size > 1 << 20 and part.file_size > _MOST_RATIO * part.compress_size for part in parts):
            raise BlobRefusal("blob.bomb")
        try:
            for part in parts:
                _refuse_macro_type(archive, part)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as error:
            raise BlobRefusal("blob.damaged") from error
    return data


def _refuse_macro_type(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Read a part to its end, which checks its sum; a document that calls itself macro-enabled is refused."""
    declares = part.filename.lower().endswith("[content_types].xml")
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            if declares and b"macroenabled" in chunk.lower():
                raise BlobRefusal("blob.active")


def _opened(data: bytes) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError) as error:
        raise BlobRefusal("blob.damaged") from error
