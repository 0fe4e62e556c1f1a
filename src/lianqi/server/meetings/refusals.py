"""What the pages of meetings may be refused for, beside the kernel's own."""

from __future__ import annotations

from collections.abc import Mapping

from lianqi.kernel.messages.message import Message

NONE_HELD = "meeting.none-held"

CATALOGUE: Mapping[str, Message] = {
    NONE_HELD: Message(
        "本园区的工作机制没有规定接待日；请管理员在工作机制文件中写明 reception 后再用。",
        "This park's mechanism has no reception day; have `reception` written into its file first.",
        409,
    ),
}
