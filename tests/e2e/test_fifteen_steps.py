"""Fifteen steps of a park's life, lived through its pages by eleven people at once: from a first word in a workshop to
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
from docx import Document

from tests.e2e.conftest import DESKTOP, PHONE, Installation, Visit
from tests.e2e.february import LINKS, MORE, TUESDAY

HERE = ZoneInfo("Asia/Shanghai")
#: Who uses a phone; the others sit at desks.
ON_PHONES = {"周敏", "刘芳", "马强", "江主任"}
#: The smallest page that a scanner could have made.
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)
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
                visit.sign_in(who, name=MORE.get(who, ""))
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
            form.locator(f"[name={name}][value='{value}']").check()
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


def written(year: Year, who: str, words: str) -> str:
    """A contact writes on the enterprise's phone page; the number."""
    page = year[who].open("/e/new/")
    page.get_by_label("您要反映什么").fill(words)
    page.get_by_role("button", name="提交", exact=True).click()
    page.wait_for_url("**/recorded/")
    found = re.search(r"/e/matters/([^/]+)/recorded/", page.url)
    assert found
    return found[1]


def reception_day(year: Year, number: str, looked_at: Look) -> None:
    """10. The reception day of 9 March: the matter is on its agenda, and what is resolved is owed by a date."""
    page = year["陈立"].open("/meetings/")
    page.get_by_role("link", name="2026-03-09").click()
    row = page.locator(".proposed li").filter(has_text=number)
    row.get_by_role("button", name="列入议题").click()
    page.get_by_role("button", name="邀请企业").click()
    page.get_by_text("已邀请企业").first.wait_for()
    looked_at(year["陈立"], "fifteen-agenda")
    year.on("2026-03-09 09:30")
    page.reload()
    page.get_by_role("heading", name="登记召开").click()
    page.get_by_label("到会人员").fill("营商中心、建设管理局、木棉食品、海棠机电")
    page.get_by_role("button", name="登记召开").click()
    page.get_by_role("link", name="写议定事项").click()
    form = page.locator("form[data-keep]")
    measure = "三个月内完成片区雨水管网改造，两家企业一并解决"
    fill(form, {"outcome": "dispatch", "resolution": measure, "main_unit": "construction", "by": "2026-03-31"})
    form.get_by_role("button", name="确定议定事项").click()
    page.get_by_role("button", name="形成会议纪要").click()
    page.get_by_text("已形成会议纪要").wait_for()
    assert_docx(page, page.get_by_role("link", name="下载会议纪要"), "片区雨水管网改造")


def answered(year: Year, number: str, said: str, *, scan: Path) -> None:
    """何工 drafts, 罗局 reviews, 江主任 signs on a phone; the letter can be printed and sealed."""
    year.does("何工", "拟答复", number, answer=said, end="solved")
    year.does("罗局", "审核", number, approved="yes")
    page = year.does("江主任", "签发", number, approved="yes", letter="建管函〔2026〕12号", attachments=str(scan))
    assert page.get_by_text("建管函〔2026〕12号").first.is_visible()
    assert_docx(page, page.get_by_role("link", name="答复函"), said)


def quarters_vote(year: Year, looked_at: Look) -> None:
    """14. The quarter's vote: drawn from the ledger's root, by phone and on paper that two people enter alike."""
    page = year["陈立"].open("/board/")
    page.get_by_role("button", name="固定名单并抽取").click()
    page.get_by_text("抽取2家").wait_for()
    page = year["马强"].open("/e/")
    page.get_by_role("link", name="请您评价服务部门（不记名）").click()
    page.locator("[name=card-construction][value=red]").check()
    looked_at(year["马强"], "fifteen-ballot")
    page.get_by_role("button", name="提交评价").click()
    page.get_by_text("评价已计入").wait_for()
    page = year["陈立"].open("/board/2026Q2/")
    page.get_by_role("button", name="海棠机电交了纸质票").click()
    page.get_by_text("已交纸质票").wait_for()
    for who, told in (("陈立", "请另一人再录一遍"), ("许静", "两人录入一致，已计入")):
        page = year[who].open("/board/2026Q2/")
        page.get_by_label("票号").fill("2")
        page.locator("[name=card-construction][value=yellow]").check()
        page.get_by_role("button", name="录入", exact=True).click()
        page.get_by_text(told).wait_for()
    page.get_by_text("结束评价并汇总").click()
    page.get_by_role("button", name="确定结束").click()
    page.get_by_text("评价已汇总").wait_for()
    row = page.locator("tbody tr").filter(has_text="建设管理局")
    assert row.get_by_text("样本不足，不排名").is_visible(), "two ballots rank nobody"
    looked_at(year["许静"], "fifteen-vote")


