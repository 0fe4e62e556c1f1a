"""何工 comes to work: signs in, is refused with a wrong password, finds the desk."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.e2e.conftest import DESKTOP, PHONE

Visits = Callable[..., Any]
Look = Callable[[Any, str], None]
BOTH = pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])


@BOTH
def test_whoever_is_not_signed_in_is_asked_and_then_brought_to_where_they_wanted(
    visit: Visits, looked_at: Look, viewport: Any
) -> None:
    browser = visit(viewport=viewport)
    page = browser.open("/desk/?when=late")
    assert page.get_by_role("heading", name="登录").is_visible()
    looked_at(browser, "sign-in")
    page.get_by_label("登录名").fill(" HeGong ")
    page.get_by_label("密码").fill("湖畔的第七棵香樟树2026")
    page.get_by_role("button", name="登录", exact=True).click()
    page.wait_for_url("**/desk/?when=late")


def test_five_wrong_passwords_lock_the_name_and_say_what_to_do(visit: Visits, looked_at: Look) -> None:
    browser = visit()
    for attempt in range(5):
        browser.sign_in("唐工", password=f"不对的密码{attempt}")
        if attempt == 0:
            assert browser.page.get_by_text("登录名或密码不正确，请核对后重新输入").is_visible()
            assert browser.page.get_by_label("登录名").input_value() == "tanggong", "what was typed stays"
            looked_at(browser, "sign-in-wrong")
    browser.sign_in("唐工")
    assert browser.page.get_by_text("密码连续输错5次，该登录名已暂停登录。请15分钟后再试").is_visible()
    assert browser.page.get_by_text("account.locked").is_visible()
    looked_at(browser, "locked")
    other = visit()
    other.sign_in("罗局")
    assert other.page.get_by_role("heading", name="我的待办").is_visible(), "nobody else is locked out"


@BOTH
def test_an_empty_desk_says_what_will_appear(visit: Visits, looked_at: Look, viewport: Any) -> None:
    browser = visit(viewport=viewport)
    browser.sign_in("周敏")
    page = browser.page
    assert page.get_by_role("heading", name="现在没有待办").is_visible()
    assert page.get_by_text("交给您办理的事项一到，就会出现在这里").is_visible()
    looked_at(browser, "desk-empty")


def test_signing_out_everywhere_ends_the_other_device_at_once(visit: Visits, looked_at: Look) -> None:
    office, phone = visit(), visit(viewport=PHONE)
    office.sign_in("罗局")
    phone.sign_in("罗局")
    office.open("/account/")
    looked_at(office, "account")
    office.page.get_by_role("button", name="在所有设备上退出").click()
    office.page.wait_for_url("**/sign-in/")
    page = phone.open("/desk/")
    assert re.search(r"/sign-in/\?next=", page.url)


def test_a_session_that_ended_under_an_open_page_says_so_there(visit: Visits) -> None:
    browser = visit()
    browser.sign_in("罗局")
    page = browser.page
    browser.context.clear_cookies()
    page.evaluate("document.body.dispatchEvent(new CustomEvent('lq:refresh'))")
    page.get_by_text("您已退出登录。请重新登录，再回到这一页继续。").wait_for()
    assert page.get_by_role("link", name="重新登录").get_attribute("href").startswith("/sign-in/?next=")


def test_the_pages_speak_english_to_whoever_chooses_it(visit: Visits, looked_at: Look) -> None:
    browser = visit()
    browser.sign_in("何工")
    page = browser.page
    page.locator("summary", has_text="何工").click()
    page.get_by_role("button", name="English").click()
    page.wait_for_load_state()
    assert page.get_by_role("heading", name="My desk").is_visible()
    assert page.get_by_text("Overdue (red)").first.is_visible()
    looked_at(browser, "desk-english")
    assert not re.search(r"[\u4e00-\u9fff]", page.locator("nav.places").inner_text())
