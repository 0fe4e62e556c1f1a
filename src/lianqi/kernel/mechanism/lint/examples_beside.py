"""A mechanism comes with examples: what the park expects, in a form that is run against the rules."""

from __future__ import annotations

from lianqi.kernel.mechanism.lint.finding import WARNING, Finding, Subject

RULE = "examples-beside"
ENOUGH = 6


def check(subject: Subject) -> list[Finding]:
    if subject.examples is None or subject.examples >= ENOUGH:
        return []
    return [
        subject.finding(
            RULE,
            (),
            zh=f"examples 文件夹里有{subject.examples}个示例，少于{ENOUGH}个；请把常见的几种办理过程各写一个。",
            en=f"The folder examples holds {subject.examples} examples, fewer than {ENOUGH}; write one for each "
            "usual course.",
            severity=WARNING,
        )
    ]
