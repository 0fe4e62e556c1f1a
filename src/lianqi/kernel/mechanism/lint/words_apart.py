"""No two classes share a word: a word that decides for two decides for none. Each class has words of its own."""

from __future__ import annotations

from lianqi.kernel.mechanism.lint.finding import WARNING, Finding, Subject

RULE = "words-apart"
ENOUGH = 5


def check(subject: Subject) -> list[Finding]:
    found, owner = [], dict[str, str]()
    for placed in subject.mechanism.classes():
        name = placed.rule.name
        for index, word in enumerate(placed.rule.words):
            path = (*placed.path, "words", index)
            if not word.strip():
                found.append(subject.finding(RULE, path, zh="这里有个空词；请删去。", en="An empty word; delete it."))
            elif word in owner:
                found.append(
                    subject.finding(
                        RULE,
                        path,
                        zh=f"“{word}”同时写在“{owner[word]}”和“{name.zh}”两类里；请只留在一类，或换成更具体的词。",
                        en=f"“{word}” stands in two classes, “{owner[word]}” and “{name.zh}”; keep it in one, "
                        "or use more specific words.",
                    )
                )
            else:
                owner[word] = name.zh
        if placed.leaf and len(placed.rule.words) < ENOUGH:
            found.append(
                subject.finding(
                    RULE,
                    (*placed.path, "words"),
                    zh=f"类别“{name.zh}”只有{len(placed.rule.words)}个词，难以提出建议；请补到{ENOUGH}个以上。",
                    en=f"Class “{name.en}” has only {len(placed.rule.words)} words, too few to propose it; "
                    f"give at least {ENOUGH}.",
                    severity=WARNING,
                )
            )
    return found
