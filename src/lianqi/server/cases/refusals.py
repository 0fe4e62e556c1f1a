"""What the cases' room refuses beside the kernel."""

from __future__ import annotations

from collections.abc import Mapping

from lianqi.kernel.messages.message import Message

NOT_FOUND = "case.not-found"
ACTOR = "case.actor-unknown"
BY_SYSTEM = "case.by-system-only"
TOO_SHORT = "case.search.too-short"

CATALOGUE: Mapping[str, Message] = {
    NOT_FOUND: Message(
        "没有编号为“{number}”的事项，或您无权查看；请核对编号。",
        "There is no case {number} that you may see; check the number.",
        404,
    ),
    ACTOR: Message(
        "“{actor}”不是本园区的在职人员或企业联系人；请先在人员或企业名录中登记。",
        "“{actor}” is neither a member of this park nor a contact of an enterprise; register them first.",
        403,
    ),
    BY_SYSTEM: Message(
        "“{kind_zh}”由系统自动办理，不必手工操作；请使用“合并办理”或“答复”。",
        "“{kind_en}” is done by the system itself; use merge or answer instead.",
        403,
    ),
    TOO_SHORT: Message(
        "“{text}”太短，请至少输入两个字。", "“{text}” is too short; write at least two characters.", 422
    ),
}
