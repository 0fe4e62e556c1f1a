"""The enterprise's word, and what the centre makes of it: confirm, reject, call back, strike off, ask again."""

from __future__ import annotations

import pytest

from tests.kernel.cases.sentences import Sentence, check, d, may, may_not, spoken

_ANSWERED_AND_STRUCK_OFF = (
    ("何工", "draft", d()),
    ("罗局", "review", d()),
    ("江主任", "sign", d()),
    ("刘芳", "confirm", d()),
    ("陈立", "close", d()),
)
_ECONOMY_HAS_IT_STRUCK_OFF = (
    ("陈立", "transfer", d(main_unit="economy")),
    ("唐工", "draft", d()),
    ("秦局", "review", d()),
    ("马主任", "sign", d()),
    ("刘芳", "confirm", d()),
    ("陈立", "close", d()),
)

WORD = [
    may("刘芳 agrees", "answered", "刘芳", "confirm", "confirmed", "verification"),
    may("刘芳 agrees that it was solved on the spot", "on-the-spot", "刘芳", "confirm", "confirmed closed", "closed"),
    may_not("何工 does not agree with himself", "answered", "何工", "confirm", "case.not-yours"),
    may_not("高远 speaks for another enterprise", "answered", "高远", "confirm", "case.not-yours"),
    may_not("stars go up to five", "answered", "刘芳", "confirm", "case.rate.grade", data=d(grade=6)),
    may("刘芳 does not agree", "answered", "刘芳", "reject", "rejected", "handling"),
    may_not("a word once given stands", "confirmed", "刘芳", "reject", "case.word.given"),
    may("刘芳 breaks the silence in time", "silent", "刘芳", "reject", "rejected", "handling"),
    may("刘芳 gives a grade", "confirmed", "刘芳", "rate", "rated", "verification"),
    may_not("she gives one", "confirmed", "刘芳", "rate", "case.rate.done", first=(("刘芳", "rate", d()),)),
    may(
        "陈立 rings 刘芳, who agrees",
        "answered",
        "陈立",
        "call-back",
        "called-back confirmed",
        "verification",
        data=d(result="confirmed"),
    ),
    may_not(
        "a call ends in one of three ways",
        "answered",
        "陈立",
        "call-back",
        "case.call-back.result",
        data=d(result="satisfied"),
    ),
    may("陈立 strikes it off", "confirmed", "陈立", "close", "closed", "closed"),
    may_not(
        "what she did not agree to was not solved",
        "answered",
        "陈立",
        "close",
        "case.close.rejected-not-solved",
        first=(
            *(("刘芳", "reject", d()), ("何工", "draft", d()), ("罗局", "review", d()), ("江主任", "sign", d())) * 2,
            ("刘芳", "reject", d()),
            ("陈立", "resolve", d(outcome="answer", end="solved")),
            ("刘芳", "reject", d()),
            ("李书记", "resolve", d(outcome="answer", end="solved")),
            ("刘芳", "reject", d()),
        ),
    ),
    may_not(
        "what was explained was not solved",
        "dispatched",
        "陈立",
        "close",
        "case.close.explained-not-solved",
        first=(
            ("何工", "draft", d(end="explained")),
            ("罗局", "review", d()),
            ("江主任", "sign", d()),
            ("刘芳", "confirm", d()),
        ),
    ),
    may("陈立 asks after 28 days", "closed", "陈立", "recheck", "rechecked", "settled", wait="2026-07-08 09:30"),
    may_not(
        "秦局 of the unit that is judged never asks how it did, though the centre is hers too",
        "closed",
        "秦局",
        "recheck",
        "case.call-back.own-unit",
        first=(("刘芳", "reopen", d()), *_ECONOMY_HAS_IT_STRUCK_OFF),
        wait="2026-06-10 09:30",
    ),
    may(
        "刘芳 grades anew what was reopened and answered again",
        "confirmed",
        "刘芳",
        "rate",
        "rated",
        "closed",
        first=(
            ("刘芳", "rate", d()),
            ("陈立", "close", d()),
            ("刘芳", "reopen", d()),
            *_ANSWERED_AND_STRUCK_OFF,
        ),
    ),
    may_not(
        "it holds or it does not",
        "closed",
        "陈立",
        "recheck",
        "case.recheck.result",
        wait="2026-07-08 09:30",
        data=d(result="perhaps"),
    ),
    may_not("not on the third day", "closed", "陈立", "recheck", "case.recheck.too-early", wait="2026-06-12 09:30"),
    may("刘芳 was turned away and has more to say", "not-accepted", "刘芳", "reopen", "reopened", "triage"),
    may("刘芳 says it came back", "closed", "刘芳", "reopen", "reopened", "handling"),
    may_not(
        "half a year later it is another case",
        "closed",
        "刘芳",
        "reopen",
        "case.reopen.too-late",
        wait="2026-12-01 09:30",
    ),
    may_not(
        "once is enough",
        "closed",
        "刘芳",
        "reopen",
        "case.reopen.limit-reached",
        first=(
            ("刘芳", "reopen", d()),
            ("何工", "draft", d()),
            ("罗局", "review", d()),
            ("江主任", "sign", d()),
            ("刘芳", "confirm", d()),
            ("陈立", "close", d()),
        ),
    ),
    may("刘芳 objects to the pause", "paused", "刘芳", "object", "objected", "paused"),
    may_not("she has objected", "objected", "刘芳", "object", "case.objection.pending"),
    may("钱总工 agrees with her", "objected", "钱总工", "decide-objection", "objection-decided resumed", "handling"),
    may(
        "钱总工 does not", "objected", "钱总工", "decide-objection", "objection-decided", "paused", data=d(upheld=False)
    ),
    may("刘芳 objects to the changed class", "reclassed", "刘芳", "object", "objected", "handling"),
    may_not(
        "there is nothing to contest while 何工 works on it",
        "dispatched",
        "刘芳",
        "object",
        "case.objection.nothing-to-contest",
    ),
    may(
        "钱总工 finds that the class was right",
        "class-contested",
        "钱总工",
        "decide-objection",
        "objection-decided class-restored due-moved",
        "handling",
    ),
    may_not(
        "what was decided is not contested again",
        "class-contested",
        "刘芳",
        "object",
        "case.objection.nothing-to-contest",
        first=(("钱总工", "decide-objection", d(upheld=False)),),
    ),
    may_not(
        "a ruling on the class settles it",
        "reclassed",
        "刘芳",
        "object",
        "case.objection.nothing-to-contest",
        first=(("钱总工", "correct", d(field="class", value="power")),),
    ),
    may_not("nobody objected", "paused", "钱总工", "decide-objection", "case.objection.none"),
    may(
        "刘芳 sends her drawings, and the clock runs on",
        "paused",
        "刘芳",
        "supplement",
        "supplemented resumed",
        "handling",
    ),
    may("刘芳 takes it back", "dispatched", "刘芳", "withdraw", "withdrawn", "withdrawn"),
]


@pytest.mark.parametrize("sentence", WORD, ids=spoken)
def test_it_goes_as_it_is_said(sentence: Sentence) -> None:
    check(sentence)
