"""Deliveries: tried again, given up where a person sees it, never doubled inside, at least once outside."""

from __future__ import annotations

import smtplib
import socketserver
import threading
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from itertools import pairwise
from typing import Any

import pytest

from lianqi.server.ledger.models import Delivery
from lianqi.server.ledger.operations import retry_failed
from lianqi.server.ledger.values import LedgerRefusal
from lianqi.server.notices import operations, queries
from lianqi.server.notices.outgoing.failures import NobodyThere, NotSetUp
from lianqi.server.notices.outgoing.mail import Post
from tests.server.cases.park import Park
from tests.server.notices.receiver import SECRET, Receiver
from tests.server.notices.telling import group, hear, pass_by

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def the_other_system(monkeypatch: pytest.MonkeyPatch, receiver: Receiver) -> None:
    monkeypatch.setenv("LIANQI_CHANNEL_CITY_URL", receiver.url("/city"))
    monkeypatch.setenv("LIANQI_CHANNEL_CITY_SECRET", SECRET)
    monkeypatch.setenv("LIANQI_CHANNEL_BUREAU_URL", receiver.url("/feishu"))
    monkeypatch.setenv("LIANQI_CHANNEL_BUREAU_SECRET", SECRET)


def minute(park: Park, receiver: Receiver, **time: float) -> int:
    park.later(**(time or {"minutes": 1}))
    receiver.now = park.now.timestamp()
    return pass_by(park)


