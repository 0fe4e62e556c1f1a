"""苏检 takes a second factor: from then on the password alone opens nothing."""

from __future__ import annotations

import base64
import hmac
import re
import struct
import time
from collections.abc import Callable
from typing import Any

from tests.e2e.world import PASSWORD

Visits = Callable[..., Any]
Look = Callable[[Any, str], None]


def code(secret: str, *, step: int = 0) -> str:
    """What an authenticator shows for this secret now (RFC 6238), or `step` half minutes later."""
    counter = struct.pack(">Q", int(time.time()) // 30 + step)
    mac = hmac.digest(base64.b32decode(secret + "=" * (-len(secret) % 8)), counter, "sha1")
    offset = mac[-1] & 15
    return f"{(int.from_bytes(mac[offset : offset + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06d}"


def test_the_password_is_no_longer_enough(visit: Visits, looked_at: Look) -> None:
    office = visit()
    office.sign_in("苏检")
    office.open("/account/factor/")
    looked_at(office, "factor")
    office.open("/account/factor/on/")
    looked_at(office, "factor-password-again")
    office.page.get_by_label("密码").fill(PASSWORD)
    office.page.get_by_role("button", name="确认").click()
    office.page.locator("#authenticator_secret").wait_for()
    looked_at(office, "factor-on")
    secret = office.page.locator("#authenticator_secret").input_value()
    office.page.locator("input[name=code]").fill(code(secret))
    office.page.locator("form button[type=submit].btn-primary").click()
    office.page.wait_for_url(re.compile("/account/(codes|factor)/"))
    looked_at(office, "factor-codes")

    elsewhere = visit()
    elsewhere.open("/sign-in/")
    elsewhere.page.get_by_label("登录名").fill("sujian")
    elsewhere.page.get_by_label("密码").fill(PASSWORD)
    elsewhere.page.get_by_role("button", name="登录", exact=True).click()
    elsewhere.page.wait_for_url("**/sign-in/code/")
    looked_at(elsewhere, "factor-asked")
    elsewhere.page.locator("input[name=code]").fill("000000")
    elsewhere.page.locator("form button[type=submit].btn-primary").click()
    elsewhere.page.locator(".wrong, .alert-box").first.wait_for()
    # A code is good once: the next half minute's is taken, which a clock that is a little ahead would show.
    elsewhere.page.locator("input[name=code]").fill(code(secret, step=1))
    elsewhere.page.locator("form button[type=submit].btn-primary").click()
    elsewhere.page.wait_for_url("**/desk/")
