"""What happens when people act: once, in order, or with a reason why not."""

from __future__ import annotations

from typing import Any

import pytest

from lianqi.server.cases import gate, queries, reactions
from lianqi.server.cases.models import Case, NumberCounter, Precedent
from lianqi.server.cases.operations import NewCase, record_many
from lianqi.server.ledger import queries as ledger
from lianqi.server.ledger.models import Content, Event
from lianqi.server.ledger.values import LedgerRefusal
from tests.server.cases.park import Park


def test_numbers_run_without_gaps_and_a_refused_word_takes_none(park: Park) -> None:
    assert park.a_case() == "2026-0000001"
    refused = park.says("周敏", "路灯不亮", channel="pigeon")
    assert refused.refusal is not None and refused.refusal.code == "case.record.channel-unknown"
    assert refused.number == ""
    assert park.a_case("路灯不亮") == "2026-0000002"
    assert NumberCounter.objects.get(park=park.code).last == 2


def test_the_year_in_a_number_is_the_parks_not_greenwichs(park: Park) -> None:
    park.later(days=205, hours=15)  # 1 January 2027, 00:30 in the park, 16:30 the day before in UTC
    assert park.now.year == 2026
    assert park.a_case() == "2027-0000001"


def test_the_same_command_twice_is_one_case(park: Park) -> None:
    first = park.says("周敏", "三号厂房漏水", command_id="visit-17")
    again = park.says("周敏", "三号厂房漏水", command_id="visit-17")
    assert (again.number, again.applied.replayed) == (first.number, True)
    assert Case.objects.filter(park=park.code).count() == 1


def test_the_same_number_of_a_command_with_other_words_is_refused(park: Park) -> None:
    park.says("周敏", "三号厂房漏水", command_id="visit-17")
    other = park.says("周敏", "四号厂房漏水", command_id="visit-17")
    assert other.refusal is not None and other.refusal.code == "ledger.command.reused"
    assert Case.objects.filter(park=park.code).count() == 1


