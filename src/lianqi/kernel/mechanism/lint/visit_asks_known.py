"""What an answer on the visiting form becomes is a kind of case that this park has."""

from __future__ import annotations

from lianqi.kernel.mechanism.lint.finding import Finding, Subject

RULE = "visit-asks-known"


def check(subject: Subject) -> list[Finding]:
    visits = subject.mechanism.shape.visits
    if visits is None:
        return []
    kinds = subject.mechanism.shape.kinds
    return [
        subject.finding(
            RULE,
            ("visits", "questions", code, "makes"),
            zh=f"走访问题“{question.ask.zh}”的答复要登记为“{question.makes}”，本园区没有这个类型；"
            f"可用：{'、'.join(kinds)}。",
            en=f"Answers to “{question.ask.en}” would become “{question.makes}”, a kind this park does not have; "
            f"write one of {', '.join(kinds)}.",
        )
        for code, question in visits.questions.items()
        if question.makes not in kinds
    ]
