"""An extension can be asked in time: the notice before due is shorter than each answer limit, and the pause and the
extension are no longer than thirty working days (the cap of the demand platforms)."""

from __future__ import annotations

from lianqi.kernel.mechanism.lint.finding import Finding, Subject
from lianqi.kernel.mechanism.measure import longer, nominal, say, shortest
from lianqi.kernel.mechanism.words import LIMIT_NAMES
from lianqi.kernel.workdays.durations import Duration

RULE = "extension-askable"
CAP = Duration(30, "wd")


def check(subject: Subject) -> list[Finding]:
    limits, found = subject.rules.limits, []
    first, notice = shortest(limits.answer.values()), limits.extension_ask_before
    if subject.rules.bounds.extensions > 0 and nominal(notice) >= nominal(first):
        found.append(
            subject.finding(
                RULE,
                ("limits", "extension_ask_before"),
                zh=f"延期要提前{say(notice, 'zh')}申请，而最短的答复时限只有{say(first, 'zh')}，来不及申请；"
                "请缩短提前量。",
                en=f"An extension is to be asked {say(notice, 'en')} before due, but the shortest answer limit is "
                f"{say(first, 'en')}: nobody could ask in time. Shorten the notice.",
            )
        )
    for name in ("extension_longest", "pause_longest"):
        length = getattr(limits, name)
        if longer(length, CAP):
            found.append(
                subject.finding(
                    RULE,
                    ("limits", name),
                    zh=f"“{LIMIT_NAMES[name].zh}”为{say(length, 'zh')}，超过{say(CAP, 'zh')}；确实办不了的，"
                    "请列入计划并告知复核日。",
                    en=f"The {LIMIT_NAMES[name].en} is {say(length, 'en')}, more than {say(CAP, 'en')}; what cannot "
                    "be done in that time is planned, with a review date.",
                )
            )
    return found
