"""What attachments refuse, each with a sentence that says what to do."""

from __future__ import annotations

from collections.abc import Mapping

from lianqi.kernel.decision import Json, Refused
from lianqi.kernel.messages.message import Message
from lianqi.server.ledger.values import LedgerRefusal


class BlobRefusal(LedgerRefusal):
    """A file that is not taken, or not shown; nothing was changed. `refusal.code` stands in `CATALOGUE`."""

    def __init__(self, code: str, details: Mapping[str, Json] | None = None) -> None:
        super().__init__(Refused(code, dict(details or {})))


CATALOGUE: Mapping[str, Message] = {
    "blob.empty": Message(
        zh="文件是空的，没有上传。请重新选择文件。",
        en="The file is empty and was not kept. Choose it again.",
        status=422,
    ),
    "blob.too-large": Message(
        zh="文件大小为 {size_mb} MB，超过 {limit_mb} MB 的上限，没有上传。请压缩或拆分后再传。",
        en="The file has {size_mb} MB, more than the {limit_mb} MB that are taken. Make it smaller or split it.",
        status=413,
    ),
    "blob.kind": Message(
        zh="这是{found_zh}，不能作为附件。请上传照片（JPEG、PNG、WebP）、PDF、Word（docx）、"
        "Excel（xlsx）或录音（amr、m4a、mp3、wav）。",
        en="This is {found_en}, which is not taken. Send a photo (JPEG, PNG, WebP), a PDF, a Word (docx) or Excel "
        "(xlsx) file, or a recording (amr, m4a, mp3, wav).",
        status=422,
    ),
    "blob.damaged": Message(
        zh="文件不完整或已损坏，打不开，没有上传。请重新导出或重新拍摄后再传。",
        en="The file is cut short or damaged and was not kept. Export it or take it again.",
        status=422,
    ),
    "blob.locked": Message(
        zh="文件设有密码，核查人员将无法打开，没有上传。请取消密码后再传。",
        en="The file is locked with a password, so nobody could read it. Remove the password and send it again.",
        status=422,
    ),
    "blob.active": Message(
        zh="文件中含有宏、脚本或内嵌程序，没有上传。请另存为不含宏的 docx、xlsx，或重新打印成 PDF 后再传。",
        en="The file holds macros, scripts or embedded programs and was not kept. Save it as docx or xlsx without "
        "macros, or print it to a new PDF, and send that.",
        status=422,
    ),
    "blob.bomb": Message(
        zh="文件展开后异常庞大，没有上传。照片请缩小尺寸，文档请精简后再传。",
        en="Unpacked, the file would be enormous; it was not kept. Scale the picture down or shorten the document.",
        status=422,
    ),
    "blob.unknown": Message(
        zh="没有找到该附件，或您无权查看。请从事项页面重新打开；如应能查看，请联系服务中心。",
        en="There is no such attachment, or you may not see it. Open it from its case again; if you should see it, ask "
        "the service centre.",
        status=404,
    ),
}
