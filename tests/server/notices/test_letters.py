"""A letter instead of a storm (35 mails after one meeting: pains, row 36), at the time each person chose."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lianqi.server.ledger import clock
from lianqi.server.ledger.models import Delivery
from lianqi.server.ledger.operations import erase_subject, hold_deliveries, one_transaction, release_deliveries
from lianqi.server.notices import operations
from lianqi.server.notices.models import Letter, Notice
from tests.server.cases import park as world
from tests.server.cases.park import Park
from tests.server.notices.receiver import SECRET, Receiver
from tests.server.notices.telling import codes, group, hear, numbers, pass_by, principal

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def the_groups_robot(monkeypatch: pytest.MonkeyPatch, receiver: Receiver) -> None:
    monkeypatch.setenv("LIANQI_CHANNEL_BUREAU_URL", receiver.url("/wecom?key=group-key"))
    monkeypatch.setenv("LIANQI_CHANNEL_TEXTS_URL", receiver.url("/texts"))
    monkeypatch.setenv("LIANQI_CHANNEL_TEXTS_SECRET", SECRET)


def texts_to(receiver: Receiver, phone: str) -> list[str]:
    return [body["text"] for path, body in receiver.taken if path == "/texts" and body["to"] == phone]


def minute_by_minute(park: Park, receiver: Receiver, minutes: int) -> None:
    for _ in range(minutes):
        park.later(minutes=1)
        receiver.now = park.now.timestamp()
        pass_by(park)


def to_the_next_morning(park: Park, receiver: Receiver) -> None:
    """To 08:30 of Wednesday 10 June."""
    local = park.now + timedelta(hours=8)
    park.now += timedelta(days=1, hours=8 - local.hour, minutes=30 - local.minute)
    receiver.now = park.now.timestamp()
    pass_by(park)


def meeting(park: Park, cases: int) -> list[str]:
    """A round-table gives so many cases to the construction bureau, one entry after the other."""
    given = []
    for place in range(cases):
        number = park.dispatched(f"第{place}条路没有灯")
        assert park.does("陈立", "escalate", number, reason="两家单位意见不一").refusal is None
        given.append(number)
    hear(park)
    Notice.objects.all().update(go_at=None, read_at=park.now)  # what was before the meeting was read
    by = park.now + timedelta(days=3)
    for number in given:
        park.later(seconds=40)
        done = park.does(
            "陈立", "resolve", number, outcome="dispatch", resolution="由建设管理局办", main_unit="construction", by=by
        )
        assert done.refusal is None, done.refusal
        pass_by(park)
    return given


class TestAfterAMeeting:
    def test_35_cases_make_one_message_in_the_groups_morning(self, park: Park, receiver: Receiver) -> None:
        group(park, "bureau")
        given = meeting(park, 35)
        minute_by_minute(park, receiver, 20)
        assert receiver.taken == [], "nothing is pressing: it waits for the morning"
        to_the_next_morning(park, receiver)
        assert len(receiver.texts) == 1
        (text,) = receiver.texts
        assert text.startswith("【示例园区】事项提醒（70条）：今日到期35、新的应办事项35\n"), (
            "首次联系 today, 答复 on Friday"
        )
        assert text.count("……另有25条，请登录查看") == 2
        assert 10 <= len(numbers([text], given)) <= 20 and len(text.encode()) <= 2048
        minute_by_minute(park, receiver, 30)
        assert len(receiver.texts) == 1, "and never again"

    def test_35_cases_make_one_text_message_for_何工(self, phones: Park, receiver: Receiver) -> None:
        park = phones
        group(park, "texts", kind="sms", unit="")
        meeting(park, 35)
        to_the_next_morning(park, receiver)
        assert texts_to(receiver, "13800000001") == ["【示例园区】您有70条新消息：今日到期35、新的应办事项35"]
        assert codes(park, "何工").count("made") == 70, "on screen each stands singly, before and after the meeting"

    def test_even_who_wants_all_at_once_is_not_rung_35_times(self, phones: Park, receiver: Receiver) -> None:
        park = phones
        group(park, "texts", kind="sms", unit="")
        operations.arrange_mailbox(park=park.code, recipient=park["何工"], now=park.now, other="at-once")
        receiver.now = park.now.timestamp()
        given = meeting(park, 35)
        minute_by_minute(park, receiver, 20)
        letters = Letter.objects.filter(park=park.code, recipient=park["何工"])
        assert 1 <= letters.count() <= 4, "one in a quarter of an hour at the most"
        told = Notice.objects.filter(park=park.code, recipient=park["何工"], code="made").exclude(letter="")
        assert {row.case_no for row in told} == set(given), "and nothing was left out"


class TestRhythms:
    def test_a_red_light_comes_at_once_a_new_case_with_the_morning(self, park: Park, receiver: Receiver) -> None:
        group(park, "bureau")
        number = park.dispatched()
        park.now += timedelta(days=7, hours=1)  # Tuesday 16 June, 10:30: contact long overdue
        receiver.now = park.now.timestamp()
        hear(park)
        told = Notice.objects.filter(park=park.code, recipient="group:bureau")
        red, made = told.filter(code__in=("red", "raised")), told.get(code="made")
        assert red.exists() and all(row.go_at == park.now + timedelta(minutes=2) for row in red)
        assert made.go_at == park.now - timedelta(hours=2) + timedelta(days=1) or made.urgent
        minute_by_minute(park, receiver, 3)
        assert len(receiver.texts) == 1 and number in receiver.texts[0]

    def test_what_turns_red_at_night_waits_for_the_morning(self, park: Park, receiver: Receiver) -> None:
        group(park, "bureau")
        park.dispatched()
        to_the_next_morning(park, receiver)
        before = len(receiver.texts)
        park.now = park.now.replace(hour=15) + timedelta(days=7)  # 23:00 in the park
        minute_by_minute(park, receiver, 10)
        assert len(receiver.texts) == before
        park.now = park.now.replace(hour=0, minute=29) + timedelta(days=1)
        minute_by_minute(park, receiver, 4)
        assert len(receiver.texts) == before + 1

    def test_a_promise_of_three_hours_by_the_clock_rings_at_night(
        self, db: None, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        rules = world.RULES
        for old, new in (
            ("contact: {value: 1wd", "contact: {value: 3h"),
            ("before: {value: 1wd", "before: {value: 1h"),
        ):
            assert old in rules
            rules = rules.replace(old, new)
        monkeypatch.setattr(world, "RULES", rules)
        park = world.open_park()
        monkeypatch.setattr(clock, "database_now", lambda: park.now)
        group(park, "bureau")
        park.now = park.now.replace(hour=12)  # 20:00 in the park
        number = park.dispatched("园区变电站冒烟")
        hear(park)
        minute_by_minute(park, receiver, 10)
        assert receiver.texts == [], "the bureau need not hear of it before the morning"
        park.later(hours=1, minutes=48)
        minute_by_minute(park, receiver, 10)
        assert len(receiver.texts) == 1, "an hour before it is due, at 22:00: the mechanism's clock runs"
        assert all(f"{number} 海棠机电：“首次联系”" in text for text in receiver.texts)
        assert not any("“答复”" in text for text in receiver.texts), "what is reckoned in working days waits"

    def test_what_is_due_today_is_told_in_the_morning_once(self, phones: Park, receiver: Receiver) -> None:
        park = phones
        group(park, "texts", kind="sms", unit="")
        park.dispatched()
        operations.arrange_mailbox(park=park.code, recipient=park["何工"], now=park.now, other="never")
        hear(park)
        park.now = park.now.replace(day=16, hour=0, minute=20)  # 08:20 of the day it is due
        minute_by_minute(park, receiver, 60)
        assert codes(park, "何工").count("due-today") == 1
        assert any("今日到期1" in text for text in texts_to(receiver, "13800000001"))

    def test_who_has_read_it_gets_no_letter(self, phones: Park, receiver: Receiver) -> None:
        park = phones
        group(park, "texts", kind="sms", unit="")
        park.dispatched()
        hear(park)
        assert operations.mark_all_read(park=park.code, recipient=park["何工"], until=park.now, now=park.now) == 1
        to_the_next_morning(park, receiver)
        assert texts_to(receiver, "13800000001") == []
        assert len(texts_to(receiver, "13800000002")) == 1, "罗局 has not read his"

    def test_what_was_done_meanwhile_needs_no_reminder(self, park: Park, receiver: Receiver) -> None:
        group(park, "bureau")
        number = park.dispatched()
        hear(park)
        assert park.does("陈立", "transfer", number, main_unit="economy", reason="不属建设管理局").refusal is None
        to_the_next_morning(park, receiver)
        assert receiver.texts == [], "it is with the economists now"

    def test_whoever_changes_their_mind_is_heard_at_once(self, phones: Park, receiver: Receiver) -> None:
        park = phones
        group(park, "texts", kind="sms", unit="")
        park.dispatched()
        hear(park)
        operations.arrange_mailbox(park=park.code, recipient=park["何工"], now=park.now, by_sms=False)
        assert not Notice.objects.filter(recipient=park["何工"], go_at__isnull=False).exists()
        to_the_next_morning(park, receiver)
        assert texts_to(receiver, "13800000001") == []


class TestWhatALetterSays:
    def test_a_confidential_report_is_not_even_hinted_at(self, phones: Park, receiver: Receiver) -> None:
        park = phones
        group(park, "texts", kind="sms", unit="")
        group(park, "bureau", unit="")
        done = park.says("刘芳", "验收人员索要好处", channel="phone-page", case_kind="complaint", confidential=True)
        hear(park)
        to_the_next_morning(park, receiver)
        assert texts_to(receiver, "13800000003") == ["【示例园区】您有1条新消息：您有新的办理消息，请登录查看"]
        said = " ".join(str(body) for _, body in receiver.taken)
        assert not any(word in said for word in (done.number, "海棠", "保密", "索要", "inspect"))
        assert not Notice.objects.filter(recipient="group:bureau").exists()

    def test_who_left_before_it_went_out_gets_nothing_and_somebody_sees_why(
        self, phones: Park, receiver: Receiver
    ) -> None:
        park = phones
        group(park, "texts", kind="sms", unit="")
        park.dispatched()
        hear(park)
        park.now += timedelta(days=1)
        operations.gather(park=park.code, now=park.now)
        with one_transaction():
            erase_subject(park=park.code, subject=park["何工"], basis="pipl.47.1", actor=park["陈立"], now=park.now)
        receiver.now = park.now.timestamp()
        operations.send_due(park=park.code, now=park.now)
        assert texts_to(receiver, "13800000001") == []
        assert list(Delivery.objects.filter(state="failed").values_list("failure", flat=True)) == ["NobodyThere"]

    def test_a_restored_database_sends_nothing_before_somebody_has_looked(self, park: Park, receiver: Receiver) -> None:
        group(park, "bureau")
        park.dispatched()
        hear(park)
        park.now += timedelta(days=1)
        operations.gather(park=park.code, now=park.now)
        hold_deliveries()
        minute_by_minute(park, receiver, 3)
        assert receiver.taken == []
        release_deliveries(park=park.code, now=park.now)
        minute_by_minute(park, receiver, 2)
        assert len(receiver.texts) == 1


def test_old_notices_are_swept_and_news_stay(park: Park) -> None:
    park.dispatched()
    hear(park)
    park.later(days=181)
    assert Notice.objects.exists()
    operations.sweep(park=park.code, now=park.now)
    assert not Notice.objects.exists()
    assert principal(park, "何工").actor.id == park["何工"]
