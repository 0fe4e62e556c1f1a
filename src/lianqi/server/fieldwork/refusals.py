"""What the pages of visits may be refused for, beside the kernel's own."""

from __future__ import annotations

from collections.abc import Mapping

from lianqi.kernel.messages.message import Message

NO_VISITS = "visit.none-held"

CATALOGUE: Mapping[str, Message] = {
    NO_VISITS: Message(
        "本园区的工作机制没有规定走访；请管理员在工作机制文件中写明 visits 后再用。",
        "This park's mechanism has no visits; have `visits` written into its file first.",
        409,
    ),
}
