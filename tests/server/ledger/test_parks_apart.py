"""Moon Bay and Sun Bay share one database: even a query that forgets to say which park finds only its own."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from lianqi.server.ledger import queries, row_security, sight
from lianqi.server.ledger.models import Command, Content, Event
from lianqi.server.ledger.operations import (
    enqueue_deliveries,
    erase_subject,
    hold,
    hold_deliveries,
    one_transaction,
    projection_digest,
    rebuild,
    run_consumer,
    seal,
)
from lianqi.server.ledger.operations.delivering import Message
from lianqi.server.ledger.values import StreamRef
from tests.server.ledger.notes import MONDAY, PARK, Book, minutes, write

pytestmark = pytest.mark.django_db

OTHER = "sun-bay"
theirs = StreamRef(OTHER, "note", "zhao-ping")


@pytest.fixture
def ordinary() -> Iterator[None]:
    """The test as a role that the database asks its rules of: nobody's superuser."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no row-level security")
    if not row_security.bypassed():
        yield
        return
    role = f"lianqi_ordinary_{os.getpid()}"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE ROLE {role} NOSUPERUSER NOBYPASSRLS")
        cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}")
        cursor.execute(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {role}")
        cursor.execute(f"SET LOCAL ROLE {role}")
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")


@pytest.fixture
def two_parks() -> None:
    write("c1")
    write("c2", into=theirs)


@pytest.mark.usefixtures("ordinary", "two_parks")
class TestOnPostgreSQL:
    def test_a_query_that_forgets_its_park_finds_only_the_one_in_sight(self) -> None:
        assert set(Event.objects.values_list("park", flat=True)) == {PARK, OTHER}
        with one_transaction(park=PARK):
            for table in (Event, Command, Content, Book):
                assert set(table.objects.values_list("park", flat=True)) == {PARK}, table
            assert not Event.objects.filter(park=OTHER).exists(), "asked for by name, it is not there either"

    def test_nothing_of_another_park_can_be_changed_or_put_there(self) -> None:
        with one_transaction(park=PARK):
            assert Book.objects.filter(park=OTHER).update(notes=99) == 0
            assert Book.objects.filter(park=OTHER).delete()[0] == 0
            with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
                Book.objects.create(park=OTHER, id="x", notes=1, first_at=MONDAY, last_words="x")
        assert Book.objects.get(park=OTHER).notes == 1

    def test_who_has_not_said_which_park_is_refused_and_not_shown_an_empty_list(self) -> None:
        with pytest.raises(DatabaseError, match="no park is in sight"), transaction.atomic(), sight.only(sight.NOTHING):
            Event.objects.exists()
        assert Event.objects.count() == 2, "and what was in sight before is again"

    def test_a_transaction_inside_gives_the_sight_back(self) -> None:
        with one_transaction(park=PARK):
            with one_transaction(park=OTHER):
                assert Event.objects.get().park == OTHER
            assert Event.objects.get().park == PARK
            with pytest.raises(ZeroDivisionError), one_transaction(park=OTHER):
                assert Event.objects.get().park == OTHER
                raise ZeroDivisionError
            with pytest.raises(DatabaseError), one_transaction(park=OTHER), connection.cursor() as cursor:
                cursor.execute("SELECT 1 / 0")
            assert Event.objects.get().park == PARK

    def test_all_that_the_ledger_does_it_can_do_with_one_park_in_sight(self) -> None:
        before = projection_digest(park=PARK)
        with sight.only(PARK):
            assert seal(park=PARK).position == 1
            seen: list[str] = []
            assert run_consumer(park=PARK, name="r", handler=lambda some: seen.extend(e.event.type for e in some)).count
            assert rebuild(park=PARK, progress=lambda park, done, total: None) == 1
            assert write("c1").replayed
            with one_transaction(park=PARK):
                assert erase_subject(park=PARK, subject="wu-factory", basis="pipl.47", actor="chen-lan", now=MONDAY)
            assert projection_digest(park=PARK) == before
        assert seen == ["note.written"]
        assert Content.objects.get(park=OTHER).bytes is not None

    def test_what_walks_through_all_parks_says_so(self) -> None:
        for park in (PARK, OTHER):
            with one_transaction(park=park):
                event = Event.objects.get().id
                enqueue_deliveries(messages=[Message(park, event, "sms", "luo-min")], now=minutes(1))
        with sight.only(PARK):
            assert queries.parks_to_seal() == [PARK]
            assert hold_deliveries() == 2
        assert queries.parks_to_seal() == [PARK, OTHER]


class TestEveryTable:
    def test_no_table_with_a_park_is_without_the_rule(self) -> None:
        assert row_security.lacking() == []

    def test_every_model_with_a_park_has_it_as_a_column_of_that_name(self) -> None:
        """The rule is put on columns called `park`: a model that hid its park behind another name would have none."""
        hidden = [
            f"{model.__name__}.{field.name}"
            for model in apps.get_models()
            for field in model._meta.concrete_fields
            if field.name == "park" and field.column != "park"
        ]
        assert hidden == []
        assert sum(field.column == "park" for model in apps.get_models() for field in model._meta.concrete_fields) > 20

    def test_a_new_table_gets_it_with_the_next_migrate(self) -> None:
        if connection.vendor != "postgresql":
            pytest.skip("SQLite has no row-level security")
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE new_room (park text, words text)")
        assert row_security.lacking() == ["new_room"]
        row_security.install()
        assert row_security.lacking() == []


@pytest.mark.usefixtures("two_parks")
class TestOnBoth:
    def test_a_transaction_about_one_park_writes_nothing_into_another(self) -> None:
        with pytest.raises(RuntimeError, match="'sun-bay' is not in sight"), one_transaction(park=PARK):
            hold(theirs)
        with one_transaction(park=PARK), one_transaction(park=OTHER):
            assert hold(theirs).seq == 1

    def test_a_process_that_sees_nothing_at_first_sees_what_it_says(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sight, "_at_first", sight.EVERY_PARK)
        sight.close()  # as the web starts; a transaction of the test's own takes it back on PostgreSQL
        with pytest.raises(RuntimeError, match="not in sight"), one_transaction():
            hold(theirs)
        with one_transaction(park=OTHER):
            assert hold(theirs).seq == 1
        with sight.only(PARK), pytest.raises(RuntimeError, match="not in sight"), one_transaction():
            hold(theirs)


def test_a_superuser_is_named_as_one_whom_the_rule_does_not_bind() -> None:
    if connection.vendor != "postgresql":
        assert row_security.bypassed() is None
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper OR rolbypassrls, current_user FROM pg_roles WHERE rolname = current_user")
        bypasses, role = cursor.fetchone()
    assert row_security.bypassed() == (role if bypasses else None)
