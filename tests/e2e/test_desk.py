"""我的待办: what 何工 of the construction bureau owes, with its lights, and where each due time comes from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.e2e.conftest import DESKTOP, PHONE

Visits = Callable[..., Any]
Look = Callable[[Any, str], None]
BOTH = pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
THEMES = pytest.mark.parametrize("theme", ["light", "dark"])


@BOTH
@THEMES
def test_the_desk_reads_well_in_every_width_and_theme(
    visit: Visits, looked_at: Look, viewport: Any, theme: str
) -> None:
    browser = visit(viewport=viewport, color_scheme=theme)
    browser.sign_in("何工")
    first = browser.page.locator(".owed").first
    assert "三号厂房屋顶漏水" in first.inner_text() and "超期（红灯）" in first.inner_text()
    looked_at(browser, f"desk-{theme}")


@BOTH
def test_a_due_time_tells_how_it_was_reckoned_by_tap_and_by_keyboard(
    visit: Visits, looked_at: Look, viewport: Any
) -> None:
    browser = visit(viewport=viewport)
    browser.sign_in("何工")
    page = browser.page
    panel = page.locator("details.due").first
    panel.locator("summary").click()
    panel.get_by_text("时限5个工作日，当日不计入").wait_for()
    looked_at(browser, "desk-why")
    page.keyboard.press("Escape")
    assert panel.get_attribute("open") is None
    page.keyboard.press("Enter")
    assert panel.get_by_text("到期：").is_visible(), "the focus had stayed where it was"
    page.mouse.click(5, 5)
    assert panel.get_attribute("open") is None


def test_each_number_leads_to_as_many_rows(visit: Visits) -> None:
    browser = visit()
    browser.sign_in("何工")
    page = browser.page
    for name in ("全部待办", "今日应办", "已超期"):
        link = page.get_by_role("link", name=name)
        number = int(link.locator(".value").inner_text().split("\n")[0].removesuffix("项").replace(",", ""))
        link.click()
        page.wait_for_load_state()
        assert page.locator(".owed").count() == number, name


def test_the_unit_sees_its_own_and_the_handler_of_another_unit_does_not(visit: Visits) -> None:
    head = visit()
    head.sign_in("罗局")
    head.page.get_by_role("link", name="本单位的").click()
    head.page.wait_for_load_state()
    assert head.page.get_by_text("三号厂房屋顶漏水").first.is_visible()
    centre = visit()
    centre.sign_in("陈立")
    assert centre.page.get_by_text("门口路灯不亮").is_visible()
    assert centre.page.get_by_text("厂区门前道路积水").count() == 0, "that lies with the bureau"


def test_large_print_and_dark_stay_chosen(visit: Visits, looked_at: Look) -> None:
    browser = visit(viewport=PHONE)
    browser.sign_in("何工")
    page = browser.page
    for choice in ("大字", "深色"):
        page.locator("summary[aria-label*=账号与显示]").click()
        page.get_by_role("button", name=choice).click()
        page.wait_for_load_state()
    browser.open("/desk/?when=late")
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "20px"
    assert page.locator("html").get_attribute("data-bs-theme") == "dark"
    looked_at(browser, "desk-large-dark")


def test_nothing_on_the_desk_is_too_small_for_a_thumb(visit: Visits) -> None:
    browser = visit(viewport=PHONE)
    browser.sign_in("何工")
    small = browser.page.evaluate(
        """() => [...document.querySelectorAll('a, button, summary, input, select')]
            .filter((one) => one.offsetParent && !one.closest('.skip, .visually-hidden') && !one.matches('.skip'))
            .map((one) => [one.outerHTML.slice(0, 80), one.getBoundingClientRect().height])
            .filter(([, height]) => height < 44)"""
    )
    assert small == [], "lower than 44 px"


def test_on_a_phone_every_place_is_two_taps_away(visit: Visits, looked_at: Look) -> None:
    browser = visit(viewport=PHONE)
    browser.sign_in("陈立")
    page = browser.page
    named = page.locator(".places a").evaluate_all("all => all.map((one) => one.textContent.trim())")
    bar = page.locator("nav.tabs")
    bar.get_by_text("更多").click()
    looked_at(browser, "more-places")
    reached = bar.locator("a").evaluate_all("all => all.map((one) => one.textContent.trim())")
    assert reached == named and len(named) > 5
    bar.get_by_role("link", name="季度通报").click()
    page.get_by_role("heading", name="季度通报").wait_for()
    assert bar.locator("summary.within").is_visible()
