"""江主任 answers for construction, economy and finance: three units, one leader in charge."""

from __future__ import annotations

import pytest

from lianqi.server.cases import gate, queries
from lianqi.server.ledger.operations import one_transaction
from lianqi.server.notices.recipients import directory
from lianqi.server.people import operations as people
from lianqi.server.registry.queries import units
from tests.server.cases.park import Park
from tests.server.cases.screens import Screens


def of(park: Park, who: str) -> gate.Principal:
    return gate.principal_for(park=park.code, actor=park[who], now=park.now)


def in_charge(park: Park, who: str, *codes: str) -> bool:
    ids = {unit.code: unit.id for unit in units(park=park.code)}
    with one_transaction(park=park.code):
        return people.put_in_charge(
            park=park.code, person=park[who], units=[ids[code] for code in codes], actor="system", now=park.now
        )


def at_signature(park: Park) -> str:
    """木棉食品's power, with the economists; the answer lies with the leader in charge."""
    number = park.a_case("车间断电三天", of="木棉食品")
    sent = {"class_id": "power", "complexity": "general", "main_unit": "economy"}
    assert park.does("陈立", "dispatch", number, **sent).refusal is None
    assert park.does("唐工", "draft", number, answer="今晚恢复供电", end="solved").refusal is None
    assert park.does("秦局", "review", number, approved=True).refusal is None
    return number


def test_a_leader_signs_for_every_unit_they_answer_for_and_for_no_other(park: Park) -> None:
    number = at_signature(park)
    with pytest.raises(gate.NotFound):
        park.does("江主任", "sign", number, approved=True)
    assert in_charge(park, "江主任", "economy", "finance")
    assert {unit for duty, unit in of(park, "江主任").duties if duty == "sign"} == {
        "construction",
        "economy",
        "finance",
    }
    assert park.does("江主任", "sign", number, approved=True).refusal is None


def test_desk_and_list_hold_what_all_their_units_owe(park: Park, screens: Screens) -> None:
    number, roof = at_signature(park), park.dispatched()
    in_charge(park, "江主任", "economy")
    answer = screens["江主任"].get("/desk/?of=unit")
    assert {row.number for row in answer.context["rows"]} == {number, roof}
    assert {row.no for row in queries.cases(of(park, "江主任")).items} == {number, roof}


def test_who_is_told_that_something_waits_for_a_signature(park: Park) -> None:
    assert directory(park=park.code, now=park.now).carrying("sign", "finance") == ()
    in_charge(park, "江主任", "finance")
    told = directory(park=park.code, now=park.now)
    assert told.carrying("sign", "finance") == told.carrying("sign", "construction") == (park["江主任"],)


def test_only_the_signature_goes_further_than_ones_own_unit(park: Park) -> None:
    """罗局 heads construction and signs for the economists: she does not review there."""
    number = park.a_case("车间断电三天", of="木棉食品")
    sent = {"class_id": "power", "complexity": "general", "main_unit": "economy"}
    assert park.does("陈立", "dispatch", number, **sent).refusal is None
    with one_transaction(park=park.code):
        from lianqi.server.people.models import Membership

        (luo,) = people.draft_members(
            park=park.code, ids=[Membership.objects.get(park=park.code, person_id=park["罗局"]).id]
        )
        luo.set("roles", ["leader-in-charge", "unit-head"])
        people.store_members(park=park.code, drafts=[luo], actor="system", now=park.now)
    in_charge(park, "罗局", "economy")
    assert park.does("唐工", "draft", number, answer="今晚恢复供电", end="solved").refusal is None
    refused = park.does("罗局", "review", number, approved=True).refusal
    assert refused is not None and refused.code == "case.not-yours"
    assert park.does("秦局", "review", number, approved=True).refusal is None
    assert park.does("罗局", "sign", number, approved=True).refusal is None


def test_taken_away_it_ends_and_said_twice_it_is_written_once(park: Park) -> None:
    number = at_signature(park)
    assert in_charge(park, "江主任", "economy")
    assert not in_charge(park, "江主任", "economy")
    assert in_charge(park, "江主任")
    with pytest.raises(gate.NotFound):
        queries.life(of(park, "江主任"), number)
