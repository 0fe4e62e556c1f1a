"""交办台: the queue, what the words propose, one step to the next case."""

from __future__ import annotations

from typing import Any

from lianqi.server.cases import proposals, reactions
from lianqi.server.cases.gate import principal_for
from lianqi.server.cases.models import Case
from lianqi.server.cases.setting import setting
from lianqi.server.ledger.models import Event
from tests.server.cases.park import Park
from tests.server.cases.screens import Screens, hidden, plain, screens

__all__ = ["screens"]


def queue(answer: Any) -> list[str]:
    return [row.number for row in answer.context["queue"]]


def test_an_empty_desk_says_what_will_appear(screens: Screens) -> None:
    assert "没有等待分办的事项" in screens.text("陈立", "/triage/")


def test_only_who_dispatches_may_come_in(park: Park, screens: Screens) -> None:
    for who in ("何工", "周敏", "李书记"):
        assert screens[who].get("/triage/").status_code == 403
    assert screens["陈立"].get("/triage/").status_code == 200


def test_the_queue_is_by_due_time_and_holds_nothing_else_that_the_centre_owes(park: Park, screens: Screens) -> None:
    first = park.a_case("门口路灯不亮")
    park.later(hours=24)
    second = park.a_case("三号厂房屋顶漏水")
    answered = park.dispatched("减速带破损")
    answer = screens["陈立"].get("/triage/")
    assert queue(answer) == [first, second]
    assert str(answer.context["total"]) == "2"
    assert answer.context["number"] == first
    assert answered not in answer.content.decode().split('class="queue"')[1].split("</nav>")[0]


def test_a_confidential_report_is_the_inspectors_to_dispatch_and_on_no_other_desk(park: Park, screens: Screens) -> None:
    number = park.says("刘芳", "验收人员索要好处", channel="phone-page", confidential=True).number
    lamp = park.a_case("门口路灯不亮")
    assert queue(screens["陈立"].get("/triage/")) == [lamp]
    assert screens["陈立"].get(f"/triage/?case={number}").status_code == 404
    assert queue(screens["苏检"].get("/triage/")) == [number]
    assert Event.objects.filter(type="confidential.opened").count() == 1


def test_the_words_propose_classes_and_say_which_of_them_decided(park: Park, screens: Screens) -> None:
    place = setting(park=park.code, now=park.now)
    proposed = proposals.classes("厂区经常停电，希望双回路供电；路灯也不亮", place=place)
    assert [(one.rule.id, one.words) for one in proposed] == [
        ("power", ("停电", "供电", "双回路")),
        ("roads", ("路灯",)),
    ]
    assert proposals.classes("说不清楚", place=place) == []
    usual = proposals.classes("说不清楚", place=place, usual=["roads", "gone"])
    assert [(one.rule.id, one.words) for one in usual] == [("roads", ())]
    park.a_case("门口路灯不亮")
    answer = screens["陈立"].get("/triage/")
    (key,) = answer.context["keys"]
    assert (key.id, key.key, key.unit, key.chosen) == ("roads", "1", "建设管理局", True)
    assert (("路灯", True)) in answer.context["words"]
    assert "6月16日（周二） 17:00" in plain(answer), "when the answer would be due"


def test_a_class_is_enough_and_the_next_case_follows(park: Park, screens: Screens) -> None:
    lamp = park.a_case("门口路灯不亮")
    park.later(minutes=1)
    roof = park.a_case("三号厂房屋顶漏水")
    done = screens.fill("陈立", f"/triage/?case={lamp}", class_id="roads")
    assert done["Location"] == f"/triage/?case={roof}"
    row = Case.objects.get(no=lamp)
    assert (row.status, row.main_unit, row.class_id, row.complexity) == ("handling", "construction", "roads", "general")
    told = screens.text("陈立", done["Location"])
    assert f"已交办建设管理局： {lamp}" in told and "打印交办单" in told
    last = screens.fill("陈立", f"/triage/?case={roof}", class_id="premises", main_unit="economy", complexity="consult")
    assert last["Location"] == "/triage/"
    row = Case.objects.get(no=roof)
    assert (row.main_unit, row.complexity) == ("economy", "consult"), "said otherwise than the class says"


def test_sent_twice_it_is_dispatched_once(park: Park, screens: Screens) -> None:
    lamp = park.a_case("门口路灯不亮")
    sent = {**screens.hidden("陈立", f"/triage/?case={lamp}"), "class_id": "roads"}
    for _ in range(2):
        assert screens["陈立"].post(f"/triage/?case={lamp}", sent).status_code == 302
    assert Event.objects.filter(type="dispatched").count() == 1


