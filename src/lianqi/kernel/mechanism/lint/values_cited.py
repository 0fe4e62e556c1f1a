"""Every value cites a decision that the file names, holds from the mechanism's first day, and no reference is idle."""

from __future__ import annotations

from collections.abc import Iterator

from lianqi.kernel.mechanism.lint.finding import WARNING, Finding, Subject
from lianqi.kernel.mechanism.problems import choices
from lianqi.kernel.mechanism.yaml_text import spell

RULE = "values-cited"


def check(subject: Subject) -> list[Finding]:
    return [*_uncited(subject), *_late(subject), *_idle(subject)]


def _uncited(subject: Subject) -> Iterator[Finding]:
    known = subject.mechanism.shape.references
    for path, reference, needed in subject.mechanism.citations():
        if reference in known or not (reference or needed):
            continue
        near = choices(reference, known)
        said_zh = f"引用的“{reference}”不在 references 里{near['nearest_zh']}" if reference else "没有写明依据"
        said_en = f"cites “{reference}”, which references does not name" if reference else "cites no decision"
        yield subject.finding(
            RULE,
            path,
            zh=f"“{spell(path)}”{said_zh}；请写 reference，可用：{near['allowed']}。",
            en=f"“{spell(path)}” {said_en}{near['nearest_en']}; give its reference, one of {near['allowed_en']}.",
        )


def _late(subject: Subject) -> Iterator[Finding]:
    since = subject.mechanism.shape.in_force_from
    for path, entries in subject.mechanism.dated():
        first = entries[0].start
        if first is not None and first > since:
            yield subject.finding(
                RULE,
                path,
                zh=f"“{spell(path)}”从{first}才有值，而工作机制从{since}起施行；请补上更早的值。",
                en=f"“{spell(path)}” has a value from {first} only, but the mechanism begins on {since}; "
                "add an earlier value.",
            )


def _idle(subject: Subject) -> Iterator[Finding]:
    cited = {reference for _, reference, _ in subject.mechanism.citations()}
    for code in subject.mechanism.shape.references:
        if code not in cited:
            yield subject.finding(
                RULE,
                ("references", code),
                zh=f"依据“{code}”没有被引用；请删去，或写进用到它的值里。",
                en=f"No value cites “{code}”; delete it or cite it where it applies.",
                severity=WARNING,
            )
