"""What happens after a commit: consumers read the ledger in order, deliveries go out at least once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest

from lianqi.server.ledger.models import Consumer, Delivery
from lianqi.server.ledger.operations import (
    Consumed,
    Message,
    deliver,
    enqueue_deliveries,
    hold_deliveries,
    one_transaction,
    release_deliveries,
    run_consumer,
    seal,
)
from lianqi.server.ledger.operations.delivering import MOST_ATTEMPTS
from lianqi.server.ledger.values import SealedEvent
from tests.server.ledger.notes import MONDAY, PARK, Book, write

pytestmark = pytest.mark.django_db


class TestConsumers:
    def test_each_event_is_read_once_in_ledger_order(self) -> None:
        read: list[int] = []
        for number in range(5):
            write(f"c{number}")
        seal(park=PARK)
        more = [self.run(read, limit=2).more for _ in range(3)]
        assert (read, more) == ([1, 2, 3, 4, 5], [True, True, False])
        write("late")
        assert self.run(read).count == 0, "not sealed yet"
        seal(park=PARK)
        assert (self.run(read).position, read) == (6, [1, 2, 3, 4, 5, 6])

    def test_two_consumers_do_not_know_of_each_other(self) -> None:
        write("c1")
        seal(park=PARK)
        search: list[int] = []
        notices: list[int] = []
        self.run(search)
        run_consumer(park=PARK, name="notices", handler=lambda events: notices.extend(e.position for e in events))
        assert search == notices == [1]

    def test_when_the_handler_fails_its_effects_and_the_cursor_stay_where_they_were(self) -> None:
        for number in range(3):
            write(f"c{number}")
        seal(park=PARK)

        def stumble(events: Sequence[SealedEvent]) -> None:
            Book.objects.update(notes=-1)
            if any(event.position == 2 for event in events):
                raise KeyError("吴健")

        with pytest.raises(KeyError):
            run_consumer(park=PARK, name="search", handler=stumble)
        assert Book.objects.get().notes == 3
        row = Consumer.objects.get(park=PARK, name="search")
        assert (row.position, row.attempts, row.failure) == (0, 1, "KeyError"), "its kind only: no words of anybody"
        assert run_consumer(park=PARK, name="search", handler=stumble).position == 1, "now event by event"
        with pytest.raises(KeyError):
            run_consumer(park=PARK, name="search", handler=stumble)
        assert Consumer.objects.get(park=PARK, name="search").position == 1, "it stands at the one it cannot take"
        read: list[int] = []
        self.run(read)
        self.run(read)
        assert read == [2, 3]

    def run(self, into: list[int], limit: int = 500) -> Consumed:
        return run_consumer(
            park=PARK, name="search", handler=lambda events: into.extend(e.position for e in events), limit=limit
        )


class TestDeliveries:
    notice = Message(PARK, 1, "letter", "chen-lan")

    def test_one_message_for_one_event_channel_and_recipient(self) -> None:
        self.enqueue()
        self.enqueue()
        sent: list[Message] = []
        assert deliver(park=PARK, channel="letter", send=sent.append, now=MONDAY) == 1
        assert deliver(park=PARK, channel="letter", send=sent.append, now=MONDAY) == 0
        assert sent == [self.notice]
        assert Delivery.objects.get().sent_at == MONDAY

    def test_what_fails_is_tried_again_later_and_in_the_end_stands_there_as_failed(self) -> None:
        self.enqueue()
        tries: list[Message] = []

        def no_paper(message: Message) -> None:
            tries.append(message)
            raise OSError("no paper")

        now = MONDAY
        for _ in range(MOST_ATTEMPTS + 3):
            deliver(park=PARK, channel="letter", send=no_paper, now=now)
            deliver(park=PARK, channel="letter", send=no_paper, now=now)  # at once again: not yet due
            now += timedelta(hours=2)
        assert len(tries) == MOST_ATTEMPTS
        row = Delivery.objects.get()
        assert (row.state, row.failure) == ("failed", "OSError")

    def test_a_clock_that_ran_ahead_does_not_keep_it_waiting_for_years(self) -> None:
        with one_transaction():
            enqueue_deliveries(messages=[self.notice], now=MONDAY + timedelta(days=10_000))
        sent: list[Message] = []
        assert deliver(park=PARK, channel="letter", send=sent.append, now=MONDAY) == 1

    def test_killed_while_sending_it_is_sent_again(self) -> None:
        self.enqueue()

        def killed(message: Message) -> None:
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            deliver(park=PARK, channel="letter", send=killed, now=MONDAY)
        sent: list[Message] = []
        deliver(park=PARK, channel="letter", send=sent.append, now=MONDAY + timedelta(minutes=2))
        assert sent == [self.notice]

    def test_after_a_restore_nothing_goes_out_until_somebody_lets_it(self) -> None:
        self.enqueue()
        sent: list[Message] = []
        assert hold_deliveries() == 1
        deliver(park=PARK, channel="letter", send=sent.append, now=MONDAY)
        assert sent == []
        assert release_deliveries(park=PARK, now=MONDAY) == 1
        deliver(park=PARK, channel="letter", send=sent.append, now=MONDAY)
        assert sent == [self.notice]

    def enqueue(self) -> None:
        with one_transaction():
            enqueue_deliveries(messages=[self.notice], now=MONDAY)
