"""事项列表: one question for rows, counts, pages and the export."""

from __future__ import annotations

import io
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from lianqi.server.cases import queries, reactions
from lianqi.server.cases.operations import tick
from lianqi.server.cases.search import marked
from lianqi.server.cases.views import listing
from lianqi.server.ledger.models import Event
from tests.server.cases.park import Park
from tests.server.cases.screens import Screens, plain, screens

__all__ = ["screens"]


def sheet(answer: Any) -> list[list[Any]]:
    """The rows of an exported workbook's first sheet."""
    assert answer.status_code == 200
    return CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()


def numbers(answer: Any) -> list[str]:
    return [row.number for row in answer.context["rows"]]


def test_an_empty_list_says_what_will_appear(screens: Screens) -> None:
    assert "企业反映的每一件事登记后都会出现在这里" in screens.text("陈立", "/cases/")


def test_every_filter_gives_rows_and_a_count_that_agree(park: Park, screens: Screens) -> None:
    roof = park.dispatched("三号厂房屋顶漏水")
    lamp = park.a_case("门口路灯不亮", of="木棉食品", case_kind="request", external_number="12345-7")
    reactions.catch_up(park=park.code)
    enterprise = park["木棉食品"]
    for asked, wanted in {
        "": [lamp, roof],
        "status=handling": [roof],
        "status=open": [lamp, roof],
        "status=over": [],
        "unit=construction": [roof],
        "class_id=premises": [roof],
        "class_id=land": [roof],
        "class_id=money": [],
        "kind=request": [lamp],
        "light=none": [lamp, roof],
        "light=red": [],
        "rung=1": [lamp, roof],
        "rung=x": [],
        f"enterprise={enterprise}": [lamp],
        "q=漏水": [roof],
        "q=12345-7": [lamp],
        "q=木棉": [lamp],
        f"q={roof}": [roof],
        "q=路灯&kind=problem": [],
    }.items():
        answer = screens["陈立"].get(f"/cases/?{asked}")
        assert numbers(answer) == wanted, asked
        if wanted:
            assert f"共 {len(wanted)} 项" in plain(answer), asked
        current = [chip for chip in answer.context["quick"] if chip["current"]]
        assert all(chip["count"] == str(len(wanted)) for chip in current)


def test_lights_of_the_list_follow_the_clock_before_anybody_witnessed_it(park: Park, screens: Screens) -> None:
    roof = park.dispatched()
    park.later(days=3)
    assert numbers(screens["陈立"].get("/cases/?light=red")) == [roof], "the first contact is late"
    tick(park=park.code, now=park.now)
    assert numbers(screens["陈立"].get("/cases/?light=red")) == [roof]
    assert numbers(screens["陈立"].get("/cases/?light=none")) == []


def test_a_paused_clock_is_neither_red_nor_counted_as_late(park: Park, screens: Screens) -> None:
    roof = park.dispatched()
    assert park.does("何工", "contact", roof, by="phone").refusal is None
    until = "2026-06-19T09:00:00Z"
    assert park.does("何工", "pause", roof, until=until, reason="请补充图纸").refusal is None
    park.later(days=8)
    assert numbers(screens["陈立"].get("/cases/?light=red")) == []
    assert "暂停计时" in screens.text("陈立", "/cases/?light=none")


def test_mine_is_what_passed_through_my_hands(park: Park, screens: Screens) -> None:
    roof = park.dispatched()
    own = park.says("陈立", "窗口排队太久", channel="phone").number
    assert numbers(screens["陈立"].get("/cases/")) == [own, roof]
    assert numbers(screens["陈立"].get("/cases/?mine=1")) == [own]
    assert numbers(screens["唐工"].get("/cases/")) == []


def test_what_was_looked_for_is_marked_in_the_words(park: Park, screens: Screens) -> None:
    park.a_case("三号厂房（ＡＢ 区）屋顶漏水")
    reactions.catch_up(park=park.code)
    assert b"<mark>\xe6\xbc\x8f\xe6\xb0\xb4</mark>" in screens["陈立"].get("/cases/?q=漏水").content
    assert marked("三号厂房（ＡＢ 区）", ["ab区"]) == [("三号厂房（", False), ("ＡＢ 区", True), ("）", False)]
    assert marked("漏水了，又漏水", ["漏水", "水了"]) == [("漏水了", True), ("，又", False), ("漏水", True)]
    assert marked("无", []) == [("无", False)]


