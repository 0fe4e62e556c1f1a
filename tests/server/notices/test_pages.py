"""消息 on screen: the bell, the list, one click to the case, settings, and a reminder to copy."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lianqi.server.accounts import doorkeeper
from lianqi.server.ledger import clock
from lianqi.server.ledger.models import Content
from lianqi.server.notices import views
from lianqi.server.notices.models import Mailbox, Notice
from tests.server.cases import park as world
from tests.server.cases.park import Park
from tests.server.cases.screens import Screens, plain
from tests.server.notices.telling import hear

pytestmark = pytest.mark.django_db


@pytest.fixture
def screens(park: Park, monkeypatch: pytest.MonkeyPatch) -> Screens:
    monkeypatch.setattr(doorkeeper, "database_now", lambda: park.now)
    return Screens(park)


def bell(screens: Screens, who: str) -> str:
    return screens[who].get("/notices/bell/").content.decode()


class TestTheList:
    def test_it_says_what_will_appear_and_then_what_何工_was_told(self, park: Park, screens: Screens) -> None:
        assert "还没有消息" in screens.text("何工", "/notices/")
        assert "没有未读" in bell(screens, "何工")
        roof = park.dispatched()
        hear(park)
        page = screens.text("何工", "/notices/")
        assert roof in page and "海棠机电" in page and "漏水" not in page, "words are read behind the gate"
        assert "消息，1条未读" in bell(screens, "何工")
        assert "消息，1条未读" in screens["何工"].get("/desk/").content.decode(), "on every page"
        assert "没有未读" in bell(screens, "唐工") and roof not in screens.text("唐工", "/notices/")

    def test_one_click_leads_to_the_case_and_reads_the_notice(self, park: Park, screens: Screens) -> None:
        roof = park.dispatched()
        hear(park)
        notice = Notice.objects.get(recipient=park["何工"])
        assert screens["罗局"].get(f"/notices/{notice.id}/").status_code == 404, "it is not his"
        went = screens["何工"].get(f"/notices/{notice.id}/")
        assert went.status_code == 302 and went["Location"] == f"/cases/{roof}/"
        assert "没有未读" in bell(screens, "何工")
        assert "没有未读的消息" in screens.text("何工", "/notices/?unread=1")
        assert roof in screens.text("何工", "/notices/")

    def test_all_are_read_up_to_when_the_page_was_opened(self, park: Park, screens: Screens) -> None:
        park.dispatched("路灯不亮")
        hear(park)
        opened = park.now
        park.later(minutes=5)
        late = park.dispatched("屋顶漏水")
        hear(park)
        done = screens["何工"].post("/notices/read/", {"until": opened.isoformat()}, follow=True)
        assert "1条消息已标为已读" in plain(done)
        assert late in screens.text("何工", "/notices/?unread=1") and "1条未读" in bell(screens, "何工")
        screens["何工"].post("/notices/read/", {"until": "whenever"})
        assert "没有未读" in bell(screens, "何工")

    def test_older_ones_follow_page_by_page(
        self, park: Park, screens: Screens, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(views, "_PAGE", 2)
        made = [park.dispatched(f"第{n}件") for n in range(5)]
        hear(park)
        seen, address = [], "/notices/"
        while address:
            answer = screens["何工"].get(address)
            seen += [item.said.case_no for item, _at in answer.context["rows"]]
            address = answer.context["older"]
        assert sorted(seen) == made

    def test_of_a_confidential_report_the_inspector_alone_is_told(self, park: Park, screens: Screens) -> None:
        number = park.says("刘芳", "验收人员索要好处", channel="phone-page", confidential=True).number
        hear(park)
        assert number in screens.text("苏检", "/notices/") and "索要好处" not in screens.text("苏检", "/notices/")
        for who in ("陈立", "周敏", "李书记"):
            assert number not in screens.text(who, "/notices/"), who


class TestSettings:
    def test_罗局_arranges_how_to_be_told(self, park: Park, screens: Screens) -> None:
        assert "每个工作日早上8:30合并成一条" in screens.text("罗局", "/notices/settings/")
        given = {"urgent": "at-once", "other": "weekly", "by_sms": "on", "email": "luo@example.org", "lang": "zh"}
        assert "消息设置已保存" in plain(screens["罗局"].post("/notices/settings/", given, follow=True))
        box = Mailbox.objects.get(recipient=park["罗局"])
        assert (box.urgent, box.other, box.by_sms, box.night) == ("at-once", "weekly", True, False)
        assert Content.objects.get(id=box.email).subject == park["罗局"], "an address is erasable words"
        page = screens["罗局"].get("/notices/settings/").content.decode()
        assert "luo@example.org" in page

    def test_what_cannot_be_an_address_is_refused_beside_its_field_and_nothing_is_lost(
        self, park: Park, screens: Screens
    ) -> None:
        given = {"urgent": "never", "other": "never", "email": "luo at example", "lang": "en"}
        refused = screens["罗局"].post("/notices/settings/", given)
        assert refused.status_code == 422 and "luo at example" in refused.content.decode()
        assert not Mailbox.objects.exists()

    @pytest.mark.parametrize("night", [True, False])
    def test_a_clock_of_hours_rings_at_night_only_whoever_allows_it(
        self, db: None, monkeypatch: pytest.MonkeyPatch, night: bool
    ) -> None:
        rules = world.RULES
        for old, hours in (
            ("contact: {value: 1wd", "contact: {value: 3h"),
            ("before: {value: 1wd", "before: {value: 1h"),
        ):
            assert old in rules
            rules = rules.replace(old, hours)
        monkeypatch.setattr(world, "RULES", rules)
        park = world.open_park()
        for module in (clock, doorkeeper):
            monkeypatch.setattr(module, "database_now", lambda: park.now)
        given = {"urgent": "at-once", "other": "at-once", "email": "he@example.org", "lang": "zh"}
        Screens(park)["何工"].post("/notices/settings/", {**given, **({"night": "on"} if night else {})})
        park.now = park.now.replace(hour=12)  # 20:00 in the park
        park.dispatched("园区变电站冒烟")
        park.later(hours=2, minutes=1)
        hear(park)
        told = Notice.objects.get(recipient=park["何工"], code="yellow")
        assert told.night is night
        assert told.go_at is not None and (told.go_at < park.now + timedelta(hours=1)) is night


class TestTheReminder:
    def test_it_names_case_and_promises_and_nobody(self, park: Park, screens: Screens) -> None:
        roof = park.dispatched("请找老周，电话13812345678")
        park.later(days=3)
        text = screens["陈立"].get(f"/reminders/cases/{roof}/").context["text"]
        assert text.splitlines() == [
            f"【温馨提示】事项{roof}（海棠机电），截至2026-06-12 09:30待办：",
            "1. 建设管理局：首次联系，时限2026-06-10 17:00（已超期）",
            "2. 建设管理局：答复，时限2026-06-16 17:00",
            "请尽快办理并登记；确有困难的，请作阶段性答复或申请提级。辛苦了，谢谢！",
        ]
        for name in ("老周", "13812345678", "何工", "刘芳"):
            assert name not in text
        assert "复制催办文字" in screens.text("陈立", f"/cases/{roof}/")

    def test_only_whoever_sees_the_case_gets_it_and_of_a_confidential_one_nobody(
        self, park: Park, screens: Screens
    ) -> None:
        roof = park.dispatched()
        assert screens["唐工"].get(f"/reminders/cases/{roof}/").status_code == 404
        secret = park.says("刘芳", "验收人员索要好处", channel="phone-page", confidential=True).number
        assert screens["苏检"].get(f"/reminders/cases/{secret}/").status_code == 404
        assert "复制催办文字" not in screens.text("苏检", f"/cases/{secret}/")

    def test_a_case_in_which_nothing_is_owed_is_thanked_for(self, park: Park, screens: Screens) -> None:
        lamp = park.a_case()
        assert park.does("陈立", "not-accept", lamp, reason="outside-park", door="12345").refusal is None
        assert "没有待办" in screens.text("陈立", f"/reminders/cases/{lamp}/")

    def test_a_unit_is_reminded_of_all_that_is_overdue_at_once(self, park: Park, screens: Screens) -> None:
        roof = park.dispatched()
        park.later(days=3)
        assert roof in screens.text("陈立", "/reminders/units/construction/")
        unknown = screens["陈立"].get("/reminders/units/moon/")
        assert unknown.status_code in (404, 422) and "notices.unit-unknown" in plain(unknown)

    def test_it_stands_on_the_desk_of_whoever_looks_after_others(self, park: Park, screens: Screens) -> None:
        park.dispatched()
        assert "复制催办文字" not in screens.text("何工", "/desk/"), "nobody reminds themselves"
        assert "复制催办文字" in screens.text("何工", "/desk/?of=unit")
