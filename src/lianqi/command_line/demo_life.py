"""The script of the demo: invented people of an invented park, and what they say and do about one case, day by day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

ENTERPRISE = "海棠机电有限公司"
CONTACT = "刘芳"
#: name → roles of the starter mechanism, unit
PEOPLE: Mapping[str, tuple[tuple[str, ...], str]] = {
    "周敏": (("liaison",), ""),
    "陈立": (("centre",), "service-centre"),
    "吴工": (("handler",), "planning"),
    "何工": (("handler",), "construction"),
    "罗局": (("unit-head",), "construction"),
    "江主任": (("leader-in-charge",), "construction"),
    "唐工": (("handler",), "economy"),
    "钱总工": (("adjudicator",), ""),
    "李书记": (("principal",), ""),
    "方教授": (("expert-convenor",), ""),
    "苏检": (("inspector",), ""),
    "严书记": (("inspection-head",), ""),
    "孟主任": (("administrator",), ""),
}
TICK = "时间"


@dataclass(frozen=True, slots=True)
class Act:
    """At `at` (the park's clock) `who` does `kind`; instants in `data` are written on the park's clock too."""

    at: str
    who: str
    kind: str
    why: str
    data: Mapping[str, object] = field(default_factory=dict)


_DISPATCH = {"class_id": "premises", "complexity": "general", "assisting": ["economy"]}
_ANSWER = "三号厂房屋面防水层已整体重做，并更换了两处开裂天沟；质保五年，雨后由我局回访。"

LIFE: tuple[Act, ...] = (
    Act(
        "2026-02-09 09:20",
        "周敏",
        "record",
        "专属服务员入企走访，记下企业原话",
        {
            "channel": "visit",
            "case_kind": "problem",
            "words": "三号厂房屋顶漏水，下雨天机器都不敢开，上个月就跟你们说过了。",
            "first_word_at": "2026-01-12 15:00",
            "class_id": "premises",
        },
    ),
    Act("2026-02-09 10:05", "陈立", "dispatch", "营商中心交办", {**_DISPATCH, "main_unit": "planning"}),
    Act(
        "2026-02-09 15:10",
        "吴工",
        "return",
        "不是本单位职责，附条款退回",
        {"reason": "not-our-duty", "note": "厂房维修由建设管理局负责（三定方案第四条）。"},
    ),
    Act("2026-02-09 16:00", "陈立", "dispatch", "当天改交", {**_DISPATCH, "main_unit": "construction"}),
    Act("2026-02-10 09:30", "何工", "contact", "当面看过漏点", {"by": "上门"}),
    Act(
        "2026-02-11 10:00",
        "何工",
        "pause",
        "等企业提供图纸，暂停计时并告知企业",
        {"until": "2026-02-14 11:00", "reason": "需要厂房竣工图纸，才能确定防水做法。"},
    ),
    Act("2026-02-12 14:00", CONTACT, "supplement", "企业补来图纸，计时恢复", {"words": "图纸已送到贵局窗口。"}),
    Act(
        "2026-02-14 09:00",
        "唐工",
        "assist-reply",
        "调休上班的星期六照常计时",
        {"unit": "economy", "reply": "已核对租赁合同，维修责任在园区。"},
    ),
    Act("2026-02-24 15:00", TICK, "tick", "春节后临近时限"),
    Act("2026-02-26 17:30", TICK, "tick", "时限已过，仍无答复"),
    Act("2026-03-02 09:00", TICK, "tick", "逾期三个工作日，自动提级"),
    Act(
        "2026-03-09 10:30",
        "陈立",
        "resolve",
        "圆桌会议议定",
        {
            "outcome": "dispatch",
            "main_unit": "construction",
            "by": "2026-03-20 17:00",
            "resolution": "由建设管理局重做屋面防水，三月二十日前完成。",
        },
    ),
    Act("2026-03-09 14:20", "何工", "contact", "约定施工时间", {"by": "电话"}),
    Act("2026-03-18 16:00", "何工", "draft", "拟答复", {"answer": _ANSWER, "end": "solved"}),
    Act("2026-03-18 17:00", "罗局", "review", "部门负责人审核", {"approved": True}),
    Act("2026-03-19 09:10", "江主任", "sign", "分管领导签发，企业收到答复", {"approved": True}),
    Act("2026-03-20 11:00", CONTACT, "reject", "企业不认可", {"reason": "东北角还在滴水。", "grade": 2}),
    Act(
        "2026-03-24 15:00",
        "何工",
        "draft",
        "重办后再答复",
        {"answer": "东北角天沟接口已返工，闭水试验二十四小时无渗漏。", "end": "solved"},
    ),
    Act("2026-03-24 16:20", "罗局", "review", "部门负责人审核", {"approved": True}),
    Act("2026-03-25 09:00", "江主任", "sign", "分管领导签发", {"approved": True}),
    Act("2026-03-26 10:00", CONTACT, "confirm", "企业认可", {"grade": 4}),
    Act("2026-03-26 16:00", "陈立", "close", "营商中心核查销号", {"end": "solved"}),
    Act(
        "2026-04-23 18:00",
        "陈立",
        "recheck",
        "二十八天后回头看",
        {"result": "yes", "note": "清明连下三天雨，没有再漏。"},
    ),
)
