"""What people call the parts of every mechanism: duties, limits, bounds, lights."""

from __future__ import annotations

from collections.abc import Mapping

from lianqi.kernel.mechanism.rules import Text

DUTY_NAMES: Mapping[str, Text] = {
    "record": Text("登记企业反映", "write down what enterprises say"),
    "liaise": Text("联系企业、当场解决、全程跟进", "be the enterprise's officer, solve on the spot, follow to the end"),
    "triage": Text("研判分办、交办、销号", "classify, dispatch and strike off"),
    "handle": Text("承办、联系企业、拟写答复", "do the work, contact the enterprise, draft the answer"),
    "review": Text("审核答复", "review answers"),
    "sign": Text("签发答复", "sign answers"),
    "adjudicate": Text("裁定交办争议、延期和异议", "rule on disputed dispatch, extensions and objections"),
    "supervise": Text("催办督办", "urge and supervise"),
    "call_back": Text("电话回访", "ring the enterprise back"),
    "convene": Text("组织上会研究", "bring cases through the meeting"),
    "consult": Text("组织专家会商", "bring cases through the experts"),
    "lead": Text("领导包案、批示，并在他人逾期时补位", "take hard cases, instruct, and stand in where others lapse"),
    "inspect": Text("受理保密反映", "receive confidential reports"),
    "oversee_inspection": Text(
        "在受理保密反映的人逾期或需回避时补位", "stand in for who receives confidential reports"
    ),
    "administer": Text(
        "管理人员、单位和账号，不因此查看事项", "keep people, units and accounts, without seeing cases for it"
    ),
}

LIMIT_NAMES: Mapping[str, Text] = {
    "triage": Text("研判分办", "triage"),
    "contact": Text("首次联系企业", "first contact"),
    "answer": Text("答复", "answer"),
    "assist": Text("协办反馈", "assisting unit's reply"),
    "redo": Text("重办答复", "second answer"),
    "ruling": Text("交办争议裁定", "ruling on a disputed dispatch"),
    "extension_ruling": Text("延期审批", "ruling on an extension"),
    "objection_ruling": Text("异议处理", "ruling on an objection"),
    "word": Text("等待企业评价", "waiting for the enterprise's word"),
    "strike_off": Text("核查销号", "checking and striking off"),
    "recheck_after": Text("回头看", "asking again"),
    "return_within": Text("申请改派", "asking for another unit"),
    "extension_ask_before": Text("延期申请提前量", "asking for an extension before due"),
    "extension_longest": Text("延期最长", "longest extension"),
    "pause_longest": Text("暂停计时最长", "longest pause"),
    "stage_reply_longest": Text("阶段性答复间隔最长", "longest interval of stage replies"),
    "plan_longest": Text("列入计划的复核日最远", "latest review date of a plan"),
    "reopen_within": Text("可重新启动的期限", "time in which it may be reopened"),
    "lead_longest": Text("领导包案最长", "longest time for a leader's case"),
}

BOUND_NAMES: Mapping[str, Text] = {
    "returns": Text("退回", "returns"),
    "transfers": Text("改派", "transfers"),
    "extensions": Text("延期", "extensions"),
    "pauses": Text("暂停计时", "pauses"),
    "redos": Text("重办", "second answers"),
    "plans": Text("列入计划", "plannings"),
    "reopens": Text("重新启动", "reopenings"),
    "stage_replies": Text("阶段性答复", "stage replies"),
    "reclassings": Text("调整分类", "changes of class"),
    "call_backs": Text("回访", "call-backs"),
}

LIGHT_NAMES: Mapping[str, Text] = {
    "yellow_before": Text("黄灯提前量", "yellow light before due"),
    "red_after": Text("红灯延后量", "red light after due"),
    "up_after": Text("逾期提级", "default leads upward after due"),
}

FIGURE_NAMES: Mapping[str, Text] = {
    "too_few": Text("排名所需最少件数", "fewest cases for a ranking"),
}

LOOP_NAMES: Mapping[str, Mapping[str, Text]] = {
    "visits": {"contact_budget": Text("每季度打扰企业最多次数", "most contacts of an enterprise in a quarter")},
    "reception": {
        "day": Text("接待日（每月几日）", "reception day of the month"),
        "minutes_within": Text("会议纪要", "minutes of the reception day"),
    },
    "board": {
        "voters": Text("红黄榜抽取企业数", "enterprises drawn for the board"),
        "too_few": Text("红黄榜排名所需最少票数", "fewest cards for a place on the board"),
    },
}
