"""The board of 示例园区: seven enterprises, 陈立 and 罗文 at the centre, a quarter's vote."""

from __future__ import annotations

import pytest
from django.test import Client

from lianqi.server.ledger.operations import one_transaction
from lianqi.server.people import operations as people
from lianqi.server.registry import operations as registry
from lianqi.server.registry.operations.contacts import issue_code
from lianqi.server.registry.operations.drafts import DraftContact
from lianqi.server.registry.queries import contacts_of
from tests.server.cases.park import Park, open_park
from tests.server.cases.screens import screens  # noqa: F401  # a fixture

NAMES = ("梧桐精密", "白杨包装", "海桐医疗", "香樟新材", "银杏光电")


@pytest.fixture
def park(db: None) -> Park:
    """Each enterprise has a contact, called after it: `park["联系人梧桐精密"]`."""
    park = open_park()
    with one_transaction(park=park.code):
        for name in NAMES:
            draft = registry.new_enterprise(park=park.code, name=name, now=park.now)
            draft.add_contact(DraftContact(name=f"联系人{name}", phone=""))
            registry.store(park=park.code, drafts=[draft], actor="system", now=park.now)
            park.ids[name] = draft.row.id
            park.ids[f"联系人{name}"] = contacts_of(park=park.code, enterprise=draft.row.id)[0].id
        second = people.new_member(park=park.code, name="罗文", phone="", now=park.now)
        second.set("roles", ["centre"])
        people.store_members(park=park.code, drafts=[second], actor="system", now=park.now)
        park.ids["罗文"] = second.row.person_id
    park.ids["联系人海棠机电"], park.ids["联系人木棉食品"] = park["刘芳"], park["马强"]
    return park


def phone_of(park: Park, enterprise: str) -> Client:
    """A contact's phone, in by their personal link."""
    contact = park[f"联系人{enterprise}"]
    with one_transaction(park=park.code):
        code = issue_code(park=park.code, contact=contact, actor="system", now=park.now)
    phone = Client(headers={"accept-language": "zh-CN"})
    assert phone.get(f"/e/{code}/").status_code == 302
    return phone
