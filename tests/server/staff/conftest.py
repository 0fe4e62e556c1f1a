"""示例园区, its people and its pages, for what passes from one to another."""

from __future__ import annotations

import pytest

from lianqi.server.ledger.operations import one_transaction
from lianqi.server.people import operations as people
from tests.server.cases.conftest import park
from tests.server.cases.park import Park
from tests.server.cases.screens import screens

__all__ = ["park", "screens"]


@pytest.fixture
def administered(park: Park) -> Park:
    """示例园区 with its administrator 沈娟."""
    draft = people.new_member(park=park.code, name="沈娟", phone="13900000001", now=park.now)
    draft.set("roles", ["administrator"])
    with one_transaction(park=park.code):
        people.store_members(park=park.code, drafts=[draft], actor="system", now=park.now)
    park.ids["沈娟"] = draft.row.person_id
    return park
