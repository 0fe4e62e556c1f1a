"""The sealer numbers what is committed: each event once, in the order of its stream, with a root over all before."""

from __future__ import annotations

import pytest

from lianqi.kernel.chain import GENESIS, next_root
from lianqi.server.ledger import locks, queries
from lianqi.server.ledger.models import Event, Ledger, Unsealed
from lianqi.server.ledger.operations import seal
from lianqi.server.ledger.values import StreamRef
from tests.server.ledger.notes import PARK, book, write

pytestmark = pytest.mark.django_db


def test_every_event_gets_the_next_position_and_a_root_over_all_before() -> None:
    for number in range(5):
        write(f"c{number}")
    sealed = seal(park=PARK)
    assert (sealed.count, sealed.position, sealed.more) == (5, 5, False)
    root = GENESIS
    for row in Ledger.objects.order_by("position").select_related("event"):
        root = next_root(prev_root=root, event_hash=row.event.hash)
        assert row.root == root
    assert (sealed.position, sealed.root) == queries.position(PARK) == (5, root)


def test_sealing_again_changes_nothing() -> None:
    write("c1")
    first = seal(park=PARK)
    again = seal(park=PARK)
    assert (again.count, again.position, again.root) == (0, first.position, first.root)
    assert not Unsealed.objects.exists()


def test_in_portions_it_comes_to_the_same_order() -> None:
    for number in range(7):
        write(f"c{number}", into=book(f"b{number % 2}"))
    portions = [seal(park=PARK, limit=3).more for _ in range(3)]
    assert portions == [True, True, False]
    places = Ledger.objects.order_by("position").values_list("event__stream_id", "event__seq")
    assert [seq for stream, seq in places if stream == "b0"] == [1, 2, 3, 4]
    assert Ledger.objects.count() == Event.objects.count() == 7


def test_parks_are_numbered_apart() -> None:
    write("c1")
    write("c2", into=StreamRef("sun-bay", "note", "luo-min"))
    assert queries.parks_to_seal() == ["moon-bay", "sun-bay"]
    assert seal(park="sun-bay").position == seal(park=PARK).position == 1
    assert queries.parks_to_seal() == []


def test_where_another_is_sealing_this_one_does_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    write("c1")
    monkeypatch.setattr(locks, "try_lock", lambda purpose, *names: False)
    assert seal(park=PARK).count == 0
    assert Unsealed.objects.count() == 1


def test_an_event_of_a_park_without_any_has_no_position() -> None:
    assert queries.position("nowhere") == (0, "")
    assert seal(park="nowhere").root == ""
