"""示例园区 as 刘芳 of 海棠机电 meets it, with her phone."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from lianqi.server.accounts import doorkeeper
from lianqi.server.ledger.operations import one_transaction
from lianqi.server.registry.operations.contacts import issue_code
from tests.server.cases.park import Park, open_park


@pytest.fixture
def park(db: None, monkeypatch: pytest.MonkeyPatch) -> Park:
    """示例园区; the pages go by its clock."""
    opened = open_park()
    monkeypatch.setattr(doorkeeper, "database_now", lambda: opened.now)
    return opened


def phone() -> Client:
    """A phone with Chinese pages."""
    return Client(headers={"accept-language": "zh-CN"})


def link_of(park: Park, who: str) -> str:
    """A new personal link for a contact, as an officer would send it."""
    with one_transaction():
        code = issue_code(park=park.code, contact=park[who], actor="system", now=park.now)
    return f"/e/{code}/"


@pytest.fixture
def liu(park: Park) -> Client:
    """刘芳's phone, her link opened."""
    return opened(park, "刘芳")


def opened(park: Park, who: str) -> Client:
    """A contact's phone with the link opened."""
    browser = phone()
    assert browser.get(link_of(park, who)).url == "/e/"
    return browser


def text(answer: Any) -> str:
    """What a page says."""
    return str(answer.content.decode())
