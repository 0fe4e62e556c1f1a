"""The refusals of what surrounds the cases: meetings, visits, the board, the bulletin."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from lianqi.kernel.messages.message import Message as M

CATALOGUE: Mapping[str, M] = MappingProxyType(
    {
        "meeting.not-yours": M(
            "这一步应由{who_zh}办理；请联系其处理。", "This step belongs to {who_en}; ask them to take it.", 403
        ),
        "meeting.planned-already": M(
            "{period}的接待日已经排好；请直接打开。", "The meeting of {period} is planned already; open it.", 409
        ),
        "meeting.not-planned": M(
            "这个月的接待日还没有排；请到接待日页面查看已排的场次。",
            "No meeting is planned for that month; see the list of meetings.",
            409,
        ),
        "meeting.not-at-this-stage": M(
            "接待日当前为“{stage_zh}”，不能再办这一步；请刷新后按当前状态办理。",
            "The meeting is “{stage_en}”, where this is not possible; reload and go on from there.",
            409,
        ),
        "meeting.move.day": M(
            "{day}不是今天以后的工作日；请另选一个工作日。", "{day} is not a working day to come; choose another.", 422
        ),
        "meeting.host.unknown": M(
            "所选人员不担任主持接待日的角色；请从名单中选择。",
            "That person does not hold the role of a host; choose one from the list.",
            422,
        ),
        "meeting.item.not-tabled": M(
            "事项{number}不在上会环节，不能列为议题；请先提级，或从待上会事项中选择。",
            "Case {number} does not wait for a meeting; escalate it first, or choose one that does.",
            409,
        ),
        "meeting.item.twice": M(
            "事项{number}已在议题中，无需重复列入。",
            "Case {number} is on the agenda already; it need not be added.",
            409,
        ),
        "meeting.item.not-listed": M(
            "该议题已有结果或已撤下；请刷新后查看。", "That item has its outcome or is off the agenda; reload.", 409
        ),
        "meeting.invite.no-item": M(
            "该企业没有议题，无需邀请；请先列入它的事项。",
            "That enterprise has no item; put its case on the agenda first.",
            409,
        ),
        "meeting.hold.too-early": M(
            "接待日定在{day}，还没有到；请到当天再登记召开，提前召开请先改期。",
            "The meeting is on {day}, which has not come; move it first if it is held earlier.",
            409,
        ),
        "meeting.close.items-left": M(
            "还有议题没有结果（{numbers}）；请逐项写明议定事项，没有讨论到的写明原因顺延。",
            "Items are without an outcome ({numbers}); write what was resolved, or why they wait for the next one.",
            409,
        ),
        "visit.not-yours": M(
            "走访由该企业的专属服务员登记；请联系其办理，或由营商中心先调整联络关系。",
            "Visits are written down by the enterprise's own officer; ask them, or have the centre change the link.",
            403,
        ),
        "visit.not-owed": M(
            "这家企业还没有专属服务员，没有走访任务；请先明确联络关系。",
            "This enterprise has no officer yet, so no visit is owed; name an officer first.",
            409,
        ),
        "visit.appoint.day": M(
            "{day}不是今天以后的工作日；请另选一个工作日预约。",
            "{day} is not a working day to come; agree on another.",
            422,
        ),
        "visit.ask-day.not-yours": M(
            "改走访时间由企业的联系人提出；您已和企业另约的，请直接在走访页登记新约定的日子。",
            "Another day is asked for by the enterprise's own contact; if you agreed on one, write that day down.",
            403,
        ),
        "visit.ask-day.nothing-appointed": M(
            "现在没有约好的走访，不用改时间；想请服务员来，请直接打电话，或者在这里反映。",
            "No visit is agreed on, so there is no day to change; ring your officer, or say here what troubles you.",
            409,
        ),
        "visit.ask-day.beyond": M(
            "{day}已经超出本季度的走访时间；请选{last}以前的工作日，或者选“这次不用来了”。",
            "{day} is past this quarter's visits; choose a working day up to {last}, or decline this one.",
            422,
        ),
        "visit.decline.nothing-owed": M(
            "本季度的走访已经办结，无需再记婉拒；请直接查看走访记录。",
            "This quarter's visit is settled, so there is nothing to decline; see the visits.",
            409,
        ),
        "vote.not-yours": M(
            "这一步应由{who_zh}办理；请联系其处理。", "This step belongs to {who_en}; ask them to take it.", 403
        ),
        "vote.opened-already": M(
            "{period}的评价已经发起；请直接打开。", "The vote of {period} is opened already; open its page.", 409
        ),
        "vote.not-opened": M(
            "这个季度还没有发起评价；请先发起。", "No vote is opened for that quarter; open one first.", 409
        ),
        "vote.not-at-this-stage": M(
            "本次评价当前为“{stage_zh}”，不能再办这一步；请刷新后按当前状态办理。",
            "The vote is at “{stage_en}”, where this is not possible; reload and go on from there.",
            409,
        ),
        "vote.frame.empty": M(
            "没有可以抽取的企业；请先导入企业名单，或等到下个季度。",
            "There is no enterprise to draw from; import enterprises first, or wait for the next quarter.",
            409,
        ),
        "vote.voter.unknown": M(
            "这家企业不在本次参评名单里；请核对名单。", "This enterprise was not drawn this time; check the list.", 422
        ),
        "vote.cast-already": M(
            "贵公司已经评价过，每家企业只评一次；如有其他意见，请直接反映。",
            "Your enterprise has voted, and each votes once; whatever else you have to say, please report it.",
            409,
        ),
        "vote.paper.counted": M(
            "{number}号票两人录入一致，已经计入；请录下一张。",
            "Ballot {number} was entered alike by two people and counts; go on with the next.",
            409,
        ),
        "vote.paper.more-than-handed-in": M(
            "已登记交票{handed_in}家，录入的票不能更多；请先在名单上勾选交票的企业。",
            "{handed_in} enterprises are marked as having handed in a ballot; mark the others before entering more.",
            409,
        ),
        "vote.ballot.unknown": M(
            "票面上有认不出的单位或评价（{unknown}）；请刷新页面后重新填写。",
            "The ballot names units or cards that are not part of this vote ({unknown}); reload and fill it in again.",
            422,
        ),
        "vote.close.papers-open": M(
            "还有{open}张票两人录入不一致或只录了一遍，{missing}张没有录；请录完核对后再汇总。",
            "{open} ballots are entered once or differently, {missing} not at all; finish them before closing.",
            409,
        ),
        "bulletin.not-yours": M(
            "这一步应由{who_zh}办理；请联系其处理。", "This step belongs to {who_en}; ask them to take it.", 403
        ),
        "bulletin.not-drafted": M(
            "这个季度还没有拟稿；请营商中心先拟稿。",
            "No bulletin is drafted for that quarter; have it drafted first.",
            409,
        ),
        "bulletin.issued-already": M(
            "{period}的通报已签发（第{number}期），不能再改；数字有变动的，请在下一期更正说明。",
            "The bulletin of {period} was issued as number {number} and stays as it is; correct it in the next one.",
            409,
        ),
        "bulletin.nothing-counted": M(
            "台账还没有统计到任何记录；请确认后台任务在运行，稍后再拟稿。",
            "Nothing of the ledger is counted yet; see that the worker runs, and draft again later.",
            409,
        ),
    }
)
