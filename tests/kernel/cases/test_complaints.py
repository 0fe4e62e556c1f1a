"""What users of similar systems complain about (the numbers are rows of the list of pains), lived here."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from lianqi.kernel.cases import guard
from lianqi.kernel.commitments.commitment import State
from lianqi.kernel.decision import Refused
from lianqi.kernel.messages import CATALOGUE, sentence
from tests.kernel.cases.world import CHINA, SHANGHAI, Life, a_case, instant


def test_3_a_limit_changed_after_a_pause_still_counts_the_pause() -> None:
    """何工 waits three days for drawings; then 陈立 makes the case a complex one. The pause is not forgotten."""
    life = a_case(at="paused")
    life.until("2026-06-12 10:00")
    life.does("刘芳", "supplement")
    assert life.due("answer") == "2026-06-23 09:30", "20 working hours were waited: 16 June 17:00 and these on top"
    life.does("陈立", "classify")
    assert life.due("answer") == "2026-07-07 09:30", "15 working days from dispatch, 1 July, and the same on top"


def test_3_a_limit_changed_during_a_pause_leaves_the_clock_stopped() -> None:
    life = a_case(at="paused")
    life.does("陈立", "classify")
    assert life.owed("answer").state is State.SUSPENDED
    assert life.due("answer") == "2026-07-01 17:00"


def test_10_closing_does_not_wash_off_that_it_was_late() -> None:
    """何工 answers a day late, 刘芳 agrees, 陈立 strikes it off: the lapse stays, dated at the due time."""
    life = a_case(at="dispatched")
    life.until("2026-06-17 10:00")
    for who, kind in (
        ("何工", "draft"),
        ("罗局", "review"),
        ("江主任", "sign"),
        ("刘芳", "confirm"),
        ("陈立", "close"),
    ):
        life.does(who, kind)
    assert life.owed("answer").lapsed
    lapses = [event for event in life.said("lapsed") if event.data["kind"] == "answer"]
    assert [event.at for event in lapses] == [instant("2026-06-16 17:00")]


def test_10_even_where_no_worker_ran_the_lapse_is_written_before_the_end() -> None:
    life = a_case(at="reviewed")
    life.now = instant("2026-06-17 10:00")
    life.does("江主任", "sign")
    assert [
        event.data["in_time"] for event in life.said("commitment-discharged") if event.data["kind"] == "answer"
    ] == [False]
    assert life.owed("answer").lapsed


def test_10_coming_back_does_not_wash_it_off_either() -> None:
    life = a_case(at="closed")
    life.until("2026-06-20 10:00")
    late = {c.id for c in life.here.commitments.values() if c.lapsed}
    life.does("刘芳", "reopen")
    assert {c.id for c in life.here.commitments.values() if c.lapsed} >= late
    assert life.here.record.main_unit == "construction"


def test_11_a_new_date_puts_the_light_out() -> None:
    """What is due in the future is not shown as overdue: 钱总工 grants 何工 three days on the yellow day."""
    life = a_case(at="extension-asked")
    life.until("2026-06-16 09:00")
    assert life.owed("answer").light == "yellow"
    life.does("李书记", "decide-extension")
    assert (life.owed("answer").light, life.due("answer")) == ("none", "2026-06-22 17:00")


def test_12_an_enterprise_that_vanishes_does_not_make_its_unit_late() -> None:
    """何工 answered in time and 刘芳 is not to be reached: three calls, her silence recorded, no lapse of his."""
    life = a_case(at="silent")
    assert life.here.control.word == "silent"
    life.does("陈立", "close")
    life.until("2026-07-20 10:00")
    assert not any(c.lapsed for c in life.here.commitments.values() if c.duty == "handle")


def test_12_while_the_enterprise_looks_for_its_papers_the_clock_stands() -> None:
    life = a_case(at="paused")
    life.until("2026-06-12 16:59")
    assert "answer" not in [event.data["kind"] for event in life.said("lapsed")]
    life.until("2026-06-12 17:01")
    assert life.status == "handling", "a pause ends by itself"
    assert life.due("answer") == "2026-06-23 16:30", "25 and a half working hours later"


def test_13_thank_you_at_the_end_starts_no_clock() -> None:
    life = a_case(at="confirmed")
    owed = life.here.open_commitments()
    life.does("刘芳", "supplement")
    assert life.here.open_commitments() == owed


def test_27_one_who_is_judged_cannot_overwrite_the_grade() -> None:
    """Only 刘芳 rates, once for each answer; neither 何工 nor her own officer can do it for her."""
    life = a_case(at="answered")
    life.does("刘芳", "confirm", grade=2)
    for other in ("何工", "罗局", "周敏", "陈立", "高远"):
        assert life.refusal(other, "rate") == "case.not-yours"
    assert life.refusal("刘芳", "rate") == "case.rate.done"


def test_28_a_question_that_is_not_answered_ends_by_itself() -> None:
    """Call-backs are bounded, and the question after 28 days may end without an answer."""
    life = a_case(at="silent")
    assert life.refusal("陈立", "call-back") == "case.not-at-this-stage"
    life.does("陈立", "close", end="explained")
    life.until("2026-07-09 10:00")
    life.does("陈立", "recheck", result="no-reply")
    assert (life.status, life.here.open_commitments()) == ("settled", ())


def test_29_answered_is_not_solved_and_silence_is_no_agreement() -> None:
    life = a_case(at="answered")
    assert life.refusal("陈立", "close") == "case.not-at-this-stage"
    silent = a_case(at="silent")
    silent.does("陈立", "close")
    assert silent.here.control.word == "silent", "struck off, and still not counted as agreed"


def test_30_not_solved_reaches_the_unit_with_its_own_clock() -> None:
    """After 28 days 刘芳 says no: the same unit has it again, with a contact and an answer due."""
    life = a_case(at="closed")
    life.until("2026-07-08 10:00")
    life.does("刘芳", "recheck", result="no")
    assert (life.status, life.here.record.main_unit) == ("handling", "construction")
    assert {c.kind: c.unit for c in life.here.open_commitments()} == {
        "contact": "construction",
        "answer": "construction",
    }
    assert life.due("answer") == "2026-07-15 17:00"


def test_30_a_second_relapse_is_settled_as_one_and_pointed_to_a_new_case() -> None:
    life = a_case(at="closed")
    life.does("刘芳", "reopen")
    for who, kind in (
        ("何工", "draft"),
        ("罗局", "review"),
        ("江主任", "sign"),
        ("刘芳", "confirm"),
        ("陈立", "close"),
    ):
        life.does(who, kind)
    life.until("2026-07-09 10:00")
    assert life.does("刘芳", "recheck", result="no") == ["rechecked"]
    assert life.status == "settled"
    assert life.refusal("刘芳", "reopen") == "case.reopen.limit-reached"


def test_33_a_due_time_in_an_unpublished_year_is_counted_and_cannot_lapse() -> None:
    life = a_case(at="recorded", calendar=replace(CHINA, published_through=date(2026, 6, 12)))
    life.does("陈立", "dispatch")
    assert life.owed("answer").provisional and not life.owed("contact").provisional
    life.until("2026-07-31 10:00")
    assert [event.data["kind"] for event in life.said("lapsed")] == ["contact"]
    assert life.status == "handling", "nor does it lead upward"


def test_33_publishing_the_year_moves_what_was_provisional_and_says_so() -> None:
    """Without the Dragon Boat holiday of the 19th the answer was due on the 16th plus; published, it moves."""
    guessed = replace(CHINA, version="guess", published_through=date(2026, 6, 12), holidays={})
    life = a_case(at="recorded", calendar=guessed)
    life.does("陈立", "dispatch", complexity="complex")
    assert life.due("answer") == "2026-06-30 17:00"
    life.calendar = CHINA
    assert life.does("系统", "move-due") == ["due-moved"]
    moved = life.said("due-moved")[-1]
    assert (moved.data["reason"], moved.data["from"][:10], moved.data["due"][:10]) == (
        "calendar",
        "2026-06-30",
        "2026-07-01",
    )
    assert not life.owed("answer").provisional
    assert life.asks("系统", "move-due").events == (), "said once"
    life.until("2026-07-02 10:00")
    assert "answer" in [event.data["kind"] for event in life.said("lapsed")]


def test_33_a_pause_into_an_unpublished_year_ends_all_the_same() -> None:
    life = a_case(at="paused", calendar=replace(CHINA, published_through=date(2026, 6, 12)))
    life.until("2026-06-15 10:00")
    assert life.status == "handling"
    assert life.owed("answer").provisional, "and its due time waits for the calendar"


def test_34_the_officer_keeps_sight_for_life() -> None:
    """周敏 may urge, add and escalate whoever has it, and read on after it was merged."""
    life = a_case(at="dispatched")
    life.does("陈立", "transfer")
    assert "officer" in life.facts("周敏").relations
    for kind in ("urge", "supplement", "link", "escalate"):
        life.does("周敏", kind)
    merged = a_case(at="merged")
    merged.does("周敏", "urge")
    assert merged.owed("answer-with-main").is_open, "a merged case still owes its own enterprise an answer"


def test_34_what_was_merged_is_not_closed_with_the_other() -> None:
    life = a_case(at="merged")
    life.does("系统", "relay-answer")
    assert life.status == "answered"
    life.does("刘芳", "reject")
    assert life.status == "triage", "what no unit has had is dispatched in its own right"


def test_nobody_falls_silent_a_lapsed_answer_goes_up_and_stays_with_its_unit() -> None:
    life = a_case(at="dispatched")
    written = life.until("2026-06-24 10:00")
    assert written.count("escalated") == 1 and life.status == "tabled"
    assert life.owed("answer").lapsed and life.owed("answer").is_open
    assert [event.data["reason"] for event in life.said("escalated")] == ["answer-lapsed"]
    life.does("何工", "draft")


def test_a_leader_stands_in_for_a_centre_that_sleeps() -> None:
    life = a_case(at="recorded")
    assert life.refusal("李书记", "dispatch") == "case.not-yours"
    life.until("2026-06-11 10:00")
    life.does("李书记", "dispatch")
    assert life.owed("triage").lapsed


def test_a_ruling_takes_a_lapse_back_once_and_the_tick_does_not_write_it_again() -> None:
    """The power was cut in the whole district: 钱总工 annuls 何工's lapse. It still goes up if nothing follows."""
    life = a_case(at="dispatched")
    life.until("2026-06-17 09:00")
    late = life.owed("answer")
    life.does("钱总工", "correct", field="lapse", value=late.id)
    assert not life.owed("answer").lapsed
    assert life.does("系统", "tick") == []
    life.until("2026-06-18 10:00")
    assert len([event for event in life.said("lapsed") if event.data["id"] == late.id]) == 1
    assert not life.owed("answer").lapsed
    life.until("2026-06-25 10:00")
    assert life.status == "tabled"


