"""Pictures, drawn anew: only the points remain. Place, time, telephone, owner, thumbnails, trailing data are gone."""

from __future__ import annotations

import io
import struct
import zlib

from PIL import Image, ImageOps

from lianqi.server.blobs.refusals import BlobRefusal

#: Points of a picture: more than any telephone's ordinary photo (50 megapixels), and 256 MB in memory.
MOST_POINTS = 64_000_000
#: JPEG quality of a photo that had to be turned; one that had not keeps its own tables.
_QUALITY = 92
#: Only these readers are let near foreign bytes.
_FORMATS = ("JPEG", "PNG", "WEBP")


def clean(data: bytes) -> bytes:
    """The picture upright and without metadata, in its own format; of several pictures in one file the first.

    Colour profiles go too: a photo in wide colours looks a little paler. Refused: `blob.bomb`, `blob.damaged`.
    """
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as picture:
            # The header alone has been read by now.
            if picture.width * picture.height > MOST_POINTS:
                raise BlobRefusal("blob.bomb")
            picture.load()
            return _drawn_anew(picture)
    except Image.DecompressionBombError as error:
        raise BlobRefusal("blob.bomb") from error
    except (OSError, ValueError, SyntaxError, EOFError, struct.error, zlib.error) as error:
        raise BlobRefusal("blob.damaged") from error


def _drawn_anew(picture: Image.Image) -> bytes:
    # The format is lost when a picture is turned. MPO: a JPEG with more pictures behind the first.
    kind = "JPEG" if picture.format == "MPO" else picture.format
    turned = picture.getexif().get(0x0112, 1) not in (0, 1)
    upright = ImageOps.exif_transpose(picture) if turned else picture
    # What Pillow would write again by itself: comments, EXIF, profiles. Transparency is part of the points.
    upright.info = {key: value for key, value in upright.info.items() if key == "transparency"}
    upright.getexif().clear()
    drawn = io.BytesIO()
    if kind == "JPEG":
        upright.save(drawn, "JPEG", quality="keep" if upright.format == "JPEG" else _QUALITY)
    elif kind == "WEBP":
        upright.save(drawn, "WEBP", quality=_QUALITY)
    else:
        upright.save(drawn, "PNG")
    return drawn.getvalue()
