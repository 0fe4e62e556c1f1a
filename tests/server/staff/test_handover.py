"""周敏 leaves: her enterprises go to a colleague in one act, and nobody leaves who is the last one for something."""

from __future__ import annotations

import pytest
from django.test import Client

from lianqi.server.accounts import doorkeeper
from lianqi.server.accounts.models import Account
from lianqi.server.accounts.operations import open_account
from lianqi.server.cases import gate, queries
from lianqi.server.cases.models import Commitment
from lianqi.server.ledger.operations import one_transaction
from lianqi.server.ledger.values import LedgerRefusal
from lianqi.server.notices.recipients import directory
from lianqi.server.people import operations as people
from lianqi.server.people.models import Membership
from lianqi.server.people.queries import charges, enterprises_of
from lianqi.server.registry.operations.contacts import issue_code
from lianqi.server.registry.queries import units
from lianqi.server.staff.operations import HandedOver, end_service, hand_over
from tests.server.cases.park import Park


def joins(park: Park, name: str, role: str, unit: str = "", *enterprises: str) -> None:
    """Somebody more works for the park."""
    codes = {one.code: one.id for one in units(park=park.code)}
    draft = people.new_member(park=park.code, name=name, phone="", now=park.now)
    draft.set("roles", [role] if role else [])
    draft.set("unit_id", codes[unit] if unit else None)
    for enterprise in enterprises:
        draft.link(park[enterprise], role)
    with one_transaction(park=park.code):
        people.store_members(park=park.code, drafts=[draft], actor="system", now=park.now)
    park.ids[name] = draft.row.person_id


def hands_over(park: Park, who: str, to: str, *, leaves: bool = False) -> HandedOver:
    return hand_over(park=park.code, person=park[who], to=park[to], actor=park["陈立"], now=park.now, leaves=leaves)


def test_enterprises_pass_on_in_one_act_and_the_new_officer_follows_their_cases(park: Park) -> None:
    joins(park, "贺兰", "liaison", "", "海棠机电", "木棉食品")
    number = park.a_case()
    done = hands_over(park, "贺兰", "周敏")
    assert (done.enterprises, done.roles) == (2, ())
    assert {enterprise for enterprise, _ in enterprises_of(park=park.code, person=park["周敏"])} == {
        park["海棠机电"],
        park["木棉食品"],
    }
    assert enterprises_of(park=park.code, person=park["贺兰"]) == ()
    zhou = gate.principal_for(park=park.code, actor=park["周敏"], now=park.now)
    assert queries.life(zhou, number).row.no == number


def test_the_enterprise_is_told_of_a_new_officer_and_of_nothing_else(
    park: Park, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doorkeeper, "database_now", lambda: park.now)
    joins(park, "贺兰", "liaison", "", "海棠机电")
    with one_transaction(park=park.code):
        code = issue_code(park=park.code, contact=park["刘芳"], actor="system", now=park.now)
    phone = Client()
    phone.get(f"/e/{code}/")
    told = "专属服务员已换为周敏，在办的事情照常办理"
    hands_over(park, "何工", "罗局")
    assert told not in phone.get("/e/").content.decode()
    hands_over(park, "贺兰", "周敏")
    assert told in phone.get("/e/").content.decode()
    park.later(days=40)
    assert told not in phone.get("/e/").content.decode()


def test_whoever_leaves_leaves_nothing_without_an_owner(park: Park) -> None:
    """何工 is the only handler of construction; 小林 of the same bureau takes over everything."""
    number = park.dispatched()
    joins(park, "小林", "", "construction")
    account = open_account(name="he", person=park["何工"], password="湖畔的第七棵香樟树2026", now=park.now)
    done = hands_over(park, "何工", "小林", leaves=True)
    assert done.roles == ("handler",)
    told = directory(park=park.code, now=park.now)
    for owed in Commitment.objects.filter(park=park.code, state="open"):
        assert told.carrying(owed.duty, owed.unit), f"nobody owes {owed.kind} of {owed.unit}"
    assert park.does("小林", "draft", number, answer="月底前修好", end="solved").refusal is None
    with pytest.raises(LedgerRefusal):
        gate.principal_for(park=park.code, actor=park["何工"], now=park.now)
    assert not Account.objects.get(id=account.id).is_active


def test_nobody_leaves_who_is_the_last_for_a_duty_or_has_enterprises(park: Park) -> None:
    joins(park, "贺兰", "liaison", "", "海棠机电")
    for who, code in (("何工", "staff.leave.sole"), ("苏检", "staff.leave.sole"), ("贺兰", "staff.leave.linked")):
        with pytest.raises(LedgerRefusal) as refused:
            end_service(park=park.code, person=park[who], actor=park["陈立"], now=park.now)
        assert refused.value.refusal.code == code, who
    assert end_service(park=park.code, person=park["周敏"], actor=park["陈立"], now=park.now)
    assert not end_service(park=park.code, person=park["周敏"], actor=park["陈立"], now=park.now), "once"


def test_a_role_for_a_unit_passes_within_the_unit(park: Park) -> None:
    with pytest.raises(LedgerRefusal) as refused:
        hands_over(park, "何工", "唐工", leaves=True)
    assert refused.value.refusal.code == "staff.handover.unit"
    assert Membership.objects.get(park=park.code, person_id=park["何工"]).until is None, "all of it, or nothing"


def test_units_in_charge_of_and_the_headship_pass_on(park: Park) -> None:
    codes = {one.code: one.id for one in units(park=park.code)}
    joins(park, "小林", "unit-head", "construction")
    with one_transaction(park=park.code):
        people.put_in_charge(
            park=park.code, person=park["罗局"], units=[codes["finance"]], actor="system", now=park.now
        )
        (luo,) = people.draft_members(
            park=park.code, ids=[Membership.objects.get(park=park.code, person_id=park["罗局"]).id]
        )
        luo.set("heads", True)
        people.store_members(park=park.code, drafts=[luo], actor="system", now=park.now)
    done = hands_over(park, "罗局", "小林", leaves=True)
    assert (done.charges, done.heads) == (1, True)
    assert charges(park=park.code) == {park["小林"]: (codes["finance"],)}
    assert Membership.objects.get(park=park.code, person_id=park["小林"]).heads


def test_a_handover_to_oneself_or_to_a_stranger_is_refused(park: Park) -> None:
    for to, code in (("何工", "staff.handover.same"), ("刘芳", "staff.stranger")):
        with pytest.raises(LedgerRefusal) as refused:
            hands_over(park, "何工", to)
        assert refused.value.refusal.code == code
    with pytest.raises(LedgerRefusal) as refused:
        end_service(park=park.code, person=park["刘芳"], actor=park["陈立"], now=park.now)
    assert refused.value.refusal.code == "staff.stranger"
