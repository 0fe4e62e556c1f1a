"""事项列表, 事项页 and 交办台 in a browser: found, dispatched by key, answered in a dialog, seen by others at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.e2e.conftest import DESKTOP, PHONE

Visits = Callable[..., Any]
Look = Callable[[Any, str], None]
BOTH = pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])


def step(browser: Any, name: str) -> Any:
    """Open the dialog of a step; the dialog."""
    browser.page.get_by_role("link", name=name, exact=True).first.click()
    dialog = browser.page.locator("dialog[open]")
    dialog.locator("form").wait_for()
    return dialog


@BOTH
def test_the_list_is_narrowed_by_a_choice_and_its_numbers_agree(visit: Visits, looked_at: Look, viewport: Any) -> None:
    browser = visit(viewport=viewport)
    browser.sign_in("陈立")
    page = browser.open("/cases/")
    looked_at(browser, "cases")
    if viewport is PHONE:
        page.locator("details.fold > summary").click()
    page.get_by_label("主办单位").select_option(label="建设管理局")
    page.wait_for_url("**unit=construction**")
    rows = page.locator("#cases tbody tr").count()
    assert rows >= 4
    current = page.locator("#cases .chips [aria-current]")
    assert current.locator(".count").inner_text() == str(rows)
    assert page.get_by_text(f"共 {rows} 项").is_visible()


@BOTH
def test_a_case_reads_well_and_its_steps_open_over_it(visit: Visits, looked_at: Look, viewport: Any) -> None:
    browser = visit(viewport=viewport)
    browser.sign_in("何工")
    page = browser.page
    page.locator(".owed a", has_text="答复").last.click()
    page.wait_for_load_state()
    looked_at(browser, "case")
    dialog = step(browser, "拟答复")
    dialog.get_by_label("答复内容").fill("红绿灯时长已调整")
    dialog.get_by_role("button", name="确定拟答复").click()
    dialog.locator(".wrong").wait_for()
    assert dialog.get_by_label("答复内容").input_value() == "红绿灯时长已调整", "what was typed stays"
    looked_at(browser, "case-step")
    page.keyboard.press("Escape")
    assert not dialog.is_visible()


def test_two_people_at_one_case_hear_of_each_other(visit: Visits, looked_at: Look) -> None:
    unit, centre = visit(), visit()
    unit.sign_in("何工")
    centre.sign_in("陈立")
    unit.page.locator(".owed a", has_text="答复").nth(1).click()
    unit.page.wait_for_load_state()
    address = unit.page.url
    centre.open(address.replace(unit.address, ""))
    dialog = step(unit, "阶段性答复")
    dialog.get_by_label("目前进展").fill("管网图纸已找到，明天疏通")
    urging = step(centre, "督办")
    urging.get_by_label("督办要求").fill("请今天联系企业")
    urging.get_by_role("button", name="确定督办").click()
    centre.page.get_by_text("督办：已办理").wait_for()
    centre.page.evaluate("window.openedOnce = true")
    # Whoever comes back to the page sees what happened at once; who stays, within a quarter of a minute.
    unit.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    dialog.get_by_text("陈立：下发督办单").wait_for()
    dates = dialog.get_by_label("下一次答复的日期")
    dates.fill(dates.get_attribute("max"))
    dialog.get_by_role("button", name="确定阶段性答复").click()
    dialog.get_by_text("您打开之后发生的事").wait_for()
    assert "下发督办单" in dialog.inner_text()
    assert dialog.get_by_label("目前进展").input_value() == "管网图纸已找到，明天疏通"
    looked_at(unit, "case-stale")
    dialog.get_by_role("button", name="确定阶段性答复").click()
    unit.page.get_by_text("阶段性答复：已办理").wait_for()
    centre.page.get_by_text("何工：阶段性答复").wait_for(timeout=20_000)
    centre.page.locator("#case").get_by_text("管网图纸已找到，明天疏通").wait_for()
    assert centre.page.evaluate("window.openedOnce === true"), "without a reload"
    looked_at(centre, "case-news")


@BOTH
def test_the_dispatch_desk_reads_well(visit: Visits, looked_at: Look, viewport: Any) -> None:
    browser = visit(viewport=viewport)
    browser.sign_in("苏检")
    browser.open("/triage/")
    assert browser.page.get_by_role("heading", name="没有等待分办的事项").is_visible()
    looked_at(browser, "triage-empty")
    centre = visit(viewport=viewport)
    centre.sign_in("陈立")
    centre.open("/triage/")
    looked_at(centre, "triage")


def test_a_case_is_dispatched_without_touching_the_mouse(visit: Visits, looked_at: Look) -> None:
    browser = visit()
    browser.sign_in("陈立")
    page = browser.open("/triage/")
    before = int(page.locator(".queue li").count())
    page.keyboard.press("n")
    page.locator("dialog[open] form").wait_for()
    page.keyboard.press("Escape")
    page.locator("body").click(position={"x": 2, "y": 400})
    page.keyboard.press("1")
    assert page.locator("input[data-key='1']").is_checked()
    page.keyboard.press("Enter")
    page.get_by_text("已交办").wait_for()
    assert page.locator(".queue li").count() == before - 1
    page.get_by_role("link", name="打印交办单").click()
    page.get_by_role("heading", name="交办单").wait_for()
    looked_at(browser, "slip")
    page.emulate_media(media="print")
    assert not page.get_by_role("button", name="打印").is_visible()
    assert page.get_by_text("时限5个工作日，当日不计入").is_visible()
