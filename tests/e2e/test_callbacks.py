"""回访 and 消息 in a browser: a number on request, the result in a dialog, a reminder copied, a bell that counts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.e2e.conftest import DESKTOP, PHONE

Visits = Callable[..., Any]
Look = Callable[[Any, str], None]
BOTH = pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])


@BOTH
def test_the_call_back_desk_reads_well_and_shows_a_number_on_request(
    visit: Visits, looked_at: Look, viewport: Any
) -> None:
    browser = visit(viewport=viewport)
    browser.sign_in("陈立")
    page = browser.open("/callbacks/")
    looked_at(browser, "callbacks")
    row = page.locator(".calls .owed", has_text="消火栓")
    row.get_by_role("button", name="显示电话").click()
    row.get_by_text("本次查看已留痕").wait_for()
    looked_at(browser, "callbacks-shown")
    row.get_by_role("link", name="登记结果").click()
    dialog = page.locator("dialog[open]")
    dialog.get_by_label("企业怎么说").wait_for()
    assert dialog.get_by_text("已联系供水公司开阀，现场测压正常").is_visible(), "the answer lies before who rings"
    looked_at(browser, "callbacks-result")


@BOTH
def test_messages_and_their_settings_read_well(visit: Visits, looked_at: Look, viewport: Any) -> None:
    browser = visit(viewport=viewport)
    browser.sign_in("何工")
    browser.page.locator("a.bell").click()
    browser.page.get_by_role("heading", name="消息", exact=True).wait_for()
    looked_at(browser, "notices")
    browser.page.get_by_role("link", name="消息设置").click()
    browser.page.get_by_role("heading", name="消息设置").wait_for()
    looked_at(browser, "notices-settings")


def test_a_reminder_is_copied_for_the_chat_group(visit: Visits, looked_at: Look) -> None:
    browser = visit()
    browser.sign_in("陈立")
    page = browser.open("/cases/?light=red")
    page.get_by_role("link", name="复制催办文字").first.click()
    dialog = page.locator("dialog[open]")
    dialog.get_by_role("button", name="复制", exact=True).click()
    dialog.get_by_text("已复制").wait_for()
    looked_at(browser, "reminder")
    page.keyboard.press("Escape")
    box = page.get_by_label("查找事项", exact=True)
    box.focus()
    page.keyboard.press("Control+A")
    page.keyboard.press("Control+V")
    assert box.input_value().startswith("【温馨提示】事项"), "what the clipboard holds can be pasted"


@BOTH
def test_a_filter_is_saved_and_opened_again(visit: Visits, looked_at: Look, viewport: Any) -> None:
    name = f"红灯 {viewport['width']}"
    browser = visit(viewport=viewport)
    browser.sign_in("陈立")
    page = browser.open("/cases/?light=red")
    page.locator(".saved > summary").click()
    page.get_by_label("把当前条件保存为").fill(name)
    page.get_by_role("button", name="保存").click()
    page.get_by_text(f"已保存为“{name}”").wait_for()
    browser.open("/cases/")
    page.locator(".saved > summary").click()
    looked_at(browser, "cases-saved")
    page.get_by_role("link", name=name).click()
    page.wait_for_url("**light=red**")
