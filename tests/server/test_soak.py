"""A few people at once, for some seconds, while server and worker are killed: `bench.soak`, as it is run for longer."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.forms.models import model_to_dict

from bench import living, soak
from bench.park import open_park
from lianqi.server.ledger.models import Command, Event

pytestmark = pytest.mark.database

SECONDS, PEOPLE = 10, 8


def test_what_anybody_was_told_is_done_stands_in_the_log_once_though_all_was_killed(
    own_database: dict[str, str], tmp_path: Path
) -> None:
    park = open_park(enterprises=20)
    report = soak.soak(
        database=own_database["DATABASE_URL"], home=tmp_path, park=park, seconds=SECONDS, people=PEOPLE, kills=1
    )
    assert (report.lost, report.doubled, report.unknown) == (0, 0, 0), report.told()
    assert not report.wrong, report.told()
    assert not report.failures, report.told()
    assert report.without_page, "for a while nobody answered"
    assert report.accepted["record"], report.told()
    whoever_looks_sees_what_is_wrong()


def whoever_looks_sees_what_is_wrong() -> None:
    """The same comparison, of a log in which something is wrong."""
    last = Event.objects.filter(type="recorded").order_by("-id")[0]
    told = [
        living.Sent("nowhere", "record", "", outcome="accepted"),
        living.Sent(last.command_id, "record", "记号0000000000000000", outcome="accepted"),
        living.Sent(last.command_id, "record", "", outcome="refused", code="case.not-now"),
    ]
    others = set(Command.objects.values_list("id", flat=True)) - {last.command_id}
    report = soak.judged(living.Book(sent=told), others, people=3, seconds=1, log=soak.verified())
    assert report.lost == 2, "one is not there, and of the other not the words"
    assert [line for line in report.wrong if "was refused and stands there" in line]
    copy = {**model_to_dict(last), "id": None, "seq": 10_000}
    Event.objects.create(**copy)
    once = living.Sent(last.command_id, "record", "", outcome="accepted")
    report = soak.judged(living.Book(sent=[once]), others, people=1, seconds=1, log=(0, ()))
    assert report.doubled == report.lost == 1
