"""Reception day, visits, vote, leave: whoever owes something of them, or is meant by them, is told; ballots never."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from lianqi.server.board.operations import open_and_draw
from lianqi.server.board.operations import tick as tick_votes
from lianqi.server.cases import gate
from lianqi.server.fieldwork import operations as fieldwork
from lianqi.server.ledger.operations import one_transaction, seal
from lianqi.server.meetings import operations as meetings
from lianqi.server.notices import operations, queries
from lianqi.server.notices.models import Notice
from lianqi.server.people import operations as people
from tests.server.cases.park import PEOPLE, Park
from tests.server.notices.telling import codes, hear, lines, principal

pytestmark = pytest.mark.django_db


def link(park: Park, who: str, *enterprises: str) -> None:
    """Make somebody the officer of these enterprises."""
    with one_transaction():
        draft = next(one for one in people.draft_members(park=park.code) if one.name == who)
        for enterprise in enterprises:
            draft.link(park[enterprise], "liaison")
        people.store_members(park=park.code, drafts=[draft], actor="system", now=park.now)


def does(park: Park, who: str, kind: str, data: dict[str, object], texts: dict[str, str] | None = None) -> None:
    """Something at June's meeting."""
    applied = meetings.do(
        principal(park, who),
        period="2026-06",
        kind=kind,
        data=data,
        texts=texts or {},
        command_id=park.command_id(),
        now=park.now,
    )
    assert applied.refusal is None, applied.refusal


class TestTheReceptionDay:
    def test_host_handlers_and_the_officer_of_the_invited_are_told_and_a_stranger_is_not(self, park: Park) -> None:
        link(park, "周敏", "海棠机电")
        assert meetings.plan_next(park=park.code, now=park.now)
        number = park.dispatched()
        assert park.does("陈立", "escalate", number, reason="单位之间说法不一").refusal is None
        case = gate.case_for(principal(park, "陈立"), number)
        seen = {"case": case.id, "number": number, "enterprise": case.enterprise}
        does(park, "陈立", "put-on", seen)
        does(park, "陈立", "invite", {"enterprise": case.enterprise})
        park.later(minutes=5)
        does(park, "陈立", "move", {"day": date(2026, 6, 11)}, {"reason": "主要领导出差"})
        hear(park)
        assert "2026年6月接待日" in "".join(lines(park, "陈立")), "planned by the system: the host is told"
        assert {"item-put-on", "item-moved"} <= set(codes(park, "何工"))
        assert f"{number} 海棠机电：2026年6月接待日改到2026-06-11" in lines(park, "何工")
        assert {"meeting-invited", "item-moved"} <= set(codes(park, "周敏"))
        assert "meeting-moved" not in codes(park, "陈立"), "he moved it himself"
        assert not {"item-put-on", "item-moved"} & set(codes(park, "唐工")), "another unit's"
        assert not any("出差" in line for who in ("何工", "周敏") for line in lines(park, who)), (
            "reasons are read there"
        )
        assert "the reception day of 2026-06 moved to 2026-06-11" in " ".join(lines(park, "何工", "en"))

    def test_whoever_was_to_host_it_is_told_that_another_does(self, park: Park) -> None:
        assert meetings.plan_next(park=park.code, now=park.now)
        with one_transaction():
            draft = next(one for one in people.draft_members(park=park.code) if one.name == "江主任")
            draft.set("roles", [*PEOPLE["江主任"][0], *PEOPLE["陈立"][0]])
            people.store_members(park=park.code, drafts=[draft], actor="system", now=park.now)
        does(park, "江主任", "change-host", {"host": park["江主任"]}, {"reason": "陈主任外出招商"})
        hear(park)
        assert "2026年6月接待日（2026-06-09）改由他人主持，您不用再准备" in lines(park, "陈立")
        assert "meeting-hosted-by-another" not in codes(park, "江主任")


class TestVisits:
    def test_an_officer_is_told_of_the_quarter_once_for_all_enterprises(self, park: Park) -> None:
        link(park, "周敏", "海棠机电", "木棉食品")
        fieldwork.owe_visits(park=park.code, now=park.now)
        hear(park)
        assert codes(park, "周敏") == [], "not one by one"
        assert operations.due_today(park=park.code, now=park.now) == 1
        assert operations.due_today(park=park.code, now=park.now) == 0
        assert codes(park, "周敏") == ["visits-open"]
        assert lines(park, "周敏") == ["2026年第2季度的季度走访：有2户企业待走访，时限2026-06-30 17:00"]

    def test_what_lapsed_is_told_in_the_next_quarter_as_one(self, park: Park) -> None:
        link(park, "周敏", "海棠机电", "木棉食品")
        fieldwork.owe_visits(park=park.code, now=park.now)
        park.later(days=22)
        fieldwork.tick(park=park.code, now=park.now)
        operations.due_today(park=park.code, now=park.now)
        assert codes(park, "周敏") == ["visits-late"]
        assert "还有2户企业逾期未走访" in lines(park, "周敏")[0]

    def test_a_visit_that_was_declined_on_behalf_is_known_to_who_wrote_it(self, park: Park) -> None:
        link(park, "周敏", "海棠机电")
        fieldwork.owe_visits(park=park.code, now=park.now)
        fieldwork.decline(
            principal(park, "刘芳"), enterprise=park["海棠机电"], words="最近赶工", command_id="d-1", now=park.now
        )
        hear(park)
        assert lines(park, "周敏") == ["海棠机电：企业说本季度不用来走访，不再要求走访"]

    def test_the_day_reaches_the_enterprise_and_its_wish_for_another_the_officer(self, park: Park) -> None:
        link(park, "周敏", "海棠机电")
        fieldwork.owe_visits(park=park.code, now=park.now)
        here, day = park["海棠机电"], date(2026, 6, 11)
        fieldwork.appoint(principal(park, "周敏"), enterprise=here, day=day, command_id="a-1", now=park.now)
        hear(park)
        assert codes(park, "刘芳") == ["your-visit"] and codes(park, "马强") == [], "another enterprise's"
        fieldwork.ask_day(
            principal(park, "刘芳"),
            enterprise=here,
            day=date(2026, 6, 12),
            words="来客户",
            command_id="a-2",
            now=park.now,
        )
        hear(park)
        assert lines(park, "周敏") == ["海棠机电：希望把走访改到2026-06-12，请确认或另约"], "no word of the reason"


