"""A meeting that settles who acts can give the case to that unit: this counts as a transfer, so one must be allowed."""

from __future__ import annotations

from lianqi.kernel.mechanism.lint.finding import Finding, Subject

RULE = "meeting-dispatches"


def check(subject: Subject) -> list[Finding]:
    if subject.rules.bounds.transfers > 0:
        return []
    return [
        subject.finding(
            RULE,
            ("bounds", "transfers"),
            zh="改派次数是0，会议议定由哪个单位办理也交不下去；请至少允许1次。",
            en="No transfer is allowed, so a meeting could not give a case to the unit it names; allow at least one.",
        )
    ]
