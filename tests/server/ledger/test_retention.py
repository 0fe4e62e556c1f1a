"""Pictures are kept for a year, then they go, whatever else is kept of the firm; a clock gone mad hurries nobody."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import transaction

from lianqi.server.ledger import background, queries
from lianqi.server.ledger.exporting import export_log
from lianqi.server.ledger.models import Content, Event
from lianqi.server.ledger.operations import (
    Erasure,
    NewContent,
    erase_expired,
    erasing,
    one_transaction,
    put_contents,
    reapply_erasures,
    register_eraser,
    retaining,
    seal,
)
from lianqi.verify import verify_log
from tests.server.ledger.notes import MONDAY, PARK, write

pytestmark = pytest.mark.django_db

YEAR = MONDAY + timedelta(days=365)
FIRM = "wu-factory"


def keep(*until: datetime | None, subject: str = FIRM, park: str = PARK) -> list[str]:
    """Words of a firm, kept until these instants; for ever where there is none."""
    contents = [NewContent(subject, "note.words", f"照片 {moment}", moment) for moment in until]
    with one_transaction(park=park):
        return [ref.id for ref in put_contents(park=park, contents=contents, now=MONDAY)]


def life_goes_on(*moments: datetime) -> None:
    """Somebody writes a note at each of these instants, and the sealer numbers it."""
    for moment in moments:
        write(f"note-{moment:%y%m%d%H%M}", now=moment, subject="luo-min")
    seal(park=PARK)


def kept() -> set[str]:
    return set(Content.objects.filter(subject=FIRM, erased_at__isnull=True).values_list("id", flat=True))


def test_what_is_out_of_date_goes_and_the_rest_stays(erasure_list: Path) -> None:
    old, young, lasting = keep(YEAR, YEAR + timedelta(days=90), None)
    life_goes_on(MONDAY, YEAR + timedelta(days=1))
    assert erase_expired(PARK, YEAR + timedelta(days=9)) is False
    assert kept() == {young, lasting}
    gone = Content.objects.get(park=PARK, id=old)
    assert (gone.bytes, gone.salt, gone.basis) == (None, None, "pipl.47.2")
    event = Event.objects.get(stream_kind="erasure")
    assert (event.stream_id, event.type, event.actor) == (FIRM, "erasure.done", "system")
    assert json.loads(event.data) == {"basis": "pipl.47.2", "contents": [old]}
    (line,) = map(json.loads, erasure_list.read_text().splitlines())
    assert (line["subject"], line["contents"], line["whole"]) == (FIRM, [old], False)
    seal(park=PARK)
    report = verify_log(export_log(park=PARK, with_contents=True))
    assert (report.findings, report.erased) == ((), 1)


def test_again_changes_nothing() -> None:
    keep(YEAR)
    life_goes_on(YEAR)
    for days in (7, 8):
        erase_expired(PARK, YEAR + timedelta(days=days))
    assert Event.objects.filter(stream_kind="erasure").count() == 1


def test_until_its_date_it_stays() -> None:
    keep(YEAR)
    life_goes_on(MONDAY)
    assert erase_expired(PARK, YEAR - timedelta(seconds=1)) is False
    assert len(kept()) == 1
    assert not Event.objects.filter(stream_kind="erasure").exists()


def test_a_machine_that_wakes_up_in_the_wrong_year_erases_nothing() -> None:
    keep(YEAR)
    life_goes_on(MONDAY)
    wrong = MONDAY + timedelta(days=73 * 365)
    for hours in range(0, 24 * 7, 24):
        erase_expired(PARK, wrong + timedelta(hours=hours))
        life_goes_on(wrong + timedelta(hours=hours))
    assert len(kept()) == 1, "a week in which everybody sees what year it believes it is"
    erase_expired(PARK, MONDAY + timedelta(hours=1))
    assert len(kept()) == 1, "and the clock put right, nothing has happened"


def test_where_nothing_happens_it_is_announced_and_goes_a_week_later() -> None:
    keep(YEAR)
    life_goes_on(MONDAY)
    for _ in range(2):
        erase_expired(PARK, YEAR + timedelta(hours=1))
        seal(park=PARK)
    announced = Event.objects.get(stream_kind="erasure")
    assert (announced.type, json.loads(announced.data)["basis"]) == ("erasure.announced", "pipl.47.2")
    assert len(kept()) == 1
    erase_expired(PARK, YEAR + timedelta(days=7, hours=1))
    assert kept() == set()


def test_who_keeps_copies_is_told_that_the_firm_itself_is_not_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(erasing, "_erasers", {})
    asked: list[Erasure] = []
    register_eraser("search", asked.append)
    (old, _) = keep(YEAR, None)
    life_goes_on(YEAR)
    erase_expired(PARK, YEAR + timedelta(days=7))
    assert asked == [Erasure(PARK, FIRM, (old,), YEAR + timedelta(days=7), whole=False)]


def test_a_restore_brings_nothing_back_that_was_out_of_date(erasure_list: Path) -> None:
    (_, lasting) = keep(YEAR, None)
    life_goes_on(YEAR)
    point = transaction.savepoint()
    erase_expired(PARK, YEAR + timedelta(days=7))
    transaction.savepoint_rollback(point)  # as a restore of last night's backup would
    with one_transaction(), erasure_list.open() as lines:
        assert reapply_erasures(lines=lines, now=YEAR + timedelta(days=8)) == 1
    assert kept() == {lasting}


def test_in_portions_all_of_many_firms_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retaining, "_AT_ONCE", 4)
    for number in range(5):
        keep(YEAR, YEAR, subject=f"firm-{number}")
    keep(YEAR, park="sun-bay")
    life_goes_on(YEAR)
    rounds = 1
    while erase_expired(PARK, YEAR + timedelta(days=7)):
        rounds += 1
    assert rounds > 1
    left = Content.objects.filter(retain_until__isnull=False, erased_at__isnull=True)
    assert list(left.values_list("park", flat=True)) == ["sun-bay"], "another park's own worker sees to its own"


def test_the_worker_does_it() -> None:
    assert [duty.run for duty in background.duties() if duty.name == "ledger.retention"] == [erase_expired]
    assert queries.parks() == []
