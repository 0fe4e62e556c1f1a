"""回访: whom the centre rings, until when; numbers on request and on record; never for one's own unit."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lianqi.server.cases.models import Case
from lianqi.server.ledger.models import Event
from lianqi.server.ledger.operations import one_transaction, put_content
from lianqi.server.registry.models import EnterpriseContact
from tests.server.cases.park import Park
from tests.server.cases.screens import Screens, plain, screens

__all__ = ["screens"]


def answered(
    park: Park, words: str = "三号厂房屋顶漏水，机器都不敢开", *, unit: str = "construction", **data: str
) -> str:
    """A case that its unit has answered; its number."""
    number = park.a_case(words, **data)
    handler, head, leader = ("何工", "罗局", "江主任") if unit == "construction" else ("陈立", "唐局", "魏主任")
    for who, kind, typed in (
        ("陈立", "dispatch", {"class_id": "premises", "complexity": "general", "main_unit": unit}),
        (handler, "draft", {"answer": "屋顶已修好，自今日起质保两年", "end": "solved"}),
        (head, "review", {"approved": True}),
        (leader, "sign", {"approved": True}),
    ):
        done = park.does(who, kind, number, **typed)
        assert done.refusal is None, (kind, done.refusal)
    return number


@pytest.fixture
def phoned(park: Park) -> None:
    """刘芳 has left her number."""
    with one_transaction(park=park.code):
        cite = put_content(
            park=park.code, subject=park["刘芳"], kind="contact.phone", words="13900000071", now=park.now
        )
        EnterpriseContact.objects.filter(id=park["刘芳"]).update(phone=cite.id)


def test_an_empty_desk_says_whom_it_will_name(screens: Screens) -> None:
    assert "单位答复之后企业没有表态的" in screens.text("陈立", "/callbacks/")


def test_the_centre_sees_whom_to_ring_by_when_and_what_was_answered(park: Park, screens: Screens) -> None:
    park.dispatched("门口道路积水", of="木棉食品")
    roof = answered(park)
    page = screens.text("陈立", "/callbacks/")
    for told in (roof, "海棠机电", "机器都不敢开", "自今日起质保两年", "已解决", "本季度已联系1次（入企1次，电话0次）"):
        assert told in page, told
    assert "木棉食品" not in page, "what is not answered yet is nobody's to ring about"
    for other in ("周敏", "何工", "罗局", "江主任", "苏检"):
        assert screens[other].get("/callbacks/").status_code == 403, other


def test_a_number_shows_on_request_and_the_request_is_written_down(park: Park, screens: Screens, phoned: None) -> None:
    roof = answered(park)
    assert "13900000071" not in screens.text("陈立", "/callbacks/")
    assert screens["陈立"].get(f"/callbacks/{roof}/contacts/").status_code == 405
    shown = screens["陈立"].post(f"/callbacks/{roof}/contacts/", headers={"HX-Request": "true"})
    assert "刘芳" in plain(shown) and "13900000071" in plain(shown) and "反映人" not in plain(shown)
    event = Event.objects.get(type="contacts.opened")
    assert event.actor == park["陈立"] and "13900000071" not in event.data
    assert screens["何工"].post(f"/callbacks/{roof}/contacts/").status_code == 403
    assert Event.objects.filter(type="contacts.opened").count() == 1
    assert "13900000071" in plain(screens["陈立"].post(f"/callbacks/{roof}/contacts/")), "without script, a page"


def test_a_case_that_waits_for_no_call_shows_no_number(park: Park, screens: Screens, phoned: None) -> None:
    roof = park.dispatched()
    refused = screens["陈立"].post(f"/callbacks/{roof}/contacts/")
    assert refused.status_code == 409 and "case.not-at-this-stage" in plain(refused)
    assert "13900000071" not in plain(refused) and not Event.objects.filter(type="contacts.opened").exists()


def test_the_result_of_a_call_is_recorded_as_a_call_and_leads_back_to_the_desk(park: Park, screens: Screens) -> None:
    roof = answered(park)
    form = screens["陈立"].get(f"/cases/{roof}/do/call-back/?next=/callbacks/")
    assert "自今日起质保两年" in plain(form), "who rings has the answer before them"
    park.later(hours=1)
    silent = screens.fill("陈立", f"/cases/{roof}/do/call-back/", result="no-reply", note="没人接", next="/callbacks/")
    assert silent.status_code == 302 and silent["Location"] == "/callbacks/"
    page = screens.text("陈立", "/callbacks/")
    assert "已打过1次，未接通或未表态" in page and "（入企1次，电话1次）" in page
    agreed = screens.fill("陈立", f"/cases/{roof}/do/call-back/", result="confirmed", note="不漏了", next="/callbacks/")
    assert agreed.status_code == 302
    assert '"evidence":"call-back"' in Event.objects.get(type="confirmed").data
    assert roof not in screens.text("陈立", "/callbacks/").replace("已办理", "").split("待回访")[1]


def test_whoever_belongs_to_the_unit_judged_is_told_so_and_gets_no_number(
    park: Park, screens: Screens, phoned: None
) -> None:
    from lianqi.server.people.models import Membership
    from lianqi.server.registry.models import Unit

    roof = answered(park)
    construction = Unit.objects.get(park=park.code, code="construction")
    Membership.objects.filter(park=park.code, person_id=park["陈立"]).update(unit=construction)
    page = screens.text("陈立", "/callbacks/")
    assert roof in page and "登记结果" not in page and "显示电话" not in page
    refused = screens["陈立"].post(f"/callbacks/{roof}/contacts/")
    assert refused.status_code == 403 and "case.call-back.own-unit" in plain(refused)


def test_asking_again_comes_when_its_time_has_come(park: Park, screens: Screens) -> None:
    roof = answered(park)
    assert park.does("陈立", "call-back", roof, result="confirmed", note="好了").refusal is None
    assert park.does("陈立", "close", roof, end="solved").refusal is None
    assert "现在没有要回访的企业" in screens.text("陈立", "/callbacks/")
    park.later(days=29)
    page = screens.text("陈立", "/callbacks/?kind=recheck")
    assert roof in page and "回头看" in page
    assert "现在没有要回访的企业" in screens.text("陈立", "/callbacks/?kind=word")
    assert screens.fill("陈立", f"/cases/{roof}/do/recheck/", result="yes", note="没再漏").status_code == 302
    assert Case.objects.get(no=roof).status == "settled"


def test_counts_agree_with_the_rows_whatever_is_asked_for(park: Park, screens: Screens) -> None:
    for place in range(3):
        answered(park, f"第{place}号车间漏水")
    park.later(days=20)
    answered(park, "第三号车间漏水")
    for asked in ("", "when=today", "when=late", "kind=word", "kind=recheck", "when=nonsense"):
        answer = screens["陈立"].get(f"/callbacks/?{asked}")
        assert str(answer.context["total"]) == str(len(answer.context["rows"])), asked
    assert len(screens["陈立"].get("/callbacks/?when=late").context["rows"]) == 3


def test_an_enterprise_that_was_asked_often_enough_is_asked_briefly(park: Park, screens: Screens) -> None:
    answered(park)
    assert "打扰上限" not in screens.text("陈立", "/callbacks/")
    for place in range(5):
        park.later(days=1)
        park.a_case(f"第{place}次走访时说的事")
    (row,) = [row for row in screens["陈立"].get("/callbacks/").context["rows"] if row.owed.enterprise == "海棠机电"]
    assert row.spent and row.budget == "本季度已联系6次（入企6次，电话0次）"
    assert "请长话短说" in screens.text("陈立", "/callbacks/")
    park.now = park.now.replace(month=7, day=1)
    assert "本季度还没有联系过" in screens.text("陈立", "/callbacks/")


def test_more_to_ring_asks_the_database_no_more_often(park: Park, screens: Screens) -> None:
    def asked() -> int:
        screens.text("陈立", "/callbacks/")
        with CaptureQueriesContext(connection) as captured:
            screens.text("陈立", "/callbacks/")
        return len(captured)

    answered(park)
    answered(park, "门口路灯不亮", of="木棉食品")
    few = asked()
    for place in range(6):
        answered(park, f"第{place}号车间漏水", of=("海棠机电", "木棉食品")[place % 2])
    assert len(screens["陈立"].get("/callbacks/").context["rows"]) == 8
    assert asked() <= few
