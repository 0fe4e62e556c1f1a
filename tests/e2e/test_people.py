"""Leave and people's pages in a real browser, at both widths."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.e2e.conftest import DESKTOP, PHONE

Visits = Callable[..., Any]
Look = Callable[[Any, str], None]


@pytest.mark.parametrize(("viewport", "theme"), [(PHONE, "dark"), (DESKTOP, "light")], ids=["phone", "desktop"])
def test_people_units_handover_and_leave_can_be_read_by_everybody(
    visit: Visits, looked_at: Look, viewport: Any, theme: str
) -> None:
    browser = visit(viewport=viewport, color_scheme=theme)
    browser.sign_in("陈立")
    for name, path in (("units", "/people/units/"), ("leave", "/account/leave/"), ("people", "/people/")):
        browser.open(path)
        looked_at(browser, name)
    browser.page.get_by_role("link", name="交接、离任").first.click()
    looked_at(browser, "handover")


def test_leave_is_arranged_and_ended_again(visit: Visits) -> None:
    leader = visit()
    leader.sign_in("江主任")
    page = leader.open("/account/leave/")
    last = datetime.now(UTC).date() + timedelta(days=3)
    who = page.get_by_label("由谁代理")
    who.select_option(who.locator("option", has_text="罗局").get_attribute("value"))
    page.get_by_label("到哪天止").fill(last.isoformat())
    page.get_by_role("button", name="确定").press("Enter")
    page.get_by_text("您请假期间由罗局代办").wait_for()
    page.get_by_role("button", name="提前结束").press("Enter")
    page.get_by_text("代理已结束").wait_for()
    assert not page.get_by_text("您请假期间由罗局代办").is_visible()
