"""A unit outside never carries a case alone: its inside counterpart exists, is inside, and keeps reporting."""

from __future__ import annotations

from lianqi.kernel.mechanism.lint.finding import Finding, Subject
from lianqi.kernel.mechanism.problems import choices

RULE = "outside-tracked"


def check(subject: Subject) -> list[Finding]:
    units = subject.mechanism.shape.units
    inside = [code for code, unit in units.items() if not unit.outside]
    found = []
    for code, unit in units.items():
        if unit.outside and unit.counterpart not in inside:
            near = choices(unit.counterpart, inside)
            found.append(
                subject.finding(
                    RULE,
                    ("units", code, "counterpart"),
                    zh=f"区外单位“{unit.name.zh}”没有园区内的对口部门{near['nearest_zh']}；请填 counterpart，"
                    f"可用：{near['allowed']}。",
                    en=f"The outside unit “{unit.name.en}” has no counterpart inside{near['nearest_en']}; "
                    f"write one of {near['allowed_en']}.",
                )
            )
        if not unit.outside and unit.counterpart:
            found.append(
                subject.finding(
                    RULE,
                    ("units", code, "counterpart"),
                    zh=f"“{unit.name.zh}”在园区内，不需要对口部门；请删去 counterpart，或写明 outside: true。",
                    en=f"“{unit.name.en}” is inside and needs no counterpart; delete it or write outside: true.",
                )
            )
    return found
