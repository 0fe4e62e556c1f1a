"""The ways out, against a receiver that checks what the robots' makers check; and what may not be called at all."""

from __future__ import annotations

import socket
import time
from typing import Any

import pytest

from lianqi.server.notices.outgoing import posting, robots, signing, systems
from lianqi.server.notices.outgoing.failures import (
    AddressNotAllowed,
    NotTaken,
    SignatureRefused,
    TooMany,
    Unreachable,
)
from lianqi.server.notices.outgoing.posting import post
from tests.server.notices.receiver import SECRET, Receiver

NOW = 1_780_965_000
PATHS = {"wecom": "/wecom?key=group-key", "dingtalk": "/dingtalk?access_token=group-token", "feishu": "/feishu"}


@pytest.fixture(autouse=True)
def the_receivers_clock(receiver: Receiver) -> None:
    receiver.now = NOW


def speak(receiver: Receiver, kind: str, text: str, *, secret: str = SECRET, now: int = NOW) -> None:
    robots.speak(kind, url=receiver.url(PATHS[kind]), secret=secret, text=text, now=now * 1000)


class TestRobots:
    @pytest.mark.parametrize("kind", PATHS)
    def test_each_robot_says_it_in_its_group(self, receiver: Receiver, kind: str) -> None:
        speak(receiver, kind, "海棠机电的“答复”已逾期")
        assert receiver.texts == ["海棠机电的“答复”已逾期"]

    @pytest.mark.parametrize("kind", ["dingtalk", "feishu"])
    def test_another_secret_is_refused_and_said_so(self, receiver: Receiver, kind: str) -> None:
        with pytest.raises(SignatureRefused):
            speak(receiver, kind, "你好", secret="another")
        assert receiver.taken == []

    @pytest.mark.parametrize("kind", ["dingtalk", "feishu"])
    def test_a_clock_that_is_two_hours_wrong_is_refused(self, receiver: Receiver, kind: str) -> None:
        with pytest.raises(SignatureRefused):
            speak(receiver, kind, "你好", now=NOW - 7_200)

    @pytest.mark.parametrize("kind", PATHS)
    def test_a_robot_that_has_enough_is_tried_again_later(self, receiver: Receiver, kind: str) -> None:
        receiver.busy = True
        with pytest.raises(TooMany):
            speak(receiver, kind, "你好")

    def test_a_robot_that_is_gone_did_not_take_it(self, receiver: Receiver) -> None:
        with pytest.raises(NotTaken):
            robots.speak("wecom", url=receiver.url("/wecom?key=old"), secret="", text="你好", now=NOW * 1000)

    @pytest.mark.parametrize("kind", PATHS)
    def test_a_page_of_some_proxy_is_no_success(self, receiver: Receiver, kind: str) -> None:
        receiver.status = 204
        with pytest.raises(NotTaken):
            speak(receiver, kind, "你好")
        receiver.status = 502
        with pytest.raises(Unreachable):
            speak(receiver, kind, "你好")

    @pytest.mark.parametrize("kind", PATHS)
    def test_a_long_text_is_cut_between_lines_to_what_the_robot_takes(self, receiver: Receiver, kind: str) -> None:
        lines = [f"{place}. 海棠机电：“答复”已逾期" for place in range(2_000)]
        speak(receiver, kind, "\n".join(lines))
        (text,) = receiver.texts
        kept = text.splitlines()
        assert kept[-1] == "……" and kept[:-1] == lines[: len(kept) - 1] and len(kept) > 30

    def test_one_line_that_is_too_long_is_cut_between_characters(self) -> None:
        cut = robots.fitted("漏" * 2_000, 2_048)
        assert cut.endswith("漏\n……") and 2_000 < len(cut.encode()) <= 2_048


class TestSigned:
    def send(self, receiver: Receiver, *, secret: str = SECRET, now: int = NOW) -> None:
        systems.send_signed(url=receiver.url("/other"), secret=secret, id="sample:7", payload={"event_id": 7}, now=now)

    def test_another_system_gets_the_event_and_can_tell_a_repetition(self, receiver: Receiver) -> None:
        self.send(receiver)
        self.send(receiver)
        assert [body for _, body in receiver.taken] == [{"event_id": 7}] * 2
        assert {headers["Lianqi-Delivery"] for headers in receiver.headers} == {"sample:7"}

    def test_what_the_receiver_checks_is_what_our_own_check_says(self, receiver: Receiver) -> None:
        body = b'{"event_id":7}'
        headers = signing.signed(secret=SECRET, body=body, now=NOW)
        for body_, secret, now, good in (
            (body, SECRET, NOW, True),
            (body, SECRET, NOW + 300, True),
            (body, SECRET, NOW + 301, False),
            (body, SECRET, NOW - 301, False),
            (body + b" ", SECRET, NOW, False),
            (body, "another", NOW, False),
        ):
            assert signing.holds(secret=secret, body=body_, headers=headers, now=now) is good
            receiver.now = now
            assert (receiver._signed(headers, body_)[0] == 200) is good or secret != SECRET

    def test_no_header_no_trust(self) -> None:
        assert not signing.holds(secret=SECRET, body=b"", headers={}, now=NOW)
        assert not signing.holds(secret=SECRET, body=b"", headers={"Lianqi-Timestamp": "x"}, now=NOW)

    def test_an_old_message_played_again_is_refused(self, receiver: Receiver) -> None:
        with pytest.raises(NotTaken):
            self.send(receiver, now=NOW - 301)

    def test_a_gateway_gets_number_and_text(self, receiver: Receiver) -> None:
        gateway = systems.SignedGateway(url=receiver.url("/texts"), secret=SECRET, now=NOW)
        gateway.send(number="13800000001", text="您有1条新消息", id="letter-1")
        assert receiver.taken == [("/texts", {"id": "letter-1", "to": "13800000001", "text": "您有1条新消息"})]

    @pytest.mark.parametrize(
        ("status", "failure"), [(429, TooMany), (503, Unreachable), (403, NotTaken), (302, NotTaken)]
    )
    def test_only_a_status_2xx_is_success(self, receiver: Receiver, status: int, failure: type[Exception]) -> None:
        receiver.status = status
        with pytest.raises(failure):
            self.send(receiver)