def test_the_first_word_counts_from_when_it_was_said() -> None:
    life = a_case(at="recorded")
    life.does("钱总工", "correct", field="first-word", value="2026-06-01T02:00:00Z")
    assert life.here.record.first_word_at.astimezone(SHANGHAI).date() == date(2026, 6, 1)
    assert life.here.record.recorded_at == instant("2026-06-09 09:30")


def test_a_confidential_case_is_seen_by_the_inspection_alone() -> None:
    life = a_case(at="confidential-dispatched")
    for who, kind in (("陈立", "transfer"), ("何工", "draft"), ("周敏", "urge"), ("李书记", "instruct")):
        assert life.refusal(who, kind) == "case.not-yours"
    life.until("2026-06-30 10:00")
    assert life.status == "handling", "it does not go up a ladder on which others stand"
    life.does("严书记", "answer")
    life.does("刘芳", "confirm")


def test_more_time_granted_after_the_day_does_not_hide_that_the_day_was_missed() -> None:
    life = a_case(at="extension-asked")
    late = life.owed("answer").due
    life.now = late.replace(hour=late.hour + 2)  # 钱总工 decides before any worker has looked
    assert life.does("钱总工", "decide-extension")[-2:] == ["lapsed", "due-moved"]
    assert life.owed("answer").lapsed