class TestAnotherSystem:
    def test_it_is_handed_each_event_once_with_its_id_and_place(self, park: Park, receiver: Receiver) -> None:
        group(park, "city", kind="webhook", unit="")
        number = park.dispatched(contact=park["刘芳"], on_behalf=True)
        for _ in range(3):
            minute(park, receiver)
        told = [body for _, body in receiver.taken]
        assert [body["type"] for body in told[:2]] == ["recorded", "commitment-made"]
        assert [body["position"] for body in told] == sorted({body["position"] for body in told})
        assert {body["case"] for body in told} == {number}
        assert len({body["event_id"] for body in told}) == len(told) == Delivery.objects.filter(state="sent").count()
        said = " ".join(str(body) for body in told)
        assert "漏水" not in said and park["刘芳"] not in said and "海棠" not in said

    def test_it_hears_nothing_of_what_is_confidential_nor_of_what_was_before(
        self, park: Park, receiver: Receiver
    ) -> None:
        park.dispatched()
        park.later(minutes=5)
        group(park, "city", kind="webhook", unit="")
        park.says("刘芳", "验收人员索要好处", channel="phone-page", case_kind="complaint", confidential=True)
        for _ in range(3):
            minute(park, receiver)
        assert receiver.taken == []

    def test_while_it_is_away_it_is_tried_ever_more_rarely_then_given_up_and_seen(
        self, park: Park, receiver: Receiver
    ) -> None:
        group(park, "city", kind="webhook", unit="")
        park.a_case()
        receiver.status = 503
        tries = []
        for passed in range(150):
            before = receiver.calls
            minute(park, receiver)
            if receiver.calls > before:
                tries.append(passed)
        waits = [later - sooner for sooner, later in pairwise(tries)]
        assert waits == sorted(waits) and waits[0] <= 2 and waits[-1] >= 60
        assert len(tries) == 8, "once for all that waits: who is away is not asked twice in a minute"
        assert {trouble.state for trouble in queries.troubles(park=park.code)} == {"failed"}
        (city,) = [way for way in queries.outside(park=park.code) if way.channel == "hook.city"]
        assert city.ready and city.counts == {"failed": 2} and city.last_sent is None

        receiver.status = 200
        assert minute(park, receiver) == 0, "nobody tries on by themselves"
        assert retry_failed(park=park.code, channel="hook.city", now=park.now) == 2
        assert minute(park, receiver) == 2 and queries.troubles(park=park.code) == ()

    def test_a_worker_killed_while_sending_sends_again_and_the_receiver_can_tell(
        self, park: Park, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from lianqi.server.ledger.operations import delivering

        group(park, "city", kind="webhook", unit="")
        park.a_case()
        park.later(minutes=1)
        receiver.now = park.now.timestamp()
        hear(park)
        with monkeypatch.context() as killed:

            def die(*_: Any, **__: Any) -> None:
                raise KeyboardInterrupt

            killed.setattr(delivering, "_settle", die)
            with pytest.raises(KeyboardInterrupt):
                operations.send_due(park=park.code, now=park.now)
        assert len(receiver.taken) == 1
        for _ in range(3):
            minute(park, receiver)
        first, *others = [body["event_id"] for _, body in receiver.taken]
        assert others.count(first) == 1 and len(set(others)) == len(others)

    def test_without_its_secret_nothing_is_sent_and_somebody_sees_why(
        self, park: Park, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        group(park, "city", kind="webhook", unit="")
        monkeypatch.delenv("LIANQI_CHANNEL_CITY_SECRET")
        park.a_case()
        minute(park, receiver)
        assert receiver.calls == 0
        assert {trouble.failure for trouble in queries.troubles(park=park.code)} == {"NotSetUp"}
        assert not next(way for way in queries.outside(park=park.code) if way.channel == "hook.city").ready

    def test_no_more_than_fifteen_a_minute(self, park: Park, receiver: Receiver) -> None:
        group(park, "city", kind="webhook", unit="")
        for place in range(10):
            park.a_case(f"第{place}盏灯不亮")
        assert [minute(park, receiver) for _ in range(3)] == [15, 5, 0]

    def test_a_channel_that_is_dropped_is_left_alone(self, park: Park, receiver: Receiver) -> None:
        group(park, "city", kind="webhook", unit="")
        park.a_case()
        hear(park)
        operations.drop_channel(park=park.code, name="city")
        park.a_case("又一件")
        minute(park, receiver)
        assert receiver.calls == 0 and {row.failure for row in queries.troubles(park=park.code)} == {"NotSetUp"}
        with pytest.raises(LedgerRefusal) as refused:
            operations.drop_channel(park=park.code, name="county")
        assert refused.value.refusal.code == "notices.channel-unknown"


def test_feishu_is_not_written_to_on_the_half_hour_as_it_asks(park: Park, receiver: Receiver) -> None:
    group(park, "bureau", kind="feishu")
    park.dispatched()
    hear(park)
    park.now = park.now.replace(hour=0, minute=30) + timedelta(days=1)
    assert minute(park, receiver, seconds=1) == 0
    sent = [minute(park, receiver) for _ in range(4)]
    assert sent.index(1) == 2 and sum(sent) == 1


class Mailroom(socketserver.ThreadingTCPServer):
    """A mail server of a few words: what was sent to whom; it refuses 刘芳's former address."""

    daemon_threads = True

    def __init__(self) -> None:
        self.letters: list[tuple[str, Any]] = []
        super().__init__(("127.0.0.1", 0), _Clerk)


class _Clerk(socketserver.StreamRequestHandler):
    server: Mailroom

    def handle(self) -> None:
        self.say("220 mailroom")
        to = ""
        while line := self.rfile.readline().decode().strip():
            if line.upper().startswith("RCPT"):
                to = line.partition("<")[2].rstrip(">")
                self.say("550 gone" if to.startswith("former") else "250 ok")
            elif line.upper() == "DATA":
                self.say("354 go on")
                lines = iter(self.rfile.readline, b".\r\n")
                self.server.letters.append((to, message_from_bytes(b"".join(lines), policy=default)))
                self.say("250 taken")
            else:
                self.say("221 bye" if line.upper() == "QUIT" else "250 ok")

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


@pytest.fixture
def mailroom(settings: Any) -> Iterator[Mailroom]:
    with Mailroom() as room:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", room.server_address[1]
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        thread = threading.Thread(target=room.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield room
        room.shutdown()
        thread.join()


class TestMail:
    def test_刘芳_gets_one_letter_in_the_morning_and_it_says_which_event(
        self, park: Park, receiver: Receiver, mailroom: Mailroom, settings: Any
    ) -> None:
        settings.PUBLIC_URL = "https://lianqi.example.org"
        operations.arrange_mailbox(park=park.code, recipient=park["刘芳"], now=park.now, email="liufang@example.org")
        number = park.dispatched(contact=park["刘芳"], on_behalf=True)
        hear(park)
        park.now = park.now.replace(hour=0, minute=30) + timedelta(days=1)
        for _ in range(3):
            minute(park, receiver)
        ((to, letter),) = mailroom.letters
        assert to == "liufang@example.org"
        assert letter["Subject"].strip() == "【示例园区】您有2条新消息：已交办1、已登记1"
        body = letter.get_content()
        assert f"您反映的事项{number}已交建设管理局办理" in body and "https://lianqi.example.org" in body
        assert "漏水" not in body, "her words stay behind the gate"
        sent = Delivery.objects.get(channel="email")
        assert letter["Lianqi-Event-Id"] == str(sent.event_id) and sent.recipient in letter["Message-ID"]
        assert letter["Auto-Submitted"] == "auto-generated"

    def test_in_english_for_who_reads_english(self, park: Park, receiver: Receiver, mailroom: Mailroom) -> None:
        operations.arrange_mailbox(
            park=park.code, recipient=park["何工"], now=park.now, email="he@example.org", lang="en"
        )
        park.dispatched()
        hear(park)
        park.now = park.now.replace(hour=0, minute=30) + timedelta(days=1)
        minute(park, receiver)
        assert mailroom.letters[0][1]["Subject"].strip().startswith("[示例园区] 2 messages for you: Due today 1, ")

    def test_an_address_that_is_refused_stops_no_other_letter(
        self, park: Park, receiver: Receiver, mailroom: Mailroom
    ) -> None:
        for who, address in (("刘芳", "former@example.org"), ("何工", "he@example.org")):
            operations.arrange_mailbox(park=park.code, recipient=park[who], now=park.now, email=address)
        park.dispatched(contact=park["刘芳"], on_behalf=True)
        hear(park)
        park.now = park.now.replace(hour=0, minute=30) + timedelta(days=1)
        minute(park, receiver)
        assert [to for to, _ in mailroom.letters] == ["he@example.org"]
        assert [trouble.failure for trouble in queries.troubles(park=park.code)] == ["NotTaken"]

    def test_a_mail_server_that_is_away_is_asked_once_in_a_round(
        self, settings: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
        asked = []
        real = smtplib.SMTP.__init__
        monkeypatch.setattr(smtplib.SMTP, "__init__", lambda *a, **k: (asked.append(1), real(*a, **k))[1])
        from lianqi.server.notices.outgoing.failures import Unreachable

        with Post() as post:
            for _ in range(3):
                with pytest.raises(Unreachable):
                    post.send(to="he@example.org", subject="a", body="b", id="c", event=1)
        assert len(asked) == 1

    def test_without_a_mail_server_it_says_so(self, settings: Any) -> None:
        settings.EMAIL_HOST = ""
        with Post() as post, pytest.raises(NotSetUp):
            post.send(to="he@example.org", subject="a", body="b", id="c", event=1)

    def test_a_subject_cannot_begin_another_header(self, mailroom: Mailroom) -> None:
        with Post() as post:
            post.send(to="he@example.org", subject="a\r\nBcc: all@example.org", body="b", id="c", event=1)
        assert mailroom.letters[0][1]["Bcc"] is None


def test_an_event_that_is_no_cases_is_handed_to_nobody(park: Park) -> None:
    from lianqi.server.notices.operations.sending import payload

    with pytest.raises(NobodyThere):
        payload(park=park.code, event_id=10**9)
