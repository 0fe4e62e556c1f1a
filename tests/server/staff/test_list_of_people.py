"""沈娟 looks for somebody among a hundred and twenty."""

from __future__ import annotations

import re

import pytest

from lianqi.server.ledger.operations import one_transaction
from lianqi.server.people import operations as people
from tests.server.cases.park import PEOPLE, Park
from tests.server.cases.screens import Screens, plain

MORE = 120


@pytest.fixture
def crowded(administered: Park) -> Park:
    """A hundred and twenty more, of no unit, half of them handlers."""
    park = administered
    drafts = []
    for place in range(MORE):
        draft = people.new_member(park=park.code, name=f"职员{place:03d}", phone="", now=park.now)
        draft.set("number", f"Z-{place:03d}")
        draft.set("roles", ["handler"] if place % 2 else ["liaison"])
        drafts.append(draft)
    with one_transaction(park=park.code):
        people.store_members(park=park.code, drafts=drafts, actor="system", now=park.now)
    return park


def walk(screens: Screens, address: str) -> list[list[str]]:
    """The persons on each page, from this address to the end, by the links on the pages."""
    pages = []
    while address:
        answer = screens["沈娟"].get(address)
        text = answer.content.decode()
        pages.append(re.findall(r'<a class="says one-line" href="/people/([^/"]+)/"', text))
        assert f"本页 {len(pages[-1])} 人" in plain(answer)
        found = re.search(r'href="([^"]+)" rel="next"', text)
        address = found[1].replace("&amp;", "&") if found else ""
    return pages


def test_pages_join_to_everybody_once_and_the_count_is_theirs(crowded: Park, screens: Screens) -> None:
    pages = walk(screens, "/people/")
    together = [person for page in pages for person in page]
    everybody = MORE + len(PEOPLE) + 1
    assert [len(page) for page in pages] == [50, 50, everybody - 100]
    assert len(together) == len(set(together)) == everybody
    assert f"共 {everybody} 人" in screens.text("沈娟", "/people/")


def test_a_filter_holds_on_the_next_page_and_counts_what_it_left(crowded: Park, screens: Screens) -> None:
    pages = walk(screens, "/people/?role=handler")
    assert sum(map(len, pages)) == MORE // 2 + sum("handler" in roles for roles, _unit in PEOPLE.values())
    assert len(pages) == 2
    assert len(walk(screens, "/people/?q=职员007")[0]) == 1 and "职员007" in screens.text("沈娟", "/people/?q=职员007")
    assert "没有找到" in screens.text("沈娟", "/people/?q=查无此人")


def test_who_has_no_account_is_one_click_away(crowded: Park, screens: Screens) -> None:
    without = MORE + len(PEOPLE)  # 沈娟 alone has signed in
    assert f"有{without}人还没有账号" in screens.text("沈娟", "/people/")
    assert sum(map(len, walk(screens, "/people/?account=none"))) == without


def test_a_page_stays_small_and_after_a_stranger_it_is_the_first(crowded: Park, screens: Screens) -> None:
    answer = screens["沈娟"].get("/people/")
    assert len(answer.content) < 60_000
    assert walk(screens, "/people/?after=nobody") == walk(screens, "/people/")
