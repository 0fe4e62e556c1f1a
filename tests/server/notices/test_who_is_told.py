"""Who is told what; who did it, who stepped aside and who may not see it are not."""

from __future__ import annotations

import re
import string
from datetime import timedelta

import pytest

from lianqi.kernel.cases.evolve import EVENT_TYPES
from lianqi.kernel.commitments import EVENT_TYPES as COMMITMENT_EVENTS
from lianqi.kernel.messages.events import EVENTS
from lianqi.server.ledger.operations import erase_subject, one_transaction, run_consumer
from lianqi.server.notices.beside import VISIT_CODES
from lianqi.server.notices.models import Notice
from lianqi.server.notices.noticing import CONSUMER, notice
from lianqi.server.notices.rules import BESIDE, TABLE, WAITING
from lianqi.server.notices.texts import TEXTS
from tests.server.cases.park import PEOPLE, Park
from tests.server.notices.telling import codes, hear, lines

EVERYBODY = (*PEOPLE, "刘芳", "马强")


class TestTheTable:
    def test_every_row_names_an_event_there_is_and_a_text_there_is(self) -> None:
        assert {rule.event for rule in TABLE} <= set(EVENT_TYPES)
        beside = {rule.notice for table in BESIDE.values() for rule in table}
        assert {rule.notice for rule in TABLE} | beside | {"due-today", WAITING} | VISIT_CODES.keys() == set(TEXTS)

    @pytest.mark.parametrize("code", sorted(TEXTS))
    def test_both_languages_say_the_same_details(self, code: str) -> None:
        text = TEXTS[code]
        zh, en = (
            {field for _, field, _, _ in string.Formatter().parse(said) if field}
            for said in (text.line.zh, text.line.en)
        )
        assert zh == en
        assert re.search("[一-鿿]", text.title.zh) and not re.search("[一-鿿]", text.title.en + text.line.en)

    @pytest.mark.parametrize("code", sorted(code for code in TEXTS if code.startswith("your-")))
    def test_an_enterprise_is_spoken_to_and_sees_no_other_case(self, code: str) -> None:
        assert "您" in TEXTS[code].line.zh
        assert "{into}" not in TEXTS[code].line.zh and "{who}" not in TEXTS[code].line.zh

    def test_what_a_text_names_stands_in_its_event(self) -> None:
        for rule in TABLE:
            given = {"number", "enterprise"}
            if rule.event in COMMITMENT_EVENTS:
                given |= {"who", "owed", "due"}
            fields = {field for _, field, _, _ in string.Formatter().parse(TEXTS[rule.notice].line.zh) if field}
            logged = {field for _, field, _, _ in string.Formatter().parse(EVENTS[rule.event][0]) if field}
            lacking = fields - given - logged
            assert not lacking, rule


pytestmark = pytest.mark.django_db


def test_a_dispatched_case_is_told_to_its_unit_and_to_the_enterprise(park: Park) -> None:
    number = park.dispatched("三号厂房屋顶漏水", contact=park["刘芳"], on_behalf=True)
    hear(park)
    assert {who: told for who in EVERYBODY if (told := codes(park, who))} == {
        "陈立": ["waiting"],  # 周敏 recorded it, the centre has to dispatch it; what he did then he knows
        "何工": ["made"],
        "罗局": ["made"],
        "刘芳": ["your-dispatched", "your-recorded"],
    }
    assert lines(park, "何工") == [f"{number} 海棠机电：请于2026-06-16 17:00前完成“答复”"]
    assert set(lines(park, "刘芳")) == {f"您反映的事项{number}已交建设管理局办理", f"您反映的事项已登记，编号{number}"}
    assert lines(park, "何工", "en") == [f"{number} 海棠机电: “answer” by 2026-06-16 17:00"]


def test_lights_climb_from_the_handler_to_the_leader_in_charge(park: Park) -> None:
    park.dispatched()
    hear(park)
    park.later(days=12)
    hear(park)
    assert "raised" in codes(park, "何工") and "raised" in codes(park, "江主任")
    assert "raised" not in codes(park, "唐工"), "another unit's"


