"""Robots of chat groups: 企业微信 (WeCom), 钉钉 (DingTalk), 飞书 (Feishu), each as its maker documents it.

WeCom: developer.work.weixin.qq.com/document/path/91770 - the key is in the address; text up to 2,048 bytes; 20 a
minute. DingTalk: open.dingtalk.com/document/robots/custom-robot-access - signed in the address with milliseconds; 20
a minute, then silence for ten. Feishu: open.feishu.cn/document/client-docs/bot-v3/add-custom-bot - signed in the body
with seconds, the signed text is the key and the message empty; 20 KB; 100 a minute and 5 a second.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode

from lianqi.server.notices.outgoing.failures import NotTaken, SignatureRefused, TooMany, Unreachable
from lianqi.server.notices.outgoing.posting import Answer, post

_JSON: Mapping[str, str] = MappingProxyType({"Content-Type": "application/json; charset=utf-8"})
#: Answers by their number, of all three makers: they share none.
_TOO_MANY = frozenset({45009, 130101, 660026, 9499, 11232})
_SIGNATURE = frozenset({310000, 19021})

#: text, secret ("" without), milliseconds of Unix time → what is added to the address, the body
Form = Callable[[str, str, int], tuple[str, dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Robot:
    """One maker's robot: the longest text in bytes of UTF-8, how a message looks, and where its answer has a number."""

    longest: int
    form: Form
    number: str


def _wecom(text: str, secret: str, now: int) -> tuple[str, dict[str, Any]]:
    return "", {"msgtype": "text", "text": {"content": text}}


def _dingtalk(text: str, secret: str, now: int) -> tuple[str, dict[str, Any]]:
    body = {"msgtype": "text", "text": {"content": text}, "at": {"isAtAll": False}}
    if not secret:
        return "", body
    sign = _mac(key=secret, message=f"{now}\n{secret}")
    return urlencode({"timestamp": str(now), "sign": sign}), body


def _feishu(text: str, secret: str, now: int) -> tuple[str, dict[str, Any]]:
    body: dict[str, Any] = {"msg_type": "text", "content": {"text": text}}
    if secret:
        seconds = now // 1000
        body = {"timestamp": str(seconds), "sign": _mac(key=f"{seconds}\n{secret}", message=""), **body}
    return "", body


def _mac(*, key: str, message: str) -> str:
    return base64.b64encode(hmac.new(key.encode(), message.encode(), hashlib.sha256).digest()).decode()


ROBOTS: Mapping[str, Robot] = MappingProxyType(
    {
        "wecom": Robot(2_048, _wecom, "errcode"),
        # The whole body may have 20,000 bytes; JSON may need two for one.
        "dingtalk": Robot(9_000, _dingtalk, "errcode"),
        "feishu": Robot(9_000, _feishu, "code"),
    }
)


def speak(kind: str, *, url: str, secret: str, text: str, now: int) -> None:
    """Say `text` in the robot's group; `now` in milliseconds of Unix time.

    Raises TooMany, SignatureRefused, NotTaken as the robot answers, and what `posting.post` raises.
    """
    robot = ROBOTS[kind]
    query, body = robot.form(fitted(text, robot.longest), secret, now)
    address = url + (("&" if "?" in url else "?") + query if query else "")
    _judge(robot, post(address, body=json.dumps(body, ensure_ascii=False).encode(), headers=_JSON))


def fitted(text: str, longest: int) -> str:
    """The text, or as many of its whole lines as `longest` bytes of UTF-8 hold, and a sign that it was cut."""
    if len(text.encode()) <= longest:
        return text
    kept, room = "", longest - len("\n……".encode())
    for line in text.splitlines():
        longer = f"{kept}\n{line}" if kept else line
        if len(longer.encode()) > room:
            break
        kept = longer
    kept = kept or text.encode()[:room].decode("utf-8", "ignore")
    return f"{kept}\n……"


def _judge(robot: Robot, answer: Answer) -> None:
    if answer.status == 429:
        raise TooMany
    try:
        said = json.loads(answer.body)
    except ValueError:
        said = None
    number = said.get(robot.number) if isinstance(said, dict) else None
    if number in _TOO_MANY:
        raise TooMany
    if number in _SIGNATURE:
        raise SignatureRefused
    if answer.status >= 500:
        raise Unreachable
    # Whatever does not say that it was taken was not: a page of some proxy is no success.
    if answer.status != 200 or number != 0:
        raise NotTaken
