"""The word on screen for every code of a case, in both languages. Bound to docs/glossary.md by a test."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType


def _names(**rows: str) -> Mapping[str, tuple[str, str]]:
    split = {key.replace("_", "-"): value.split("|") for key, value in rows.items()}
    return MappingProxyType({key: (zh, en) for key, (zh, en) in split.items()})


DUTIES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "record": ("登记人员", "whoever records"),
        "liaise": ("专属服务员", "the enterprise's officer"),
        "triage": ("营商中心", "the service centre"),
        "handle": ("承办单位经办人", "the unit's handler"),
        "review": ("部门负责人", "the unit head"),
        "sign": ("分管领导", "the leader in charge"),
        "adjudicate": ("裁定人员", "whoever rules on disputes"),
        "supervise": ("督办人员", "supervision"),
        "call_back": ("营商中心回访人员", "the centre's call-back desk"),
        "convene": ("会议召集人", "the convener of the meeting"),
        "consult": ("专家会商召集人", "the convener of the experts"),
        "lead": ("园区领导", "a park leader"),
        "inspect": ("纪检监察人员", "the inspector"),
        "oversee_inspection": ("纪检监察负责人", "the head of inspection"),
        "administer": ("园区管理员", "the administrator"),
    }
)
RELATIONS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "contact": ("企业本人", "the enterprise itself"),
        "officer": ("该企业的专属服务员", "the enterprise's own officer"),
        "main_unit": ("主办单位", "the main unit"),
        "assisting_unit": ("协办单位", "an assisting unit"),
        "system": ("系统", "the system"),
        "recused": ("已回避人员", "a person who stepped aside"),
    }
)
STATUSES = _names(
    triage="待分办|waiting for dispatch",
    on_the_spot="已当场解决，待企业确认|solved on the spot, waiting for the enterprise",
    handling="办理中|in hand",
    adjudication="交办争议待裁定|dispatch disputed, waiting for a ruling",
    paused="暂停计时，待企业补充|clock paused, waiting for the enterprise",
    tracking="转办跟踪中|with an outside body, tracked",
    tabled="已提级，待议定|escalated, waiting for the meeting",
    answered="已答复，待企业评价|answered, waiting for the enterprise's word",
    verification="待核查销号|waiting to be verified and struck off",
    planned="列入计划（挂账）|planned, with a review date",
    merged="已并案|handled with another case",
    closed="已销号，待回头看|struck off, to be asked again",
    settled="回头看完成|asked again, settled",
    not_accepted="不予受理（已告知渠道）|not accepted, right door named",
    withdrawn="企业已撤回|withdrawn by the enterprise",
)
COMMANDS = _names(
    record="登记|record",
    solve_on_the_spot="当场解决|solve on the spot",
    not_accept="不予受理|not accept",
    classify="调整类别|classify",
    dispatch="交办|dispatch",
    contact="首次联系|contact",
    rule="裁定|rule",
    transfer="改派|transfer",
    refer="转办并跟踪|refer and track",
    stage_reply="阶段性答复|stage reply",
    ask_extension="申请延期|ask for an extension",
    decide_extension="审批延期|decide an extension",
    pause="暂停计时|pause",
    resume="恢复计时|resume",
    object="提出异议|object",
    decide_objection="处理异议|decide an objection",
    supplement="补充材料|supplement",
    withdraw="撤回|withdraw",
    urge="催办|urge",
    supervise="督办|supervise",
    instruct="领导批示|instruct",
    take_lead="领导包案|take the lead",
    draft="拟答复|draft",
    review="审核|review",
    sign="签发|sign",
    answer="答复|answer",
    file_letter="登记答复函|file the letter",
    assist_reply="协办反馈|assisting reply",
    confirm="认可|confirm",
    reject="不认可|reject",
    rate="评价|rate",
    call_back="电话回访|call back",
    escalate="提级办理|escalate",
    resolve="议定|resolve",
    plan="列入计划（挂账）|plan",
    merge="合并办理|merge",
    absorb="并入|absorb",
    relay_answer="转达答复|relay the answer",
    unmerge="拆分|handle alone again",
    link="关联|link",
    close="销号|strike off",
    recheck="回头看|recheck",
    reopen="重新启动|reopen",
    correct="更正|correct",
    recuse="回避|recuse",
    tick="到期检查|tick",
    move_due="时限重算|compute due times again",
    succeed="机构调整承接|take over from a unit",
) | MappingProxyType({"return": ("退回（申请改派）", "return to the centre")})
COMMITMENTS = _names(
    triage="分办|dispatch it",
    contact="首次联系|contact the enterprise",
    answer="答复|answer",
    assist="协办反馈|assist",
    stage_reply="阶段性答复|the next stage reply",
    ruling="交办争议裁定|rule on the dispute",
    extension_ruling="延期审批|decide the extension",
    objection_ruling="异议处理|decide the objection",
    resume="恢复计时|resume the clock",
    outcome="会议议定|bring it to an outcome",
    word="听取企业评价（回访）|hear the enterprise's word",
    strike_off="核查销号|verify and strike off",
    plan_review="计划复核|review the plan",
    answer_with_main="随主事项答复|answer with the main case",
    lead="领导包案|lead it to its end",
    recheck="回头看|ask whether it is still solved",
    hold="召开接待日|hold the reception day",
    minutes="形成会议纪要|write the minutes",
    visit="季度走访|visit the enterprise this quarter",
    vote="汇总红黄榜评价|close the quarter's vote",
)
ENDS = _names(
    solved="已解决|solved",
    explained="解释说明|explained",
    planned="列入计划（挂账）|planned",
    withdrawn="撤回|withdrawn",
) | MappingProxyType({"not-accepted": ("不予受理", "not accepted")})
LIGHTS = _names(none="正常|in time", yellow="临期（黄灯）|near due (yellow)", red="超期（红灯）|overdue (red)")
LEVELS = _names(
    yellow="黄灯督办|yellow",
    red="红灯督办|red",
    leader="领导督办|leader",
)
WORDS = _names(
    none="待评价|no word yet",
    confirmed="企业认可|confirmed",
    rejected="企业不认可|rejected",
    silent="企业未表态|no reply",
)

_TABLES: Mapping[str, tuple[Mapping[str, tuple[str, str]], ...]] = MappingProxyType(
    {
        "status": (STATUSES,),
        "statuses": (STATUSES,),
        "kind": (COMMANDS,),
        "who": (DUTIES, RELATIONS),
        "known": (ENDS, LEVELS),
    }
)


def spelled(details: Mapping[str, object]) -> dict[str, object]:
    """The details of a refusal with `<key>_zh` and `<key>_en` beside each of them, and lists joined.

    What whoever refused has put into words already (`<key>_zh`, `<key>_en`) stays as it was said.
    """
    out: dict[str, object] = dict(details)
    for key, value in details.items():
        codes = value if isinstance(value, list | tuple) else [value]
        for index, lang in enumerate(("zh", "en")):
            words = [_word(key, str(code), index) for code in codes]
            out.setdefault(f"{key}_{lang}", ("、" if lang == "zh" else ", ").join(words))
        if isinstance(value, list | tuple):
            out[key] = "、".join(str(code) for code in codes)
    return out


def _word(key: str, code: str, index: int) -> str:
    for table in _TABLES.get(key, ()):
        if code in table:
            return table[code][index]
    return code
