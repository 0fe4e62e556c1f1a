"""What the jottings' room refuses."""

from __future__ import annotations

from collections.abc import Mapping

from lianqi.kernel.messages.message import Message

UNNAMED = "filter.unnamed"
TOO_LONG = "filter.too-long"
TOO_MANY = "filter.too-many"

CATALOGUE: Mapping[str, Message] = {
    UNNAMED: Message("请给这个筛选起个名字，再保存。", "Give the filter a name, then save it.", 422),
    TOO_LONG: Message(
        "筛选条件太长，保存不了；请缩短查找的文字。", "The filter is too long to save; look for fewer words.", 422
    ),
    TOO_MANY: Message(
        "最多保存{most}个筛选；请先删除不用的，再保存。",
        "At most {most} filters can be saved; delete one that is not used, then save.",
        409,
    ),
}
