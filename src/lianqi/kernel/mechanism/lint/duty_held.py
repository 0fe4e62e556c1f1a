"""Every duty of a case is held by some role: a duty of nobody is a case that nobody moves."""

from __future__ import annotations

from lianqi.kernel.mechanism.lint.finding import Finding, Subject
from lianqi.kernel.mechanism.rules import DUTIES_OF_CASES
from lianqi.kernel.mechanism.words import DUTY_NAMES

RULE = "duty-held"


def check(subject: Subject) -> list[Finding]:
    held = {duty for duties in subject.rules.roles.values() for duty in duties}
    return [
        subject.finding(
            RULE,
            ("roles",),
            zh=f"没有角色承担“{DUTY_NAMES[duty].zh}”（{duty}）；请在某个角色的 duties 里加上它。",
            en=f"No role is charged to {DUTY_NAMES[duty].en} ({duty}); add it to the duties of a role.",
        )
        for duty in DUTIES_OF_CASES
        if duty not in held
    ]
