"""沈娟 keeps the park's people; 陈立 of the centre hands work over; everybody arranges their own leave."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher

from lianqi.server.accounts.models import Account
from lianqi.server.accounts.operations import open_account
from lianqi.server.cases.models import Case
from lianqi.server.ledger.models import Event
from lianqi.server.people.models import Membership, StandIn
from lianqi.server.people.queries import charges
from lianqi.server.registry.queries import units
from tests.server.cases.park import Park
from tests.server.cases.screens import PASSWORD, Screens, plain


@pytest.fixture(autouse=True)
def quick_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Argon2 at its least cost."""
    for cost, least in (("time_cost", 1), ("memory_cost", 8), ("parallelism", 1)):
        monkeypatch.setattr(Argon2PasswordHasher, cost, least)


def unit(park: Park, code: str) -> str:
    return next(one.id for one in units(park=park.code) if one.code == code)


def member(park: Park, who: str) -> Membership:
    return Membership.objects.get(park=park.code, person_id=park[who])


def filled(park: Park, **changed: Any) -> dict[str, Any]:
    """小林 as the form sends her."""
    return {
        "name": "小林",
        "number": "B-102",
        "phone": "13800000102",
        "unit": unit(park, "construction"),
        "roles": ["handler"],
        **changed,
    }


def test_only_who_keeps_people_comes_in(administered: Park, screens: Screens) -> None:
    for who in ("何工", "周敏", "苏检", "李书记"):
        assert screens[who].get("/people/").status_code == 403, who
    assert screens["陈立"].get("/people/").status_code == 200
    assert screens["陈立"].get(f"/people/{administered['何工']}/").status_code == 403, (
        "the centre reads, and hands over"
    )
    text = screens.text("沈娟", "/people/")
    assert "何工" in text and "建设管理局" in text and "经办人" in text and "未开通" in text
    assert "何工" not in plain(screens["沈娟"].get("/people/?q=周"))


def test_somebody_is_added_with_a_role_and_an_account_whose_password_is_shown_once(
    administered: Park, screens: Screens
) -> None:
    park = administered
    answer = screens["沈娟"].post("/people/new/", filled(park))
    assert answer.status_code == 302
    row = Membership.objects.get(park=park.code, number="B-102")
    assert (row.roles, row.unit_id) == (["handler"], unit(park, "construction"))
    assert Event.objects.filter(type="member.joined", actor=park["沈娟"]).count() == 1
    shown = screens["沈娟"].post(f"{answer.url}account/open/")
    (password,) = re.findall(r"[a-z2-9]{4}(?:-[a-z2-9]{4}){3}", plain(shown))
    account = Account.objects.get(person_id=row.person_id)
    assert account.name == "b-102" and account.check_password(password) and account.must_change
    assert password not in screens.text("沈娟", answer.url)
    screens["沈娟"].post(f"{answer.url}account/close/")
    assert not Account.objects.get(id=account.id).is_active


def test_what_does_not_do_keeps_what_was_typed(administered: Park, screens: Screens) -> None:
    park = administered
    screens["沈娟"].post("/people/new/", filled(park))
    for changed, status, said in (
        ({"name": ""}, 422, "小"),
        ({"number": "C-1", "phone": "打他手机"}, 422, "打他手机"),
        ({"number": "C-1", "unit": "", "heads": "on"}, 422, "C-1"),
        ({}, 409, "staff.number-taken"),
    ):
        answer = screens["沈娟"].post("/people/new/", filled(park, **changed))
        assert answer.status_code == status, changed
        assert said in answer.content.decode()
    assert Membership.objects.filter(park=park.code, number="B-102").count() == 1


def test_roles_unit_headship_and_units_in_charge_of_are_changed_and_written_down(
    administered: Park, screens: Screens
) -> None:
    park = administered
    path = f"/people/{park['江主任']}/"
    economy, finance = unit(park, "economy"), unit(park, "finance")
    sent = {"name": "江主任", "number": "", "unit": economy, "roles": ["leader-in-charge", "principal"]}
    assert screens["沈娟"].post(path, {**sent, "charges": [finance], "heads": "on"}).status_code == 302
    row = member(park, "江主任")
    assert (row.unit_id, row.roles, row.heads) == (economy, ["leader-in-charge", "principal"], True)
    assert charges(park=park.code) == {park["江主任"]: (finance,)}
    refused = screens["沈娟"].post(f"/people/{park['秦局']}/", {"name": "秦局", "unit": economy, "heads": "on"})
    assert refused.status_code == 409 and "staff.unit-headed" in refused.content.decode()


