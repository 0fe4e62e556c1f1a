"""接待日: a case that went up is put on the agenda, resolved with a unit and a date, or waits with a reason."""

from __future__ import annotations

import re
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from docx import Document

from lianqi.kernel.mechanism.loop import LoopRules
from lianqi.server.cases import gate
from lianqi.server.cases.models import Case, Commitment
from lianqi.server.ledger import background
from lianqi.server.ledger.operations import (
    erase_subject,
    one_transaction,
    projection_digest,
    rebuild,
    run_consumer,
    seal,
)
from lianqi.server.meetings import operations
from lianqi.server.meetings.models import Meeting
from lianqi.server.meetings.operations import plan_next, tick
from lianqi.server.meetings.queries import invitation
from tests.server.cases.park import Park
from tests.server.cases.screens import Screens

PAGE = "/meetings/2026-06/"


def planned(park: Park) -> None:
    """The system plans this month's meeting."""
    assert plan_next(park=park.code, now=park.now)


def tabled(park: Park, words: str = "三号厂房屋顶漏水，机器都不敢开", **data: Any) -> str:
    """A case that the centre took up to the round-table; its number."""
    number = park.dispatched(words, **data)
    done = park.does("陈立", "escalate", number, reason="单位之间说法不一")
    assert done.refusal is None, done.refusal
    return number


def presses(screens: Screens, kind: str, number: str = "", who: str = "陈立", **typed: str) -> Any:
    """`who` presses a button of the meeting's page."""
    seen = screens.hidden(who, PAGE)
    return screens[who].post(f"{PAGE}do/{kind}/", {**seen, "number": number, **typed})


def resolved(screens: Screens, number: str, **typed: str) -> Any:
    """陈立 writes down what was resolved on an item."""
    given = {"outcome": "dispatch", "resolution": "由建设局半月内修好屋面", "main_unit": "construction"}
    return screens.fill("陈立", f"{PAGE}items/{number}/", **{**given, "by": "2026-06-24", **typed})


def test_the_next_meeting_is_planned_once_and_by_the_rule(park: Park) -> None:
    planned(park)
    assert not plan_next(park=park.code, now=park.now), "only the next occurrence is there"
    row = Meeting.objects.get(park=park.code)
    assert (row.period, str(row.day), row.host, row.stage) == ("2026-06", "2026-06-09", park["陈立"], "planned")
    park.later(days=1)
    assert plan_next(park=park.code, now=park.now)
    assert [str(day) for day in Meeting.objects.order_by("period").values_list("day", flat=True)][1:] == ["2026-07-09"]


def test_a_case_goes_from_the_agenda_to_a_unit_with_a_date(park: Park, screens: Screens) -> None:
    planned(park)
    number = tabled(park)
    assert "待上会的事项" in screens.text("陈立", PAGE) and number in screens.text("陈立", PAGE)
    assert presses(screens, "put-on", number).status_code == 302
    assert presses(screens, "invite", number).status_code == 302
    assert "已邀请企业" in screens.text("陈立", PAGE)
    assert presses(screens, "hold", present="李书记；建设局 罗局；海棠机电 刘芳").status_code == 302
    assert resolved(screens, number).status_code == 302
    case = Case.objects.get(no=number)
    assert (case.status, case.main_unit) == ("handling", "construction")
    answer = Commitment.objects.get(stream_id=case.id, kind="answer", state="open")
    assert answer.due.isoformat().startswith("2026-06-24")
    page = screens.text("陈立", PAGE)
    assert "由建设局半月内修好屋面" in page and "建设管理局" in page
    assert presses(screens, "close").status_code == 302
    row = Meeting.objects.get(period="2026-06")
    assert (row.stage, row.items, row.settled) == ("closed", 1, 1)
    kept = Commitment.objects.filter(stream_kind="meeting").values_list("kind", "state", "lapsed")
    assert sorted(kept) == [("hold", "discharged", False), ("minutes", "discharged", False)]


def test_what_was_not_reached_waits_for_the_next_meeting_with_its_reason(park: Park, screens: Screens) -> None:
    planned(park)
    first, second = tabled(park), tabled(park, "门前道路积水，货车进不来", of="木棉食品")
    for number in (first, second):
        presses(screens, "put-on", number)
    presses(screens, "hold")
    resolved(screens, first)
    early = presses(screens, "close")
    assert early.status_code == 409 and "meeting.close.items-left" in early.content.decode()
    bare = presses(screens, "roll-over", second)
    assert bare.status_code == 422, "no reason, no rolling over"
    presses(screens, "roll-over", second, reason="时间不够，供排水单位没有到会")
    assert presses(screens, "close").status_code == 302
    park.later(days=1)
    plan_next(park=park.code, now=park.now)
    assert "时间不够，供排水单位没有到会" in screens.text("陈立", "/meetings/2026-07/")


def test_the_order_is_the_centres_and_a_double_click_changes_it_once(park: Park, screens: Screens) -> None:
    planned(park)
    numbers = [tabled(park), tabled(park, "门前道路积水，货车进不来"), tabled(park, "厂区一周停电三次")]
    for number in numbers:
        presses(screens, "put-on", number)
    seen = {**screens.hidden("陈立", PAGE), "number": numbers[2]}
    for _ in range(2):
        assert screens["陈立"].post(f"{PAGE}do/raise/", seen).status_code == 302
    page = screens.text("陈立", PAGE)
    assert page.index(numbers[0]) < page.index(numbers[2]) < page.index(numbers[1])
    presses(screens, "take-off", numbers[1])
    assert Meeting.objects.get(period="2026-06").items == 2
    again = presses(screens, "put-on", numbers[0])
    assert again.status_code == 409 and "meeting.item.twice" in again.content.decode()


