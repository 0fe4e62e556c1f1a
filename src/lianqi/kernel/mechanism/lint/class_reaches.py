"""Every class that cases fall into reaches an inside unit and an answer limit that exist and has a name."""

from __future__ import annotations

from collections.abc import Iterator

from lianqi.kernel.mechanism.lint.finding import Finding, Subject
from lianqi.kernel.mechanism.loader import PlacedClass
from lianqi.kernel.mechanism.problems import choices

RULE = "class-reaches"


def check(subject: Subject) -> list[Finding]:
    found = [found for placed in subject.mechanism.classes() for found in _one(subject, placed)]
    return [*found, *_unpaired(subject)]


def _unpaired(subject: Subject) -> Iterator[Finding]:
    """Each answer limit has a name, each name a limit."""
    limits, names = subject.rules.limits.answer, subject.mechanism.shape.complexities
    for code in sorted(set(limits) - set(names)):
        yield subject.finding(
            RULE,
            ("limits", "answer", code),
            zh=f"答复时限“{code}”没有名称；请在 complexities 里给它中英文名称。",
            en=f"The answer limit “{code}” has no name; give it one under complexities.",
        )
    for code in sorted(set(names) - set(limits)):
        yield subject.finding(
            RULE,
            ("complexities", code),
            zh=f"“{names[code].zh}”没有答复时限；请在 limits.answer 里写上“{code}”。",
            en=f"“{names[code].en}” has no answer limit; write “{code}” under limits.answer.",
        )


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
