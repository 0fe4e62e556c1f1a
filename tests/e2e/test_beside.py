"""What surrounds the cases, in a browser: the reception day, the board, the bulletins, the enterprise's ballot."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.e2e.conftest import PHONE
from tests.e2e.world import LINK

Visits = Callable[..., Any]
Look = Callable[[Any, str], None]


@pytest.mark.parametrize("size", [{}, {"viewport": PHONE}], ids=["wide", "phone"])
def test_the_rooms_beside_the_cases_are_clean_in_both_widths(visit: Visits, looked_at: Look, size: Any) -> None:
    browser = visit(**size)
    browser.sign_in("陈立")
    page = browser.open("/meetings/")
    looked_at(browser, "meetings")
    page.locator("tbody a").first.click()
    browser.settle()
    looked_at(browser, "meeting")
    for path in ("/visits/", "/board/", "/bulletins/"):
        browser.open(path)
        looked_at(browser, path.strip("/"))


def test_the_centre_draws_and_the_enterprise_votes_on_its_phone(visit: Visits, looked_at: Look) -> None:
    centre, phone = visit(), visit(viewport=PHONE)
    centre.sign_in("陈立")
    page = centre.open("/board/")
    page.get_by_role("button", name="固定名单并抽取").click()
    page.get_by_role("heading", name="参评企业").wait_for()
    looked_at(centre, "vote")
    phone.open(f"/e/{LINK}/")
    phone.page.get_by_role("link", name="请您评价服务部门").click()
    looked_at(phone, "ballot")
    phone.page.get_by_label("红牌（满意）").first.check()
    phone.page.get_by_role("button", name="提交评价").click()
    phone.page.get_by_text("评价已计入").wait_for()
    assert "已评价1家" in centre.open(page.url.removeprefix(centre.address)).content()
    phone.page.go_back()
    phone.page.reload()
    assert "已经评价过了" in phone.page.content()