class TestTheVote:
    def test_contacts_of_the_drawn_are_asked_and_asked_again_whether_or_not_they_voted(self, park: Park) -> None:
        supervisor = next(who for who in ("陈立", "李书记") if _supervises(park, who))
        open_and_draw(principal(park, supervisor), period="2026Q2", command_id=park.command_id(), now=park.now)
        seal(park=park.code)
        hear(park)
        assert codes(park, "刘芳") == ["your-vote"] and codes(park, "马强") == ["your-vote"]
        park.later(days=21)
        tick_votes(park=park.code, now=park.now)
        hear(park)
        assert codes(park, "刘芳")[-1] == codes(park, "马强")[-1] == "your-vote-closing"
        assert not any(
            "红牌" in line or "黄牌" in line for who in ("刘芳", "马强", "陈立") for line in lines(park, who)
        )


class TestLeave:
    def test_who_stands_in_is_told_from_when_to_when_and_that_it_ended(self, park: Park) -> None:
        day = date(2026, 6, 9)
        with one_transaction():
            id = people.name_stand_in(
                park=park.code,
                absent=park["江主任"],
                person=park["钱总工"],
                since=day,
                until=day + timedelta(days=3),
                today=day,
                actor=park["江主任"],
                now=park.now,
            )
        hear(park)
        assert lines(park, "钱总工") == ["江主任请假，2026-06-09至2026-06-12由您代理；对方的待办也在您的台面上"]
        assert codes(park, "江主任") == []
        with one_transaction():
            people.end_stand_in(park=park.code, id=id, by=park["江主任"], actor=park["江主任"], now=park.now)
        hear(park)
        assert codes(park, "钱总工") == ["stand-in", "stand-in-ended"] and codes(park, "江主任") == []


class TestAQueue:
    def test_forty_new_cases_are_one_line_on_the_bell_of_the_centre(self, park: Park) -> None:
        for place in range(40):
            park.a_case(f"第{place}盏灯不亮")
        hear(park)
        assert codes(park, "陈立") == ["waiting"]
        (line,) = lines(park, "陈立")
        assert line.startswith("分办：现有40件，最早的时限")
        assert queries.unread(principal(park, "陈立")) == 1

    def test_read_it_comes_up_again_when_more_came_and_not_for_what_was_read_before(self, park: Park) -> None:
        from lianqi.server.ledger.models import Consumer
        from lianqi.server.notices.noticing import CONSUMER

        park.a_case()
        hear(park)
        operations.mark_all_read(park=park.code, recipient=park["陈立"], until=park.now, now=park.now)
        Consumer.objects.filter(park=park.code, name=CONSUMER).update(position=0)
        hear(park)
        assert queries.unread(principal(park, "陈立")) == 0, "the ledger was read twice, nobody is told twice"
        park.later(minutes=5)
        park.a_case("又一件")
        hear(park)
        assert queries.unread(principal(park, "陈立")) == 1
        assert Notice.objects.filter(recipient=park["陈立"]).count() == 1

    def test_what_was_kept_or_said_again_is_no_longer_unread(self, park: Park) -> None:
        number = park.dispatched()
        assert park.does("何工", "contact", number, by="phone").refusal is None
        hear(park)
        park.later(days=7)
        hear(park)
        assert codes(park, "何工") == ["made", "yellow"]
        assert queries.unread(principal(park, "何工")) == 1, "nearly due says more than made"
        assert park.does("何工", "draft", number, answer="屋顶已修", end="solved").refusal is None
        assert park.does("罗局", "review", number, approved=True).refusal is None
        assert park.does("江主任", "sign", number, approved=True).refusal is None
        hear(park)
        assert queries.unread(principal(park, "何工")) == 0, "answered: nothing is left to be reminded of"

    def test_what_is_due_today_brings_it_up_once_a_day(self, park: Park) -> None:
        park.a_case()
        hear(park)
        park.now += timedelta(days=1)
        operations.mark_all_read(park=park.code, recipient=park["陈立"], until=park.now, now=park.now)
        told = [operations.due_today(park=park.code, now=park.now) for _ in range(2)]
        assert told[1] == 0
        assert queries.unread(principal(park, "陈立")) == told[0]


def _supervises(park: Park, who: str) -> bool:
    return any(duty == "supervise" for duty, _unit in principal(park, who).duties)