def test_a_command_sent_twice_at_the_same_moment_is_one_case_and_leaves_no_gap(
    park: Park, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = park.says("刘芳", "三号厂房漏水", command_id="c-1")
    kept = Content.objects.count()
    read, asked = ledger.stored_outcomes, []

    def before_the_first_was_there(**given: Any) -> Any:
        asked.append(given)
        return {} if len(asked) == 1 else read(**given)

    monkeypatch.setattr(ledger, "stored_outcomes", before_the_first_was_there)
    assert park.says("刘芳", "三号厂房漏水", command_id="c-1").number == first.number
    assert Content.objects.count() == kept, "no words without a case"
    assert int(park.a_case("路灯不亮")[-7:]) == int(first.number[-7:]) + 1


def test_a_step_sent_twice_is_taken_once(park: Park) -> None:
    number = park.dispatched()
    first = park.does("何工", "contact", number, by="phone", command_id="tap-1")
    again = park.does("何工", "contact", number, by="phone", command_id="tap-1")
    assert first.refusal is None and again.refusal is None and again.applied.replayed
    assert Event.objects.filter(type="contacted").count() == 1


def test_of_two_people_at_once_one_succeeds_and_the_other_is_shown_what_changed(park: Park) -> None:
    number = park.a_case()
    seen = Case.objects.get(park=park.code, no=number).seq
    to = {"class_id": "premises", "complexity": "general"}
    chen = park.does("陈立", "dispatch", number, seen=seen, main_unit="construction", **to)
    other = park.does("陈立", "dispatch", number, seen=seen, main_unit="economy", **to)
    assert chen.refusal is None
    assert other.refusal is not None and other.refusal.code == "ledger.stale"
    shown = queries.missed(gate.whole(park.code), number, other.refusal)
    assert [line.type for line in shown] == [
        "commitment-discharged",
        "dispatched",
        "commitment-made",
        "commitment-made",
    ]
    assert "主办建设管理局" in shown[1].said.zh
    assert Case.objects.get(park=park.code, no=number).main_unit == "construction"


def test_words_of_a_refused_step_are_not_kept(park: Park) -> None:
    number = park.dispatched()
    before = Content.objects.count()
    refused = park.does("何工", "answer", number, answer="修好了", end="solved")
    assert refused.refusal is not None and refused.refusal.code == "case.answer.needs-review"
    assert Content.objects.count() == before
    accepted = park.does("何工", "draft", number, answer="修好了", end="solved")
    assert accepted.refusal is None
    assert Content.objects.count() == before + 1


def test_what_is_missing_or_unknown_is_named_at_once(park: Park) -> None:
    refused = park.does("何工", "draft", park.dispatched(), ending="solved")
    assert refused.refusal is not None and refused.refusal.code == "case.command-malformed"
    assert refused.refusal.details["faults"] == ["ending: ?", "answer: –", "end: –"]


def test_nobody_absorbs_or_relays_by_hand(park: Park) -> None:
    number = park.dispatched()
    for kind in ("absorb", "relay-answer"):
        refused = park.does("陈立", kind, number)
        assert refused.refusal is not None and refused.refusal.code == "case.by-system-only"


def test_a_contact_speaks_for_her_own_enterprise_only(park: Park) -> None:
    assert park.says("刘芳", "路灯不亮", channel="phone-page").refusal is None
    refused = park.says("刘芳", "路灯不亮", of="木棉食品", channel="phone-page")
    assert refused.refusal is not None and refused.refusal.code == "case.record.enterprise-unknown"


def test_her_words_are_hers_to_have_forgotten_and_the_answer_is_not(park: Park) -> None:
    park.says("刘芳", "路灯不亮", channel="phone-page")
    assert Content.objects.get(kind="case.record.words").subject == park["刘芳"]
    number = park.dispatched(contact=park["刘芳"])
    park.does("何工", "draft", number, answer="已换灯", end="solved")
    assert Content.objects.get(kind="case.draft.answer").subject == park["海棠机电"]


def test_a_confidential_report_goes_to_the_inspector_alone_and_is_answered_there(park: Park) -> None:
    number = park.says("刘芳", "验收人员索要好处", channel="phone-page", confidential=True).number
    done = park.does("苏检", "dispatch", number, class_id="dealings", complexity="general", main_unit="service-centre")
    assert done.refusal is None
    with pytest.raises(gate.NotFound):
        park.does("陈立", "supplement", number, words="我来看看")
    assert park.does("苏检", "answer", number, answer="已立案，请放心", end="solved").refusal is None
    assert park.does("刘芳", "confirm", number).refusal is None


def merged(park: Park) -> tuple[str, str]:
    """海棠's and 木棉's roofs, the second handled with the first: child and main."""
    main = park.dispatched("三号厂房漏水")
    child = park.dispatched("四号厂房也漏水", of="木棉食品")
    done = park.does("陈立", "merge", child, into=main)
    assert done.refusal is None
    return child, main


def test_a_merger_stands_in_both_cases(park: Park) -> None:
    child, main = merged(park)
    office = gate.whole(park.code)
    assert queries.life(office, child).row.status == "merged"
    assert queries.life(office, main).lines[-1].said.zh == f"{child}并入本事项"


def test_a_merger_into_an_ended_case_stands_in_neither(park: Park) -> None:
    main, child = park.a_case("三号厂房漏水"), park.a_case("四号厂房也漏水")
    park.does("陈立", "not-accept", main, reason="outside-park", door="请向12345反映")
    events = Event.objects.count()
    refused = park.does("陈立", "merge", child, into=main)
    assert refused.refusal is not None and refused.refusal.code == "case.merge.target-not-open"
    assert Event.objects.count() == events


def test_a_case_is_no_other_case_beside_itself(park: Park) -> None:
    number = park.dispatched()
    for kind, data in (("merge", {"into": number}), ("link", {"other": number})):
        refused = park.does("陈立", kind, number, **data)
        assert refused.refusal is not None and refused.refusal.code == "case.other-unknown"


def test_the_answer_of_the_main_case_reaches_each_enterprise_once(park: Park) -> None:
    child, main = merged(park)
    for who, kind, data in (
        ("何工", "draft", {"answer": "两栋屋顶一并翻修", "end": "solved"}),
        ("罗局", "review", {"approved": True}),
        ("江主任", "sign", {"approved": True}),
    ):
        assert park.does(who, kind, main, **data).refusal is None
    reactions.catch_up(park=park.code)
    reactions.catch_up(park=park.code)
    told = queries.life(gate.whole(park.code), child)
    assert told.row.status == "answered" and told.answer == "两栋屋顶一并翻修"
    assert [line.type for line in told.lines].count("answered") == 1
    assert park.does("马强", "confirm", child, grade=4).refusal is None, "he judges it for himself"


def test_a_case_handled_alone_again_is_not_answered_with_the_other(park: Park) -> None:
    child, main = merged(park)
    assert park.does("陈立", "unmerge", child).refusal is None
    for who, kind, data in (
        ("何工", "draft", {"answer": "已修", "end": "solved"}),
        ("罗局", "review", {"approved": True}),
        ("江主任", "sign", {"approved": True}),
    ):
        park.does(who, kind, main, **data)
    reactions.catch_up(park=park.code)
    assert Case.objects.get(park=park.code, no=child).status == "triage"


def test_a_final_ruling_becomes_a_precedent(park: Park) -> None:
    number = park.dispatched()
    to = {"class_id": "premises", "complexity": "general"}
    assert park.does("何工", "return", number, reason="not-our-duty", note="三定方案第五条").refusal is None
    assert park.does("陈立", "dispatch", number, main_unit="construction", **to).refusal is None
    assert park.does("何工", "return", number, reason="not-our-duty", note="三定方案第五条").refusal is None
    done = park.does("钱总工", "rule", number, main_unit="construction", grounds="屋面属厂房维护", **to)
    assert done.refusal is None
    chen = gate.principal_for(park=park.code, actor=park["陈立"], now=park.now)
    (precedent,) = queries.precedents(chen, class_id="premises")
    assert (precedent.case_no, precedent.main_unit) == (number, "construction")
    assert Precedent.objects.count() == 1
    again = park.does("何工", "return", number, reason="not-our-duty", note="不服")
    assert again.refusal is not None and again.refusal.code == "case.return.ruled"


def test_one_bad_row_keeps_no_other_back(park: Park) -> None:
    good = {
        "enterprise": park["海棠机电"],
        "channel": "visit",
        "case_kind": "problem",
        "words": "漏水",
        "first_word_at": park.now,
    }
    items = [
        NewCase(good, "row-1"),
        NewCase({**good, "channel": "pigeon"}, "row-2"),
        NewCase({**good, "enterprise": "nobody"}, "row-3"),
        NewCase(good, "row-4"),
    ]
    done = record_many(park=park.code, actor=park["周敏"], items=items, now=park.now)
    assert [one.number for one in done] == ["2026-0000001", "", "", "2026-0000002"]
    codes = [one.refusal.code if one.refusal else "" for one in done]
    assert codes == ["", "case.record.channel-unknown", "case.record.enterprise-unknown", ""]
    again = record_many(park=park.code, actor=park["周敏"], items=items, now=park.now)
    assert [one.number for one in again] == ["2026-0000001", "", "", "2026-0000002"]
    assert all(one.applied.replayed for one in again)


def test_a_stranger_is_told_so(park: Park) -> None:
    park.ids["陌生人"] = "nobody-at-all"
    with pytest.raises(LedgerRefusal) as refused:
        park.says("陌生人", "你好")
    assert refused.value.refusal.code == "case.actor-unknown"
