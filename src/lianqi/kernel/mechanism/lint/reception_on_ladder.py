"""The reception day takes cases from a rung above dispatch, and its hosts are roles that may settle them there."""

from __future__ import annotations

from lianqi.kernel.mechanism.lint.finding import Finding, Subject
from lianqi.kernel.mechanism.problems import choices

RULE = "reception-on-ladder"


def check(subject: Subject) -> list[Finding]:
    reception = subject.mechanism.shape.reception
    if reception is None:
        return []
    above = {rung.id: rung.owner for rung in subject.rules.ladder[2:]}
    owner = above.get(reception.rung)
    if owner is None:
        near = choices(reception.rung, list(above))
        return [
            subject.finding(
                RULE,
                ("reception", "rung"),
                zh=f"接待日办理的层级“{reception.rung}”不在交办之上{near['nearest_zh']}；可用：{near['allowed']}。",
                en=f"“{reception.rung}” is no rung above dispatch{near['nearest_en']}; write one of "
                f"{near['allowed_en']}.",
            )
        ]
    settle = [role for role, duties in subject.rules.roles.items() if owner in duties]
    return [
        subject.finding(
            RULE,
            ("reception", "hosts", index),
            zh=f"主持接待日的角色“{host}”没有这一层级议定事项的职责（{owner}）；可用：{'、'.join(settle)}。",
            en=f"The hosts' role “{host}” does not carry the duty that settles this rung ({owner}); write one of "
            f"{', '.join(settle)}.",
        )
        for index, host in enumerate(reception.hosts)
        if host not in settle
    ]
