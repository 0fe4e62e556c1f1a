"""On paper: A4, only the work itself, and what a list was narrowed to."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

Visits = Callable[..., Any]


def pages(page: Any) -> int:
    """How many sheets the page takes."""
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True)))


def test_a_list_on_paper_says_what_it_was_narrowed_to_and_shows_nothing_to_press(visit: Visits) -> None:
    browser = visit()
    browser.sign_in("陈立")
    page = browser.open("/cases/?light=red")
    told = page.get_by_text("打印时间")
    assert not told.is_visible()
    page.emulate_media(media="print")
    assert "超期（红灯）" in told.inner_text() and "陈立" in told.inner_text()
    for control in (".narrowing", "#cases .chips", ".top", ".places", "a.all", ".buttons .btn"):
        assert page.locator(f"{control} >> visible=true").count() == 0, control
    assert page.locator("#cases tbody tr").first.is_visible()


def test_a_dispatch_slip_is_one_sheet(visit: Visits) -> None:
    browser = visit()
    browser.sign_in("何工")
    browser.page.locator(".owed a", has_text="答复").last.click()
    browser.page.get_by_role("link", name="交办单").click()
    browser.page.get_by_role("heading", name="交办单").wait_for()
    assert pages(browser.page) == 1


def test_a_case_on_paper_has_its_words_and_its_log_but_no_steps(visit: Visits) -> None:
    browser = visit()
    browser.sign_in("何工")
    browser.page.locator(".owed a", has_text="答复").last.click()
    browser.page.get_by_role("heading", name="办理留痕").wait_for()
    browser.page.emulate_media(media="print")
    assert browser.page.locator(".first blockquote").is_visible()
    assert browser.page.get_by_role("heading", name="办理留痕").is_visible()
    assert not browser.page.get_by_role("heading", name="可以办理").is_visible()
    assert pages(browser.page) <= 2
