"""A confidential report has its own way: an inspector, somebody above who stands in, and neither holds another duty."""

from __future__ import annotations

from lianqi.kernel.mechanism.lint.finding import Finding, Subject
from lianqi.kernel.mechanism.words import DUTY_NAMES

RULE = "confidential-way"
OWN = frozenset({"inspect", "oversee_inspection"})


def check(subject: Subject) -> list[Finding]:
    found = []
    for code, role in subject.mechanism.shape.roles.items():
        held = OWN & set(role.duties)
        others = [duty for duty in role.duties if duty not in OWN]
        if held == OWN:
            found.append(
                subject.finding(
                    RULE,
                    ("roles", code, "duties"),
                    zh=f"“{role.name.zh}”既受理保密反映又给自己补位；请另设一个角色承担 oversee_inspection。",
                    en=f"“{role.name.en}” would stand in for itself; give oversee_inspection to another role.",
                )
            )
        if held and others:
            found.append(
                subject.finding(
                    RULE,
                    ("roles", code, "duties"),
                    zh=f"“{role.name.zh}”能看到保密反映，却还“{DUTY_NAMES[others[0]].zh}”；请把后一项交给别的角色。",
                    en=f"“{role.name.en}” reads confidential reports and is also to {DUTY_NAMES[others[0]].en}; "
                    "give that to another role.",
                )
            )
    return found
