"""What the settings promise of cookies, headers and passwords is what a browser gets."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from lianqi.server.accounts.models import Account
from lianqi.server.accounts.operations import open_account
from lianqi.server.ledger.values import LedgerRefusal
from tests.server.accounts.conftest import PASSWORD
from tests.server.cases.park import Park

TWO_WEEKS = 14 * 24 * 3600
_READ = """
import django, json
django.setup()
from django.conf import settings
cookies = ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "LANGUAGE_COOKIE_SECURE")
names = (*cookies, "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS")
print(json.dumps({name: getattr(settings, name) for name in names}))
"""


def sign_in(browser: Client, **more: str) -> Any:
    return browser.post("/sign-in/", {"login": "a-017", "password": PASSWORD, **more})


def test_a_session_ends_with_the_browser_unless_somebody_stays_for_two_weeks(browser: Client, he: Account) -> None:
    brief = sign_in(browser).cookies[settings.SESSION_COOKIE_NAME]
    assert brief["max-age"] == "" and brief["expires"] == ""
    kept = sign_in(Client(), remember="on").cookies[settings.SESSION_COOKIE_NAME]
    assert kept["max-age"] == TWO_WEEKS == settings.SESSION_COOKIE_AGE


def test_no_script_and_no_other_site_gets_at_the_session(browser: Client, he: Account) -> None:
    cookie = sign_in(browser).cookies[settings.SESSION_COOKIE_NAME]
    assert cookie["httponly"] is True and cookie["samesite"] == "Lax"


def test_signing_in_gives_a_new_session(browser: Client, he: Account) -> None:
    """Who planted a session in somebody's browser does not find it signed in."""
    browser.get("/sign-in/")
    browser.session.save()
    before = browser.session.session_key
    sign_in(browser)
    assert browser.session.session_key != before


def test_every_answer_says_how_a_browser_should_treat_it(browser: Client, he: Account) -> None:
    sign_in(browser)
    for path in ("/sign-in/", "/desk/", "/account/", "/no-such-page/", "/health"):
        headers = browser.get(path).headers
        assert headers["X-Frame-Options"] == "DENY", path
        assert headers["X-Content-Type-Options"] == "nosniff", path
        assert headers["Referrer-Policy"] == "same-origin", path
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin", path
        assert "default-src 'none'" in headers["Content-Security-Policy"], path
    for path in ("/desk/", "/cases/"):
        assert "no-store" in browser.get(path).headers["Cache-Control"], "nobody keeps what an enterprise said"


@pytest.mark.parametrize("insists", [True, False])
def test_where_pages_are_reached_by_https_the_browser_is_told_to_insist(insists: bool) -> None:
    own = {"LIANQI_HTTPS": str(int(insists)), "DJANGO_SETTINGS_MODULE": "lianqi.server.config.settings"}
    environment = {**os.environ, **own}
    told = subprocess.run([sys.executable, "-c", _READ], env=environment, capture_output=True, text=True, timeout=60)
    said = json.loads(told.stdout)
    assert all(bool(value) is insists for value in said.values()), said
    assert said["SECURE_HSTS_SECONDS"] == (365 * 24 * 3600 if insists else 0)


@pytest.mark.parametrize(
    ("password", "fault"),
    [("短密码2026", "10"), ("20261122093017", "数字"), ("password1234", "常见"), ("hegong-0017", "登录名")],
)
def test_a_password_that_is_guessed_is_refused_with_the_reason(park: Park, password: str, fault: str) -> None:
    with pytest.raises(LedgerRefusal) as refused:
        open_account(name="hegong-0017", person=park["何工"], password=password, now=park.now)
    assert refused.value.refusal.code == "account.password-weak"
    assert not Account.objects.exists()
    assert fault in refused.value.refusal.details["faults"], refused.value.refusal.details


def test_passwords_are_kept_as_argon2_hashes(he: Account) -> None:
    assert he.password.startswith("argon2$argon2id$")
    assert PASSWORD not in he.password
