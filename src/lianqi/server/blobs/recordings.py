"""Voice notes: the sound stays; where, when, by whom and on which telephone it was taken goes.

AMR: RFC 4867. M4A: ISO/IEC 14496-12 boxes. MP3: ID3v2 (id3.org) before and ID3v1 behind the frames. WAV: RIFF chunks.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from lianqi.server.blobs.refusals import BlobRefusal

#: Boxes that hold others, as far as a recording needs to be looked into.
_HOLDERS = frozenset({b"moov", b"trak", b"mdia", b"edts"})
#: Boxes that tell about the recording: place (©xyz), telephone, title; and free ones, in which anything may hide.
_TELLING = frozenset({b"udta", b"meta", b"uuid", b"free", b"skip"})
#: moov, trak, mdia, hdlr: no recording nests its boxes deeper than twice that.
_DEEPEST = 8
#: Chunks of a WAV that are needed to hear it.
_HEARD = frozenset({b"fmt ", b"fact", b"data"})


@dataclass(frozen=True, slots=True)
class _Box:
    kind: bytes
    start: int  # of its header
    body: int
    end: int


def clean_amr(data: bytes) -> bytes:
    """An AMR holds frames of sound only, and is kept as it is. Refused: `blob.damaged` without any."""
    if len(data) < 16:
        raise BlobRefusal("blob.damaged")
    return data


def is_sound_only(data: bytes) -> bool:
    """Whether an MPEG-4 file has a track of sound and none of pictures. Refused: `blob.damaged`."""
    handlers = {data[box.body + 8 : box.body + 12] for box in _boxes(data, 0, len(data)) if box.kind == b"hdlr"}
    if not handlers:
        raise BlobRefusal("blob.damaged")
    return b"soun" in handlers and not handlers & {b"vide", b"pict", b"auxv"}


def clean_m4a(data: bytes) -> bytes:
    """The recording with the boxes that tell about it blanked, in place: the sound's offsets stay true."""
    cleaned = bytearray(data)
    for box in _boxes(data, 0, len(data)):
        if box.kind in _TELLING:
            cleaned[box.start + 4 : box.start + 8] = b"free"
            cleaned[box.body : box.end] = bytes(box.end - box.body)
        elif box.kind in (b"mvhd", b"tkhd", b"mdhd"):
            # When it was made and changed: two numbers behind version and flags, of 8 bytes each in version 1.
            width = 16 if data[box.body] == 1 else 8
            cleaned[box.body + 4 : box.body + 4 + width] = bytes(width)
    return bytes(cleaned)


def _boxes(data: bytes, start: int, end: int, depth: int = 0) -> Iterator[_Box]:
    """Every box, outer before inner. Refused: `blob.damaged` for one that does not lie in its holder."""
    while start < end:
        if start + 8 > end or depth > _DEEPEST:
            raise BlobRefusal("blob.damaged")
        size, kind = struct.unpack(">I4s", data[start : start + 8])
        body = start + 8
        if size == 1 and body + 8 <= end:
            (size,) = struct.unpack(">Q", data[body : body + 8])
            body += 8
        # Size 0: to the end of the file.
        stop = start + size if size else end
        if stop < body or stop > end:
            raise BlobRefusal("blob.damaged")
        yield _Box(kind, start, body, stop)
        if kind in _HOLDERS:
            yield from _boxes(data, body, stop, depth + 1)
        start = stop


def is_mp3(data: bytes) -> bool:
    """Whether the bytes begin like an MP3: an ID3v2 tag, or a frame of MPEG audio, layer III."""
    if data.startswith(b"ID3"):
        return True
    # Eleven bits set, a version that exists, layer III, a bit rate and a sample rate that exist.
    return (
        len(data) > 4
        and data[0] == 0xFF
        and data[1] & 0xE6 == 0xE2
        and data[1] & 0x18 != 0x08
        and data[2] >> 4 not in (0, 15)
        and data[2] >> 2 & 3 != 3
    )


def clean_mp3(data: bytes) -> bytes:
    """The frames without the tags around them. Refused: `blob.damaged` where no frame follows a tag."""
    start, end = 0, len(data)
    while data[start : start + 3] == b"ID3":
        if start + 10 > end:
            raise BlobRefusal("blob.damaged")
        # Seven bits a byte; the tenth flag says that a footer of ten bytes follows.
        size = sum(
            (byte & 0x7F) << shift for byte, shift in zip(data[start + 6 : start + 10], (21, 14, 7, 0), strict=True)
        )
        start += 10 + size + (10 if data[start + 5] & 0x10 else 0)
    start = end - len(data[start:].lstrip(b"\x00"))  # padding
    if data[end - 128 : end - 125] == b"TAG":
        end -= 128
    frames = data[start:end]
    if frames.startswith(b"ID3") or not is_mp3(frames):
        raise BlobRefusal("blob.damaged")
    return frames


def clean_wav(data: bytes) -> bytes:
    """The recording with the chunks that make the sound only. Refused: `blob.damaged` without them, or cut short."""
    kept: dict[bytes, bytes] = {}
    (declared,) = struct.unpack("<I", data[4:8])
    # What stands behind the declared end is no sound. Recorders that were stopped by force leave 0 there.
    start, end = 12, min(len(data), 8 + declared) if declared else len(data)
    while start + 8 <= end:
        kind, size = struct.unpack("<4sI", data[start : start + 8])
        if start + 8 + size > end:
            raise BlobRefusal("blob.damaged")
        if kind in _HEARD:
            kept.setdefault(kind, data[start : start + 8 + size] + b"\x00" * (size % 2))
        start += 8 + size + size % 2
    if not {b"fmt ", b"data"} <= kept.keys():
        raise BlobRefusal("blob.damaged")
    body = b"WAVE" + b"".join(kept[kind] for kind in (b"fmt ", b"fact", b"data") if kind in kept)
    return b"RIFF" + struct.pack("<I", len(body)) + body
