"""Every class that cases fall into reaches an inside unit and an answer limit that exist."""

from __future__ import annotations

from collections.abc import Iterator

from lianqi.kernel.mechanism.lint.finding import Finding, Subject
from lianqi.kernel.mechanism.loader import PlacedClass
from lianqi.kernel.mechanism.problems import choices

RULE = "class-reaches"


def check(subject: Subject) -> list[Finding]:
    return [found for placed in subject.mechanism.classes() for found in _one(subject, placed)]


def _one(subject: Subject, placed: PlacedClass) -> Iterator[Finding]:
    rule, units, answer = placed.rule, subject.mechanism.shape.units, subject.rules.limits.answer
    for field, code, known in (("unit", rule.unit, units), ("complexity", rule.complexity, answer)):
        if not code and not placed.leaf:
            continue
        if code not in known:
            near = choices(code, known)
            said_zh = f"“{code}”没有定义{near['nearest_zh']}" if code else "没有写，上一级也没有"
            said_en = f"“{code}” is not defined{near['nearest_en']}" if code else "is given neither here nor above"
            yield subject.finding(
                RULE,
                (*placed.path, field),
                zh=f"类别“{rule.name.zh}”的 {field} {said_zh}；可用：{near['allowed']}。",
                en=f"The {field} of class “{rule.name.en}” {said_en}; choose one of {near['allowed_en']}.",
            )
    if rule.unit in units and units[rule.unit].outside:
        yield subject.finding(
            RULE,
            (*placed.path, "unit"),
            zh=f"类别“{rule.name.zh}”交给了区外单位“{units[rule.unit].name.zh}”；请改为对口部门，由它转办并跟踪。",
            en=f"Class “{rule.name.en}” goes to the outside unit “{units[rule.unit].name.en}”; name the inside unit "
            "that refers and tracks it.",
        )