def test_the_inspection_is_not_appointed_nor_let_in_by_an_administrator(administered: Park, screens: Screens) -> None:
    park = administered
    open_account(name="su", person=park["苏检"], password=PASSWORD, now=park.now)
    for path, sent in (
        (f"/people/{park['苏检']}/account/password/", {}),
        (f"/people/{park['苏检']}/handover/", {"to": park["陈立"]}),
    ):
        answer = screens["沈娟"].post(path, sent)
        assert answer.status_code == 403 and "staff.inspection" in answer.content.decode()
    assert Account.objects.get(name="su").check_password(PASSWORD)
    assert screens["沈娟"].post("/people/new/", filled(park, roles=["inspector"])).status_code == 422
    assert screens["沈娟"].post(f"/people/{park['苏检']}/", {"name": "苏检", "number": "J-1"}).status_code == 302
    assert member(park, "苏检").roles == ["inspector"], "what the page cannot give it does not take either"


def test_an_officer_hands_over_on_the_page_and_nobody_is_let_go_too_early(administered: Park, screens: Screens) -> None:
    park = administered
    path = f"/people/{park['何工']}/handover/"
    refused = screens["陈立"].post(path, {"to": park["唐工"], "leaves": "on"})
    assert refused.status_code == 422 and "staff.handover.unit" in refused.content.decode()
    assert screens["陈立"].post(path, {"to": park["罗局"], "leaves": "on"}).status_code == 302
    assert member(park, "何工").until is not None
    assert "handler" in member(park, "罗局").roles
    assert screens["陈立"].get(path).status_code == 404


def test_who_has_nothing_left_to_hand_over_ends_their_service(administered: Park, screens: Screens) -> None:
    park = administered
    refused = screens["沈娟"].post(f"/people/{park['何工']}/leaves/")
    assert refused.status_code == 409 and "staff.leave.sole" in refused.content.decode()
    there = screens["沈娟"].post("/people/new/", filled(park)).url
    assert screens["沈娟"].post(f"{there}leaves/").status_code == 302
    assert Membership.objects.get(park=park.code, number="B-102").until is not None
    assert screens["沈娟"].post(f"/people/{park['苏检']}/leaves/").status_code == 403


def test_a_merger_of_units_is_carried_out_at_once_where_it_is_for_today(administered: Park, screens: Screens) -> None:
    park = administered
    number = park.dispatched()
    sent = {"former": "construction", "into": "planning", "on": "2026-06-09", "reason": "机构改革方案第三条"}
    assert "已撤并的单位" not in screens.text("陈立", "/people/units/")
    refused = screens["陈立"].post("/people/units/", {**sent, "into": "construction"})
    assert refused.status_code == 422 and "staff.merger.same" in refused.content.decode()
    assert screens["陈立"].post("/people/units/", {**sent, "on": ""}).status_code == 422
    assert screens["陈立"].post("/people/units/", sent).status_code == 302
    assert Case.objects.get(no=number).main_unit == "planning"
    text = screens.text("陈立", "/people/units/")
    assert "建设管理局 → 规划和自然资源局" in text and "机构改革方案第三条" in text and "已承接1件" in text
    assert "主办单位还是已撤并的单位" in text and "：建设管理局" in text


def test_everybody_arranges_their_own_leave_and_both_are_told_on_every_page(park: Park, screens: Screens) -> None:
    sent = {"person": park["唐工"], "since": "2026-06-09", "until": "2026-06-12"}
    wrong = screens["江主任"].post("/account/leave/", {**sent, "until": "2026-06-01"})
    assert wrong.status_code == 422 and "people.stand-in.dates" in wrong.content.decode()
    assert screens["江主任"].post("/account/leave/", {**sent, "until": ""}).status_code == 422
    assert screens["江主任"].post("/account/leave/", sent).status_code == 302
    assert "您请假期间由唐工代办，至2026-06-12" in screens.text("江主任", "/desk/")
    assert "您正在代江主任办理，至2026-06-12" in screens.text("唐工", "/desk/")
    assert "代江主任" not in screens.text("何工", "/desk/")
    screens["何工"].post("/account/leave/", {**sent, "person": park["罗局"]})
    number = park.dispatched()
    assert "何工（罗局代，至06-12）" in screens.text("陈立", f"/cases/{number}/")
    park.later(days=4)
    assert "代江主任" not in screens.text("唐工", "/desk/"), "it ended by itself"


def test_it_is_ended_early_by_one_of_the_two(park: Park, screens: Screens) -> None:
    sent = {"person": park["唐工"], "since": "2026-06-09", "until": "2026-06-12"}
    screens["江主任"].post("/account/leave/", sent)
    id = StandIn.objects.get(until=date(2026, 6, 12)).id
    assert screens["何工"].post(f"/account/leave/{id}/end/").status_code == 404
    assert screens["唐工"].post(f"/account/leave/{id}/end/").status_code == 302
    assert StandIn.objects.get(id=id).ended_at is not None
