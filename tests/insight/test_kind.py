"""问题 is not 诉求: what each wording is taken for."""

from __future__ import annotations

import pytest

from lianqi.insight.kind import COMPLAINT, ENQUIRY, PROBLEM, REQUEST, SUGGESTION, propose_kind

SAID = {
    "厂门口积水严重": PROBLEM,
    "雨天厂门口积水严重，希望尽快解决": PROBLEM,
    "招工太难": PROBLEM,
    "员工子女入学难，外地职工留不下来": PROBLEM,
    "车间隔音差，被居民投诉": PROBLEM,
    "希望协调银行授信": REQUEST,
    "恳请协调增开一趟班车": REQUEST,
    "能否协调把公交线路延伸到三号路": REQUEST,
    "建议每季度办一次惠企政策宣讲": SUGGESTION,
    "请问社保缓缴怎么办理？": ENQUIRY,
    "高新技术企业如何申报，需要什么材料": ENQUIRY,
    "举报附近作坊夜间偷排废气": COMPLAINT,
    "投诉物业公司乱收费": COMPLAINT,
}


@pytest.mark.parametrize(("words", "kind"), SAID.items())
def test_the_wording_tells_the_kind(words: str, kind: str) -> None:
    assert propose_kind(words).kind == kind


def test_the_words_that_decided_are_shown() -> None:
    assert "积水" in propose_kind("厂门口积水严重").words
    assert propose_kind("投诉物业公司乱收费").words[0] == "投诉"


def test_the_column_of_the_form_decides_between_problem_and_request() -> None:
    assert propose_kind("积水严重", asked=REQUEST).kind == REQUEST
    assert propose_kind("希望协调贷款", asked=PROBLEM).kind == PROBLEM


def test_a_complaint_stays_one_whatever_column_it_was_written_in() -> None:
    assert propose_kind("举报某单位索要好处费", asked=REQUEST).kind == COMPLAINT


def test_words_that_say_nothing_are_a_problem_for_the_time_being_and_marked() -> None:
    proposal = propose_kind("二期厂房")
    assert (proposal.kind, proposal.words, proposal.sure) == (PROBLEM, (), False)


def test_a_letter_is_judged_by_its_beginning_and_its_end() -> None:
    middle = "我们厂二〇一九年落户。" * 30
    assert propose_kind("停电频繁。" + middle + "举报" + middle + "盼回复").kind != COMPLAINT
    assert propose_kind("停电频繁。" + middle + "特此举报").kind == COMPLAINT
