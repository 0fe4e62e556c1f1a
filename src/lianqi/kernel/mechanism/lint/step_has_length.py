"""A step that may be taken needs a length above zero; a length of zero and a bound of zero belong together."""

from __future__ import annotations

from lianqi.kernel.mechanism.lint.finding import Finding, Subject
from lianqi.kernel.mechanism.words import BOUND_NAMES, LIMIT_NAMES

RULE = "step-has-length"

LENGTH_OF = {
    "returns": "return_within",
    "extensions": "extension_longest",
    "pauses": "pause_longest",
    "redos": "redo",
    "plans": "plan_longest",
    "reopens": "reopen_within",
    "stage_replies": "stage_reply_longest",
}


def check(subject: Subject) -> list[Finding]:
    found = []
    for step, limit in LENGTH_OF.items():
        times, length = getattr(subject.rules.bounds, step), getattr(subject.rules.limits, limit)
        if times > 0 and length.count == 0:
            zh, en, severity = "时长却是零，等于不能用；请写明时长，或把次数改为0", "its length is zero", "error"
        elif times == 0 and length.count > 0:
            zh, en, severity = (
                "时长却不是零，写了也用不上；请把次数改为1以上，或把时长改为0",
                "its length is not",
                "warning",
            )
        else:
            continue
        found.append(
            subject.finding(
                RULE,
                ("limits", limit),
                zh=f"{BOUND_NAMES[step].zh}允许{times}次，“{LIMIT_NAMES[limit].zh}”的{zh}。",
                en=f"{BOUND_NAMES[step].en.capitalize()}: {times} allowed, but {en}; make the two agree.",
                severity=severity,
            )
        )
    return found
