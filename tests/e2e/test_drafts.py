"""What was typed survives a lost connection, a closed page and a session that ended."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.e2e.conftest import PHONE

Visits = Callable[..., Any]
Look = Callable[[Any, str], None]
TYPED = "红绿灯时长已调到三十五秒，早晚高峰有人值守"


def _open_answer(browser: Any) -> Any:
    browser.open("/desk/")
    browser.page.locator(".owed a", has_text="答复").last.click()
    browser.page.wait_for_load_state()
    browser.page.get_by_role("link", name="拟答复", exact=True).first.click()
    dialog = browser.page.locator("dialog[open]")
    dialog.get_by_label("答复内容").wait_for()
    return dialog


def test_a_session_that_ended_loses_nothing_that_was_typed(visit: Visits, looked_at: Look) -> None:
    browser = visit()
    browser.sign_in("何工")
    dialog = _open_answer(browser)
    dialog.get_by_label("答复内容").press_sequentially(TYPED)
    dialog.get_by_text("草稿已保存").wait_for()
    browser.context.clear_cookies()
    dialog.get_by_label("答复内容").press_sequentially("。请再观察")
    dialog.get_by_text("登录已失效").wait_for()
    browser.sign_in("何工")
    dialog = _open_answer(browser)
    assert dialog.get_by_label("答复内容").input_value() == f"{TYPED}。请再观察", (
        "the machine knew more than the server"
    )
    dialog.get_by_text("还没有提交的内容").wait_for()
    looked_at(browser, "case-draft")
    dialog.get_by_text("草稿已保存").wait_for()
    dialog.get_by_role("button", name="清空重填").click()
    dialog.get_by_text("还没有提交的内容").wait_for(state="detached")
    assert dialog.get_by_label("答复内容").input_value() == ""


def test_on_the_way_without_a_signal_and_on_another_machine(visit: Visits) -> None:
    browser = visit(viewport=PHONE)
    browser.sign_in("周敏")
    browser.open("/visit/new/?q=木棉")
    browser.page.get_by_role("link", name="木棉食品").click()
    words = browser.page.get_by_label("企业怎么说")
    words.wait_for()
    browser.page.wait_for_load_state("networkidle")  # a page half arrived has no script to keep anything
    browser.context.set_offline(True)
    words.press_sequentially("冷库跳闸两次")
    browser.page.get_by_text("内容先留在本机").wait_for()
    browser.context.set_offline(False)
    words.press_sequentially("，肉都化了")
    browser.page.get_by_text("草稿已保存").wait_for()
    address = browser.page.url.removeprefix(browser.address)
    browser.troubles.clear()  # the requests that failed without a signal
    other = visit()
    other.sign_in("周敏")
    other.open(address)
    assert other.page.get_by_label("企业怎么说").input_value() == "冷库跳闸两次，肉都化了"
    other.page.get_by_role("button", name="登记", exact=True).click()
    other.page.get_by_text("事项编号").wait_for()
    again = other.open(address)
    assert again.get_by_label("企业怎么说").input_value() == ""
