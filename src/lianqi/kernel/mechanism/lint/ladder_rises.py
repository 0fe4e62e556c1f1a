"""The ladder rises: on the spot, then dispatch, then rungs whose owner can bring an outcome and has no less time."""

from __future__ import annotations

from lianqi.kernel.mechanism.lint.finding import Finding, Subject
from lianqi.kernel.mechanism.measure import longer, say

RULE = "ladder-rises"

#: Who may own the first, the second and every further rung.
OWNERS = ({"liaise"}, {"handle"}, {"convene", "consult", "lead"})
STEPS = (("第一级是当场解决", "The first rung is on the spot"), ("第二级是限时交办", "The second rung is dispatch"))
ABOVE = ("往上各级由会议、专家或领导牵头", "Higher rungs belong to a meeting, to experts or to a leader")


def check(subject: Subject) -> list[Finding]:
    found, ladder = [], subject.rules.ladder
    for index, rung in enumerate(ladder):
        owners = OWNERS[min(index, 2)]
        if rung.owner not in owners:
            zh, en = STEPS[index] if index < 2 else ABOVE
            found.append(
                subject.finding(
                    RULE,
                    ("ladder", index, "owner"),
                    zh=f"“{rung.name.zh}”的 owner 是 {rung.owner}。{zh}，应为 {' 或 '.join(sorted(owners))}。",
                    en=f"The owner of “{rung.name.en}” is {rung.owner}. {en}; write {' or '.join(sorted(owners))}.",
                )
            )
        if index > 0 and longer(ladder[index - 1].limit, rung.limit):
            below = ladder[index - 1]
            found.append(
                subject.finding(
                    RULE,
                    ("ladder", index, "limit"),
                    zh=f"“{rung.name.zh}”只有{say(rung.limit, 'zh')}，"
                    f"比下一级“{below.name.zh}”的{say(below.limit, 'zh')}还短；"
                    "难事应给更多时间，请调整。",
                    en=f"“{rung.name.en}” has {say(rung.limit, 'en')}, less than “{below.name.en}” below it with "
                    f"{say(below.limit, 'en')}; harder matters need no less time.",
                )
            )
    return found
