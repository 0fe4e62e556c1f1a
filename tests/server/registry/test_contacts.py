"""Chen Lan speaks for her enterprise with a code of her own; the park can end it without touching her colleagues'."""

from __future__ import annotations

import pytest

from lianqi.server.ledger.models import Event
from lianqi.server.ledger.operations import one_transaction
from lianqi.server.registry import operations, queries
from lianqi.server.registry.models import EnterpriseContact
from lianqi.server.registry.refusals import RegistryRefusal
from tests.server.registry.tables import MONDAY, PARK, ZHOU, enterprises, make_park

pytestmark = pytest.mark.django_db


@pytest.fixture
def contacts(db: None) -> dict[str, str]:
    """Name → id of two contacts of one enterprise."""
    make_park()
    enterprises((("企业名称", "联系人"), ("青禾机械有限公司", "陈岚"), ("青禾机械有限公司", "吴桐")))
    (qinghe,) = queries.resolve_enterprise(park=PARK, said="青禾机械有限公司")
    return {one.name: one.id for one in queries.contacts_of(park=PARK, enterprise=qinghe)}


def issued(contact: str) -> str:
    with one_transaction():
        return operations.issue_code(park=PARK, contact=contact, actor=ZHOU, now=MONDAY)


def test_each_contact_has_a_code_of_their_own_and_it_is_stored_nowhere(contacts: dict[str, str]) -> None:
    chen, wu = issued(contacts["陈岚"]), issued(contacts["吴桐"])
    assert queries.contact_by_code(park=PARK, code=chen.lower()) == contacts["陈岚"]
    assert queries.contact_by_code(park=PARK, code=wu) == contacts["吴桐"]
    assert queries.contact_by_code(park="elsewhere", code=chen) is None
    assert not EnterpriseContact.objects.filter(code_hash=chen).exists()
    assert chen not in " ".join(Event.objects.values_list("data", flat=True))


def test_a_new_code_ends_the_former_and_a_revoked_one_opens_nothing(contacts: dict[str, str]) -> None:
    first, second, wu = issued(contacts["陈岚"]), issued(contacts["陈岚"]), issued(contacts["吴桐"])
    assert queries.contact_by_code(park=PARK, code=first) is None
    with one_transaction():
        assert operations.revoke_code(park=PARK, contact=contacts["陈岚"], actor=ZHOU, now=MONDAY)
        assert not operations.revoke_code(park=PARK, contact=contacts["陈岚"], actor=ZHOU, now=MONDAY)
    assert queries.contact_by_code(park=PARK, code=second) is None
    assert queries.contact_by_code(park=PARK, code=wu) == contacts["吴桐"]


def test_who_has_left_gets_no_code(contacts: dict[str, str]) -> None:
    code = issued(contacts["陈岚"])
    with one_transaction():
        assert operations.contact_leaves(park=PARK, contact=contacts["陈岚"], actor=ZHOU, now=MONDAY)
        assert not operations.contact_leaves(park=PARK, contact=contacts["陈岚"], actor=ZHOU, now=MONDAY)
    assert queries.contact_by_code(park=PARK, code=code) is None
    with pytest.raises(RegistryRefusal) as refusal:
        issued(contacts["陈岚"])
    assert refusal.value.code == "registry.contact.gone"


def test_a_park_needs_a_code_that_fits_everywhere(db: None) -> None:
    for code in ("", "东园", "East Park", "x" * 33, "9x"):
        with pytest.raises(RegistryRefusal) as refusal, one_transaction():
            operations.ensure_park(code=code, name="东园", actor=ZHOU, now=MONDAY)
        assert refusal.value.code == "registry.park.code"
    assert queries.parks() == {}
