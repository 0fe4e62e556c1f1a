"""Who is judged does not ask for the judgement, and who disputes does not rule: 回访 is never made by the unit judged,
a disputed dispatch is not ruled by who made it, and a draft is not reviewed or signed by who wrote it."""

from __future__ import annotations

from lianqi.kernel.mechanism.lint.finding import Finding, Subject
from lianqi.kernel.mechanism.words import DUTY_NAMES

RULE = "judged-apart"

#: (duty, duty that may not be held by the same role, why)
APART = (
    ("call_back", "handle", "被评价的单位不能自己回访企业", "the unit judged must not ask for the judgement"),
    ("call_back", "review", "被评价的单位不能自己回访企业", "the unit judged must not ask for the judgement"),
    ("call_back", "sign", "签发答复的人不能自己回访企业", "who signed the answer must not ask for the judgement"),
    ("adjudicate", "handle", "承办人不能裁定自己的争议", "a handler must not rule on its own dispute"),
    ("adjudicate", "triage", "交办争议应由交办人以外的人裁定", "a disputed dispatch is not ruled by who made it"),
    ("review", "handle", "拟稿人不能审核自己的答复", "who drafts an answer must not review it"),
    ("sign", "handle", "拟稿人不能签发自己的答复", "who drafts an answer must not sign it"),
    ("supervise", "handle", "承办人不能督办自己", "a handler must not supervise itself"),
)


def check(subject: Subject) -> list[Finding]:
    found = []
    for code, role in subject.mechanism.shape.roles.items():
        for one, other, why_zh, why_en in APART:
            if one in role.duties and other in role.duties:
                found.append(
                    subject.finding(
                        RULE,
                        ("roles", code, "duties"),
                        zh=f"角色“{role.name.zh}”同时“{DUTY_NAMES[one].zh}”和“{DUTY_NAMES[other].zh}”：{why_zh}；"
                        "请分给两个角色。",
                        en=f"Role “{role.name.en}” is to {DUTY_NAMES[one].en} and to {DUTY_NAMES[other].en}: {why_en}. "
                        "Give the two to different roles.",
                    )
                )
    return found