class TestWhatMayBeCalled:
    def test_a_redirect_is_not_followed(self, receiver: Receiver) -> None:
        receiver.status, receiver.location = 302, receiver.url("/inside")
        assert post(receiver.url("/other"), body=b"{}", headers={}).status == 302
        assert receiver.calls == 1

    @pytest.mark.parametrize(
        "url",
        [
            "https://example.org/hook",  # not on the list
            "https://open.feishu.cn.example.org/hook",
            "https://open.feishu.cn:8443/hook",  # another port
            "https://user:word@open.feishu.cn/hook",
            "https://open.feishu.cn@example.org/hook",
            "http://open.feishu.cn/hook",  # not over TLS
            "ftp://open.feishu.cn/hook",
            "file:///etc/passwd",
            "https://[::1]/hook",
            "https://open.feishu.cn:port/hook",
            "",
        ],
    )
    def test_nothing_is_called_that_is_not_on_the_list(
        self, settings: Any, monkeypatch: pytest.MonkeyPatch, url: str
    ) -> None:
        settings.OUTGOING_HOSTS, settings.OUTGOING_PRIVATE = ("open.feishu.cn",), False
        monkeypatch.setattr(posting, "_resolved", lambda *_: pytest.fail("it was looked up"))
        with pytest.raises(AddressNotAllowed):
            post(url, body=b"{}", headers={})

    @pytest.mark.parametrize(
        "address",
        [
            *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0"),
            *("224.0.0.1", "::1", "fe80::1%eth0", "fd00::1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::"),
        ],
    )
    def test_a_listed_name_that_points_inside_is_not_called(
        self, settings: Any, monkeypatch: pytest.MonkeyPatch, address: str
    ) -> None:
        settings.OUTGOING_HOSTS, settings.OUTGOING_PRIVATE = ("gateway.example.org",), False
        # The second answer counts too: which of them is used would be chance.
        answers = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (found, 443)) for found in ("93.184.215.14", address)]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: answers)
        monkeypatch.setattr(socket, "create_connection", lambda *_, **__: pytest.fail("it was called"))
        with pytest.raises(AddressNotAllowed):
            post("https://gateway.example.org/hook", body=b"{}", headers={})

    def test_the_address_that_was_judged_is_the_one_that_is_called(
        self, settings: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        settings.OUTGOING_HOSTS, settings.OUTGOING_PRIVATE = ("gateway.example.org",), False
        called: list[Any] = []

        def connect(address: Any, **_: Any) -> None:
            called.append(address)
            raise ConnectionRefusedError

        found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.215.14", 443))]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
        monkeypatch.setattr(socket, "create_connection", connect)
        with pytest.raises(Unreachable):
            post("https://gateway.example.org/hook", body=b"{}", headers={})
        assert called == [("93.184.215.14", 443)]

    def test_the_failure_does_not_name_the_robots_key(self, settings: Any) -> None:
        settings.OUTGOING_HOSTS, settings.OUTGOING_PRIVATE = ("127.0.0.1:1",), True
        with pytest.raises(Unreachable) as caught:
            post("http://127.0.0.1:1/send?key=group-key", body=b"{}", headers={})
        assert "key" not in str(caught.value) and caught.value.__cause__ is None

    def test_one_that_drips_is_left(self, settings: Any) -> None:
        with socket.create_server(("127.0.0.1", 0)) as slow:
            port = slow.getsockname()[1]
            settings.OUTGOING_HOSTS, settings.OUTGOING_PRIVATE = (f"127.0.0.1:{port}",), True
            began = time.monotonic()
            with pytest.raises(Unreachable):
                post(f"http://127.0.0.1:{port}/", body=b"{}", headers={}, longest=0.3)
        assert time.monotonic() - began < 2
