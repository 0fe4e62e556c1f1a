"""What the pages of bulletins may be refused for, beside the kernel's own."""

from __future__ import annotations

from collections.abc import Mapping

from lianqi.kernel.messages.message import Message

NONE_HELD = "bulletin.none-held"

CATALOGUE: Mapping[str, Message] = {
    NONE_HELD: Message(
        "本园区的工作机制没有规定季度通报；请管理员在工作机制文件中写明 bulletin 后再用。",
        "This park's mechanism has no bulletin; have `bulletin` written into its file first.",
        409,
    ),
}
