"""Up the ladder and beside it: meetings, plans, leaders, mergers, corrections, people who step aside."""

from __future__ import annotations

import pytest

from tests.kernel.cases.sentences import Sentence, check, d, may, may_not, spoken
from tests.kernel.cases.world import instant

LATE, TOO_FAR = instant("2026-06-09 09:00"), instant("2027-12-31 09:00")
LADDER = [
    may("周敏 takes it up a rung", "dispatched", "周敏", "escalate", "escalated", "tabled"),
    may_not(
        "nothing is above the leader",
        "tabled",
        "周敏",
        "escalate",
        "case.ladder.top",
        first=(
            ("陈立", "resolve", d(main_unit="construction")),
            ("周敏", "escalate", d()),
            ("李书记", "resolve", d(main_unit="construction")),
        ),
    ),
    may("the round-table gives it to the economists", "tabled", "陈立", "resolve", "resolved", "handling"),
    may(
        "the round-table answers",
        "tabled",
        "陈立",
        "resolve",
        "resolved answered",
        "answered",
        data=d(outcome="answer", end="explained"),
    ),
    may_not(
        "a meeting settles something", "tabled", "陈立", "resolve", "case.resolve.outcome", data=d(outcome="adjourned")
    ),
    may_not("by when?", "tabled", "陈立", "resolve", "case.resolve.no-date", data=d(by=None)),
    may_not("not by yesterday", "tabled", "陈立", "resolve", "case.resolve.by", data=d(by=LATE)),
    may_not(
        "meetings hand it on twice, not three times",
        "dispatched",
        "陈立",
        "resolve",
        "case.resolve.dispatch-limit",
        first=(("陈立", "transfer", d()), ("陈立", "transfer", d(main_unit="finance")), ("周敏", "escalate", d())),
    ),
    may("陈立 plans it for a later day", "dispatched", "陈立", "plan", "planned", "planned"),
    may_not("not for the next decade", "dispatched", "陈立", "plan", "case.plan.review-by", data=d(review_by=TOO_FAR)),
    may_not(
        "put off twice is enough", "planned", "陈立", "plan", "case.plan.limit-reached", first=(("陈立", "plan", d()),)
    ),
    may("李书记 takes the lead", "dispatched", "李书记", "take-lead", "led", "handling"),
    may_not("with a date that is one", "dispatched", "李书记", "take-lead", "case.lead.by", data=d(by=TOO_FAR)),
    may_not("one leads", "led", "李书记", "take-lead", "case.lead.taken"),
    may("李书记 instructs", "dispatched", "李书记", "instruct", "instructed", "handling"),
    may(
        "陈立 writes down what 李书记 said",
        "dispatched",
        "陈立",
        "instruct",
        "instructed",
        "handling",
        data=d(leader="李书记"),
    ),
    may_not("陈立 gives no instructions of his own", "dispatched", "陈立", "instruct", "case.instruct.no-leader"),
    may("陈立 supervises", "dispatched", "陈立", "supervise", "supervised", "handling"),
    may_not("there is no purple", "dispatched", "陈立", "supervise", "case.supervise.level", data=d(level="purple")),
    may("刘芳 asks where it stands", "dispatched", "刘芳", "urge", "urged", "handling"),
]

TIES = [
    may("陈立 handles it with another", "recorded", "陈立", "merge", "merged", "merged"),
    may_not("that one is closed", "recorded", "陈立", "merge", "case.merge.target-not-open", data=d(into="case-3")),
    may_not("that one is not there", "recorded", "陈立", "merge", "case.other-unknown", data=d(into="case-9")),
    may("another is handled with it", "recorded", "陈立", "absorb", "absorbed", "triage"),
    may_not(
        "then it is not handled with a third",
        "recorded",
        "陈立",
        "merge",
        "case.merge.has-merged",
        first=(("陈立", "absorb", d()),),
    ),
    may("its enterprise gets its own answer", "merged", "系统", "relay-answer", "answered", "answered"),
    may("陈立 takes it out again", "merged", "陈立", "unmerge", "unmerged", "triage"),
    may(
        "construction became part of planning",
        "dispatched",
        "系统",
        "succeed",
        "unit-succeeded",
        "handling",
        data=d(former_unit="construction", unit="planning"),
    ),
    may_not("nobody decides that in a case", "dispatched", "陈立", "succeed", "case.not-yours"),
    may("周敏 points to an older one", "recorded", "周敏", "link", "linked", "triage"),
    may("何工 steps aside", "dispatched", "何工", "recuse", "recused", "handling"),
    may_not(
        "then he does nothing more here",
        "dispatched",
        "何工",
        "draft",
        "case.recused",
        first=(("何工", "recuse", d()),),
    ),
    may_not(
        "何工 does not put 罗局 aside", "dispatched", "何工", "recuse", "case.recuse.others", data=d(person="罗局")
    ),
    may("钱总工 does", "dispatched", "钱总工", "recuse", "recused", "handling", data=d(person="罗局")),
    may("钱总工 corrects the kind", "dispatched", "钱总工", "correct", "corrected", "handling"),
    may(
        "钱总工 corrects the class",
        "dispatched",
        "钱总工",
        "correct",
        "corrected",
        "handling",
        data=d(field="class", value="roads"),
    ),
    may(
        "钱总工 corrects the day of the first word",
        "dispatched",
        "钱总工",
        "correct",
        "corrected",
        "handling",
        data=d(field="first-word", value="2026-06-01T02:00:00Z"),
    ),
    may_not(
        "the first word does not follow the record",
        "dispatched",
        "钱总工",
        "correct",
        "case.correct.value",
        data=d(field="first-word", value="2026-07-01T02:00:00Z"),
    ),
    may_not(
        "the answer is not corrected", "dispatched", "钱总工", "correct", "case.correct.field", data=d(field="answer")
    ),
    may_not(
        "nothing was late",
        "dispatched",
        "钱总工",
        "correct",
        "case.correct.no-lapse",
        data=d(field="lapse", value="answer.4"),
    ),
]


@pytest.mark.parametrize("sentence", [*LADDER, *TIES], ids=spoken)
def test_it_goes_as_it_is_said(sentence: Sentence) -> None:
    check(sentence)
