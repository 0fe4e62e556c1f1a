"""Fifteen steps of a park's life, lived through its pages by nine people at once: from a first word in a workshop to
the quarter's vote and bulletin. The clock is set from act to act (`clock`); everything else is as it runs in a park.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.e2e.conftest import DESKTOP, PHONE, Installation, Visit
from tests.e2e.february import LINKS, TUESDAY

HERE = ZoneInfo("Asia/Shanghai")
#: Who uses a phone; the others sit at desks.
ON_PHONES = {"周敏", "刘芳", "马强", "江主任"}
Look = Callable[[Visit, str], None]


class Year:
    """The park, its clock, and the browser of each of its people: `year["陈立"]`."""

    def __init__(self, installation: Installation, clock: Path, browser: Any) -> None:
        self.installation, self.clock, self.browser = installation, clock, browser
        self.visits: dict[str, Visit] = {}

    def __getitem__(self, who: str) -> Visit:
        """The browser of this person, who has come in through their own door."""
        if who not in self.visits:
            viewport = PHONE if who in ON_PHONES else DESKTOP
            visit = self.visits[who] = Visit(self.browser, self.installation.address, viewport=viewport)
            if who in LINKS:
                visit.open(f"/e/{LINKS[who]}/")
            else:
                visit.sign_in(who)
        return self.visits[who]

    def on(self, moment: str) -> None:
        """It is this moment in the park; the worker has done what there is to do."""
        set_clock(self.clock, datetime.fromisoformat(moment).replace(tzinfo=HERE))
        self.installation.run("-m", "lianqi.command_line.main", "worker", "--once")

    def case(self, who: str, number: str) -> Any:
        """The page of this case, as this person sees it now."""
        return self[who].open(f"/cases/{number}/")

    def does(self, who: str, step: str, number: str, **fields: Any) -> Any:
        """This person takes a step of a case through its dialog; the page afterwards, which says that it was done."""
        page = self.case(who, number)
        page.locator(".beside").get_by_role("link", name=step, exact=True).first.click()
        form = page.locator("dialog[open] form")
        form.wait_for()
        fill(form, fields)
        form.get_by_role("button", name=f"确定{step}", exact=True).click()
        page.get_by_text(f"{step}：已办理").wait_for()
        return page

    def says(self, who: str, about: str, number: str, **fields: Any) -> Any:
        """An enterprise's contact says something about a matter, on the phone page."""
        page = self[who].open(f"/e/matters/{number}/")
        page.get_by_role("link", name=about, exact=True).click()
        form = page.locator("form[method=post]").last
        fill(form, fields)
        form.get_by_role("button", name=f"确定：{about}").click()
        page.wait_for_url(f"**/e/matters/{number}/*")
        self[who].settle()
        return page


def fill(form: Any, fields: dict[str, Any]) -> None:
    """Fill in a form's controls by their names, in this order: one choice may bring the next control."""
    for name, value in fields.items():
        control = form.locator(f"[name={name}]")
        kind = control.first.get_attribute("type") or control.first.evaluate("one => one.tagName.toLowerCase()")
        if kind == "radio":
            form.locator(f"[name={name}][value={value}]").check()
        elif kind == "select":
            control.select_option(value)
        elif kind == "file":
            control.set_input_files(value)
        else:
            control.fill(value)


def set_clock(clock: Path, moment: datetime) -> None:
    clock.write_text(f"{moment.astimezone(UTC).isoformat()} {datetime.now(UTC).isoformat()}", "utf-8")


@pytest.fixture
def year(browser: Any, tmp_path: Path) -> Iterator[Year]:
    clock = tmp_path / "clock"
    set_clock(clock, TUESDAY)
    installation = Installation(tmp_path, world="tests.e2e.february", clock=clock)
    with installation.serving():
        made = Year(installation, clock, browser)
        yield made
        troubles = [(who, trouble) for who, one in made.visits.items() for trouble in one.troubles]
        for one in made.visits.values():
            one.context.close()
    assert troubles == []


def first_word(year: Year) -> str:
    """周敏 stands in 海棠机电's workshop with her phone; the number of what she recorded."""
    page = year["周敏"].open("/visit/new/?q=海棠")
    page.get_by_role("link", name="海棠机电").click()
    page.get_by_label("企业怎么说").fill("车间一周停电三次，整条线的料都报废，希望尽快解决双回路供电")
    page.get_by_label("没有，交营商中心分办").check()
    page.get_by_role("button", name="登记", exact=True).click()
    page.get_by_text("事项编号").wait_for()
    found = re.search(r"/visit/([^/]+)/recorded/", page.url)
    assert found
    return found[1]


def dispatched(year: Year, number: str, *, to: str = "") -> None:
    """陈立 dispatches it at the desk, by key; to the unit of its class or to another."""
    page = year["陈立"].open(f"/triage/?case={number}")
    page.locator("body").press("1")
    if to:
        page.get_by_label("主办单位").select_option(label=to)
    page.locator(".hand form").last.get_by_role("button", name="交办", exact=True).click()
    page.get_by_text("已交办").wait_for()


def test_a_park_keeps_its_word(year: Year, looked_at: Look) -> None:
    # 1–2. A first word in a workshop, and a dispatch whose clock counts the Saturday that is worked.
    power = first_word(year)
    dispatched(year, power)
    page = year.case("何工", power)
    assert page.get_by_text("2月24日").first.is_visible(), "11, 12, 13, Saturday 14 and, after the feast, 24 February"
    # 3. Two returns end in a ruling that is final.
    year.does("何工", "退回（申请改派）", power, reason="wrong-main-unit", note="双回路要先立项，请经济发展局牵头")
    dispatched(year, power, to="经济发展局")
    year.does("唐工", "退回（申请改派）", power, reason="not-our-duty", note="供电设施由建设管理局对口")
    year.on("2026-02-11 10:00")
    year.does(
        "钱总工", "裁定", power, class_id="power", complexity="general", main_unit="construction",
        grounds="三定方案明确供电设施由建设管理局对口联系",
    )  # fmt: skip
    page = year.case("何工", power)
    assert page.get_by_text("2月25日").first.is_visible()
    year.does("何工", "首次联系", power, by="phone")
    # 4. A body outside has to act; the unit tracks it and owes the next word.
    year.does("何工", "转办并跟踪", power, external_unit="power-supply", next_by="2026-02-26", note="已发函供电公司")
    # Meanwhile 马强 writes from his own phone, and the unit stops the clock.
    page = year["马强"].open("/e/new/")
    page.get_by_label("您要反映什么").fill("厂区门前道路积水严重，货车进不来，希望疏通雨水管网")
    page.get_by_role("button", name="提交", exact=True).click()
    page.wait_for_url("**/recorded/")
    road = re.search(r"/e/matters/([^/]+)/recorded/", page.url)[1]  # type: ignore[index]
    dispatched(year, road)
    year.does("何工", "暂停计时", road, reason="等企业提供厂区雨水管图纸", until="2026-02-25")
    # 5. He objects to the pause, and is right.
    year.says("马强", "我有异议", road, reason="图纸年前就交了，没有理由停下来")
    year.does("钱总工", "处理异议", road, upheld="yes", grounds="图纸已于1月收悉，暂停不成立")
    # 6. Yellow one working day before, red one after: Saturday 28 February is worked too.
    year.on("2026-02-26 09:30")
    desk = year["何工"].open("/desk/")
    assert desk.get_by_text("临期").first.is_visible()
    year.on("2026-02-28 17:30")
    page = year.case("陈立", power)
    assert page.get_by_text("超期").first.is_visible()
    looked_at(year["陈立"], "fifteen-late")