def assert_docx(page: Any, link: Any, words: str) -> None:
    """What this link brings is a Word document that holds these words."""
    with page.expect_download() as brought:
        link.first.click()
    text = "".join(part.text for part in Document(brought.value.path()).element.body.iter() if part.text)
    assert words in text


def test_a_park_keeps_its_word(year: Year, looked_at: Look, tmp_path: Path) -> None:
    scan = tmp_path / "盖章件.pdf"
    scan.write_bytes(PDF)
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
    road = written(year, "马强", "厂区门前道路积水严重，货车进不来，希望疏通雨水管网")
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
    # 7. A supervision notice, as a letter to be numbered and sealed.
    page = year.does("陈立", "督办", power, level="red", note="阶段性答复已超期，请于3月2日前说明进展")
    assert_docx(page, page.get_by_role("link", name="督办单（Word）"), "阶段性答复已超期")
    # 8. A stage reply: what was done, and when the next word comes.
    year.does("何工", "阶段性答复", power, reply="供电公司已完成现场勘查，方案3月上旬批复", next_by="2026-03-13")
    page = year["刘芳"].open(f"/e/matters/{power}/")
    assert page.get_by_text("供电公司已完成现场勘查").first.is_visible()
    # 9. What nobody answered has gone up by itself; a second enterprise says the same, and both are one matter now.
    page = year.case("陈立", road)
    assert page.get_by_text("已提级，待议定").first.is_visible()
    flooded = written(year, "刘芳", "厂区门口道路一下雨就积水，货车开不进来，雨水管网要疏通")
    year.does("陈立", "合并办理", flooded, into=road)
    reception_day(year, road, looked_at)
    # 11. Drafted, reviewed, signed with its number and the sealed scan.
    for number, said in ((road, "雨水管网已疏通，积水路段加装雨水箅子"), (power, "双回路已送电，停电问题解决")):
        answered(year, number, said, scan=scan)
    year.on("2026-03-20 10:00")
    # 12. One answer, two enterprises: each judges it for itself.
    page = year.says("马强", "认可，问题解决了", road, grade="5")
    looked_at(year["马强"], "fifteen-agreed")
    year.says("刘芳", "不认可", flooded, reason="我们门口这一段没有疏通，昨天还淹了")
    year.says("刘芳", "认可，问题解决了", power)
    for number in (road, power):
        year.does("陈立", "销号", number, end="solved")
    page = year.case("陈立", flooded)
    assert page.get_by_text("待分办").first.is_visible(), "what no unit has had yet is dispatched in its own right"
    # 13. After 28 days it is asked whether it is still so.
    year.on("2026-04-20 10:00")
    page = year["陈立"].open("/callbacks/")
    assert page.get_by_text("回头看").first.is_visible()
    looked_at(year["陈立"], "fifteen-callbacks")
    year.does("陈立", "回头看", power, result="yes", note="双回路运行正常")
    year.says("马强", "回头看：还好吗", road, result="yes")
    quarters_vote(year, looked_at)
    # 15. The quarter's bulletin: four separate numbers, where they come from, issued by the principal leader.
    page = year["陈立"].open("/bulletins/")
    page.get_by_role("button", name="拟2026年第1季度通报").click()
    page.get_by_text("已按现在的台账拟稿").wait_for()
    page = year["李书记"].open("/bulletins/2026Q1/")
    looked_at(year["李书记"], "fifteen-bulletin")
    page.get_by_label("期号").fill("1")
    page.get_by_role("button", name="签发", exact=True).click()
    page.get_by_text("已签发第1期").wait_for()
    assert_docx(page, page.get_by_role("link", name="下载通报"), "企业认可")
    # And the ledger has it all, unbroken.
    year.installation.run("-m", "lianqi.command_line.main", "verify", "log", "--database")
