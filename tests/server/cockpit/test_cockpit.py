"""营商数据看板: each number leads to a list of that very length, and is shown to whoever may see all of that list."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lianqi.server.cases import behind, reactions
from lianqi.server.cases.operations import tick
from lianqi.server.cockpit.sums import between, earlier
from tests.server.cases.park import Park
from tests.server.cases.screens import Screens
from tests.server.cases.test_life import live

#: A link that shows a number, or nothing but one.
LINK = re.compile(r'<a href="(/cases/\?[^"]*figure=[^"]*)"[^>]*>(.*?)</a>', re.S)


def some_months(park: Park) -> None:
    """Lived to the end, overdue, not agreed, on the spot, paused, not dispatched yet, in confidence; in two months."""
    live(park)
    park.dispatched("门口路灯不亮", of="木棉食品")
    park.later(days=20)
    tick(park=park.code, now=park.now)
    number = park.dispatched("食堂用气压力不足")
    for who, kind, data in (
        ("何工", "draft", {"answer": "已调压", "end": "solved"}),
        ("罗局", "review", {"approved": True}),
        ("江主任", "sign", {"approved": True}),
        ("刘芳", "reject", {"reason": "还是不行"}),
    ):
        assert park.does(who, kind, number, **data).refusal is None
    spot = park.a_case("消火栓没有水压", spot="已开阀")
    assert park.does("刘芳", "confirm", spot, grade=5).refusal is None
    paused = park.dispatched("雨水管网堵塞")
    assert park.does("何工", "contact", paused, by="phone").refusal is None
    until = f"{park.now + timedelta(days=10):%Y-%m-%d}T09:00:00Z"
    assert park.does("何工", "pause", paused, reason="请补充图纸", until=until).refusal is None
    park.a_case("一周停电三次", of="木棉食品")
    assert park.says("刘芳", "验收人员索要好处", channel="phone-page", confidential=True).refusal is None
    park.later(days=4)
    while tick(park=park.code, now=park.now).changed:
        pass
    reactions.catch_up(park=park.code)


def links(answer: Any) -> list[tuple[str, int]]:
    """Where each number of the page leads, and what it is."""
    html = answer.content.decode()
    found = []
    for url, inside in LINK.findall(html):
        # The card of a figure says its name, then the number, then how it is counted.
        text = re.sub(r'<span class="(name|unit|how)">.*?</span>', " ", inside)
        (number,) = re.findall(r"-?\d+", re.sub(r"<[^>]+>", " ", text)) or [""]
        assert number, inside
        found.append((unescape(url), int(number)))
    return found


@pytest.mark.parametrize("query", ["", "?since=2026-06&until=2026-06", "?unit=construction", "?unit=economy"])
def test_every_number_leads_to_a_list_of_that_very_length(park: Park, screens: Screens, query: str) -> None:
    some_months(park)
    followed = links(screens["陈立"].get(f"/cockpit/{query}"))
    assert len(followed) > 20
    for url, number in followed:
        answer = screens["陈立"].get(url)
        assert answer.status_code == 200
        assert len(answer.context["rows"]) == number, url
        if answer.context["number"]["value"] is not None:
            assert answer.context["number"]["value"] == number, url


def test_more_cases_than_are_named_one_by_one_are_found_as_well(
    park: Park, screens: Screens, monkeypatch: pytest.MonkeyPatch
) -> None:
    some_months(park)
    followed = links(screens["陈立"].get("/cockpit/"))
    monkeypatch.setattr(behind, "_FEW", 0)
    for url, number in followed:
        assert len(screens["陈立"].get(url).context["rows"]) == number, url


def test_what_was_counted_and_taken_back_is_behind_no_number(park: Park, screens: Screens) -> None:
    number = live(park)
    assert park.does("刘芳", "reopen", number, reason="又漏了").refusal is None
    reactions.catch_up(park=park.code)
    page = screens["陈立"].get("/cockpit/").context["page"]
    closed = next(one for one in page.four if one.label == "办结")
    assert closed.value == 0 and screens["陈立"].get(closed.url).context["rows"] == ()
    june = screens["陈立"].get("/cockpit/?since=2026-06&until=2026-06").context["page"]
    assert next(one for one in june.four if one.label == "办结").value == 0, "taken back where it was counted"


def test_the_numbers_are_what_was_lived(park: Park, screens: Screens) -> None:
    some_months(park)
    page = screens["陈立"].get("/cockpit/").context["page"]
    assert {one.label: one.value for one in page.four} == {"登记": 6, "交办": 4, "办结": 2, "企业认可": 2}
    assert {one.label: one.value for one in page.apart}["企业不认可"] == 1
    now = {one.label: one.value for one in page.now}
    assert now["未办结"] == 4 and now["超期（红灯）"] >= 2
    assert sum(rung.value for rung in page.rungs) == now["未办结"], "each open case stands on one rung"
    assert page.months[-1].open_at_end == now["未办结"]


def test_苏检_who_reads_confidential_reports_finds_none_behind_a_number(park: Park, screens: Screens) -> None:
    some_months(park)
    for url, number in links(screens["苏检"].get("/cockpit/")):
        rows = screens["苏检"].get(url).context["rows"]
        assert len(rows) == number and not any(row.confidential for row in rows), url


def test_罗局_sees_his_unit_and_周敏_no_cockpit(park: Park, screens: Screens) -> None:
    some_months(park)
    own = screens["罗局"].get("/cockpit/?unit=economy")
    assert own.context["asked"].unit == "construction", "another unit's numbers are not his"
    for url, number in links(own):
        assert len(screens["罗局"].get(url).context["rows"]) == number, url
    refused = screens["周敏"].get("/cockpit/")
    assert refused.status_code == 403 and "account.not-for-you" in refused.content.decode()


def test_too_few_rank_nobody_and_say_so(park: Park, screens: Screens) -> None:
    some_months(park)
    answer = screens["陈立"].get("/cockpit/")
    page = answer.context["page"]
    assert not page.ranked and [line.name for line in page.few] == ["建设管理局"]
    assert "样本不足，不排名" in screens.text("陈立", "/cockpit/")


def test_an_empty_park_says_what_will_appear_and_no_address_breaks_it(park: Park, screens: Screens) -> None:
    text = screens.text("陈立", "/cockpit/")
    assert "这段时间还没有单位的数字" in text
    for query in ("since=x", "since=2027-01&until=2020-01", "since=2026-13", "unit=nobody", "until=1999-01"):
        assert screens["陈立"].get(f"/cockpit/?{query}").status_code == 200, query


def test_a_list_of_an_unknown_number_is_the_list(park: Park, screens: Screens) -> None:
    number = park.a_case()
    answer = screens["陈立"].get("/cases/?figure=minutes&since=2026-06")
    assert [row.number for row in answer.context["rows"]] == [number] and answer.context["number"] is None


def test_more_cases_cost_no_more_queries(park: Park, screens: Screens) -> None:
    some_months(park)
    screens["陈立"].get("/desk/")
    with CaptureQueriesContext(connection) as few:
        screens["陈立"].get("/cockpit/")
    some_months(park)
    with CaptureQueriesContext(connection) as more:
        screens["陈立"].get("/cockpit/")
    assert len(more) <= len(few)
    with CaptureQueriesContext(connection) as again:
        screens["陈立"].get("/cockpit/")
    assert len(again) < len(more), "what a root binds is read once"


def test_months_are_counted_across_years() -> None:
    assert between("2025-11", "2026-02") == ["2025-11", "2025-12", "2026-01", "2026-02"]
    assert between("2026-02", "2026-01") == []
    assert earlier("2026-01", 1) == "2025-12" and earlier("2026-11", 11) == "2025-12"