def test_a_longer_class_named_after_the_day_does_not_hide_that_the_day_was_missed() -> None:
    life = a_case(at="dispatched")
    life.now = life.owed("answer").due.replace(hour=23)
    assert life.does("陈立", "classify") == ["reclassed", "lapsed", "due-moved"]


def test_a_class_made_longer_and_contested_is_due_again_when_it_was() -> None:
    life = a_case(at="dispatched")
    class_, due = life.case.record.class_id, life.owed("answer").due
    life.does("陈立", "classify")
    assert life.owed("answer").due > due
    life.does("刘芳", "object")
    life.does("钱总工", "decide-objection")
    assert (life.case.record.class_id, life.owed("answer").due) == (class_, due)


def test_an_objection_to_the_class_falls_away_with_what_it_was_made_in() -> None:
    life = a_case(at="class-contested")
    life.does("何工", "pause")
    assert not life.case.owed("objection-ruling")
    life.does("刘芳", "supplement")
    assert life.does("刘芳", "object") == ["objected"], "and may be made again"


def test_the_button_for_a_pause_or_more_time_is_grey_when_it_is_too_late() -> None:
    life = a_case(at="dispatched")
    life.now = life.owed("answer").due.replace(hour=23)
    for kind, code in (("pause", "case.pause.already-late"), ("ask-extension", "case.extension.too-late")):
        greyed = guard(
            kind, life.case, rules=life.rules, calendar=life.calendar, facts=life.facts("何工"), now=life.now
        )
        assert greyed is not None and greyed.code == code
        assert "2026-06-16 17:00" in sentence(CATALOGUE[code], greyed.details, lang="zh"), "on the park's clock"


def test_a_leader_may_take_anew_what_came_back() -> None:
    life = a_case(at="led")
    for who, kind in (
        ("何工", "draft"),
        ("罗局", "review"),
        ("江主任", "sign"),
        ("刘芳", "confirm"),
        ("陈立", "close"),
        ("刘芳", "reopen"),
    ):
        life.does(who, kind)
    assert life.does("李书记", "take-lead") == ["led"]


def test_lengths_in_a_refusal_are_words() -> None:
    life = a_case(at="dispatched")
    refused = life.asks("何工", "ask-extension", by="90wd")
    assert isinstance(refused, Refused)
    assert "最长10个工作日" in sentence(CATALOGUE[refused.code], refused.details, lang="zh")
    assert "at most 10 working days" in sentence(CATALOGUE[refused.code], refused.details, lang="en")


def test_the_inspector_writes_down_what_is_told_in_confidence_and_nothing_else() -> None:
    life = Life()
    assert life.refusal("苏检", "record") == "case.not-yours"
    life.does("苏检", "record", confidential=True)
    assert life.case.control.confidential
