"""Who may open what, and what the others are told."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import include, path

from lianqi.kernel.decision import Refused
from lianqi.server.access import ENTERPRISE, SIGNED_IN, access, duty
from lianqi.server.accounts.models import Account
from lianqi.server.cases.gate import NotFound
from lianqi.server.ledger.values import LedgerRefusal
from lianqi.server.registry.refusals import RegistryRefusal
from tests.server.accounts.conftest import PASSWORD


@access(duty("triage"))
def triage(request: HttpRequest) -> HttpResponse:
    return HttpResponse("交办台")


@access(duty("handle", "review"))
def handling(request: Any) -> HttpResponse:
    return HttpResponse(request.principal.actor.id)


@access(ENTERPRISE)
def phone(request: HttpRequest) -> HttpResponse:
    return HttpResponse("企业手机页")


@access(SIGNED_IN)
def refusing(request: HttpRequest, kind: str) -> HttpResponse:
    raise {
        "ledger": LedgerRefusal(Refused("case.not-yours", {"who": ["handle"]})),
        "registry": RegistryRefusal("registry.contact.gone"),
        "unseen": NotFound("2026-0000009"),
    }[kind]


class Routes:
    urlpatterns = (
        path("t/", triage),
        path("h/", handling),
        path("e/", phone),
        path("r/<str:kind>/", refusing),
        path("", include("lianqi.server.config.urls")),
    )


served = override_settings(ROOT_URLCONF=Routes)


def signed_in(browser: Client) -> Client:
    browser.post("/sign-in/", {"login": "a-017", "password": PASSWORD})
    return browser


@served
def test_a_duty_opens_its_own_pages_and_no_other(browser: Client, he: Account) -> None:
    signed_in(browser)
    assert browser.get("/h/").content.decode() == he.person_id
    answer = browser.get("/t/")
    page = answer.content.decode()
    assert answer.status_code == 403 and "account.not-for-you" in page and "这一页供营商中心使用" in page
    assert "回到首页" in page, "there is a way on"


@served
def test_the_enterprises_page_is_not_the_parks(browser: Client, he: Account) -> None:
    assert signed_in(browser).get("/e/").status_code == 302


@served
def test_who_is_not_signed_in_goes_to_the_door_and_comes_back(browser: Client, he: Account) -> None:
    assert browser.get("/h/?a=1").url == "/sign-in/?next=%2Fh%2F%3Fa%3D1"
    part = browser.get("/h/", headers={"hx-request": "true", "hx-current-url": "/desk/"})
    assert part.status_code == 403 and "account.signed-out" in part.content.decode()
    assert "<html" not in part.content.decode(), "a part of a page, not a page inside a page"


@served
def test_a_refusal_from_inside_is_a_page_with_its_sentence(browser: Client, he: Account) -> None:
    signed_in(browser)
    for kind, status, sentence in (
        ("ledger", 403, "这一步不由您办理，应由承办单位经办人办理"),
        ("registry", 409, "请先登记新的联系人"),
        ("unseen", 404, "没有编号为“2026-0000009”的事项"),
    ):
        answer = browser.get(f"/r/{kind}/")
        assert (answer.status_code, sentence in answer.content.decode()) == (status, True)
    english = browser.get("/r/registry/", headers={"accept-language": "en"})
    assert "Register the new contact first" in english.content.decode()


def test_what_does_not_exist_says_so_and_leads_on(browser: Client, he: Account) -> None:
    for somebody in (Client(headers={"accept-language": "zh-CN"}), signed_in(browser)):
        answer = somebody.get("/nowhere/")
        assert answer.status_code == 404 and "<h1>没有这一页</h1>" in answer.content.decode()


def test_a_page_left_open_too_long_keeps_what_was_typed(he: Account) -> None:
    careful = Client(enforce_csrf_checks=True, headers={"accept-language": "zh-CN"})
    answer = careful.post("/sign-in/", {"login": "a-017", "password": PASSWORD})
    assert answer.status_code == 403 and "按浏览器的“后退”取回已填内容" in answer.content.decode()


def test_health_says_whether_the_database_answers(db: None, browser: Client) -> None:
    answer = browser.get("/health")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_nothing_in_a_page_may_be_run_but_our_own_files(browser: Client, he: Account) -> None:
    signed_in(browser)
    for page in ("/sign-in/", "/desk/", "/account/", "/nowhere/"):
        answer = browser.get(page)
        policy = answer.headers["Content-Security-Policy"]
        assert "script-src 'self';" in policy + ";" and "unsafe" not in policy
        html = answer.content.decode()
        assert "<style" not in html and " style=" not in html and " onclick" not in html
