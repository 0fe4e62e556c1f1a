"""What a unit does: contact, more time, pauses, and an answer that is reviewed and signed."""

from __future__ import annotations

import pytest

from tests.kernel.cases.sentences import Sentence, check, d, may, may_not, spoken
from tests.kernel.cases.world import a_case, instant, words

LATE, TOO_FAR = instant("2026-06-09 09:00"), instant("2027-12-31 09:00")
UNIT = [
    may("何工 rings 刘芳", "dispatched", "何工", "contact", "contacted", "handling"),
    may("唐工 reports the economists' part", "dispatched", "唐工", "assist-reply", "assisted", "handling"),
    may_not(
        "finance was not asked to assist",
        "dispatched",
        "唐工",
        "assist-reply",
        "case.assist.nothing-owed",
        data=d(unit="finance"),
    ),
    may("何工 asks for three more days", "dispatched", "何工", "ask-extension", "extension-asked", "handling"),
    may_not("he waits for the answer to that", "extension-asked", "何工", "ask-extension", "case.extension.pending"),
    may_not(
        "on the last day it is too late to ask",
        "dispatched",
        "何工",
        "ask-extension",
        "case.extension.too-late",
        wait="2026-06-16 10:00",
    ),
    may_not("a year is too long", "dispatched", "何工", "ask-extension", "case.extension.length", data=d(by="12mo")),
    may_not(
        "a while is no length", "dispatched", "何工", "ask-extension", "case.extension.length", data=d(by="a while")
    ),
    may("钱总工 grants it", "extension-asked", "钱总工", "decide-extension", "extension-granted due-moved", "handling"),
    may(
        "钱总工 refuses it",
        "extension-asked",
        "钱总工",
        "decide-extension",
        "extension-refused",
        "handling",
        data=d(granted=False),
    ),
    may_not("there is nothing to decide", "dispatched", "钱总工", "decide-extension", "case.extension.not-asked"),
    may_not(
        "one extension is enough",
        "extension-asked",
        "何工",
        "ask-extension",
        "case.extension.limit-reached",
        first=(("钱总工", "decide-extension", d()),),
    ),
    may("何工 waits for 刘芳's drawings", "dispatched", "何工", "pause", "paused", "paused"),
    may_not("not until the year after next", "dispatched", "何工", "pause", "case.pause.until", data=d(until=TOO_FAR)),
    may_not(
        "what is late is not paused",
        "dispatched",
        "何工",
        "pause",
        "case.pause.already-late",
        wait="2026-06-17 10:00",
        data=d(until=instant("2026-06-18 10:00")),
    ),
    may("何工 goes on", "paused", "何工", "resume", "resumed", "handling"),
    may_not(
        "one pause is enough", "paused", "何工", "pause", "case.pause.limit-reached", first=(("何工", "resume", d()),)
    ),
    may("何工 puts his answer up", "dispatched", "何工", "draft", "drafted", "handling"),
    may_not("it lies with 罗局", "drafted", "何工", "draft", "case.draft.pending"),
    may_not(
        "an answer solves or explains",
        "dispatched",
        "何工",
        "draft",
        "case.answer.end-unknown",
        data=d(end="forgotten"),
    ),
    may_not("何工 does not answer past 罗局 and 江主任", "dispatched", "何工", "answer", "case.answer.needs-review"),
    may("罗局 passes it on", "drafted", "罗局", "review", "reviewed", "handling"),
    may("罗局 sends it back", "drafted", "罗局", "review", "draft-sent-back", "handling", data=d(approved=False)),
    may_not("江主任 signs nothing that 罗局 has not seen", "drafted", "江主任", "sign", "case.draft.not-at-stage"),
    may_not("秦局 heads another unit", "drafted", "秦局", "review", "case.not-yours"),
    may("江主任 signs, which answers", "reviewed", "江主任", "sign", "signed answered", "answered"),
    may(
        "江主任 signs with the sealed letter before her",
        "reviewed",
        "江主任",
        "sign",
        "signed answered letter-filed",
        "answered",
        data=d(letter=words("建管函〔2026〕12号"), attachments=("scan",)),
    ),
    may(
        "何工 files the letter that was sealed afterwards",
        "answered",
        "何工",
        "file-letter",
        "letter-filed",
        "answered",
    ),
    may_not(
        "a letter is a number or a scan", "answered", "何工", "file-letter", "case.letter.nothing", data=d(letter=None)
    ),
    may_not("what is not answered has no letter", "dispatched", "何工", "file-letter", "case.not-at-this-stage"),
    may_not("唐工 files no letter of another unit", "answered", "唐工", "file-letter", "case.not-yours"),
    may("江主任 sends it back", "reviewed", "江主任", "sign", "draft-sent-back", "handling", data=d(approved=False)),
    may(
        "苏检 answers in confidence, without anybody's signature",
        "confidential-dispatched",
        "苏检",
        "answer",
        "answered",
        "answered",
    ),
    may_not("苏检 needs no draft", "confidential-dispatched", "苏检", "draft", "case.draft.not-needed"),
    may_not(
        "what is answered with stage replies has no clock to extend",
        "planned",
        "何工",
        "ask-extension",
        "case.not-at-this-stage",
    ),
]


@pytest.mark.parametrize("sentence", UNIT, ids=spoken)
def test_it_goes_as_it_is_said(sentence: Sentence) -> None:
    check(sentence)


def test_a_letter_belongs_to_one_answer_and_scans_add_up() -> None:
    life = a_case(at="answered")
    life.does("何工", "file-letter", letter=words("建管函〔2026〕12号"))
    life.does("何工", "file-letter", letter=None, attachments=("first page",))
    life.does("何工", "file-letter", letter=words("建管函〔2026〕13号"), attachments=("second page",))
    assert life.case.record.letter == words("建管函〔2026〕13号"), "a later number replaces the former"
    assert life.case.record.letter_files == ("first page", "second page")
    life.does("刘芳", "reject")
    for who, kind in (("何工", "draft"), ("罗局", "review"), ("江主任", "sign")):
        life.does(who, kind)
    assert life.case.record.letter is None and life.case.record.letter_files == (), "the new answer has none yet"
