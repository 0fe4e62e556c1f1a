"""What leaders, the centre and the inspector look at: cockpit, an enterprise's file, the mechanism, the ledger."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.e2e.conftest import DESKTOP, PHONE

Visits = Callable[..., Any]
Look = Callable[[Any, str], None]
BOTH = pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])


@pytest.mark.parametrize(
    ("viewport", "theme"), [(DESKTOP, "light"), (PHONE, "dark")], ids=["desktop-light", "phone-dark"]
)
def test_the_cockpit_draws_its_tables_and_reads_well(visit: Visits, looked_at: Look, viewport: Any, theme: str) -> None:
    browser = visit(viewport=viewport, color_scheme=theme)
    browser.sign_in("陈立")
    page = browser.open("/cockpit/")
    page.locator("[data-chart=months] canvas").wait_for()
    assert page.locator("[data-chart] canvas").count() == 3
    looked_at(browser, f"cockpit-{theme}")
    page.locator("summary", has_text="看数字").first.click()
    assert page.locator("#months").is_visible(), "the same as a table, for whoever cannot see a drawing"


@pytest.mark.usefixtures("caught_up")
def test_a_bar_of_a_chart_leads_where_its_number_leads(visit: Visits) -> None:
    browser = visit()
    browser.sign_in("陈立")
    page = browser.open("/cockpit/")
    place = page.locator("[data-chart=rungs]")
    place.locator("canvas").wait_for()
    rows = page.locator("#rungs tbody tr")
    values = [int(text) for text in page.locator("#rungs tbody td").all_text_contents()]
    longest = values.index(max(values))
    box = place.bounding_box()
    # Rows of equal height between the upper edge and the axis with its numbers.
    down = 12 + (box["height"] - 12 - 30) * (longest + 0.5) / rows.count()
    with page.expect_navigation():
        place.click(position={"x": box["width"] * 0.45, "y": down})
    assert f"figure=open-at-rung-{longest}" in page.url
    told = page.locator(".pager").inner_text()
    assert re.search(rf"共 {values[longest]} 项", told), told


@pytest.mark.usefixtures("caught_up")
def test_a_number_is_reached_by_keyboard_and_its_list_agrees(visit: Visits) -> None:
    browser = visit()
    browser.sign_in("陈立")
    page = browser.open("/cockpit/")
    card = page.locator(".figures.four a").first
    number = int(re.findall(r"\d+", card.locator(".value").inner_text())[0])
    card.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert re.search(rf"共 {number} 项", page.locator(".pager").inner_text())
    assert "登记件数" in page.locator(".alert-box").inner_text()


def test_the_weekly_picture_opens_from_the_cockpit(visit: Visits) -> None:
    browser = visit()
    browser.sign_in("陈立")
    page = browser.open("/cockpit/")
    address = page.get_by_role("link", name="本周一图").get_attribute("href")
    answer = page.request.get(f"{browser.address}{address}")
    assert answer.headers["content-type"] == "image/png" and answer.body()[:4] == b"\x89PNG"


@BOTH
def test_an_enterprise_is_found_and_read_on_one_sheet(visit: Visits, looked_at: Look, viewport: Any) -> None:
    browser = visit(viewport=viewport)
    browser.sign_in("陈立")
    page = browser.open("/enterprises/?q=海棠")
    looked_at(browser, "enterprises")
    page.get_by_role("link", name="海棠机电").click()
    page.get_by_role("heading", name="我们的承诺").wait_for()
    looked_at(browser, "enterprise")


@BOTH
def test_the_rules_of_the_park_are_there_for_everybody(visit: Visits, looked_at: Look, viewport: Any) -> None:
    browser = visit(viewport=viewport)
    browser.sign_in("周敏")
    page = browser.open("/mechanism/")
    assert page.locator("svg.ways path[marker-end]").count() > 25
    looked_at(browser, "mechanism")


@BOTH
def test_the_inspector_reads_the_ledger(visit: Visits, looked_at: Look, viewport: Any) -> None:
    browser = visit(viewport=viewport)
    browser.sign_in("苏检")
    page = browser.open("/log/")
    assert page.locator(".trail tbody tr").count() == 50
    looked_at(browser, "log")
    page.get_by_role("link", name="更早的").click()
    page.get_by_role("link", name="回到最新").wait_for()
