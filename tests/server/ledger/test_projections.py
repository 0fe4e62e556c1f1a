"""Projections are views of the log: emptied and rebuilt they are the same, to the byte."""

from __future__ import annotations

import pytest
from django.db import models

from lianqi.server.ledger import projectors, queries
from lianqi.server.ledger.models import Command
from lianqi.server.ledger.operations import projection_digest, rebuild, rebuild_all
from lianqi.server.ledger.projectors import Projector
from lianqi.server.ledger.values import StreamRef
from tests.server.ledger.notes import PARK, Book, book, minutes, write

pytestmark = pytest.mark.django_db


def quietly(park: str, done: int, total: int) -> None:
    return None


def test_a_rebuild_gives_the_same_bytes() -> None:
    for number in range(30):
        write(f"c{number}", into=book(f"b{number % 7}"), now=minutes(number))
    before = projection_digest(park=PARK)
    Book.objects.filter(id="b3").update(notes=99)
    Book.objects.filter(id="b5").delete()
    assert projection_digest(park=PARK) != before
    assert rebuild(park=PARK, progress=quietly) == 30
    assert projection_digest(park=PARK) == before


def test_it_says_how_far_it_is() -> None:
    for number in range(3):
        write(f"c{number}", into=book(f"b{number}"))
    said: list[tuple[str, int, int]] = []
    rebuild(park=PARK, progress=lambda park, done, total: said.append((park, done, total)))
    assert said == [(PARK, 3, 3)]


def test_another_parks_rows_are_left_alone() -> None:
    write("c1")
    write("c2", into=StreamRef("sun-bay", "note", "other"))
    Book.objects.update(notes=99)
    rebuild(park=PARK, progress=quietly)
    assert dict(Book.objects.values_list("park", "notes")) == {"moon-bay": 1, "sun-bay": 99}
    rebuild_all(progress=quietly)
    assert dict(Book.objects.values_list("park", "notes")) == {"moon-bay": 1, "sun-bay": 1}


def test_a_projector_that_raises_takes_the_whole_command_back(monkeypatch: pytest.MonkeyPatch) -> None:
    write("c1")

    def stumble(self: object, rows: object, **how: object) -> None:
        raise RuntimeError("the projector is at fault")

    with monkeypatch.context() as patched:
        patched.setattr(type(Book.objects), "bulk_create", stumble, raising=False)
        with pytest.raises(RuntimeError):
            write("c2")
    assert queries.load(book()).seq == 1
    assert Command.objects.count() == 1


def test_a_table_that_could_not_be_rebuilt_is_refused() -> None:
    class Numbered(models.Model):
        park = models.CharField(max_length=32)

        class Meta:
            app_label = "ledger_tests"

    class Homeless(models.Model):
        id = models.CharField(max_length=64, primary_key=True)

        class Meta:
            app_label = "ledger_tests"

    with pytest.raises(ValueError, match="automatic key"):
        projectors.register(Projector("numbered", (Numbered,)))
    with pytest.raises(ValueError, match="no park"):
        projectors.register(Projector("homeless", (Homeless,)))
    with pytest.raises(ValueError, match="a projector already"):
        projectors.register(Projector("note"))
