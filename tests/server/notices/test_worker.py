"""The worker itself: what the room registered is what it runs, and a case reaches a chat group through it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lianqi.server.ledger import background
from lianqi.server.notices import queries
from lianqi.server.worker.models import DutyTurn
from lianqi.server.worker.running import Worker
from tests.server.cases.park import Park
from tests.server.notices.receiver import Receiver
from tests.server.notices.telling import group, principal

pytestmark = pytest.mark.django_db


def test_the_room_registers_one_reader_and_four_duties() -> None:
    assert "notices" in dict(background.consumers())
    names = {duty.name for duty in background.duties()}
    assert {"notices.today", "notices.gather", "notices.send", "notices.sweep"} <= names


def test_a_case_reaches_the_screen_at_once_and_the_group_with_the_morning(
    park: Park, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LIANQI_CHANNEL_BUREAU_URL", receiver.url("/wecom?key=group-key"))
    group(park, "bureau")
    number = park.dispatched()
    worker = Worker()
    worker.round()
    assert queries.unread(principal(park, "何工")) == 1
    assert receiver.calls == 0
    park.now = park.now.replace(hour=0, minute=30) + timedelta(days=1)
    for _ in range(3):
        worker.round()
        park.later(minutes=1)
    assert worker.failures == {}, "nothing failed"
    assert len(receiver.texts) == 1 and number in receiver.texts[0]
    assert not DutyTurn.objects.filter(name__startswith="notices.", attempts__gt=0).exists()