def test_what_does_not_wait_for_a_meeting_stays_off_the_agenda(park: Park, screens: Screens) -> None:
    planned(park)
    number = park.dispatched()
    refused = presses(screens, "put-on", number)
    assert refused.status_code == 409 and "meeting.item.not-tabled" in refused.content.decode()
    assert "meeting.item.not-listed" in presses(screens, "raise", number).content.decode()
    assert "meeting.invite.no-item" in presses(screens, "invite", number).content.decode()


def test_another_day_and_another_host_are_explained(park: Park, screens: Screens) -> None:
    planned(park)
    weekend = presses(screens, "move", day="2026-06-13", reason="防汛值守")
    page = weekend.content.decode()
    assert weekend.status_code == 422 and "meeting.move.day" in page and "防汛值守" in page, "what was typed stays"
    stranger = presses(screens, "change-host", host=park["何工"], reason="休假")
    assert stranger.status_code == 422
    assert presses(screens, "move", day="2026-06-11", reason="防汛值守，改期两天").status_code == 302
    page = screens.text("陈立", PAGE)
    assert "6月11日" in page and "防汛值守，改期两天" in page
    early = presses(screens, "hold")
    assert early.status_code == 409 and "meeting.hold.too-early" in early.content.decode()
    assert presses(screens, "change-host", host=park["陈立"], reason="原主持人外出招商").status_code == 302
    assert "原主持人外出招商" in screens.text("陈立", PAGE)


def test_whoever_has_no_part_in_it_is_not_let_in(park: Park, screens: Screens) -> None:
    planned(park)
    tabled(park)
    for who in ("周敏", "何工", "苏检"):
        assert screens[who].get(PAGE).status_code == 403
    page = screens.text("李书记", PAGE)
    assert "列入议题" not in page and "登记召开" not in page, "a leader looks on; the centre prepares it"
    refused = screens["李书记"].post(f"{PAGE}do/hold/", {"command_id": "x1", "seen": 2})
    assert refused.status_code == 403 and "meeting.not-yours" in refused.content.decode()


def test_a_meeting_that_nobody_holds_lapses_and_stays_late(park: Park) -> None:
    planned(park)
    park.later(days=2)
    assert tick(park=park.code, now=park.now)
    assert not tick(park=park.code, now=park.now), "written once"
    assert Commitment.objects.get(stream_kind="meeting", kind="hold").lapsed


def test_the_minutes_say_who_does_what_until_when(park: Park, screens: Screens) -> None:
    planned(park)
    number = tabled(park)
    presses(screens, "put-on", number)
    assert screens["陈立"].get(f"{PAGE}minutes.docx").status_code == 404, "not held yet"
    presses(screens, "hold", present="李书记；刘芳")
    resolved(screens, number)
    answer = screens["陈立"].get(f"{PAGE}minutes.docx")
    document = Document(BytesIO(answer.content))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "企业接待日会议纪要" in text and "由建设局半月内修好屋面" in text and "2026年6月24日" in text
    assert [cell.text for cell in document.tables[0].rows[1].cells][:3] == [number, "海棠机电", "建设管理局"]
    printed = screens.text("陈立", f"{PAGE}agenda/")
    assert "接待日议程" in printed and "海棠机电" in printed


def test_its_rows_are_made_again_byte_for_byte_and_the_enterprise_can_be_forgotten(
    park: Park, screens: Screens
) -> None:
    planned(park)
    number = tabled(park)
    presses(screens, "put-on", number)
    presses(screens, "hold")
    resolved(screens, number)
    park.later(days=4)
    tick(park=park.code, now=park.now)
    before = projection_digest(park=park.code)
    rebuild(park=park.code, progress=lambda *_: None)
    assert projection_digest(park=park.code) == before
    with one_transaction(park=park.code):
        later = park.now + timedelta(hours=1)
        erase_subject(park=park.code, subject=park["海棠机电"], basis="pipl.47", actor="system", now=later)
    assert "由建设局半月内修好屋面" not in screens.text("陈立", PAGE)
    assert re.search("已按规定删除", screens.text("陈立", PAGE))


def test_a_park_without_a_reception_day_says_how_to_have_one(
    park: Park, screens: Screens, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(operations, "rules_of_loop", lambda **_: LoopRules(None, None, None, None))
    answer = screens["陈立"].get("/meetings/")
    assert answer.status_code == 409 and "meeting.none-held" in answer.content.decode()
    assert not plan_next(park=park.code, now=park.now)


def test_the_meeting_stands_on_the_hosts_desk(park: Park, screens: Screens) -> None:
    planned(park)
    assert "召开接待日" in screens.text("陈立", "/desk/")
    presses(screens, "hold")
    page = screens.text("陈立", "/desk/")
    assert "召开接待日" not in page and "形成会议纪要" in page


def test_whoever_reads_the_ledger_takes_these_entries_in_their_stride(park: Park, screens: Screens) -> None:
    planned(park)
    number = tabled(park)
    presses(screens, "put-on", number)
    park.later(days=2)
    tick(park=park.code, now=park.now)
    while seal(park=park.code).more:
        pass
    for name, handler in background.consumers():
        consumed = run_consumer(park=park.code, name=name, handler=handler)
        assert consumed.count and not consumed.more, name
    for duty in background.duties():
        duty.run(park.code, park.now)


def test_the_enterprise_that_is_invited_sees_it_on_its_phone(park: Park, screens: Screens) -> None:
    planned(park)
    number = tabled(park)
    presses(screens, "put-on", number)
    liu = gate.principal_for(park=park.code, actor=park["刘芳"], now=park.now)
    assert invitation(liu) is None
    presses(screens, "invite", number)
    assert str(invitation(liu)) == "2026-06-09"
    assert invitation(gate.principal_for(park=park.code, actor=park["马强"], now=park.now)) is None
