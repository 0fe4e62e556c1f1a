"""What the room of the notices refuses."""

from __future__ import annotations

from collections.abc import Mapping

from lianqi.kernel.messages.message import Message

CHANNEL_UNKNOWN = "notices.channel-unknown"
CHANNEL_NAME = "notices.channel-name"
CHANNEL_KIND = "notices.channel-kind"
CHANNEL_VARIABLE = "notices.channel-variable"
CHANNEL_UNSIGNED = "notices.channel-unsigned"
UNIT_UNKNOWN = "notices.unit-unknown"
RHYTHM = "notices.rhythm"
EMAIL = "notices.email"

CATALOGUE: Mapping[str, Message] = {
    CHANNEL_UNKNOWN: Message(
        "没有“{name}”这个消息通道；现有：{known}。请核对名称，或先登记通道。",
        "There is no channel “{name}”; there are: {known}. Check the name, or add the channel first.",
        404,
    ),
    CHANNEL_NAME: Message(
        "通道名称“{name}”不能用；请用1至32个小写字母、数字或连字符，email 由邮件专用。",
        "“{name}” cannot name a channel; write 1 to 32 small letters, digits or hyphens; email is taken by e-mail.",
        422,
    ),
    CHANNEL_KIND: Message(
        "没有“{kind}”这类通道；可选：{known}。", "There is no kind “{kind}”; choose one of {known}.", 422
    ),
    CHANNEL_VARIABLE: Message(
        "“{variable}”不能用；地址和密钥只放在环境变量里，请写名称以 LIANQI_CHANNEL_ 开头的环境变量。",
        "“{variable}” cannot be used; addresses and secrets stand in the environment only: "
        "name a variable that begins with LIANQI_CHANNEL_.",
        422,
    ),
    CHANNEL_UNSIGNED: Message(
        "“{kind}”通道必须签名；请写明存放密钥的环境变量。",
        "A channel of kind “{kind}” is always signed; name the variable that holds its secret.",
        422,
    ),
    UNIT_UNKNOWN: Message(
        "“{unit}”不是本园区的责任单位；请从单位名录中选择。",
        "“{unit}” is not a unit of this park; choose one from the list of units.",
        422,
    ),
    RHYTHM: Message(
        "提醒方式只能是：{known}；“{rhythm}”无效，请重新选择。",
        "“{rhythm}” is not a way to be told; choose one of {known}.",
        422,
    ),
    EMAIL: Message(
        "邮箱地址填写有误，请核对后重新填写。", "This is not an e-mail address; check it and write it again.", 422
    ),
}
