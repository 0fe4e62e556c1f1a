"""From the first word to the unit that has it: record, dispatch, return, rule, transfer, refer."""

from __future__ import annotations

import pytest

from tests.kernel.cases.sentences import Sentence, check, d, may, may_not, spoken
from tests.kernel.cases.world import instant, words

NOTE = words("note")
LATE, TOO_FAR = instant("2026-06-09 09:00"), instant("2027-12-31 09:00")
INTAKE = [
    may("周敏 records what 刘芳 says", "", "周敏", "record", "recorded", "triage"),
    may("刘芳 writes it down herself", "", "刘芳", "record", "recorded", "triage"),
    may(
        "周敏 solves it while she is there",
        "",
        "周敏",
        "record",
        "recorded solved-on-the-spot",
        "on-the-spot",
        data=d(spot=NOTE),
    ),
    may("刘芳 reports in confidence", "", "刘芳", "record", "recorded", "triage", data=d(confidential=True)),
    may(
        "苏检 writes a confidential report down", "", "苏检", "record", "recorded", "triage", data=d(confidential=True)
    ),
    may_not("何工 records nothing", "", "何工", "record", "case.not-yours"),
    may_not("nobody records it twice", "recorded", "周敏", "record", "case.recorded-already"),
    may_not("nothing is done to a case that is not there", "", "陈立", "dispatch", "case.not-recorded"),
    may_not(
        "老号印刷 has left the park",
        "",
        "周敏",
        "record",
        "case.record.enterprise-unknown",
        data=d(enterprise="老号印刷"),
    ),
    may_not("there are no pigeons here", "", "周敏", "record", "case.record.channel-unknown", data=d(channel="pigeon")),
    may_not(
        "a rumour is no kind of case", "", "周敏", "record", "case.record.kind-unknown", data=d(case_kind="rumour")
    ),
    may_not("weather is no class", "", "周敏", "record", "case.class-unknown", data=d(class_id="weather")),
    may_not(
        "nobody has heard it tomorrow",
        "",
        "周敏",
        "record",
        "case.record.first-word-in-future",
        data=d(first_word_at=instant("2026-06-10 09:00")),
    ),
    may_not(
        "what is confidential is not solved on the spot",
        "",
        "刘芳",
        "record",
        "case.record.confidential-on-the-spot",
        data=d(confidential=True, spot=NOTE),
    ),
    may_not(
        "周敏 takes no confidential report",
        "",
        "周敏",
        "record",
        "case.record.confidential-elsewhere",
        data=d(confidential=True),
    ),
    may_not("刘芳 does not solve it on the spot", "", "刘芳", "record", "case.spot.officer-only", data=d(spot=NOTE)),
    may("周敏 solves it after all", "recorded", "周敏", "solve-on-the-spot", "solved-on-the-spot", "on-the-spot"),
    may_not(
        "刘芳 said no once: it is dispatched now",
        "not-solved-on-the-spot",
        "周敏",
        "solve-on-the-spot",
        "case.spot.refused-before",
    ),
    may("陈立 names the right door", "recorded", "陈立", "not-accept", "not-accepted", "not-accepted"),
    may_not(
        "inconvenience is no reason",
        "recorded",
        "陈立",
        "not-accept",
        "case.not-accept.reason-unknown",
        data=d(reason="inconvenient"),
    ),
    may("陈立 classifies it", "recorded", "陈立", "classify", "classified", "triage"),
    may("陈立 makes it a complex one after all", "dispatched", "陈立", "classify", "reclassed due-moved", "handling"),
    may_not(
        "it is not classed a third way",
        "dispatched",
        "陈立",
        "classify",
        "case.classify.limit-reached",
        first=(("陈立", "classify", d()),),
    ),
    may("陈立 dispatches it", "recorded", "陈立", "dispatch", "dispatched", "handling"),
    may_not("何工 dispatches nothing", "recorded", "何工", "dispatch", "case.not-yours"),
    may_not("it is dispatched once", "dispatched", "陈立", "dispatch", "case.not-at-this-stage"),
    may_not(
        "no limit is called huge", "recorded", "陈立", "dispatch", "case.complexity-unknown", data=d(complexity="huge")
    ),
    may_not(
        "the old office was dissolved",
        "recorded",
        "陈立",
        "dispatch",
        "case.unit.unknown",
        data=d(main_unit="old-office"),
    ),
    may_not(
        "a unit does not assist itself",
        "recorded",
        "陈立",
        "dispatch",
        "case.dispatch.unit-twice",
        data=d(assisting=("construction",)),
    ),
]

MOVES = [
    may("何工 gives it back the same day", "dispatched", "何工", "return", "returned", "triage"),
    may_not(
        "laziness is no reason", "dispatched", "何工", "return", "case.return.reason-unknown", data=d(reason="busy")
    ),
    may_not("after a day it is his", "dispatched", "何工", "return", "case.return.too-late", wait="2026-06-11 09:00"),
    may("钱总工 rules at the second return", "disputed", "钱总工", "rule", "ruled dispatched", "handling"),
    may_not("what was ruled is not given back", "ruled", "何工", "return", "case.return.ruled"),
    may_not(
        "苏检 gives a confidential case back to herself twice, not three times",
        "confidential-dispatched",
        "苏检",
        "return",
        "case.return.limit-reached",
        first=(("苏检", "return", d()), ("苏检", "dispatch", d()), ("苏检", "return", d()), ("苏检", "dispatch", d())),
    ),
    may("陈立 moves it to the economists", "dispatched", "陈立", "transfer", "transferred", "handling"),
    may_not(
        "it is there already",
        "dispatched",
        "陈立",
        "transfer",
        "case.transfer.same-unit",
        data=d(main_unit="construction"),
    ),
    may_not(
        "two moves are enough",
        "dispatched",
        "陈立",
        "transfer",
        "case.transfer.limit-reached",
        first=(("陈立", "transfer", d()), ("陈立", "transfer", d(main_unit="finance"))),
    ),
    may("何工 refers it to the power company", "dispatched", "何工", "refer", "referred", "tracking"),
    may_not(
        "the circus is no known body",
        "dispatched",
        "何工",
        "refer",
        "case.refer.unit-unknown",
        data=d(external_unit="circus"),
    ),
    may_not(
        "the next word has a date that can be waited for",
        "dispatched",
        "何工",
        "refer",
        "case.refer.next-by",
        data=d(next_by=TOO_FAR),
    ),
    may("何工 says what was done so far", "referred", "何工", "stage-reply", "stage-replied", "tracking"),
    may_not(
        "the next word does not lie in the past",
        "referred",
        "何工",
        "stage-reply",
        "case.stage-reply.next-by",
        data=d(next_by=LATE),
    ),
    may_not(
        "three times so far is enough",
        "referred",
        "何工",
        "stage-reply",
        "case.stage-reply.limit-reached",
        first=(("何工", "stage-reply", d()),) * 3,
    ),
]


@pytest.mark.parametrize("sentence", [*INTAKE, *MOVES], ids=spoken)
def test_it_goes_as_it_is_said(sentence: Sentence) -> None:
    check(sentence)
