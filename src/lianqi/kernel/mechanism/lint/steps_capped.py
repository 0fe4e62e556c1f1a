"""Steps that keep an enterprise waiting are capped: returns at most twice (common rule of the hotlines), extensions
once, and none of the others without an end in sight."""

from __future__ import annotations

from lianqi.kernel.mechanism.lint.finding import Finding, Subject
from lianqi.kernel.mechanism.words import BOUND_NAMES

RULE = "steps-capped"

#: How often each step may be taken before it becomes a way of not answering.
CAPS = {
    "returns": 2,
    "transfers": 3,
    "extensions": 1,
    "pauses": 2,
    "redos": 3,
    "plans": 3,
    "reopens": 3,
    "reclassings": 2,
}


def check(subject: Subject) -> list[Finding]:
    bounds = subject.rules.bounds
    return [
        subject.finding(
            RULE,
            ("bounds", step),
            zh=f"{BOUND_NAMES[step].zh}允许{getattr(bounds, step)}次，超过上限{cap}次；企业会一直等下去，"
            f"请减到{cap}次以内。",
            en=f"{getattr(bounds, step)} {BOUND_NAMES[step].en} are allowed, more than {cap}; "
            f"the enterprise would go on waiting. Allow at most {cap}.",
        )
        for step, cap in CAPS.items()
        if getattr(bounds, step) > cap
    ]
