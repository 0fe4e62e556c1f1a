"""The park of the notices' tests: its clock, its phones, and a receiver on this machine in place of the world."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest

from lianqi.server.ledger import clock
from lianqi.server.ledger.operations import one_transaction
from lianqi.server.people import operations as people
from lianqi.server.registry.models import EnterpriseContact
from tests.server.cases.park import Park, open_park
from tests.server.notices.receiver import Receiver


@pytest.fixture
def park(db: None, monkeypatch: pytest.MonkeyPatch) -> Park:
    """示例园区 on the morning of 9 June 2026, and the database's clock with it."""
    park = open_park()

    def now() -> datetime:
        return park.now

    monkeypatch.setattr(clock, "database_now", now)
    return park


@pytest.fixture
def receiver(settings: Any) -> Iterator[Receiver]:
    """Everybody we write to, in one: 127.0.0.1 on a port of its own, and allowed."""
    with Receiver() as one:
        settings.OUTGOING_HOSTS = (f"127.0.0.1:{one.port}",)
        settings.OUTGOING_PRIVATE = True
        yield one


@pytest.fixture
def phones(park: Park) -> Park:
    """何工, 罗局, 苏检 and 刘芳 have left a number."""
    numbers = {"何工": "13800000001", "罗局": "13800000002", "苏检": "13800000003"}
    with one_transaction():
        drafts = [draft for draft in people.draft_members(park=park.code) if draft.name in numbers]
        for draft in drafts:
            draft.say(phone=numbers[draft.name])
        people.store_members(park=park.code, drafts=drafts, actor="system", now=park.now)
        from lianqi.server.ledger.operations import put_content

        said = put_content(
            park=park.code, subject=park["刘芳"], kind="contact.phone", words="13800000004", now=park.now
        )
        EnterpriseContact.objects.filter(park=park.code, id=park["刘芳"]).update(phone=said.id)
    return park
