"""Who sees which case: one predicate for list, detail, count and search."""

from __future__ import annotations

import pytest

from lianqi.server.cases import figures, gate, queries, reactions
from lianqi.server.cases.gate import NotFound
from lianqi.server.cases.search import search
from tests.server.cases.park import PEOPLE, Park

EVERYBODY = (*PEOPLE, "刘芳", "马强")
INSPECTION = {"苏检", "严书记"}
#: Who sees 海棠机电's roof while the construction bureau has it.
ROOF = {"周敏", "陈立", "何工", "罗局", "江主任", "钱总工", "李书记", "方教授", "刘芳"} | INSPECTION


@pytest.fixture
def roof(park: Park) -> str:
    """海棠机电's roof, at the construction bureau."""
    number = park.dispatched("三号厂房屋顶漏水")
    reactions.catch_up(park=park.code)
    return number


@pytest.fixture
def told_in_confidence(park: Park) -> str:
    """What 刘芳 told the inspector alone."""
    number = park.says(
        "刘芳", "验收人员索要好处", channel="phone-page", case_kind="complaint", confidential=True
    ).number
    reactions.catch_up(park=park.code)
    return number


def sight(park: Park, who: str, number: str, phrase: str) -> set[str]:
    """In which ways `who` comes to see the case."""
    principal = gate.principal_for(park=park.code, actor=park[who], now=park.now)
    seen = set()
    if number in {row.no for row in queries.cases(principal).items}:
        seen.add("list")
    if queries.count_cases(principal).number == 1:
        seen.add("count")
    if number in {hit.number for hit in search(principal, phrase)}:
        seen.add("search")
    if number in {row.number for row in queries.due(principal).items}:
        seen.add("due")
    try:
        queries.life(principal, number)
        seen.add("detail")
    except NotFound:
        pass
    return seen


@pytest.mark.parametrize("who", EVERYBODY)
def test_a_case_is_seen_in_every_way_or_in_none(park: Park, roof: str, who: str) -> None:
    wanted = {"list", "count", "search", "due", "detail"} if who in ROOF else set()
    assert sight(park, who, roof, "漏水") == wanted


@pytest.mark.parametrize("who", EVERYBODY)
def test_a_confidential_report_is_seen_by_the_inspection_and_who_made_it(
    park: Park, told_in_confidence: str, who: str
) -> None:
    wanted = {"list", "count", "search", "due", "detail"} if who in INSPECTION | {"刘芳"} else set()
    assert sight(park, who, told_in_confidence, "好处") == wanted


def test_a_confidential_report_is_in_no_figure_and_no_office_list(park: Park, told_in_confidence: str) -> None:
    assert not any(figures.figures(park=park.code).measures.values())
    office = gate.whole(park.code)
    assert queries.cases(office).items == () and queries.due(office).items == ()


def test_another_contact_of_the_same_enterprise_sees_no_confidential_report(
    park: Park, told_in_confidence: str
) -> None:
    from lianqi.server.ledger.operations import one_transaction
    from lianqi.server.registry import operations as registry
    from lianqi.server.registry.operations.drafts import DraftContact
    from lianqi.server.registry.queries import contacts_of

    with one_transaction():
        draft = registry.draft_enterprises(park=park.code, ids=[park["海棠机电"]])[park["海棠机电"]]
        draft.add_contact(DraftContact(name="会计 孙燕", phone=""))
        registry.store(park=park.code, drafts=[draft], actor="system", now=park.now)
    park.ids["孙燕"] = contacts_of(park=park.code, enterprise=park["海棠机电"])[1].id
    assert sight(park, "孙燕", told_in_confidence, "好处") == set()


def test_nobody_can_tell_a_hidden_number_from_one_never_given(park: Park, told_in_confidence: str) -> None:
    chen = gate.principal_for(park=park.code, actor=park["陈立"], now=park.now)
    refusals = []
    for number in (told_in_confidence, "2026-9999999"):
        with pytest.raises(NotFound) as hidden:
            gate.case_for(chen, number)
        refusals.append((hidden.value.refusal.code, set(hidden.value.refusal.details)))
        with pytest.raises(NotFound):
            park.does("陈立", "urge", number)
    assert refusals[0] == refusals[1] == ("case.not-found", {"number"})


def test_a_unit_that_handed_a_case_over_may_still_follow_it(park: Park, roof: str) -> None:
    assert sight(park, "唐工", roof, "漏水") == set()
    done = park.does("陈立", "transfer", roof, main_unit="economy", reason="属于标准厂房改造项目")
    assert done.refusal is None
    assert "detail" in sight(park, "唐工", roof, "漏水")
    assert "detail" in sight(park, "何工", roof, "漏水")
    assert park.does("何工", "contact", roof, by="phone").refusal is not None, "it sees, it no longer acts"


def test_the_liaison_keeps_sight_of_what_she_recorded(park: Park, roof: str) -> None:
    park.dispatched("食堂用气压力不足", of="木棉食品")
    zhou = gate.principal_for(park=park.code, actor=park["周敏"], now=park.now)
    assert queries.count_cases(zhou).number == 2
    tang = gate.principal_for(park=park.code, actor=park["唐工"], now=park.now)
    assert queries.count_cases(tang).number == 0


def test_whoever_left_the_park_is_nobody_here(park: Park, roof: str) -> None:
    from lianqi.server.ledger.operations import one_transaction
    from lianqi.server.ledger.values import LedgerRefusal
    from lianqi.server.people.operations import member_leaves

    with one_transaction():
        member_leaves(park=park.code, person=park["何工"], actor=park["陈立"], now=park.now)
    with pytest.raises(LedgerRefusal) as refused:
        park.does("何工", "contact", roof, by="phone")
    assert refused.value.refusal.code == "case.actor-unknown"


def test_the_two_shapes_of_the_predicate_agree(park: Park, roof: str, told_in_confidence: str) -> None:
    """Lists of people who see nearly everything are asked another way than lists of people who see little."""
    for who in EVERYBODY:
        principal = gate.principal_for(park=park.code, actor=park[who], now=park.now)
        by_rows = set(gate.visible(principal).values_list("no", flat=True))
        one_by_one = {
            row.no for row in gate.Case.objects.filter(park=park.code).filter(gate.access(principal, number="no"))
        }
        assert by_rows == one_by_one, who
