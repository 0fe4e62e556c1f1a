"""The registry's refusals, each with a sentence that says what to do."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from lianqi.kernel.messages import Message, sentence


class RegistryRefusal(Exception):
    """A write the registry does not take; nothing was changed. `code` stands in `CATALOGUE`."""

    def __init__(self, code: str, details: Mapping[str, Any] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.details: Mapping[str, Any] = MappingProxyType(dict(details or {}))

    def sentence(self, *, lang: str = "zh") -> str:
        """The refusal as a person reads it."""
        return sentence(CATALOGUE[self.code], self.details, lang=lang)

    def __str__(self) -> str:
        return f"{self.code}: {self.sentence(lang='en')}"


CATALOGUE: Mapping[str, Message] = MappingProxyType(
    {
        "credit-code.length": Message(
            "统一社会信用代码“{given}”不是18位，请核对营业执照后改正。",
            "The credit code “{given}” does not have 18 characters. Correct it from the business licence.",
            422,
        ),
        "credit-code.character": Message(
            "统一社会信用代码“{given}”含有不允许的字符（代码中没有字母 I、O、S、V、Z）。"
            "请核对营业执照后改正。{hint_zh}",
            "The credit code “{given}” holds a character that codes never have (I, O, S, V, Z and signs). "
            "Correct it from the business licence. {hint_en}",
            422,
        ),
        "credit-code.division": Message(
            "统一社会信用代码“{given}”第3至8位应为数字（行政区划），请核对营业执照后改正。{hint_zh}",
            "Characters 3 to 8 of the credit code “{given}” must be digits (the division). "
            "Correct it from the business licence. {hint_en}",
            422,
        ),
        "credit-code.organisation": Message(
            "统一社会信用代码“{given}”第9至17位（组织机构代码）校验不符，可能有一位写错。请核对营业执照后改正。{hint_zh}",
            "Characters 9 to 17 of the credit code “{given}” (the organisation code) do not agree with each other; "
            "one is probably wrong. Correct it from the business licence. {hint_en}",
            422,
        ),
        "credit-code.check-digit": Message(
            "统一社会信用代码“{given}”校验位不符，可能有一位写错。请核对营业执照后改正。{hint_zh}",
            "The last character of the credit code “{given}” does not agree with the others; one is probably wrong. "
            "Correct it from the business licence. {hint_en}",
            422,
        ),
        "credit-code.old-number": Message(
            "“{given}”是旧的注册号，不是18位统一社会信用代码。请填写营业执照上的18位代码，或把该列对应为“自编号”。",
            "“{given}” is an old registration number, not a credit code of 18 characters. "
            "Write the code from the business licence, or map this column to the park's own number.",
            422,
        ),
        "credit-code.excel-number": Message(
            "“{given}”是 Excel 把代码当作数字改写的结果，原代码已丢失。请将该列设为文本格式后重新填写。",
            "“{given}” is what Excel makes of a code it takes for a number; the code itself is lost. "
            "Set the column to text and write the code again.",
            422,
        ),
        "project-code.shape": Message(
            "项目代码“{given}”格式不对，应为 年份4位-区划6位-2位-2位-流水6位（共24个字符）。请核对备案证后改正。",
            "The project code “{given}” does not have the form year-division-00-00-number (24 characters). "
            "Correct it from the filing certificate.",
            422,
        ),
        "registry.name.missing": Message(
            "没有填写名称，请补上后重新导入这一行。", "There is no name. Fill it in and import this row again.", 422
        ),
        "registry.name.ambiguous": Message(
            "“{name}”对应多家企业，无法确定是哪一家。请在这一行填写统一社会信用代码后重新导入。",
            "“{name}” is the name of more than one enterprise. Add the credit code to this row and import it again.",
            422,
        ),
        "registry.enterprise.other-number": Message(
            "“{name}”在库中的“{column}”是 {known}，与填写的 {given} 不同。"
            "请核对；确属两家企业的，请写明各自的名称和代码。",
            "“{name}” is registered with “{column}” {known}, not {given}. Check which is right; "
            "if they are two enterprises, write the name and code of each.",
            422,
        ),
        "registry.enterprise.number-taken": Message(
            "“{column}” {given} 已属于另一家企业“{name}”，请核对后改正。",
            "“{column}” {given} belongs to another enterprise, “{name}”. Check it and correct it.",
            422,
        ),
        "registry.enterprise.unknown": Message(
            "没有名为“{name}”的企业，请先导入企业名单，或改用统一社会信用代码。",
            "There is no enterprise “{name}”. Import the enterprises first, or write its credit code.",
            422,
        ),
        "registry.unit.unknown": Message(
            "没有名称或代码为“{given}”的单位，请先导入单位名单，或改正这一行。",
            "There is no unit with the name or code “{given}”. Import the units first, or correct this row.",
            422,
        ),
        "registry.unit.taken": Message(
            "单位“{given}”与已有单位“{name}”的代码或名称相同，请核对后改正。",
            "Unit “{given}” has the code or name of another unit, “{name}”. Check it and correct it.",
            422,
        ),
        "registry.unit.code": Message(
            "单位代码“{given}”只能用小写字母、数字和连字符，最长64个字符。请改正后重新导入这一行。",
            "The unit code “{given}” may hold lower-case letters, digits and hyphens only, at most 64. Correct it.",
            422,
        ),
        "registry.unit.counterpart": Message(
            "只有区外单位才填写对口部门，“{given}”是区内单位。请删去对口部门，或把类别改为区外。",
            "Only an outside unit has a counterpart; “{given}” is inside. Remove the counterpart, or mark it outside.",
            422,
        ),
        "registry.unit.headed": Message(
            "单位“{name}”已有部门负责人。请先把原负责人改为“否”，再导入这一行。",
            "Unit “{name}” has a head already. First set the present one to “no”, then import this row.",
            422,
        ),
        "registry.officer.ambiguous": Message(
            "“{name}”有多人同名，无法确定是哪一位。请填写工号或手机号后重新导入这一行。",
            "Several people are called “{name}”. Add a staff number or a phone number and import this row again.",
            422,
        ),
        "registry.officer.role": Message(
            "没有名为“{given}”的角色。可用的角色：{allowed}。请改正，或用 --mechanism 指定工作机制文件。",
            "There is no role “{given}”. Roles: {allowed}. Correct it, or name the mechanism file with --mechanism.",
            422,
        ),
        "registry.park.code": Message(
            "园区代码“{given}”只能用小写字母、数字和连字符，以字母开头，最长32个字符。请改正后再试。",
            "The park's code “{given}” may hold lower-case letters, digits and hyphens, begins with a letter and "
            "has at most 32 characters. Correct it and try again.",
            422,
        ),
        "registry.park.none": Message(
            "这个数据库里还没有园区；请核对 LIANQI_HOME、DATABASE_URL 或所在文件夹，新装的请先运行 lianqi init。",
            "This database holds no park yet. Check LIANQI_HOME, DATABASE_URL or the folder you are in; if it is new, "
            "run lianqi init first.",
            422,
        ),
        "registry.park.which": Message(
            "请用 --park 指明园区，本机有：{allowed}。",
            "Name the park with --park. This installation has {allowed}.",
            422,
        ),
        "registry.contact.gone": Message(
            "这位联系人已不在该企业，不能发放代码。请先登记新的联系人。",
            "This contact has left the enterprise and can be given no code. Register the new contact first.",
            409,
        ),
    }
)
