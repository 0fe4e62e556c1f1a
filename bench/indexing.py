"""The search index of the clones, as `lianqi.server.cases.search.index_cases` would write it, in bulk."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.db.models import Max

from bench import bulk
from bench.park import PARK
from lianqi.server.cases.models import SearchEntry
from lianqi.server.cases.search import SEARCHED, spelled
from lianqi.server.ledger.queries import read_contents

#: The slot of each text that is searched, with its pairs as they are stored; None for what every clone says itself.
Searched = Sequence[tuple[str, Any]]

_INDEX = "cases_bigrams_pairs"


def searched(events: Sequence[Any], *, words: str, slots: Mapping[str, str]) -> Searched:
    """What a pattern has in the index; `words` is the content that differs from clone to clone."""
    fields = [(event.data[SEARCHED[event.type]]["id"]) for event in events if event.type in SEARCHED]
    texts = read_contents(park=PARK, ids=fields)
    return [
        (slots[id], None if id == words else spelled((texts[id] or b"").decode(), park=PARK))
        for id in dict.fromkeys(fields)
    ]


class Index:
    """Entries on their way into the index."""

    def __init__(self) -> None:
        self._last = SearchEntry.objects.aggregate(last=Max("id"))["last"] or 0
        self._entries: list[list[Any]] = []
        self._pairs: list[tuple[int, Any]] = []

    def add(self, some: Searched, said: Mapping[str, Any]) -> None:
        """The texts of one clone."""
        for slot, pairs in some:
            self._last += 1
            self._entries.append([self._last, PARK, said["no"], said[slot]])
            self._pairs.append((self._last, spelled(said["words"], park=PARK) if pairs is None else pairs))

    def flush(self) -> None:
        bulk.copy(SearchEntry, self._entries)
        key = "rowid" if connection.vendor == "sqlite" else "id"
        statement = f"INSERT INTO cases_bigrams ({key}, pairs) VALUES (%s, %s)"  # noqa: S608 - one of two constants
        with connection.cursor() as cursor:
            cursor.executemany(statement, self._pairs)
        self._entries.clear()
        self._pairs.clear()

    def close(self) -> None:
        """The counter goes on from here."""
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT setval(pg_get_serial_sequence('cases_searchentry', 'id'), %s)", [self._last])


@contextmanager
def rebuilt_afterwards() -> Iterator[None]:
    """PostgreSQL builds its index of a million texts in a tenth of the time that it takes to keep it meanwhile."""
    if connection.vendor == "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(f"DROP INDEX {_INDEX}")
        yield
        cursor.execute("SET maintenance_work_mem = '256MB'")
        cursor.execute(f"CREATE INDEX {_INDEX} ON cases_bigrams USING gin (pairs)")
