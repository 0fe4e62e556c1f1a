"""Default leads upward, and the longest way through has an end: a limit of zero leads nowhere, and a case that may take
more than three years is one that nobody has to answer."""

from __future__ import annotations

from lianqi.kernel.mechanism.lint.finding import Finding, Subject
from lianqi.kernel.mechanism.measure import say, working_days, worst_case

RULE = "default-ends"
MOST = 750  # nominal working days, about three years


def check(subject: Subject) -> list[Finding]:
    found = [
        subject.finding(
            RULE,
            ("ladder", index, "limit"),
            zh=f"“{rung.name.zh}”的时限是{say(rung.limit, 'zh')}，逾期就无从谈起；请写明时限。",
            en=f"The limit of “{rung.name.en}” is {say(rung.limit, 'en')}, so nothing could ever be late there; "
            "give it one.",
        )
        for index, rung in enumerate(subject.rules.ladder)
        if rung.limit.count == 0
    ]
    days = working_days(worst_case(subject.rules))
    if days > MOST:
        found.append(
            subject.finding(
                RULE,
                ("ladder",),
                zh=f"把每一步都用到头，一件事最长可拖约{days}个工作日，超过{MOST}个工作日（约三年）；请减少次数或缩短时限。",
                en=f"With every step used to the end a case may take about {days} working days, more than {MOST} "
                "(about three years); allow fewer steps or shorter limits.",
            )
        )
    return found