def test_of_more_hits_than_are_counted_the_newest_are_shown_and_nobody_is_told_that_these_are_all(
    park: Park, screens: Screens, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = [park.dispatched(f"{hall}号厂房漏水") for hall in (1, 2)]
    new = [park.a_case(f"{hall}号厂房漏水") for hall in (3, 4, 5, 6)]
    reactions.catch_up(park=park.code)
    monkeypatch.setattr(queries, "COUNTED", 3)
    answer = screens["陈立"].get("/cases/?q=漏水")
    assert numbers(answer) == new[:0:-1]
    page = plain(answer)
    assert "共 3+ 项" in page and "未办结 3+" in page and "已办结 0+" in page
    assert "这里只列出最新的3件" in page
    for asked, wanted in {
        "status=handling": old[::-1],
        "status=triage": new[:0:-1],
        "unit=construction": old[::-1],
    }.items():
        answer = screens["陈立"].get(f"/cases/?q=漏水&{asked}")
        assert numbers(answer) == wanted, "older ones are found where only they are asked for"
        assert ("共 2 项" in plain(answer)) == (wanted == old[::-1])
    rows = sheet(screens["陈立"].get("/cases/export/?q=漏水"))
    assert len([row for row in rows if "漏水" in str(row)]) == 6, "a workbook holds them all"


def test_a_character_that_no_database_takes_is_read_as_if_it_were_not_there(park: Park, screens: Screens) -> None:
    number = park.a_case("三号厂房漏水")
    reactions.catch_up(park=park.code)
    assert numbers(screens["陈立"].get("/cases/?q=漏%00水&unit=%00")) == [number]
    assert screens["陈立"].get(f"/cases/{number}%00/").status_code == 404


def test_one_character_is_refused_in_words_and_stays_in_its_box(park: Park, screens: Screens) -> None:
    answer = screens["陈立"].get("/cases/?q=漏")
    assert "请至少输入两个字" in plain(answer)
    assert 'value="漏"' in answer.content.decode()


def test_the_box_on_top_leads_a_number_to_its_case_and_words_to_the_list(park: Park, screens: Screens) -> None:
    roof = park.a_case()
    assert screens["陈立"].get(f"/search/?q={roof}")["Location"] == f"/cases/{roof}/"
    assert screens["陈立"].get("/search/?q=漏水")["Location"].startswith("/cases/?q=")
    assert screens["唐工"].get(f"/search/?q={roof}")["Location"].startswith("/cases/?q="), "not his to see"


def test_pages_follow_one_another(park: Park, screens: Screens, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "_PAGE", 2)
    made = [park.a_case(f"第{n}件") for n in range(5)]
    seen, address = [], "/cases/?kind=problem"
    while address:
        answer = screens["陈立"].get(address)
        seen += numbers(answer)
        assert str(answer.context["total"]) == "5"
        address = answer.context["next"]
    assert seen == made[::-1]


def test_the_export_holds_exactly_what_is_shown_with_numbers_masked(park: Park, screens: Screens) -> None:
    park.dispatched("三号厂房屋顶漏水，请打13812345678找老周")
    lamp = park.a_case("门口路灯不亮", of="木棉食品", case_kind="request")
    head, *rows = sheet(screens["陈立"].get("/cases/export/"))
    assert head[:3] == ["事项编号", "企业", "企业原话"]
    assert rows[1][2] == "三号厂房屋顶漏水，请打138****5678找老周"
    assert [row[0] for row in sheet(screens["陈立"].get("/cases/export/?kind=request"))[1:]] == [lamp]
    assert sheet(screens["唐工"].get("/cases/export/"))[1:] == []
    assert not Event.objects.filter(type="cases.exported").exists()


def test_full_numbers_need_a_duty_and_are_written_down(park: Park, screens: Screens) -> None:
    park.dispatched("请打13812345678找老周")
    refused = screens["何工"].get("/cases/export/?unmasked=1")
    assert refused.status_code == 403 and "case.export.unmasked-duty" in refused.content.decode()
    rows = sheet(screens["陈立"].get("/cases/export/?unmasked=1&unit=construction"))
    assert "13812345678" in rows[1][2]
    event = Event.objects.get(type="cases.exported")
    assert event.actor == park["陈立"]
    assert '"unit":"construction"' in event.data and '"rows":1' in event.data


def test_too_many_rows_for_one_workbook_are_refused_with_a_way_on(
    park: Park, screens: Screens, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "MOST", 1)
    park.a_case("第一件")
    park.a_case("第二件")
    answer = screens["陈立"].get("/cases/export/")
    assert answer.status_code == 422 and "case.export.too-many" in answer.content.decode()
    assert "回到列表" in answer.content.decode()


def test_a_confidential_report_is_on_nobodys_list_but_the_inspections(park: Park, screens: Screens) -> None:
    number = park.says("刘芳", "验收人员索要好处", channel="phone-page", confidential=True).number
    reactions.catch_up(park=park.code)
    for who in ("陈立", "周敏", "李书记", "何工"):
        assert numbers(screens[who].get("/cases/")) == []
        assert numbers(screens[who].get("/cases/?q=好处")) == []
        assert numbers(screens[who].get(f"/cases/?enterprise={park['海棠机电']}")) == []
        assert sheet(screens[who].get("/cases/export/"))[1:] == []
    assert numbers(screens["苏检"].get("/cases/?q=好处")) == [number]


def test_a_list_shows_no_words_of_a_confidential_report_so_that_every_reading_is_on_record(
    park: Park, screens: Screens
) -> None:
    number = park.says("刘芳", "验收人员索要好处", channel="phone-page", confidential=True).number
    open_one = park.a_case("验收排队太久")
    reactions.catch_up(park=park.code)
    for path in ("/cases/", "/cases/?q=好处", "/cases/?q=验收", "/desk/", "/desk/?of=unit"):
        assert "索要好处" not in screens.text("苏检", path), path
    assert "原话在事项页查看" in screens.text("苏检", "/cases/")
    rows = {row[0]: row[2] for row in sheet(screens["苏检"].get("/cases/export/"))[1:]}
    assert rows[open_one] == "验收排队太久" and "索要好处" not in rows[number]
    assert "索要好处" not in screens.text("苏检", f"/cases/{open_one}/"), "nor beside another case of the enterprise"
    assert not Event.objects.filter(type="confidential.opened").exists()
    assert "索要好处" in screens.text("苏检", "/triage/"), "in hand, it is read"
    assert Event.objects.filter(type="confidential.opened").count() == 1