def test_a_draft_goes_up_comes_back_and_the_answer_reaches_the_enterprise(park: Park) -> None:
    number = park.dispatched(contact=park["刘芳"], on_behalf=True)
    for who, kind, data in (
        ("何工", "contact", {"by": "phone"}),
        ("何工", "draft", {"answer": "屋顶已修", "end": "solved"}),
        ("罗局", "review", {"approved": False, "note": "写明质保"}),
        ("何工", "draft", {"answer": "屋顶已修，质保五年", "end": "solved"}),
        ("罗局", "review", {"approved": True}),
        ("江主任", "sign", {"approved": True}),
    ):
        park.later(minutes=30)
        assert park.does(who, kind, number, **data).refusal is None
    hear(park)
    assert codes(park, "罗局").count("draft-up") == 2
    assert "sent-back" in codes(park, "何工")
    assert codes(park, "江主任") == ["draft-up"]
    unread = Notice.objects.filter(park=park.code, code="draft-up", read_at__isnull=True)
    assert not unread.exists(), "what was judged waits for nobody"
    assert f"您反映的事项{number}已答复（已解决），请查看并评价是否认可" in lines(park, "刘芳")
    assert not any("质保" in line for who in EVERYBODY for line in lines(park, who)), "words are read behind the gate"


def test_the_enterprise_is_told_of_a_pause_a_plan_and_a_merger_without_the_other_number(park: Park) -> None:
    number = park.dispatched(contact=park["刘芳"], on_behalf=True)
    other = park.dispatched("隔壁厂房也漏水", of="木棉食品")
    until = park.now + timedelta(days=2)
    assert park.does("何工", "pause", number, reason="缺产权证", until=until).refusal is None
    park.later(minutes=5)
    assert park.does("何工", "resume", number).refusal is None
    park.later(minutes=5)
    assert park.does("陈立", "merge", number, into=other).refusal is None
    hear(park)
    assert {"your-paused", "your-resumed", "your-merged"} <= set(codes(park, "刘芳"))
    said = " ".join(lines(park, "刘芳") + lines(park, "刘芳", "en"))
    assert other not in said and "木棉" not in said and "产权证" not in said


def test_of_a_confidential_report_only_the_inspection_and_its_reporter_hear(park: Park) -> None:
    done = park.says("刘芳", "验收人员索要好处", channel="phone-page", case_kind="complaint", confidential=True)
    hear(park)
    park.later(days=20)
    hear(park)
    told = {who for who in EVERYBODY if codes(park, who)}
    assert told <= {"苏检", "严书记", "刘芳"} and "苏检" in told
    assert (
        Notice.objects.filter(park=park.code, case_no=done.number)
        .exclude(recipient__in=[park["苏检"], park["严书记"], park["刘芳"]])
        .count()
        == 0
    )


def test_who_stepped_aside_hears_no_more_of_it(park: Park) -> None:
    number = park.dispatched()
    assert park.does("何工", "recuse", number, person=park["何工"], reason="亲属任职").refusal is None
    park.later(minutes=5)
    assert park.does("陈立", "urge", number).refusal is None
    hear(park)
    assert "urged" not in codes(park, "何工")


def test_reading_the_ledger_twice_tells_nobody_twice(park: Park) -> None:
    from lianqi.server.ledger.models import Consumer

    park.dispatched()
    hear(park)
    before = Notice.objects.count()
    Consumer.objects.filter(park=park.code, name=CONSUMER).update(position=0)
    assert run_consumer(park=park.code, name=CONSUMER, handler=notice).count > 0
    assert Notice.objects.count() == before > 0


def test_a_ledger_of_last_year_rings_nobody(park: Park) -> None:
    park.dispatched()
    from lianqi.server.ledger.operations import seal

    park.later(days=31)
    seal(park=park.code)
    run_consumer(park=park.code, name=CONSUMER, handler=notice)
    assert not Notice.objects.exists()


def test_刘芳_is_forgotten_and_is_told_nothing_any_more(park: Park) -> None:
    park.dispatched(contact=park["刘芳"], on_behalf=True)
    hear(park)
    assert codes(park, "刘芳")
    with one_transaction():
        erase_subject(park=park.code, subject=park["刘芳"], basis="pipl.47.1", actor=park["陈立"], now=park.now)
    assert codes(park, "刘芳") == []
