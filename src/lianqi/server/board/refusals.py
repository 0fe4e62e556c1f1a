"""What the pages of the board may be refused for, beside the kernel's own."""

from __future__ import annotations

from collections.abc import Mapping

from lianqi.kernel.messages.message import Message

NONE_HELD = "vote.none-held"
NOT_SEALED = "vote.draw.not-sealed"

CATALOGUE: Mapping[str, Message] = {
    NONE_HELD: Message(
        "本园区的工作机制没有规定红黄榜；请管理员在工作机制文件中写明 board 后再用。",
        "This park's mechanism has no board; have `board` written into its file first.",
        409,
    ),
    NOT_SEALED: Message(
        "名单刚刚固定，台账还没有编号；请过几秒再抽取。",
        "The frame was fixed a moment ago and has no position in the ledger yet; draw again in a few seconds.",
        409,
    ),
}
