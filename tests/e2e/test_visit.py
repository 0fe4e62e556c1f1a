"""当面登记 in a browser: 周敏 finds the enterprise, records, and sees what comes next."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.e2e.conftest import DESKTOP, PHONE

Visits = Callable[..., Any]
Look = Callable[[Any, str], None]


def test_the_officer_records_a_visit_on_a_phone(visit: Visits, looked_at: Look) -> None:
    browser = visit(viewport=PHONE)
    browser.sign_in("周敏")
    page = browser.open("/visit/new/?q=海棠")
    looked_at(browser, "visit-choose")
    page.get_by_role("link", name="海棠机电").click()
    page.get_by_label("企业怎么说").fill("食堂门口的路灯坏了三天")
    page.get_by_label("解决了", exact=True).check()
    assert page.get_by_label("怎么解决的").is_visible()
    looked_at(browser, "visit")
    page.get_by_label("没有，交营商中心分办").check()
    assert not page.get_by_label("怎么解决的").is_visible()
    page.get_by_role("button", name="登记", exact=True).click()
    page.get_by_text("事项编号").wait_for()
    looked_at(browser, "visit-recorded")
    page.set_viewport_size(DESKTOP)
    page.go_back()
    page.reload()
    assert page.get_by_label("企业怎么说").input_value() == "", "recorded: the draft is gone"
