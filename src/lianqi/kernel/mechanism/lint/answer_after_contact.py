"""An answer may not be due before the first contact: the unit would answer an enterprise it has not spoken to."""

from __future__ import annotations

from lianqi.kernel.mechanism.lint.finding import Finding, Subject
from lianqi.kernel.mechanism.measure import longer, say

RULE = "answer-after-contact"


def check(subject: Subject) -> list[Finding]:
    contact = subject.rules.limits.contact
    return [
        subject.finding(
            RULE,
            ("limits", "answer", complexity),
            zh=f"“{complexity}”类答复时限{say(limit, 'zh')}，比首次联系时限{say(contact, 'zh')}还短；"
            "请放宽答复或提前联系。",
            en=f"The answer limit of “{complexity}”, {say(limit, 'en')}, is shorter than the contact limit, "
            f"{say(contact, 'en')}; allow longer for the answer or less for the contact.",
        )
        for complexity, limit in subject.rules.limits.answer.items()
        if longer(contact, limit)
    ]
