"""What activating a mechanism or publishing a calendar may be refused for."""

from __future__ import annotations

from collections.abc import Mapping

from lianqi.kernel.messages.message import Message

NONE_ACTIVE = "mechanism.none-active"
LINT = "mechanism.activation.lint"
UNHELD = "mechanism.activation.roles-unheld"
UNITS = "mechanism.activation.units-missing"
CALENDAR_VERSION = "calendar.publish.version-taken"
NO_CALENDAR = "calendar.none-published"

CATALOGUE: Mapping[str, Message] = {
    NONE_ACTIVE: Message(
        "园区“{park}”在{on}没有生效的工作机制；请先启用一个工作机制。",
        "Park {park} has no mechanism in force on {on}; activate one first.",
        409,
    ),
    LINT: Message(
        "工作机制未通过规则检查，不能启用：{faults_zh}。请改正文件后重新启用。",
        "The mechanism fails its checks and cannot be activated: {faults_en}. Correct the file and activate it again.",
        422,
    ),
    UNHELD: Message(
        "以下角色还没有人担任：{roles_zh}。请先在人员名单中明确人选，或确认“先启用、后补人”。",
        "Nobody holds these roles yet: {roles_en}. Name the people first, or activate it before them on purpose.",
        409,
    ),
    UNITS: Message(
        "工作机制提到的以下单位不在单位名录中：{units_zh}。请先导入单位名单。",
        "The mechanism names units that the registry does not have: {units_en}. Import the units first.",
        409,
    ),
    CALENDAR_VERSION: Message(
        "工作日历版本“{version}”已发布过且内容不同；请在文件中改用新的版本编号后再发布。",
        "Calendar version {version} was published before with other content; give the file a new version.",
        422,
    ),
    NO_CALENDAR: Message(
        "园区“{park}”还没有发布工作日历；请先发布日历。",
        "Park {park} has no calendar yet; publish one first.",
        409,
    ),
}
