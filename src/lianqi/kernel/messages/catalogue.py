"""The catalogue of the kernel's refusals. A sentence says what is wrong and what to do next."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from lianqi.kernel.messages.message import Message as M

CATALOGUE: Mapping[str, M] = MappingProxyType(
    {
        # who and when
        "case.command-unknown": M(
            "没有“{kind}”这项操作，请检查操作名称。", "There is no command “{kind}”; check its name.", 422
        ),
        "case.command-malformed": M(
            "“{kind_zh}”的填写有误：{faults}（“–”表示缺少，“?”表示多余）；请改正后重新提交，已填内容不会丢失。",
            "“{kind_en}” is not filled in right: {faults} (– missing, ? unknown). Correct it; nothing typed is lost.",
            422,
        ),
        "case.recused": M(
            "您已回避本事项，不能办理；请由同部门其他人员接办。",
            "You have stepped aside from this case; ask a colleague in your unit to take it.",
            403,
        ),
        "case.not-yours": M(
            "这一步不由您办理，应由{who_zh}办理；请联系其处理，或催办。",
            "This step is not yours; it belongs to {who_en}. Ask them, or urge the case.",
            403,
        ),
        "case.recorded-already": M(
            "该事项已登记，编号{number}；请直接查看。", "It is already recorded as {number}; open that case.", 409
        ),
        "case.not-recorded": M("没有这个事项，请核对编号。", "There is no such case; check its number.", 422),
        "case.not-at-this-stage": M(
            "事项当前为“{status_zh}”，不能{kind_zh}；请刷新后按当前状态办理。",
            "The case stands at “{status_en}”, where “{kind_en}” is not possible; reload and go on from there.",
            409,
        ),
        # record and triage
        "case.record.enterprise-unknown": M(
            "名录中没有这家经营主体（{enterprise}）；请先在企业名录中登记，再登记事项。",
            "No active enterprise {enterprise} in the registry; add it there first, then record the case.",
            422,
        ),
        "case.record.channel-unknown": M(
            "没有“{channel}”这个渠道；可选：{known_zh}。",
            "There is no channel “{channel}”; choose one of {known_en}.",
            422,
        ),
        "case.record.kind-unknown": M(
            "没有“{kind}”这个类型；可选：{known_zh}。", "There is no kind “{kind}”; choose one of {known_en}.", 422
        ),
        "case.record.first-word-in-future": M(
            "首次反映时间（{first_word_at_zh}）晚于现在；请填写企业实际反映的时间。",
            "The first word ({first_word_at_en}) lies in the future; enter when the enterprise really said it.",
            422,
        ),
        "case.record.confidential-on-the-spot": M(
            "保密反映不能当场办结，只由纪检监察部门受理；请按保密反映提交。",
            "A confidential report cannot be solved on the spot; submit it for the inspector alone.",
            422,
        ),
        "case.record.confidential-elsewhere": M(
            "保密反映只能由企业本人或纪检监察部门登记；请把企业手机页上的“保密反映”告诉企业。",
            "Only the enterprise itself or the inspector records a confidential report; show the enterprise how.",
            403,
        ),
        "case.class-unknown": M(
            "没有“{class_id}”这个类别；请从类别表中选择。",
            "There is no class “{class_id}”; choose one from the list.",
            422,
        ),
        "case.complexity-unknown": M(
            "没有“{complexity}”这档办理时限；可选：{known_zh}。",
            "There is no limit “{complexity}”; choose one of {known_en}.",
            422,
        ),
        "case.spot.officer-only": M(
            "只有联络的专属服务员可以登记当场解决；请改为登记后交办。",
            "Only the enterprise's officer declares a case solved on the spot; record it for dispatch instead.",
            403,
        ),
        "case.spot.refused-before": M(
            "企业已表示未当场解决，不能再次按当场解决登记；请交办。",
            "The enterprise already said it was not solved on the spot; dispatch it.",
            409,
        ),
        "case.not-accept.reason-unknown": M(
            "没有“{reason}”这项不予受理理由；可选：{known_zh}。",
            "There is no such reason “{reason}” not to accept; choose one of {known_en}.",
            422,
        ),
        "case.classify.limit-reached": M(
            "交办后调整类别已满{limit}次，不能再调；如确有错误，请申请更正裁定。",
            "The class was changed {limit} times after dispatch, which is the limit; ask for a correcting ruling.",
            409,
        ),
        "case.unit.unknown": M(
            "“{unit}”不是本园区现有的责任单位；请从单位名录中选择。",
            "“{unit}” is not an active unit of this park; choose one from the list of units.",
            422,
        ),
        "case.dispatch.unit-twice": M(
            "同一单位不能重复列为主办或协办；请去掉重复的单位。",
            "A unit can be named only once, as main or assisting; remove the repetition.",
            422,
        ),
        # returns and transfers
        "case.return.reason-unknown": M(
            "没有“{reason}”这项退回理由；可选：{known_zh}。",
            "There is no such reason “{reason}” to return; choose one of {known_en}.",
            422,
        ),
        "case.return.ruled": M(
            "承办单位已由裁定或会议议定，不能退回；请按时办理，有困难可申请延期或提级。",
            "The unit was fixed by a ruling or a meeting and cannot return it; handle it, or ask for an extension.",
            409,
        ),
        "case.return.too-late": M(
            "退回须在交办后{within_zh}内提出（截至{latest_zh}），现已超过；请继续办理。",
            "A return was possible within {within_en} of dispatch (until {latest_en}); please handle the case.",
            409,
        ),
        "case.return.limit-reached": M(
            "本事项退回次数已满{limit}次，由裁定确定的单位办理。",
            "It was returned {limit} times, which is the limit; the unit named by the ruling handles it.",
            409,
        ),
        "case.transfer.same-unit": M(
            "事项已在该单位，请选择另一个单位。", "That unit already has it; choose another.", 422
        ),
        "case.transfer.limit-reached": M(
            "本事项改派已满{limit}次；请提级办理。", "It was moved {limit} times, which is the limit; escalate it.", 409
        ),
        # the unit's work
        "case.refer.unit-unknown": M(
            "“{unit}”不在区外单位名录中；请先登记该单位。",
            "“{unit}” is not a known outside body; register it first.",
            422,
        ),
        "case.refer.next-by": M(
            "下次答复日期须晚于现在且不迟于{latest_zh}；请重新填写。",
            "The next word must be dated after now and no later than {latest_en}.",
            422,
        ),
        "case.stage-reply.next-by": M(
            "下次答复日期须晚于现在且不迟于{latest_zh}；请重新填写。",
            "The next word must be dated after now and no later than {latest_en}.",
            422,
        ),
        "case.stage-reply.limit-reached": M(
            "阶段性答复已满{limit}次；请作出答复、列入计划或提级办理。",
            "There were {limit} stage replies, which is the limit; answer, plan or escalate.",
            409,
        ),
        "case.answer.end-unknown": M(
            "办理结果只能是：{known_zh}；请改选其一。",
            "The outcome can only be one of {known_en}; choose one of them.",
            422,
        ),
        "case.answer.needs-review": M(
            "答复须经部门负责人审核或分管领导签发；请提交拟答复。",
            "An answer needs review or signature here; put it up as a draft.",
            409,
        ),
        "case.draft.not-needed": M(
            "本机制无需审签，请直接答复。", "Neither review nor signature is needed here; answer directly.", 409
        ),
        "case.draft.pending": M(
            "已有拟答复在审签中；请等待审签结果，或请审签人退回修改。",
            "A draft is already under review; wait for it, or ask for it to be sent back.",
            409,
        ),
        "case.draft.not-at-stage": M(
            "目前没有待您审签的拟答复；请刷新页面。", "No draft waits for you at this stage; reload the page.", 409
        ),
        "case.assist.nothing-owed": M(
            "该单位没有待反馈的协办任务；请核对单位，或查看事项现状。",
            "That unit owes no assistance in this case; check the unit.",
            409,
        ),
        "case.extension.too-late": M(
            "延期须在到期前{before_zh}提出，时限为{due_zh}；请抓紧办理，并作阶段性答复。",
            "An extension must be asked {before_en} before the due time {due_en}; send a stage reply and finish.",
            409,
        ),
        "case.extension.length": M(
            "延期“{by}”无效或过长，最长{longest_zh}；请重新填写。",
            "The extension “{by}” is not a length or too long; at most {longest_en}.",
            422,
        ),
        "case.extension.limit-reached": M(
            "本事项延期已满{limit}次；请列入计划或提级办理。",
            "It was extended {limit} times, which is the limit; plan or escalate it.",
            409,
        ),
        "case.extension.pending": M(
            "延期申请正在审批，请等待结果。", "An extension is already asked for; wait for the decision.", 409
        ),
        "case.extension.not-asked": M("没有待审批的延期申请。", "No extension waits for a decision.", 409),
        "case.pause.until": M(
            "暂停截止时间须晚于现在且不迟于{latest_zh}；请重新填写。",
            "A pause must end after now and no later than {latest_en}.",
            422,
        ),
        "case.pause.already-late": M(
            "事项已超过办理时限（{due_zh}），不能暂停计时；请尽快答复。",
            "It is already past its due time {due_en} and cannot be paused; answer soon.",
            409,
        ),
        "case.pause.limit-reached": M(
            "本事项暂停计时已满{limit}次；请按现有材料办理。",
            "It was paused {limit} times, which is the limit; work with what there is.",
            409,
        ),
        "case.objection.pending": M(
            "异议已提出，正在处理；请等待处理结果。",
            "An objection is already being decided; wait for the outcome.",
            409,
        ),
        "case.objection.nothing-to-contest": M(
            "办理期间只能对调整分类提出异议，本事项交办后未调整过分类（或异议已处理）；有其他意见请补充说明或催办。",
            "While it is being handled, only a changed class can be contested, and no change stands open; "
            "add to your words, or ask where it stands.",
            409,
        ),
        "case.objection.none": M(
            "没有待处理的异议；请刷新页面查看现状。", "There is no objection to decide; reload the page.", 409
        ),
        "case.letter.nothing": M(
            "请填写文号，或上传盖章件的扫描件，至少一项。",
            "Give the letter's number, or its scan, or both.",
            422,
        ),
        # the enterprise's word
        "case.word.given": M(
            "企业已作出评价，不能更改；如问题再次出现，请申请重新启动。",
            "The enterprise's word was given and stands; if the matter comes back, ask to reopen it.",
            409,
        ),
        "case.rate.grade": M("评分须为1至5。", "A grade is a number from 1 to 5.", 422),
        "case.rate.done": M(
            "该事项已评过分；如有新情况，请补充材料或申请重新启动。",
            "It was graded already; add words or ask to reopen if there is news.",
            409,
        ),
        "case.call-back.result": M(
            "回访结果只能是认可、不认可或未表态。", "A call-back ends as confirmed, rejected or no-reply.", 422
        ),
        "case.call-back.own-unit": M(
            "承办单位不能回访自己办理的事项；请由营商中心回访。",
            "The unit judged may not ring about its own work; the service centre does.",
            403,
        ),
        "case.close.rejected-not-solved": M(
            "企业不认可，不能按“已解决”销号；请按“解释说明”销号或重办。",
            "The enterprise did not agree: it cannot be struck off as solved; use explained, or have it redone.",
            409,
        ),
        "case.close.explained-not-solved": M(
            "答复为“解释说明”，不能按“已解决”销号；请按“解释说明”销号。",
            "It was answered as explained; strike it off as explained.",
            409,
        ),
        "case.recheck.result": M(
            "回头看结果只能是：仍已解决、又出现了、未表态。", "A recheck ends as yes, no or no-reply.", 422
        ),
        "case.recheck.too-early": M(
            "回头看自{opens_at_zh}起进行；若问题已再次出现，请由企业申请重新启动。",
            "The recheck opens at {opens_at_en}; if the matter is back already, the enterprise may reopen it now.",
            409,
        ),
        "case.reopen.limit-reached": M(
            "本事项重新启动已满{limit}次；请登记新事项并与本事项关联。",
            "It was reopened {limit} times, which is the limit; record a new case and link it.",
            409,
        ),
        "case.reopen.too-late": M(
            "重新启动期限已过（{until_zh}）；请登记新事项并与本事项关联。",
            "The time to reopen ended at {until_en}; record a new case and link it.",
            409,
        ),
        # ladder, leaders, supervision
        "case.ladder.top": M(
            "已在最高层级，不能再提级；请由该层级作出议定。",
            "It stands on the top rung; its owner must settle it.",
            409,
        ),
        "case.resolve.outcome": M(
            "议定结果只能是交办或直接答复；请改选其一。",
            "A resolution is either dispatch or answer; choose one of them.",
            422,
        ),
        "case.resolve.dispatch-limit": M(
            "议定交办已满{limit}次；请直接作出答复或列入计划。",
            "It was given out {limit} times, which is the limit; answer it or plan it.",
            409,
        ),
        "case.resolve.no-date": M("交办时请填写完成时限。", "Name the date by which the unit must finish.", 422),
        "case.resolve.by": M(
            "完成时限须晚于现在且不迟于{latest_zh}。", "The date must lie after now and no later than {latest_en}.", 422
        ),
        "case.plan.review-by": M(
            "复核日期须晚于现在且不迟于{latest_zh}。",
            "The review date must lie after now and no later than {latest_en}.",
            422,
        ),
        "case.plan.limit-reached": M(
            "列入计划已满{limit}次；请办理、答复或提级。",
            "It was planned {limit} times, which is the limit; act, answer or escalate.",
            409,
        ),
        "case.lead.by": M(
            "包案完成日期须晚于现在且不迟于{latest_zh}。",
            "The leader's date must lie after now and no later than {latest_en}.",
            422,
        ),
        "case.lead.taken": M(
            "已有领导包案；如需更换，请由现包案领导批示。", "A leader already leads this case; ask that leader.", 409
        ),
        "case.instruct.no-leader": M(
            "代录批示须写明作出批示的领导。", "Name the leader whose instruction you are writing down.", 422
        ),
        "case.supervise.level": M(
            "督办级别只能是：{known_zh}；请改选其一。",
            "The level can only be one of {known_en}; choose one of them.",
            422,
        ),
        # ties and corrections
        "case.other-unknown": M(
            "没有这个事项（{other}），请核对编号。", "There is no such case {other}; check its number.", 422
        ),
        "case.merge.target-not-open": M(
            "目标事项不在办理中，不能并入；请选择在办事项，或改为关联。",
            "The other case is not open, so nothing can be merged into it; choose an open one, or link them.",
            409,
        ),
        "case.merge.has-merged": M(
            "已有事项并入本事项，本事项不能再并入其他事项；请反向合并。",
            "Other cases were merged into this one; merge the other way round.",
            409,
        ),
        "case.recuse.others": M(
            "只能申请本人回避；他人回避由裁定人员决定。",
            "You may step aside yourself; another is put aside by a ruling.",
            403,
        ),
        "case.correct.field": M(
            "可更正的内容：类别、类型、首次反映时间、逾期记录；请选其一。",
            "What can be corrected: class, kind, first-word, lapse; choose one of them.",
            422,
        ),
        "case.correct.value": M(
            "更正值无效：{value}；请核对后重新填写。", "The corrected value {value} is not valid here; check it.", 422
        ),
        "case.correct.no-lapse": M("该应办事项没有逾期记录，无需撤销。", "That commitment has no lapse to annul.", 409),
    }
)
