"""我的筛选: one's own, named, at most twenty."""

from __future__ import annotations

import pytest

from lianqi.server.jottings.models import SavedFilter
from lianqi.server.jottings.operations import save_filter
from lianqi.server.jottings.refusals import TOO_LONG, TOO_MANY, UNNAMED
from lianqi.server.ledger.operations import erase_subject, one_transaction
from lianqi.server.ledger.values import LedgerRefusal
from tests.server.cases.park import Park
from tests.server.cases.screens import Screens, plain, screens

__all__ = ["screens"]


def saves(screens: Screens, who: str, name: str, query: str) -> str:
    """The page that `who` sees after saving the list so narrowed."""
    return plain(screens[who].post("/cases/filters/", {"name": name, "query": query}, follow=True))


def test_a_narrowed_list_is_saved_under_a_name_and_opened_again(park: Park, screens: Screens) -> None:
    park.dispatched()
    assert "把当前条件保存为" not in screens.text("陈立", "/cases/"), "there is nothing to save"
    assert "把当前条件保存为" in screens.text("陈立", "/cases/?light=red")
    told = saves(screens, "陈立", " 我的  红灯 ", "light=red&unit=construction&before=2026-0000009&colour=blue")
    assert "已保存为“我的 红灯”" in told
    (saved,) = screens["陈立"].get("/cases/").context["saved"]
    assert saved.url == "/cases/?unit=construction&light=red", "what is no condition of the list is not kept"
    assert screens["陈立"].get(saved.url).context["saved"][0].current
    assert "我的 红灯" not in screens.text("周敏", "/cases/")


def test_the_same_name_replaces_and_the_twenty_first_is_refused(park: Park, screens: Screens) -> None:
    for place in range(20):
        saves(screens, "陈立", f"第{place}个", "light=red")
    for name, query, code in (("", "a=b", UNNAMED), ("长", "q" * 1_001, TOO_LONG), ("第21个", "a=b", TOO_MANY)):
        with pytest.raises(LedgerRefusal) as refused:
            save_filter(park=park.code, person=park["陈立"], name=name, query=query, now=park.now)
        assert refused.value.refusal.code == code
    assert "最多保存20个筛选" in saves(screens, "陈立", "再来一个", "light=red")
    assert "已保存为“第3个”" in saves(screens, "陈立", "第3个", "light=yellow")
    assert SavedFilter.objects.count() == 20
    assert SavedFilter.objects.get(name="第3个").query == "light=yellow"
    assert "请给这个筛选起个名字" in saves(screens, "陈立", "  ", "light=red")
    assert "筛选条件太长" in saves(screens, "周敏", "太长", f"q={'漏' * 200}&unit={'单' * 200}")


def test_only_ones_own_filter_is_taken_away(park: Park, screens: Screens) -> None:
    saves(screens, "陈立", "红灯", "light=red")
    kept = SavedFilter.objects.get()
    screens["周敏"].post(f"/cases/filters/{kept.id}/drop/")
    assert SavedFilter.objects.count() == 1
    gone = screens["陈立"].post(f"/cases/filters/{kept.id}/drop/", {"query": "light=red"})
    assert gone["Location"] == "/cases/?light=red" and not SavedFilter.objects.exists()


def test_filters_go_with_their_owner(park: Park, screens: Screens) -> None:
    saves(screens, "陈立", "刘芳的事", "q=刘芳")
    with one_transaction(park=park.code):
        erase_subject(park=park.code, subject=park["陈立"], basis="pipl.47", actor="system", now=park.now)
    assert not SavedFilter.objects.exists()
