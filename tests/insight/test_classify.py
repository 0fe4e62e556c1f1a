"""Proposals of a class, as the triage clerk Luo Min reads them."""

from __future__ import annotations

import pytest

from lianqi.insight.classify import Classifier
from lianqi.kernel.mechanism.rules import CaseClass, Text

CLASSES = {
    "service": CaseClass("service", Text("要素保障", "Supply"), (), "works", "general"),
    "power": CaseClass(
        "power", Text("用电", "Power"), ("停电", "电压", "变压器", "限电"), "works", "general", "service"
    ),
    "roads": CaseClass("roads", Text("道路", "Roads"), ("路灯", "路面", "坑洼"), "works", "general", "service"),
    "buses": CaseClass(
        "buses", Text("公交", "Buses"), ("公交", "班车", "通勤", "末班车"), "works", "general", "service"
    ),
    "premises": CaseClass("premises", Text("厂房产权", "Premises"), ("厂房", "产权证", "租金"), "land", "complex"),
    "safety": CaseClass("safety", Text("安全生产", "Safety"), ("隐患", "消防", "租金"), "safety", "general"),
}


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    return Classifier(CLASSES)


def test_the_words_that_decided_are_shown(classifier: Classifier) -> None:
    proposal = classifier.propose("近两个月停电五次，电压也不稳")
    assert proposal.class_id == "power"
    assert set(proposal.words) == {"停电", "电压"}


def test_a_word_for_the_same_thing_counts_for_the_class_that_lists_the_other(classifier: Classifier) -> None:
    proposal = classifier.propose("希望增加到高铁站的巴士")
    assert (proposal.class_id, proposal.words) == ("buses", ("巴士",))
    assert classifier.propose("老是跳闸").class_id == "power"


def test_a_text_without_any_class_word_is_left_to_a_person(classifier: Classifier) -> None:
    proposal = classifier.propose("希望多关心小微企业")
    assert proposal.class_id == ""
    assert proposal.candidates == ()


def test_two_classes_on_a_par_are_left_to_a_person_who_is_shown_both(classifier: Classifier) -> None:
    proposal = classifier.propose("班车停靠处路灯不亮")
    assert proposal.class_id == ""
    assert {candidate.class_id for candidate in proposal.candidates} == {"roads", "buses"}


def test_what_is_said_first_goes_before_what_came_of_it(classifier: Classifier) -> None:
    assert classifier.propose("班车太少，晚上路灯又不亮").class_id == "buses"
    assert classifier.propose("路灯不亮，等班车不安全").class_id == "roads"


def test_characters_that_only_stand_side_by_side_are_no_word(classifier: Classifier) -> None:
    assert classifier.propose("公路灯光太暗").class_id == ""
    assert classifier.propose("路灯太暗").class_id == "roads"


def test_part_of_a_longer_word_counts(classifier: Classifier) -> None:
    assert classifier.propose("下夜班没有公交车").class_id == "buses"


def test_a_place_that_only_sets_the_scene_does_not_decide(classifier: Classifier) -> None:
    assert classifier.propose("隔壁厂房有隐患").class_id == "safety"
    assert classifier.propose("想租厂房").class_id == "premises"


def test_a_word_of_two_classes_decides_for_neither(classifier: Classifier) -> None:
    assert classifier.propose("租金太高").class_id == ""


def test_classes_with_children_and_no_words_of_their_own_are_never_proposed(classifier: Classifier) -> None:
    assert "service" not in {c.class_id for c in classifier.propose("要素保障停电路灯公交").candidates}


def test_width_and_case_make_no_difference(classifier: Classifier) -> None:
    classes = {"erp": CaseClass("erp", Text("信息化", "IT"), ("ERP", "5G"), "it", "general")}
    assert Classifier(classes).propose("想上ｅｒｐ系统和５ｇ专网").class_id == "erp"
    assert classifier.propose("").candidates == ()
