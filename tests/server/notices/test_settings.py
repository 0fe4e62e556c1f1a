"""What the environment says about the outside, and what it may not say."""

from __future__ import annotations

import pytest

from lianqi.server.config import outgoing
from lianqi.server.config.environment import SettingsInvalid


def test_without_a_word_only_the_makers_of_robots_are_called(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LIANQI_OUTGOING_HOSTS", "LIANQI_OUTGOING_PRIVATE", "LIANQI_SMTP_HOST", "LIANQI_SMTP_PORT"):
        monkeypatch.delenv(name, raising=False)
    assert outgoing.hosts() == ("qyapi.weixin.qq.com", "oapi.dingtalk.com", "open.feishu.cn")
    assert not outgoing.private() and outgoing.smtp_port() == 587
    assert outgoing.smtp_from() == "lianqi@localhost"


def test_a_gateway_of_the_park_is_added(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIANQI_OUTGOING_HOSTS", " SMS.example.org:8443 ,, city.example.org")
    monkeypatch.setenv("LIANQI_OUTGOING_PRIVATE", "1")
    assert outgoing.hosts()[3:] == ("sms.example.org:8443", "city.example.org")
    assert outgoing.private()


@pytest.mark.parametrize(("security", "port"), [("tls", 465), ("starttls", 587), ("none", 25)])
def test_each_way_to_the_mail_server_has_its_port(monkeypatch: pytest.MonkeyPatch, security: str, port: int) -> None:
    monkeypatch.setenv("LIANQI_SMTP_SECURITY", security)
    assert outgoing.smtp_port() == port
    monkeypatch.setenv("LIANQI_SMTP_PORT", "2525")
    assert outgoing.smtp_port() == 2525


@pytest.mark.parametrize(
    ("name", "value", "read"),
    [
        ("LIANQI_OUTGOING_PRIVATE", "yes", outgoing.private),
        ("LIANQI_SMTP_PORT", "0", outgoing.smtp_port),
        ("LIANQI_SMTP_PORT", "smtp", outgoing.smtp_port),
        ("LIANQI_SMTP_SECURITY", "ssl", outgoing.smtp_security),
    ],
)
def test_what_cannot_be_used_is_refused_by_its_name(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, read: object
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsInvalid, match=name):
        read()  # type: ignore[operator]


def test_a_mail_server_needs_to_know_whom_letters_come_from(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIANQI_SMTP_HOST", "mail.example.org")
    with pytest.raises(SettingsInvalid, match="LIANQI_SMTP_FROM"):
        outgoing.smtp_from()
    monkeypatch.setenv("LIANQI_SMTP_FROM", "营商中心 <centre@example.org>")
    assert outgoing.smtp_from() == "营商中心 <centre@example.org>"
