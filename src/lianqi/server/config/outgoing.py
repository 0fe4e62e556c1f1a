"""What an installation may write to outside, as the environment says: mail server, hosts that are called."""

from __future__ import annotations

import os

from lianqi.server.config.environment import SettingsInvalid

#: Whose robots speak in chat groups: WeCom, DingTalk, Feishu.
_ROBOTS = ("qyapi.weixin.qq.com", "oapi.dingtalk.com", "open.feishu.cn")


def hosts() -> tuple[str, ...]:
    """LIANQI_OUTGOING_HOSTS, comma separated, `host` or `host:port`: beside the makers of robots, who is called."""
    named = [host.strip().lower() for host in os.environ.get("LIANQI_OUTGOING_HOSTS", "").split(",")]
    return (*_ROBOTS, *(host for host in named if host))


def private() -> bool:
    """Whether LIANQI_OUTGOING_PRIVATE=1: hosts of the list may lie in private networks and be called without TLS.

    For a gateway in the park's own network. Anything but 0, 1 or nothing is refused.
    """
    value = os.environ.get("LIANQI_OUTGOING_PRIVATE", "")
    if value not in ("", "0", "1"):
        raise SettingsInvalid(
            f"LIANQI_OUTGOING_PRIVATE is {value!r}; write 1 where a gateway stands in your own network"
        )
    return value == "1"


def smtp_port() -> int:
    """LIANQI_SMTP_PORT; otherwise 465 with TLS from the start, 587 with STARTTLS, 25 without."""
    value = os.environ.get("LIANQI_SMTP_PORT", "")
    if not value:
        return {"tls": 465, "starttls": 587, "none": 25}[smtp_security()]
    if not value.isascii() or not value.isdigit() or not 1 <= int(value) <= 65_535:
        raise SettingsInvalid(f"LIANQI_SMTP_PORT is {value!r}; write a port from 1 to 65535, or leave it out")
    return int(value)


def smtp_security() -> str:
    """LIANQI_SMTP_SECURITY: starttls (also without it), tls or none."""
    value = os.environ.get("LIANQI_SMTP_SECURITY", "") or "starttls"
    if value not in ("starttls", "tls", "none"):
        raise SettingsInvalid(f"LIANQI_SMTP_SECURITY is {value!r}; write starttls, tls or none")
    return value


def smtp_from() -> str:
    """LIANQI_SMTP_FROM: whom letters come from. A mail server needs it."""
    value = os.environ.get("LIANQI_SMTP_FROM", "")
    if os.environ.get("LIANQI_SMTP_HOST") and "@" not in value:
        raise SettingsInvalid("LIANQI_SMTP_HOST needs LIANQI_SMTP_FROM beside it: the address that letters come from")
    return value or "lianqi@localhost"
