"""季度通报: four numbers that stand for themselves, frozen with their position, issued once."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from docx import Document

from lianqi.server.cases.figures import figures
from lianqi.server.cases.reactions import catch_up
from lianqi.server.ledger.operations import projection_digest, rebuild
from lianqi.server.reports.models import Bulletin
from lianqi.server.reports.operations import bulletin_of
from tests.server.cases.park import Park
from tests.server.cases.screens import Screens

PAGE = "/bulletins/2026Q2/"


def a_quarter(park: Park) -> None:
    """One case solved on the spot and agreed to, one dispatched, one only recorded, one in confidence."""
    park.a_case("厂区西侧消火栓没有水压", spot="已联系供水公司开阀，现场测压正常")
    park.does("刘芳", "confirm", "2026-0000001")
    park.dispatched("三号厂房屋顶漏水，机器都不敢开")
    park.a_case("门口路灯不亮，夜班工人走路看不清", of="木棉食品")
    park.says("刘芳", "有人吃拿卡要", confidential=True, channel="phone-page")
    catch_up(park=park.code)


def drafts(screens: Screens, command_id: str = "draft-1", who: str = "陈立") -> Any:
    return screens[who].post(f"{PAGE}draft/", {"command_id": command_id})


def issues(screens: Screens, who: str = "李书记", **typed: str) -> Any:
    sent = {**screens.hidden(who, PAGE), "number": "2", **typed}
    return screens[who].post(f"{PAGE}issue/", sent)


def text_of(answer: Any) -> str:
    document = Document(BytesIO(answer.content))
    rows = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *rows])


def test_the_four_numbers_are_the_ledgers_own_and_stand_apart(park: Park, screens: Screens) -> None:
    a_quarter(park)
    assert "拟2026年第2季度通报" in screens.text("陈立", "/bulletins/")
    assert drafts(screens).status_code == 302
    page = screens.text("陈立", PAGE)
    assert "登记 3" in page and "交办 1" in page and "企业认可 1" in page
    known = bulletin_of(park.code, "2026Q2")
    assert known is not None
    counted = figures(park=park.code, since="2026-04", until="2026-06")
    assert (known.position, known.root) == (counted.position, counted.root)
    assert known.figures["park"]["registered"] == counted.measures["registered"] == 3, "the confidential one is in none"
    assert counted.root in page


def test_what_is_issued_stays_byte_for_byte_and_what_changed_is_said(park: Park, screens: Screens) -> None:
    a_quarter(park)
    drafts(screens)
    draft = screens["陈立"].get(f"{PAGE}bulletin.docx")
    assert "草稿" in text_of(draft)
    assert issues(screens).status_code == 302
    first = screens["陈立"].get(f"{PAGE}bulletin.docx").content
    park.later(days=3)
    park.a_case("又一件事")
    catch_up(park=park.code)
    assert screens["李书记"].get(f"{PAGE}bulletin.docx").content == first
    page = screens.text("陈立", PAGE)
    assert "登记件数： 3 → 4" in page and "下一期更正" in page
    told = text_of(screens["陈立"].get(f"{PAGE}bulletin.docx"))
    assert "第2期" in told and "涉企服务季度通报" in told and "还不清楚的" in told and "根值" in told
    assert "建设管理局" in told and "本季度评价没有汇总" in told
    again = drafts(screens, "draft-2")
    assert again.status_code == 409 and "bulletin.issued-already" in again.content.decode()


def test_pressing_twice_issues_once_and_an_outdated_draft_is_not_issued(park: Park, screens: Screens) -> None:
    a_quarter(park)
    drafts(screens)
    seen = {**screens.hidden("李书记", PAGE), "number": "2"}
    drafts(screens, "draft-2")
    stale = screens["李书记"].post(f"{PAGE}issue/", seen)
    assert stale.status_code == 409 and "ledger.stale" in stale.content.decode()
    seen = {**screens.hidden("李书记", PAGE), "number": "2"}
    for _ in range(2):
        assert screens["李书记"].post(f"{PAGE}issue/", seen).status_code == 302
    assert Bulletin.objects.get().number == 2


def test_the_centre_drafts_and_the_leader_issues(park: Park, screens: Screens) -> None:
    a_quarter(park)
    assert drafts(screens, who="李书记").status_code == 403
    drafts(screens)
    assert screens["陈立"].post(f"{PAGE}issue/", {"number": "1", "seen": "1"}).status_code == 403
    assert "签发后文件和数字就此固定" not in screens.text("陈立", PAGE)
    wrong = issues(screens, number="第二期")
    assert wrong.status_code == 422 and "请填期号" in wrong.content.decode() and "第二期" in wrong.content.decode()
    for who in ("何工", "周敏"):
        assert screens[who].get(PAGE).status_code == 403
    assert screens["陈立"].get("/bulletins/2026Q5/").status_code == 404


def test_nothing_counted_is_nothing_to_draft(park: Park, screens: Screens) -> None:
    refused = drafts(screens)
    assert refused.status_code == 409 and "bulletin.nothing-counted" in refused.content.decode()


def test_its_rows_are_made_again_byte_for_byte(park: Park, screens: Screens) -> None:
    a_quarter(park)
    drafts(screens)
    issues(screens)
    before = projection_digest(park=park.code)
    rebuild(park=park.code, progress=lambda *_: None)
    assert projection_digest(park=park.code) == before


def test_a_park_without_a_bulletin_says_how_to_have_one(park: Park, screens: Screens, monkeypatch: Any) -> None:
    from lianqi.kernel.mechanism.loop import LoopRules
    from lianqi.server.reports import operations

    monkeypatch.setattr(operations, "rules_of_loop", lambda **_: LoopRules(None, None, None, None))
    answer = screens["陈立"].get("/bulletins/")
    assert answer.status_code == 409 and "bulletin.none-held" in answer.content.decode()


def test_a_rate_over_100_per_cent_says_how_many_cases_of_earlier_quarters_are_in_it(
    park: Park, screens: Screens
) -> None:
    park.later(days=20)  # 29 June
    for words in ("消火栓没有水压", "门口路灯不亮"):
        park.a_case(words, spot="已当场处理，现场看过正常")
    park.later(days=3)  # 2 July
    park.a_case("屋顶漏水")
    for number in ("2026-0000001", "2026-0000002"):
        assert park.does("刘芳", "confirm", number).refusal is None
    catch_up(park=park.code)
    third = "/bulletins/2026Q3/"
    assert screens["陈立"].post(f"{third}draft/", {"command_id": "q3"}).status_code == 302
    assert "200.0%" in screens.text("陈立", third)
    assert "分子大于分母：其中2件是以前季度登记的事项，在本季度办结" in screens.text("陈立", third)
    told = text_of(screens["陈立"].get(f"{third}bulletin.docx"))
    assert "办结率超过100%，是因为分子中有2件是以前季度登记的，在本季度办结。" in told
    cockpit = screens.text("李书记", "/cockpit/?since=2026-07&until=2026-07")
    assert "分子大于分母：其中2件是以前登记的事项，在这段时间内办结" in cockpit
    whole = screens.text("李书记", "/cockpit/?since=2026-06&until=2026-07")
    assert "是以前登记的事项" not in whole, "two of three: nothing to explain"
