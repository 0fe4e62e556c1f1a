"""What a file is, judged by its bytes; its name and what the sender says of it are never asked.

Taken are what people photograph, write and say: pictures, PDF, docx, xlsx, voice. Everything else is refused by name.
Each is then cleaned of what it tells about its sender (`pictures`, `recordings`); authors named inside a PDF or an
Office document stay, since taking them out would break a signature on it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from lianqi.server.blobs import documents, pictures, recordings
from lianqi.server.blobs.refusals import BlobRefusal

#: A megabyte as people read it.
MB = 1_000_000


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of file: how the web calls it, the most bytes it may have as sent, and what makes it fit to keep."""

    media_type: str
    most: int
    clean: Callable[[bytes], bytes]


@dataclass(frozen=True, slots=True)
class Clean:
    """A file fit to be kept and shown."""

    media_type: str
    data: bytes


_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KINDS: Mapping[str, Kind] = {
    "jpeg": Kind("image/jpeg", 30 * MB, pictures.clean),
    "png": Kind("image/png", 30 * MB, pictures.clean),
    "webp": Kind("image/webp", 30 * MB, pictures.clean),
    "pdf": Kind("application/pdf", 50 * MB, documents.clean_pdf),
    "docx": Kind(_WORD, 50 * MB, documents.clean_office),
    "xlsx": Kind(_EXCEL, 50 * MB, documents.clean_office),
    "amr": Kind("audio/amr", 30 * MB, recordings.clean_amr),
    "m4a": Kind("audio/mp4", 30 * MB, recordings.clean_m4a),
    "mp3": Kind("audio/mpeg", 30 * MB, recordings.clean_mp3),
    "wav": Kind("audio/wav", 30 * MB, recordings.clean_wav),
}
#: More than this no kind may have: who receives an upload can stop reading there.
MOST = max(kind.most for kind in KINDS.values())

#: leading bytes → what a person calls such a file (zh, en)
_REFUSED: tuple[tuple[bytes, str, str], ...] = (
    (b"GIF8", "动图（GIF）", "a GIF picture"),
    (b"BM", "位图（BMP）", "a BMP picture"),
    (b"II*\x00", "图片（TIFF）", "a TIFF picture"),
    (b"MM\x00*", "图片（TIFF）", "a TIFF picture"),
    (b"Rar!", "压缩包（RAR）", "a RAR archive"),
    (b"7z\xbc\xaf", "压缩包（7z）", "a 7z archive"),
    (b"\x1f\x8b", "压缩包（gz）", "a gzip archive"),
    (b"PK", "压缩包（ZIP）或其他格式的文档", "a ZIP archive or another kind of document"),
    (
        b"\xd0\xcf\x11\xe0",
        "旧版 Office 文档（doc、xls、ppt），请另存为 docx 或 xlsx",
        "an old Office file; save it as docx",
    ),
    (b"{\\rtf", "RTF 文档", "an RTF document"),
    (b"MZ", "程序文件", "a program"),
    (b"\x7fELF", "程序文件", "a program"),
    (b"#!", "脚本", "a script"),
    (
        b"\x02#!SILK",
        "微信原始语音（silk），请转为 amr 或 mp3",
        "a raw WeChat voice file (silk); convert it to amr or mp3",
    ),
    (b"#!SILK", "微信原始语音（silk），请转为 amr 或 mp3", "a raw WeChat voice file (silk); convert it to amr or mp3"),
)


def clean(data: bytes) -> Clean:
    """The file as it may be kept, without what it tells about its sender.

    Refused: `blob.empty`, `blob.kind`, `blob.too-large`, and what its kind refuses (`blob.damaged`, `blob.locked`,
    `blob.active`, `blob.bomb`).
    """
    if not data:
        raise BlobRefusal("blob.empty")
    kind = KINDS[judge(data)]
    if len(data) > kind.most:
        sizes = {"size_mb": -(-len(data) // MB), "limit_mb": kind.most // MB}
        raise BlobRefusal("blob.too-large", sizes)
    return Clean(kind.media_type, kind.clean(data))


def judge(data: bytes) -> str:
    """The key of `KINDS` that these bytes are; refused as `blob.kind`, or `blob.locked` for an encrypted document."""
    if data.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data[:4] == b"RIFF" and data[8:12] in (b"WEBP", b"WAVE"):
        return "webp" if data[8:12] == b"WEBP" else "wav"
    if data.startswith(b"%PDF-"):
        return "pdf"
    if data.startswith((b"#!AMR\n", b"#!AMR-WB\n")):
        return "amr"
    if data[4:8] == b"ftyp":
        return _judge_boxes(data)
    if recordings.is_mp3(data):
        return "mp3"
    if data.startswith(b"PK\x03\x04") and (office := documents.judge_office(data)):
        return office
    if data.startswith(b"\xd0\xcf\x11\xe0") and documents.ENCRYPTED in data:
        raise BlobRefusal("blob.locked")
    raise _wrong(data)


def _judge_boxes(data: bytes) -> str:
    brand = data[8:12]
    if brand in (b"heic", b"heix", b"mif1", b"hevc", b"msf1", b"avif"):
        zh = "苹果手机的 HEIC 照片，请在“设置—相机—格式”中选“兼容性最佳”，或用微信发送后再保存的照片"
        raise BlobRefusal(
            "blob.kind",
            {"found_zh": zh, "found_en": "a HEIC photo; set the camera to 'Most Compatible' to have JPEG"},
        )
    if brand == b"qt  " or not recordings.is_sound_only(data):
        raise BlobRefusal("blob.kind", {"found_zh": "视频", "found_en": "a video"})
    return "m4a"


def _wrong(data: bytes) -> BlobRefusal:
    for signature, zh, en in _REFUSED:
        if data.startswith(signature):
            return BlobRefusal("blob.kind", {"found_zh": zh, "found_en": en})
    if data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return BlobRefusal("blob.kind", {"found_zh": "网页或 XML 文件", "found_en": "a web page or XML file"})
    return BlobRefusal("blob.kind", {"found_zh": "无法识别的文件", "found_en": "a file of unknown kind"})
