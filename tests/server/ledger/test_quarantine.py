"""Luo Min was revoked yesterday; her phone still sends what she wrote. Nothing is dropped."""

from __future__ import annotations

import json

import pytest

from lianqi.server.ledger import queries
from lianqi.server.ledger.models import Event, Quarantine
from lianqi.server.ledger.operations import erase_subject, one_transaction, quarantine, settle_quarantined
from tests.server.ledger.notes import MONDAY, PARK, envelope, minutes

pytestmark = pytest.mark.django_db


def keep(words: str = "屋顶漏水") -> str:
    with one_transaction():
        refusal = quarantine(
            park=PARK,
            envelope=envelope("c1", words),
            payload={"words": words},
            subject="wu-factory",
            reason="case.actor.revoked",
            actor="luo-min",
            now=MONDAY,
        )
    assert refusal.details["command"] == "c1"
    return refusal.code


def test_it_is_kept_whole_and_once() -> None:
    assert keep() == keep() == "ledger.command.quarantined"
    row = Quarantine.objects.get()
    words = queries.read_content(park=PARK, id=row.payload)
    assert words is not None
    assert json.loads(words) == {"words": "屋顶漏水"}
    assert (row.actor, row.reason, row.settled_at) == ("luo-min", "case.actor.revoked", None)
    assert not Event.objects.exists()


def test_other_words_under_the_same_number_are_not_said_to_be_kept() -> None:
    keep()
    assert keep("屋顶又漏了") == "ledger.command.reused"
    words = queries.read_content(park=PARK, id=Quarantine.objects.get().payload)
    assert words is not None
    assert json.loads(words) == {"words": "屋顶漏水"}


def test_somebody_settles_it_once() -> None:
    keep()
    with one_transaction():
        said = [
            settle_quarantined(park=PARK, id="c1", settlement="applied", actor="chen-lan", now=minutes(5))
            for _ in range(2)
        ]
    assert said == [True, False]
    row = Quarantine.objects.get()
    assert (row.settled_by, row.settlement, row.settled_at) == ("chen-lan", "applied", minutes(5))


def test_its_words_can_be_erased_like_any_others() -> None:
    keep()
    with one_transaction():
        assert erase_subject(park=PARK, subject="wu-factory", basis="pipl.47", actor="chen-lan", now=minutes(5)) == 1
    assert queries.read_content(park=PARK, id=Quarantine.objects.get().payload) is None
