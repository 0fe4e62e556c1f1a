"""Why a row of any table is rejected: what the cells say, not what they are about."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from lianqi.kernel.messages import Message

CATALOGUE: Mapping[str, Message] = MappingProxyType(
    {
        "import.value.too-long": Message(
            "“{column}”超过 {limit} 个字，请缩短后重新导入这一行。",
            "“{column}” has more than {limit} characters. Shorten it and import this row again.",
            422,
        ),
        "import.value.unknown": Message(
            "“{column}”填的是“{given}”，只能填：{allowed}。请改正后重新导入这一行。",
            "“{column}” says “{given}”; it can only be one of: {allowed}. Correct it and import this row again.",
            422,
        ),
        "import.value.date": Message(
            "“{column}”填的“{given}”不是日期，请写成 2026-05-09 的样子后重新导入这一行。",
            "“{given}” in “{column}” is no date. Write it like 2026-05-09 and import this row again.",
            422,
        ),
        "import.value.phone": Message(
            "“{column}”填的“{given}”不像电话号码，请核对后重新导入这一行。",
            "“{given}” in “{column}” does not look like a telephone number. Check it and import this row again.",
            422,
        ),
        "import.row.contradicts": Message(
            "与本文件第 {row} 行是同一对象，但“{column}”不一致（“{other}”与“{given}”）。请保留正确的一行后重新导入。",
            "This is the same as row {row} of this file, but “{column}” differs (“{other}” and “{given}”). "
            "Keep the row that is right and import it again.",
            422,
        ),
        "import.row.depends": Message(
            "“{column}”“{given}”在第 {row} 行已经出现，而那一行被退回或指的是另一对象。"
            "请先改正第 {row} 行，再一并导入。",
            "“{column}” “{given}” stood in row {row} already, which was rejected or means something else. "
            "Correct row {row} first, then import both.",
            422,
        ),
        "import.row.conflict": Message(
            "这一行与库中另一条记录的代码或名称冲突，未写入。请核对后单独重新导入。",
            "This row collides with the code or name of another record and was not written. "
            "Check it and import it alone.",
            422,
        ),
    }
)
