"""What an enterprise's contact is told when a link does not open."""

from __future__ import annotations

from collections.abc import Mapping

from lianqi.kernel.messages.message import Message

LINK_ENDED = "enterprise-page.link-ended"

CATALOGUE: Mapping[str, Message] = {
    LINK_ENDED: Message(
        "这个链接已失效，或者不完整。请向您的专属服务员或园区营商中心要一个新的链接{phone_zh}；已经反映的事项照常办理。",
        "This link has ended or is incomplete. Ask your officer or the park's service centre for a new one{phone_en}; "
        "what you reported is handled all the same.",
        403,
    ),
}
