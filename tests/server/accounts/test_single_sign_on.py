"""何工 comes through the park's single sign-on: who has an account is let in, who has none is told so."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client, override_settings

from lianqi.server.accounts.models import Account
from tests.server.accounts.provider import CLIENT, SECRET, Provider, provider


@pytest.fixture
def sign_on() -> Iterator[Provider]:
    """The provider that this installation trusts."""
    with provider() as running:
        app = {
            "provider_id": "sso",
            "name": "园区统一身份认证",
            "client_id": CLIENT,
            "secret": SECRET,
            "settings": {"server_url": running.url},
        }
        with override_settings(SOCIALACCOUNT_PROVIDERS={"openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True}}):
            yield running


def come(browser: Client, sign_on: Provider, name: str) -> object:
    """Go to the provider and come back as whoever it says."""
    sign_on.name = name
    away = browser.post("/sso/sso/")
    asked = parse_qs(urlsplit(away.url).query)
    assert away.url.startswith(sign_on.url) and "code_challenge" in asked
    return browser.get("/sso/sso/callback/", {"code": "c", "state": asked["state"][0]})


def test_the_door_offers_it_by_its_name(browser: Client, he: Account, sign_on: Provider) -> None:
    assert "用园区统一身份认证登录" in browser.get("/sign-in/").content.decode()


def test_who_has_an_account_is_let_in_every_time(browser: Client, he: Account, sign_on: Provider) -> None:
    for _ in range(2):
        back = come(browser, sign_on, "A-017")
        assert (back.status_code, back.url) == (302, "/")
        assert browser.get("/desk/").context["me"].name == "何工"
        browser.post("/sign-out/")


def test_who_has_none_is_refused_and_none_is_made(browser: Client, he: Account, sign_on: Provider) -> None:
    back = come(browser, sign_on, "stranger")
    page = back.content.decode()
    assert back.status_code == 403 and "account.outside-unknown" in page and "没有登录名为“stranger”的账号" in page
    assert Account.objects.count() == 1
    assert browser.get("/desk/").status_code == 302


def test_an_identity_stays_with_the_account_it_came_with(browser: Client, he: Account, sign_on: Provider) -> None:
    come(browser, sign_on, "a-017")
    browser.post("/sign-out/")
    Account.objects.update(is_active=False)
    come(browser, sign_on, "a-017")
    assert browser.get("/desk/").status_code == 302, "a closed account stays closed"


def test_nobody_signs_up(browser: Client, db: None) -> None:
    for address in ("/sign-up/", "/sso/sign-up"):
        assert browser.get(address).url == "/sign-in/"
