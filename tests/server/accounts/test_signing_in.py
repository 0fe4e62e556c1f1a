"""The door: who is let in, who is not and why, and how it is shut again."""

from __future__ import annotations

import logging
from contextlib import ExitStack
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.test import Client
from django.utils import timezone

from lianqi.server.accounts.models import Account
from lianqi.server.accounts.operations import (
    close_account,
    open_account,
    set_password,
    sign_out_everywhere,
)
from lianqi.server.ledger.operations import erase_subject, one_transaction
from lianqi.server.ledger.values import LedgerRefusal
from lianqi.server.people.operations import member_leaves
from lianqi.server.registry.operations.contacts import issue_code, revoke_code
from tests.server.accounts.conftest import PASSWORD
from tests.server.cases.park import Park, open_park


def sign_in(browser: Client, name: str = "A-017", password: str = PASSWORD) -> object:
    return browser.post("/sign-in/", {"login": name, "password": password})


def test_he_signs_in_however_the_name_is_typed(browser: Client, he: Account) -> None:
    for typed in ("a-017", " A-017 "):
        answer = sign_in(browser, typed)
        assert (answer.status_code, answer.url) == (302, "/")
    assert browser.get("/desk/").context["me"].name == "何工"


def test_a_wrong_name_and_a_wrong_password_sound_the_same(browser: Client, he: Account) -> None:
    for name, password in (("a-017", "不是这个密码啊啊啊啊"), ("nobody", PASSWORD)):
        answer = sign_in(browser, name, password)
        assert "登录名或密码不正确" in answer.content.decode()


def test_five_wrong_passwords_lock_the_name_here_and_nowhere_else(browser: Client, he: Account, park: Park) -> None:
    for _ in range(5):
        answer = sign_in(browser, password="不是这个密码啊啊啊啊")
    assert answer.status_code == 403 and "account.locked" in answer.content.decode()
    right = sign_in(browser)
    assert right.status_code == 403 and "请15分钟后再试" in right.content.decode()
    elsewhere = Client(REMOTE_ADDR="10.0.0.9")
    assert sign_in(elsewhere).status_code == 302, "whoever types his name from afar cannot keep him out"
    set_password(name="A-017", password=PASSWORD + "新", now=park.now)
    assert sign_in(browser, password=PASSWORD + "新").status_code == 302, "the administrator ends the lock-out"


def test_the_lock_opens_by_itself(browser: Client, he: Account) -> None:
    for _ in range(5):
        sign_in(browser, password="不是这个密码啊啊啊啊")
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))
    assert sign_in(browser).status_code == 302


