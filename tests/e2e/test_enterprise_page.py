"""企业手机页 in a browser: 刘芳's link, her matters, and what happens to what she typed when the connection goes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.e2e.conftest import DESKTOP, PHONE
from tests.e2e.world import LINK

Visits = Callable[..., Any]
Look = Callable[[Any, str], None]
WORDS = "二号车间门口的路面塌了一块，叉车过不去"


@pytest.mark.parametrize(("viewport", "theme"), [(PHONE, "light"), (DESKTOP, "dark")], ids=["phone", "desktop"])
def test_every_page_reads_well(visit: Visits, looked_at: Look, viewport: Any, theme: str) -> None:
    browser = visit(viewport=viewport, color_scheme=theme)
    page = browser.open(f"/e/{LINK}/")
    assert page.url.endswith("/e/") and page.get_by_text("等您说句话").is_visible()
    looked_at(browser, "phone-mine")
    page.get_by_role("link", name="消火栓").click()
    looked_at(browser, "phone-matter")
    page.get_by_role("link", name="不认可").click()
    looked_at(browser, "phone-reject")
    browser.open("/e/confidential/")
    looked_at(browser, "phone-confidential")
    browser.open("/e/new/")
    looked_at(browser, "phone-new")
    visitor = visit(viewport=viewport, color_scheme=theme)
    visitor.open("/e/link/")
    looked_at(visitor, "phone-link")


def test_what_was_typed_outlives_a_lost_connection_and_is_gone_once_sent(visit: Visits, looked_at: Look) -> None:
    browser = visit(viewport=PHONE)
    browser.open(f"/e/{LINK}/")
    page = browser.open("/e/new/")
    field = page.get_by_label("您要反映什么")
    field.fill(WORDS)
    page.get_by_label("这件事我们以前反映过").check()
    browser.context.set_offline(True)
    page.get_by_role("button", name="提交", exact=True).click()
    assert page.get_by_text("现在没有网络").is_visible() and field.input_value() == WORDS
    browser.context.set_offline(False)
    page.reload()
    assert field.input_value() == WORDS and page.get_by_label("大约哪天第一次说的").is_visible()
    page.get_by_role("button", name="提交", exact=True).click()
    page.wait_for_url("**/recorded/")
    looked_at(browser, "phone-recorded")
    browser.open("/e/new/")
    assert field.input_value() == "", "sent: nothing is left on the phone"


def test_large_print_is_one_tap_away_and_fits(visit: Visits, looked_at: Look) -> None:
    browser = visit(viewport=PHONE)
    page = browser.open(f"/e/{LINK}/")
    page.get_by_role("button", name="大字").click()
    page.wait_for_load_state()
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "20px"
    looked_at(browser, "phone-large")
    small = page.evaluate(
        """() => [...document.querySelectorAll('a, button, summary, input[type=text], textarea')]
            .filter((one) => one.offsetParent && !one.closest('.skip'))
            .map((one) => [one.outerHTML.slice(0, 80), one.getBoundingClientRect().height])
            .filter(([, height]) => height < 44)"""
    )
    assert small == [], "lower than 44 px"
