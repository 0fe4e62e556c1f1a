"""The yellow light comes after the clock has started: it lies before due by no more than the shortest limit."""

from __future__ import annotations

from lianqi.kernel.mechanism.lint.finding import Finding, Subject
from lianqi.kernel.mechanism.measure import longer, nominal, say
from lianqi.kernel.mechanism.words import LIMIT_NAMES

RULE = "yellow-fits"
_CLOCKS = (
    "triage",
    "contact",
    "assist",
    "redo",
    "ruling",
    "extension_ruling",
    "objection_ruling",
    "word",
    "strike_off",
)


def check(subject: Subject) -> list[Finding]:
    limits, yellow = subject.rules.limits, subject.rules.lights.yellow_before
    clocks = {name: getattr(limits, name) for name in _CLOCKS}
    clocks |= {f"answer.{code}": limit for code, limit in limits.answer.items()}
    name = min(clocks, key=lambda key: nominal(clocks[key]))
    if not longer(yellow, clocks[name]):
        return []
    head, _, complexity = name.partition(".")
    label = LIMIT_NAMES[head]
    return [
        subject.finding(
            RULE,
            ("lights", "yellow_before"),
            zh=f"黄灯提前{say(yellow, 'zh')}，而“{label.zh}{complexity and f'（{complexity}）'}”总共只有"
            f"{say(clocks[name], 'zh')}，一交办就亮黄灯；请缩短提前量。",
            en=f"Yellow comes {say(yellow, 'en')} before due, but {label.en}{complexity and f' ({complexity})'} "
            "has only "
            f"{say(clocks[name], 'en')}: it would be yellow from the start. Bring yellow closer to due.",
        )
    ]