def test_process_logs_name_nobody(browser: Client, he: Account, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        sign_in(browser, password="不是这个密码啊啊啊啊")
        sign_in(browser)
        browser.get("/nowhere/a-017/")
    assert "a-017" not in caplog.text.lower() and "127.0.0.1" not in caplog.text


def test_a_password_set_by_somebody_else_serves_once(browser: Client, park: Park) -> None:
    open_account(name="b-002", person=park["周敏"], password=PASSWORD, now=park.now)
    sign_in(browser, "b-002")
    assert browser.get("/desk/").url == "/account/password/"
    new = {"oldpassword": PASSWORD, "password1": "我自己的一句话2026", "password2": "我自己的一句话2026"}
    assert browser.post("/account/password/", new).status_code == 302
    assert browser.get("/desk/").status_code == 200, "still signed in here"
    assert not Account.objects.get(name="b-002").must_change


def test_signing_out_everywhere_ends_every_session(he: Account, park: Park) -> None:
    office, phone = Client(), Client()
    sign_in(office)
    sign_in(phone)
    office.post("/account/everywhere/")
    assert phone.get("/desk/").status_code == office.get("/desk/").status_code == 302
    sign_in(office)
    sign_out_everywhere(account=Account.objects.get(pk=he.pk), now=park.now)
    assert office.get("/desk/").status_code == 302


def test_a_closed_account_lets_nobody_in(browser: Client, he: Account, park: Park) -> None:
    sign_in(browser)
    close_account(name="A-017", now=park.now)
    assert browser.get("/desk/").status_code == 302
    assert sign_in(browser).status_code in (200, 302)
    assert browser.get("/desk/").status_code == 302


def test_who_left_the_park_is_told_so(browser: Client, he: Account, park: Park) -> None:
    sign_in(browser)
    with one_transaction():
        member_leaves(park=park.code, person=park["何工"], actor="system", now=park.now)
    answer = browser.get("/desk/")
    assert answer.status_code == 403 and "account.no-park" in answer.content.decode()
    assert "请联系园区管理员" in answer.content.decode()


def test_who_is_forgotten_leaves_no_name_at_the_door(browser: Client, he: Account, park: Park) -> None:
    sign_in(browser, password="不是这个密码啊啊啊啊")
    erase_subject(park=park.code, subject=park["何工"], basis="pipl.47", actor="system", now=park.now)
    left = Account.objects.get(person_id=park["何工"])
    assert left.name == left.id and not left.is_active and not left.has_usable_password()
    assert not AccessAttempt.objects.filter(username="a-017").exists()


def test_each_park_of_a_person_is_worked_in_apart(browser: Client, he: Account, park: Park) -> None:
    from lianqi.server.people import operations as people

    other = open_park("other")
    with one_transaction():
        member = people.new_member(park="other", name="何工", phone="", now=park.now, person=park["何工"])
        member.set("roles", ["adjudicator"])
        people.store_members(park="other", drafts=[member], actor="system", now=park.now)
    park.dispatched("三号厂房屋顶漏水")
    other.dispatched("邻园的事")
    sign_in(browser)
    browser.post("/account/park/", {"park": park.code})
    assert "三号厂房屋顶漏水" in browser.get("/desk/").content.decode()
    browser.post("/account/park/", {"park": "other"})
    page = browser.get("/desk/").content.decode()
    assert "三号厂房屋顶漏水" not in page and "adjudicate" in browser.get("/desk/").context["me"].carried
    assert browser.post("/account/park/", {"park": "elsewhere"}).status_code == 404


def test_accounts_are_not_opened_twice_nor_with_a_weak_password(he: Account, park: Park) -> None:
    refused = {
        "account.name-taken": ("a-017", "周敏", PASSWORD),
        "account.has-one": ("other-name", "何工", PASSWORD),
        "account.password-weak": ("b-002", "周敏", "12345"),
    }
    for code, (name, who, password) in refused.items():
        with pytest.raises(LedgerRefusal) as refusal:
            open_account(name=name, person=park[who], password=password, now=park.now)
        assert refusal.value.refusal.code == code
    with pytest.raises(LedgerRefusal) as refusal:
        set_password(name="nobody", password=PASSWORD, now=park.now)
    assert refusal.value.refusal.code == "account.unknown"


def test_a_contact_is_in_as_long_as_the_code_stands(park: Park) -> None:
    from django.contrib.auth.models import AnonymousUser
    from django.test import RequestFactory

    from lianqi.server.accounts.sessions import SessionStore
    from lianqi.server.accounts.visitor import sign_in_contact, visitor

    with one_transaction():
        code = issue_code(park=park.code, contact=park["刘芳"], actor="system", now=park.now)
    request = RequestFactory().get("/")
    request.session, request.user = SessionStore(), AnonymousUser()
    assert not sign_in_contact(request, park=park.code, code="AAAAAAAAAAAA")
    assert visitor(request, now=park.now, seen=ExitStack()) is None
    assert sign_in_contact(request, park=park.code, code=code.lower())
    liu = visitor(request, now=park.now, seen=ExitStack())
    assert liu is not None and (liu.kind, liu.name, liu.park_name) == ("enterprise", "刘芳", "示例园区")
    with one_transaction():
        revoke_code(park=park.code, contact=park["刘芳"], actor="system", now=park.now)
    assert visitor(request, now=park.now, seen=ExitStack()) is None
