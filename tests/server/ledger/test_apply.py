"""Luo Min writes notes; the ledger keeps each once, in order, whoever else writes and however often it is sent."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from lianqi.kernel.chain import GENESIS, NotCanonical
from lianqi.kernel.decision import Accepted, NewEvent
from lianqi.server.ids import new_id
from lianqi.server.ledger import append_only, queries
from lianqi.server.ledger.models import Command, Content, Event
from lianqi.server.ledger.operations import apply, apply_many, fresh, hold, one_transaction, seal
from lianqi.server.ledger.values import Application, StreamRef
from tests.server.ledger.notes import FULL_AT, MONDAY, PARK, Book, book, envelope, minutes, write

pytestmark = pytest.mark.django_db


def test_a_note_is_command_event_words_and_row_at_once() -> None:
    applied = write("c1", "三号厂房屋顶漏水")
    assert (applied.seq, applied.refusal, applied.replayed) == (1, None, False)
    event = Event.objects.get()
    assert (event.park, event.seq, event.type, event.prev_hash) == (PARK, 1, "note.written", GENESIS)
    assert "漏水" not in event.data, "words stand in content only"
    cited = json.loads(event.data)["words"]["id"]
    assert queries.read_content(park=PARK, id=cited) == "三号厂房屋顶漏水".encode()
    assert Book.objects.get().notes == 1
    assert Command.objects.get().actor == "luo-min"


def test_each_event_cites_the_one_before_it() -> None:
    for number in range(3):
        write(f"c{number}")
    first, second, third = Event.objects.order_by("seq")
    assert (second.prev_hash, third.prev_hash) == (first.hash, second.hash)


def test_the_same_command_again_gives_the_stored_outcome_and_writes_nothing() -> None:
    write("c1")
    again = write("c1")
    assert (again.replayed, again.seq, again.refusal) == (True, 1, None)
    assert (Event.objects.count(), Command.objects.count(), Content.objects.count()) == (1, 1, 1)


def test_the_same_command_with_other_words_is_refused() -> None:
    write("c1", "屋顶漏水")
    reused = write("c1", "道路积水")
    assert reused.refusal is not None
    assert reused.refusal.code == "ledger.command.reused"
    assert Event.objects.count() == 1


def test_nobody_is_told_that_they_did_what_somebody_else_has_done() -> None:
    write("c1")
    mine = queries.stored_outcome(park=PARK, envelope=envelope("c1"), actor="luo-min")
    assert mine is not None and (mine.seq, mine.refusal) == (1, None)
    hers = queries.stored_outcome(park=PARK, envelope=envelope("c1"), actor="zhao-ping")
    assert hers is not None and hers.refusal is not None
    assert hers.refusal.code == "ledger.command.reused"


def test_who_saw_an_older_state_is_shown_what_changed() -> None:
    write("c1")
    write("c2", actor="chen-lan")
    late = write("c3", expected_seq=1)
    assert late.refusal is not None
    assert late.refusal.code == "ledger.stale"
    assert late.refusal.details == {"expected": 1, "seq": 2, "changed": [{"seq": 2, "type": "note.written"}]}
    assert write("c4", expected_seq=2).refusal is None, "with what stands now before their eyes it goes through"


def test_a_state_that_never_was_is_stale_too() -> None:
    write("c1")
    ahead = write("c2", expected_seq=5)
    assert ahead.refusal is not None
    assert (ahead.refusal.code, ahead.refusal.details["seq"]) == ("ledger.stale", 1)


def test_a_refusal_is_kept_like_any_outcome() -> None:
    write("c1")
    write("c2", expected_seq=0)
    again = write("c2", expected_seq=0)
    assert again.replayed
    assert again.refusal is not None
    assert again.refusal.code == "ledger.stale"


def test_the_rules_refuse_and_nothing_but_the_command_is_written() -> None:
    with one_transaction():
        stream = hold(book())
        full = Accepted(tuple(NewEvent("note.written", {"words": {"id": "x"}}) for _ in range(FULL_AT)))
        apply(stream=stream, outcome=full, envelope=envelope("many"), expected_seq=None, actor="luo-min", now=MONDAY)
    refused = write("one-more")
    assert refused.refusal is not None
    assert (refused.refusal.code, refused.refusal.details) == ("note.full", {"notes": FULL_AT})
    assert Event.objects.count() == FULL_AT
    assert Command.objects.count() == 2


def test_a_clock_that_jumped_back_dates_nothing_before_the_last_event() -> None:
    write("c1", now=minutes(60))
    write("c2", now=minutes(1))
    first, second = Event.objects.order_by("seq")
    assert second.recorded_at == first.recorded_at == minutes(60)
    assert second.occurred_at == minutes(60)


def test_a_fact_may_be_dated_before_it_was_recorded() -> None:
    with one_transaction():
        lapse = Accepted((NewEvent("note.written", {"words": {"id": "x"}}, at=MONDAY - timedelta(days=2)),))
        apply(
            stream=hold(book()),
            outcome=lapse,
            envelope=envelope("tick"),
            expected_seq=None,
            actor="system",
            now=MONDAY,
        )
    event = Event.objects.get()
    assert (event.occurred_at, event.recorded_at) == (MONDAY - timedelta(days=2), MONDAY)


def test_a_batch_writes_hundreds_of_streams_and_tells_the_late_and_the_repeated_apart() -> None:
    write("c1", into=book("seen-before"))
    applications = [_first_note(f"book-{number}", f"import-{number}") for number in range(700)]
    known = queries.load(book("seen-before"))
    applications.append(Application(fresh(book("seen-before")), _note(), envelope("late"), None))
    with one_transaction():
        results = apply_many(applications=applications, actor="import", now=MONDAY)
    assert [one.seq for one in results[:-1]] == [1] * 700
    assert results[-1].refusal is not None
    assert results[-1].refusal.code == "ledger.stale", "fresh, but somebody had made it: nothing is overwritten"
    assert queries.load(book("seen-before")) == known
    with one_transaction():
        again = apply_many(applications=applications[:-1], actor="import", now=MONDAY)
    assert all(one.replayed for one in again)
    assert Book.objects.count() == 701


def test_what_follows_in_the_same_transaction_goes_on_from_what_was_applied() -> None:
    with one_transaction():
        (recorded,) = apply_many(applications=[_first_note("b", "c1")], actor="import", now=MONDAY)
        assert recorded.after is not None
        second = Application(recorded.after, _note(), envelope("c2"), expected_seq=1)
        (dispatched,) = apply_many(applications=[second], actor="import", now=MONDAY)
    assert dispatched.seq == 2
    assert dispatched.after is not None
    assert queries.load(book("b")).state == dispatched.after.state


def test_nothing_goes_on_from_a_stream_that_others_have_changed_since() -> None:
    known = queries.load(book())
    write("c1")
    with one_transaction():
        (late,) = apply_many(
            applications=[Application(known, _note(), envelope("c2"), None)], actor="import", now=MONDAY
        )
    assert late.refusal is not None
    assert (late.refusal.code, late.seq, late.after) == ("ledger.stale", 1, None)


def test_a_muddled_batch_is_refused_before_anything_is_written() -> None:
    twice = [_first_note("b", "c1"), _first_note("b", "c2")]
    reused = [_first_note("b", "c1"), _first_note("d", "c1")]
    parks = [
        _first_note("b", "c1"),
        Application(fresh(StreamRef("sun-bay", "note", "b")), _note(), envelope("c2"), None),
    ]
    for muddled in (twice, reused, parks):
        with pytest.raises(ValueError, match=r"may stand once|one park"), one_transaction():
            apply_many(applications=muddled, actor="import", now=MONDAY)
    assert not Event.objects.exists()


def test_what_has_no_canonical_spelling_is_not_written() -> None:
    rate = Accepted((NewEvent("note.written", {"words": {"id": "x"}, "rate": 0.7}),))
    with pytest.raises(NotCanonical, match=r"rate: 0\.7 is a fraction"), one_transaction():
        apply(stream=hold(book()), outcome=rate, envelope=envelope("c"), expected_seq=None, actor="a", now=MONDAY)
    assert not Command.objects.exists()


def test_a_kind_of_stream_that_no_app_knows_is_refused() -> None:
    with pytest.raises(LookupError, match="no app has registered"):
        queries.load(StreamRef(PARK, "nonsense", "x"))


@pytest.mark.parametrize("table", ["ledger_event", "ledger_ledger"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET park = 'x'", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_the_log_cannot_be_changed_by_anybody(table: str, statement: str) -> None:
    if "TRUNCATE" in statement and connection.vendor == "sqlite":
        pytest.skip("SQLite has no TRUNCATE")
    write("c1")
    seal(park=PARK)
    connection.check_constraints()  # a commit would; PostgreSQL truncates nothing that it has yet to check
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(table))
    assert Event.objects.count() == 1


def test_no_event_is_put_in_the_place_of_another() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite replaces rows while inserting")
    write("c1")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT OR REPLACE INTO ledger_event SELECT * FROM ledger_event")
    assert Event.objects.count() == 1


def test_the_triggers_stand() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'ledger%'")
        else:
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgname LIKE 'ledger%%'")
        found = {name for (name,) in cursor.fetchall()}
    assert found == set(append_only.TRIGGERS[connection.vendor])


@pytest.mark.parametrize("id", ["", "x" * 65])
def test_a_command_number_that_no_database_could_keep_is_refused_before_it_comes_there(id: str) -> None:
    with pytest.raises(ValueError, match="1 to 64 characters"):
        envelope(id)


def test_ids_sort_by_time_and_are_never_the_same() -> None:
    made = [new_id(now=minutes(number)) for number in range(50)]
    assert sorted(made) == made
    assert len({new_id(now=MONDAY) for _ in range(1_000)}) == 1_000
    assert made[0][12] == "7"
    assert made[0][16] in "89ab"


def _note() -> Accepted:
    return Accepted((NewEvent("note.written", {"words": {"id": "x"}}),))


def _first_note(name: str, command: str) -> Application:
    return Application(fresh(book(name)), _note(), envelope(command), None)