def test_without_a_class_nothing_happens_and_the_choices_stay(park: Park, screens: Screens) -> None:
    vague = park.a_case("说不清楚的事")
    answer = screens.fill("陈立", f"/triage/?case={vague}", main_unit="economy")
    assert answer.status_code == 422 and "请选择一个类别" in plain(answer)
    assert '<option value="economy" selected>' in answer.content.decode()
    assert Case.objects.get(no=vague).status == "triage"


def test_two_clerks_at_the_same_case_do_not_dispatch_it_twice(park: Park, screens: Screens) -> None:
    lamp = park.a_case("门口路灯不亮")
    sent = {**screens.hidden("陈立", f"/triage/?case={lamp}"), "class_id": "roads"}
    park.later(minutes=1)
    to: dict[str, Any] = {"class_id": "city", "complexity": "general", "main_unit": "economy"}
    assert park.does("陈立", "dispatch", lamp, **to).refusal is None
    answer = screens["陈立"].post(f"/triage/?case={lamp}", sent)
    assert answer.status_code == 422
    assert "ledger.stale" in plain(answer) and "交办：主办经济发展局" in plain(answer)
    assert "交办" not in [button.strip() for button in plain(answer).split("确定")], "no second dispatch is offered"
    again = screens["陈立"].post(f"/triage/?case={lamp}", {**sent, **hidden(answer)})
    assert "case.not-at-this-stage" in plain(again)
    assert Event.objects.filter(type="dispatched").count() == 1


def test_a_case_that_was_dispatched_meanwhile_leads_back_to_the_queue(park: Park, screens: Screens) -> None:
    roof = park.dispatched()
    answer = screens["陈立"].get(f"/triage/?case={roof}", follow=True)
    assert "已不在分办环节" in plain(answer)


def test_look_alikes_are_near_in_words_or_of_the_same_enterprise(park: Park, screens: Screens) -> None:
    old = park.dispatched("三号厂房屋顶漏水，机器都不敢开")
    other = park.a_case("食堂用气压力不足", of="木棉食品")
    far = park.a_case("招不到普工")
    new = park.a_case("三号厂房屋顶又漏水了，机器不敢开", of="木棉食品")
    reactions.catch_up(park=park.code)
    answer = screens["陈立"].get(f"/triage/?case={new}")
    assert [one.number for _, one in answer.context["alike"]] == [old]
    assert [one.number for _, one in answer.context["others"]] == [other]
    assert far not in [one.number for _, one in answer.context["others"]]
    merged = screens["陈立"].get(f"/cases/{new}/do/merge/?into={old}&next=/triage/")
    assert f'value="{old}"' in merged.content.decode()
    sent = {**hidden(merged), "into": old, "next": "/triage/"}
    assert screens["陈立"].post(f"/cases/{new}/do/merge/", sent)["Location"] == "/triage/"
    assert Case.objects.get(no=new).status == "merged"


def test_into_a_case_that_is_over_nothing_can_be_merged_and_the_open_ones_stand_first(
    park: Park, screens: Screens
) -> None:
    over = park.a_case("三号厂房屋顶漏水，机器都不敢开")
    park.does("陈立", "not-accept", over, reason="outside-park", door="请向12345反映")
    open_one = park.dispatched("三号厂房屋顶漏水，机器怕进水")
    new = park.a_case("三号厂房屋顶漏水，机器都不敢开", of="木棉食品")
    reactions.catch_up(park=park.code)
    answer = screens["陈立"].get(f"/triage/?case={new}")
    assert [one.number for _, one in answer.context["alike"]] == [open_one, over]
    page = answer.content.decode()
    assert f"merge/?into={open_one}" in page and f"merge/?into={over}" not in page


def test_look_alikes_never_show_what_one_may_not_see(park: Park) -> None:
    park.says("刘芳", "三号厂房验收人员索要好处", channel="phone-page", confidential=True)
    new = park.a_case("三号厂房验收一直不通过")
    reactions.catch_up(park=park.code)
    chen = principal_for(park=park.code, actor=park["陈立"], now=park.now)
    row = Case.objects.get(no=new)
    assert proposals.alike(chen, row, "三号厂房验收一直不通过", words=["厂房"]) == []


def test_a_step_leads_on_to_no_other_host(park: Park, screens: Screens) -> None:
    lamp = park.a_case("门口路灯不亮")
    path = f"/cases/{lamp}/do/not-accept/"
    sent = {**screens.hidden("陈立", path), "reason": "outside-park", "next": "https://evil.example/"}
    assert screens["陈立"].post(path, sent)["Location"] == "/desk/"
