"""Other processes of the ledger's tests: `python -m tests.server.ledger.actors WHAT [ARGUMENT …]`.

Each prints what it did, one JSON line each, when it is committed; WAIT_AT names a place where it says "waiting" and
stops until it is sent a line, or killed.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import django


def main(what: str, *arguments: str) -> None:
    django.setup()
    from tests.server.ledger import notes

    notes.register()
    globals()[what](*arguments)


def say(**said: Any) -> None:
    print(json.dumps(said), flush=True)


def write(id: str, expected_seq: str = "", words: str = "屋顶漏水") -> None:
    """Write one note; with WAIT_AT=start, stop before, with WAIT_AT=project, stop inside the transaction."""
    from tests.server.ledger import notes

    notes.wait_here("start")
    applied = notes.write(id, words, expected_seq=int(expected_seq) if expected_seq else None)
    say(seq=applied.seq, refused=applied.refusal and applied.refusal.code, replayed=applied.replayed)


def write_many(first: str, count: str) -> None:
    """Write notes one after the other, into seven books, until done or killed."""
    from tests.server.ledger import notes

    for number in range(int(first), int(first) + int(count)):
        notes.write(f"c{number}", f"第 {number} 条", into=notes.book(f"b{number % 7}"))
        say(id=f"c{number}")


def import_many(count: str) -> None:
    """Write many first notes in one transaction."""
    from lianqi.kernel.decision import Accepted, NewEvent
    from lianqi.server.ledger.operations import apply_many, fresh, one_transaction
    from lianqi.server.ledger.values import Application
    from tests.server.ledger import notes

    note = Accepted((NewEvent("note.written", {"words": {"id": "x"}}),))
    batch = [
        Application(fresh(notes.book(f"i{number}")), note, notes.envelope(f"i{number}"), None)
        for number in range(int(count))
    ]
    with one_transaction():
        apply_many(applications=batch, actor="import", now=notes.MONDAY)
    say(done=True)


def seal(limit: str) -> None:
    """Seal until nothing is left; with WAIT_AT=seal, stop in the middle of the first portion."""
    from lianqi.server.ledger.operations import sealing
    from tests.server.ledger import notes

    hashed = sealing.next_root
    counted = iter(range(10**9))

    def slowly(**fields: str) -> str:
        if next(counted) == int(limit) // 2:
            notes.wait_here("seal")
        return hashed(**fields)

    sealing.next_root = slowly
    more = True
    while more:
        sealed = sealing.seal(park=notes.PARK, limit=int(limit))
        more = sealed.more
        say(position=sealed.position)


def erase(subject: str) -> None:
    """Erase what is kept of somebody; with WAIT_AT=listed, stop when the list names it and before the commit."""
    from lianqi.server.ledger import erasure_list
    from lianqi.server.ledger.operations import erase_subject, one_transaction
    from tests.server.ledger import notes

    listed = erasure_list.append

    def and_wait(line: Any) -> None:
        listed(line)
        notes.wait_here("listed")

    erasure_list.append = and_wait
    with one_transaction(park=notes.PARK):
        count = erase_subject(
            park=notes.PARK, subject=subject, basis="pipl.47", actor="chen-lan", now=notes.minutes(90)
        )
    say(erased=count)


def rebuild() -> None:
    """Rebuild; with WAIT_AT=project, stop when some rows are written."""
    from lianqi.server.ledger.operations import rebuild as again
    from tests.server.ledger import notes

    say(events=again(park=notes.PARK, progress=lambda park, done, total: None))


if __name__ == "__main__":
    main(*sys.argv[1:])
