"""What is refused about staff, handovers and mergers of units."""

from __future__ import annotations

from collections.abc import Mapping

from lianqi.kernel.messages.message import Message

MERGER_UNIT = "staff.merger.unit"
MERGER_SAME = "staff.merger.same"
MERGER_DATE = "staff.merger.date"
MERGER_DECIDED = "staff.merger.decided"
STRANGER = "staff.stranger"
HANDOVER_SAME = "staff.handover.same"
HANDOVER_UNIT = "staff.handover.unit"
LINKED = "staff.leave.linked"
SOLE = "staff.leave.sole"
INSPECTION = "staff.inspection"
NUMBER = "staff.number-taken"
HEADED = "staff.unit-headed"

CATALOGUE: Mapping[str, Message] = {
    MERGER_UNIT: Message(
        "“{unit}”不能合并：要选本园区在用的内设单位，请从单位名单中另选。",
        "“{unit}” cannot be merged: choose a unit of this park that is in use and is no outside body.",
        422,
    ),
    MERGER_SAME: Message(
        "不能并入它自己，请另选一个单位。", "A unit cannot become part of itself; choose another.", 422
    ),
    MERGER_DATE: Message(
        "生效日请选今天或以后一年以内的一天；已经过去的日子不能改。",
        "Choose today or a day within a year: what has passed cannot be changed.",
        422,
    ),
    MERGER_DECIDED: Message(
        "“{unit}”已定于{on}并入其他单位，不必再次办理；请先查看单位页。",
        "“{unit}” becomes part of another unit on {on} already; look at the page of units first.",
        409,
    ),
    STRANGER: Message(
        "本园区没有这位在职人员，请从名单中重新选择。",
        "Nobody of this name works for the park now; choose from the list again.",
        404,
    ),
    HANDOVER_SAME: Message(
        "不能交接给本人，请另选一位同事。", "Work is handed over to somebody else; choose a colleague.", 422
    ),
    HANDOVER_UNIT: Message(
        "承接“{unit}”工作的须是本单位人员；请选本单位的同事，或者先把接手人调入该单位。",
        "Whoever takes over in “{unit}” must belong to it; choose a colleague there, or move your choice there first.",
        422,
    ),
    LINKED: Message(
        "名下还有{count}家联点企业，请先交接给同事，再办理离任。",
        "There are still {count} enterprises linked to this person; hand them over first.",
        409,
    ),
    SOLE: Message(
        "离任后就没有人负责：{what_zh}。请先指定接手的人，再办理离任。",
        "Nobody would be left for: {what_en}. Name somebody for it first.",
        409,
    ),
    INSPECTION: Message(
        "纪检监察人员的角色和账号不在网页上管理，请由系统维护人员在服务器上用命令办理。",
        "Roles and accounts of the inspection are not kept on these pages; have it done on the server, by command.",
        403,
    ),
    NUMBER: Message(
        "工号“{number}”已登记在别人名下，请核对后改正。",
        "The staff number “{number}” is somebody else's; check it.",
        409,
    ),
    HEADED: Message(
        "“{unit}”已有负责人，请先在其人员页取消，再指定新的负责人。",
        "“{unit}” has a head already; end that on their page first.",
        409,
    ),
}
