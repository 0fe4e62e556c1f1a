"""What each field of a step is called, and what helps to fill it in. A field that is called otherwise in one step
stands here under `step.field`.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

#: field, or step.field → label, help ("" for none).
WORDS: Mapping[str, tuple[str | Promise, str | Promise]] = {
    "answer": (_("答复内容"), _("企业看到的就是这段话：办成了什么、依据什么、企业接下来怎么做。")),
    "approved": (_("审核意见"), ""),
    "sign.approved": (_("签发意见"), ""),
    "assisting": (_("协办单位"), _("每个协办单位有自己的时限。")),
    "attachments": (_("附件"), _("照片、录音、文档，可多选。")),
    "by": (_("办结日期"), ""),
    "contact.by": (_("联系方式"), ""),
    "ask-extension.by": (_("申请延长"), ""),
    "decide-extension.by": (_("同意延长"), ""),
    "resolve.by": (_("办理期限"), ""),
    "case_kind": (_("类型"), ""),
    "class_id": (_("类别"), ""),
    "complexity": (_("办理时限"), _("按繁简程度，自交办起算。")),
    "door": (_("告知企业的渠道"), _("不填则按工作机制为该原因写明的渠道告知。")),
    "end": (_("办理结果"), ""),
    "external_unit": (_("转办给"), _("区外单位办理期间，本单位继续跟踪并按时答复企业。")),
    "field": (_("更正哪一项"), ""),
    "granted": (_("审批意见"), ""),
    "grounds": (_("理由和依据"), ""),
    "rule.grounds": (_("裁定理由"), _("裁定为最终结论，并列为交办先例。")),
    "into": (_("并入哪个事项"), _("填写事项编号。两家企业都会各自得到答复。")),
    "leader": (_("作出批示的领导"), ""),
    "letter": (_("文号"), _("如：×管函〔2026〕12号。还没有编号、用印的，可以以后登记。")),
    "sign.attachments": (_("盖章件扫描件"), _("PDF或照片，可多选；还没有用印的，可以以后登记。")),
    "file-letter.letter": (_("文号"), _("如：×管函〔2026〕12号。已登记过的，以最后一次为准。")),
    "file-letter.attachments": (_("盖章件扫描件"), _("PDF或照片，可多选，企业可以查看和下载。")),
    "level": (_("督办级别"), ""),
    "main_unit": (_("主办单位"), ""),
    "transfer.main_unit": (_("改派给"), ""),
    "measure": (_("当场怎么解决的"), _("企业认可后才算办结。")),
    "next_by": (_("下一次答复的日期"), ""),
    "note": (_("说明"), ""),
    "review.note": (_("修改意见"), _("退回时请写明要改什么。")),
    "sign.note": (_("修改意见"), _("退回时请写明要改什么。")),
    "return.note": (_("退回说明"), _("请写明职责依据，以便改派。")),
    "call-back.note": (_("企业怎么说"), _("照企业的原话记。")),
    "recheck.note": (_("企业怎么说"), _("照企业的原话记。")),
    "supervise.note": (_("督办要求"), ""),
    "refer.note": (_("转办说明"), ""),
    "other": (_("关联哪个事项"), _("填写事项编号。")),
    "outcome": (_("议定结果"), ""),
    "person": (_("回避人员"), ""),
    "reason": (_("原因"), ""),
    "pause.reason": (_("需要企业补充什么"), _("企业会看到这段话，并可提出异议。")),
    "ask-extension.reason": (_("延期理由"), ""),
    "escalate.reason": (_("提级理由"), ""),
    "transfer.reason": (_("改派理由"), ""),
    "reopen.reason": (_("重新启动的理由"), _("此前的逾期记录全部保留。")),
    "recuse.reason": (_("回避理由"), ""),
    "reply": (_("答复内容"), _("企业会看到这段话。")),
    "stage-reply.reply": (_("目前进展"), _("企业会看到这段话：办到哪一步、还差什么。")),
    "assist-reply.reply": (_("协办情况"), ""),
    "plan.reply": (_("告知企业的话"), _("为什么现在办不了、什么时候再看。企业会看到，并可提出异议。")),
    "resolution": (_("议定内容"), ""),
    "result": (_("企业的态度"), ""),
    "recheck.result": (_("问题还在吗"), ""),
    "review_by": (_("复核日期"), ""),
    "ruling": (_("更正依据"), _("原记录保留，可以查看。")),
    "text": (_("批示内容"), ""),
    "unit": (_("协办单位"), ""),
    "until": (_("暂停到"), _("企业一补充就恢复计时。")),
    "upheld": (_("处理结论"), ""),
    "words": (_("补充的内容"), ""),
}


def words(kind: str, name: str) -> tuple[str | Promise, str | Promise]:
    """The label and the help of a field in a step."""
    return WORDS.get(f"{kind}.{name}") or WORDS[name]


#: What a step does, said once above its form where the name of the button does not say it.
ABOUT: Mapping[str, str | Promise] = {
    "dispatch": _("办理时限自交办起算，不等承办单位签收。"),
    "return": _("退回次数有上限；最后一次退回转为交办争议，由裁定人员定。"),
    "pause": _("只暂停答复的计时，到期自动恢复。"),
    "merge": _("并入后随主事项办理，本企业仍会单独得到答复和评价的机会。"),
    "escalate": _("提到上一层级，由该层级的召集人负责议定。"),
    "resume": _("确认企业已补充到位后恢复计时，剩余时限从现在继续算。"),
    "unmerge": _("拆出来单独办理，重新进入分办。"),
    "close": _("核查属实后销号，之后还要再问一次是否真的解决（回头看）。"),
    "classify": _("交办之后调整类别会重算答复时限，并告知企业。"),
    "plan": _("列入计划不算办结：到复核日期再看能不能办。"),
    "take-lead": _("包案后由您对结果负责，直到办结。"),
}
