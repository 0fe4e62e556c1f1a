"""示例园区 with accounts: 何工 of the construction bureau, 周敏 the liaison officer."""

from __future__ import annotations

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.cache import cache
from django.test import Client

from lianqi.server.accounts.models import Account
from lianqi.server.accounts.operations import open_account
from tests.server.cases.park import Park, open_park

PASSWORD = "湖畔的第七棵香樟树2026"


@pytest.fixture(autouse=True)
def quick_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Argon2 as in a park, but at its least cost: what makes it slow to guess makes tests slow."""
    for cost, least in (("time_cost", 1), ("memory_cost", 8), ("parallelism", 1)):
        monkeypatch.setattr(Argon2PasswordHasher, cost, least)


@pytest.fixture
def park(db: None) -> Park:
    """示例园区 on the morning of 9 June 2026."""
    return open_park()


@pytest.fixture
def he(park: Park) -> Account:
    """何工's account, its password his own."""
    return open_account(name="A-017", person=park["何工"], password=PASSWORD, now=park.now, must_change=False)


@pytest.fixture
def browser() -> Client:
    """Somebody's browser, with Chinese pages, on a day on which nobody has tried anything yet."""
    cache.clear()
    return Client(headers={"accept-language": "zh-CN"})
