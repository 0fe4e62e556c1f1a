"""示例园区 with accounts: 周敏 looks after 海棠机电, 陈立 is the service centre, 何工 the construction bureau."""

from __future__ import annotations

import pytest
from django.test import Client

from lianqi.server.accounts import doorkeeper
from lianqi.server.accounts.models import Account
from lianqi.server.accounts.operations import open_account
from lianqi.server.ledger.operations import one_transaction
from lianqi.server.people import operations as people
from tests.server.cases.park import Park, open_park

PASSWORD = "湖畔的第七棵香樟树2026"


@pytest.fixture
def park(db: None, monkeypatch: pytest.MonkeyPatch) -> Park:
    """示例园区; the pages go by its clock."""
    opened = open_park()
    monkeypatch.setattr(doorkeeper, "database_now", lambda: opened.now)
    with one_transaction():
        drafts = people.draft_members(park=opened.code)
        zhou = next(draft for draft in drafts if draft.name == "周敏")
        zhou.link(opened["海棠机电"], "liaison")
        people.store_members(park=opened.code, drafts=[zhou], actor="system", now=opened.now)
    return opened


def as_(park: Park, who: str) -> Client:
    """Somebody's browser, signed in, with Chinese pages."""
    person = park[who]
    account = Account.objects.filter(person_id=person).first() or open_account(
        name=f"n{Account.objects.count()}", person=person, password=PASSWORD, now=park.now, must_change=False
    )
    browser = Client(headers={"accept-language": "zh-CN"})
    browser.force_login(account, backend="lianqi.server.accounts.sessions.AccountBackend")
    return browser
