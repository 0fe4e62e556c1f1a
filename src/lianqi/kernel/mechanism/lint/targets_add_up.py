"""The published shares of the ladder name rungs that exist, each rung once, and add up to a hundred."""

from __future__ import annotations

from lianqi.kernel.mechanism.lint.finding import Finding, Subject
from lianqi.kernel.mechanism.loader import value_on
from lianqi.kernel.mechanism.problems import choices

RULE = "targets-add-up"


def check(subject: Subject) -> list[Finding]:
    shape = subject.mechanism.shape
    rungs, seen, found = [rung.id for rung in shape.ladder], set[str](), []
    for index, target in enumerate(shape.targets):
        for place, rung in enumerate(target.rungs):
            near = choices(rung, rungs)
            if rung in rungs and rung not in seen:
                seen.add(rung)
                continue
            zh = f"“{rung}”已经算过一次" if rung in seen else f"“{rung}”不是办理层级{near['nearest_zh']}"
            en = f"“{rung}” is counted twice" if rung in seen else f"“{rung}” is not a rung{near['nearest_en']}"
            found.append(
                subject.finding(
                    RULE,
                    ("targets", index, "rungs", place),
                    zh=f"{zh}；可用：{near['allowed']}。",
                    en=f"{en}; choose from {near['allowed_en']}.",
                )
            )
    day = max(
        [shape.in_force_from, *(entry.start for target in shape.targets for entry in target.share if entry.start)]
    )
    entries = [value_on(target.share, on=day, since=shape.in_force_from) for target in shape.targets]
    total = sum(entry.value for entry in entries if entry is not None)
    if shape.targets and total != 100:
        found.append(
            subject.finding(
                RULE,
                ("targets",),
                zh=f"各级占比合计{total}%，应为100%；请核对。",
                en=f"The shares add up to {total} %, not to 100 %; check them.",
            )
        )
    return found
