"""Words that must not stand on a screen: they belong to a court, to a call centre, or accuse where nobody is "
"accused."""

from __future__ import annotations

from lianqi.kernel.mechanism.lint.both_languages import read
from lianqi.kernel.mechanism.lint.finding import Finding, Subject

RULE = "screen-words"

#: word → what an office would write instead.
INSTEAD = {
    "案件": "事项",
    "工单": "事项",
    "诉求件": "事项",
    "分诊": "研判分办",
    "分派台": "交办台",
    "退件": "退回（申请改派）",
    "债务": "应办事项",
    "欠账": "应办事项",
    "承诺账本": "应办事项",
    "违约": "逾期",
    "默认满意": "企业未表态",
    "好评": "企业认可",
}


def check(subject: Subject) -> list[Finding]:
    return [
        subject.finding(
            RULE,
            (*path, "zh"),
            zh=f"“{word}”不宜出现在页面上；请改为“{better}”。",
            en=f"“{word}” should not stand on a screen; write “{better}”.",
        )
        for path, words in read(subject.mechanism.shape, ())
        for word, better in INSTEAD.items()
        if word in words.zh
    ]
