"""What the cases' room refuses beside the kernel."""

from __future__ import annotations

from collections.abc import Mapping

from lianqi.kernel.messages.message import Message

NOT_FOUND = "case.not-found"
ACTOR = "case.actor-unknown"
BY_SYSTEM = "case.by-system-only"
TOO_SHORT = "case.search.too-short"
EXPORT_DUTY = "case.export.unmasked-duty"
EXPORT_TOO_MANY = "case.export.too-many"
NO_WORDS = "case.import.no-words"
NO_ENTERPRISE = "case.import.no-enterprise"
ENTERPRISE_UNKNOWN = "case.import.enterprise-unknown"
ENTERPRISE_AMBIGUOUS = "case.import.enterprise-ambiguous"
NUMBER_TWICE = "case.import.number-twice"
IMPORTED_OTHERWISE = "case.import.imported-otherwise"
SPLIT_OTHERWISE = "case.import.split-otherwise"
OWN_DRAFT = "case.stand-in.own-draft"

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
    EXPORT_DUTY: Message(
        "不遮盖号码的导出限{who_zh}使用；请改用遮盖号码的导出。",
        "An export with full numbers is for {who_en}; take the one in which numbers are masked.",
        403,
    ),
    EXPORT_TOO_MANY: Message(
        "符合条件的事项超过{most}项，一次导不完；请按时间、单位或类别缩小范围后分次导出。",
        "More than {most} cases match; narrow the list by unit, class or status and export it in parts.",
        422,
    ),
    NO_WORDS: Message(
        "这一行没有写反映了什么，请补上企业原话后重新导入。",
        "This row does not say what was said; fill in the enterprise's words and import it again.",
        422,
    ),
    NO_ENTERPRISE: Message(
        "这一行没有写是哪家企业；请补上，或用 --enterprise 指定一家，或用 --unnamed 记在“未具名主体”名下。",
        "This row names no enterprise; add it, or give --enterprise for all such rows, or --unnamed.",
        422,
    ),
    ENTERPRISE_UNKNOWN: Message(
        "名录中没有“{name}”；请先导入企业名单，或改正名称后重新导入这一行。",
        "There is no enterprise “{name}”; import the enterprises first, or correct the name and import this row again.",
        422,
    ),
    ENTERPRISE_AMBIGUOUS: Message(
        "“{name}”对应多家企业；请改写统一社会信用代码后重新导入这一行。",
        "“{name}” may be several enterprises; write the credit code and import this row again.",
        422,
    ),
    OWN_DRAFT: Message(
        "这份答复是您自己拟的，不能再代别人审核或签发；请由本人办理，或者由其他有这项职责的人办理。",
        "You drafted this answer, so you cannot review or sign it in somebody's place; ask them, or another who may.",
        403,
    ),
    NUMBER_TWICE: Message(
        "外部编号“{number}”在第 {row} 行已用于不同的内容；请核对编号后重新导入这一行。",
        "Row {row} has the same number {number} with other content; check the number and import this row again.",
        422,
    ),
    SPLIT_OTHERWISE: Message(
        "这一行写了 {count} 件事，此前已按另一种拆分方式或不同内容导入，原登记保持不变；"
        "请照原来的方式（加或不加 --split）再导入，有新情况请在原事项下补充材料。",
        "This row lists {count} matters and was imported before, taken apart otherwise or with other content, which "
        "stands. Import it as you did then, with or without --split, or add what is new to those cases.",
        409,
    ),
    IMPORTED_OTHERWISE: Message(
        "外部编号“{number}”此前已按不同内容导入，原登记保持不变；有新情况请在原事项下补充材料。",
        "Number {number} was imported before with other content, which stands; add what is new to that case.",
        409,
    ),
}
