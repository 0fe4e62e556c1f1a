"""联系人与专属链接 in a browser: from a case to its enterprise's contacts, and a link with its picture."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.e2e.conftest import DESKTOP, PHONE

Visits = Callable[..., Any]
Look = Callable[[Any, str], None]


@pytest.mark.parametrize(("viewport", "theme"), [(PHONE, "light"), (DESKTOP, "dark")], ids=["phone", "desktop"])
def test_the_centre_gives_a_link_from_a_case_on(visit: Visits, looked_at: Look, viewport: Any, theme: str) -> None:
    browser = visit(viewport=viewport, color_scheme=theme)
    browser.sign_in("陈立")
    page = browser.page
    page.locator("a[href*='/cases/2026-0000005/']").first.click()
    page.get_by_role("link", name="联系人与专属链接").click()
    page.get_by_role("button", name="发放链接").or_(page.get_by_role("button", name="换发新链接")).click()
    picture = page.get_by_alt_text("链接的二维码")
    assert picture.evaluate("one => one.naturalWidth") > 100, "the picture is drawn"
    assert "/e/" in page.get_by_label("链接", exact=True).input_value()
    looked_at(browser, "contacts")
