"""An enterprise that is asked at the recheck and thinks it over can still have its matter reopened."""

from __future__ import annotations

from lianqi.kernel.mechanism.lint.finding import Finding, Subject
from lianqi.kernel.mechanism.measure import longer, say

RULE = "recheck-reopens"


def check(subject: Subject) -> list[Finding]:
    limits = subject.rules.limits
    if subject.rules.bounds.reopens == 0 or longer(limits.reopen_within, limits.recheck_after):
        return []
    return [
        subject.finding(
            RULE,
            ("limits", "reopen_within"),
            zh=f"办结{say(limits.recheck_after, 'zh')}后才回头看，"
            f"而可重新启动的期限只有{say(limits.reopen_within, 'zh')}；"
            "回头看时企业已经不能自己要求重启，请延长后者。",
            en=f"The recheck comes {say(limits.recheck_after, 'en')} after closing, but a case may be reopened for "
            f"{say(limits.reopen_within, 'en')} only, so at the recheck the enterprise "
            "could no longer ask for it; allow longer.",
        )
    ]
