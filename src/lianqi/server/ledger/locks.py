"""Who may write what at the same time.

SQLite gives one transaction at a time the whole database (IMMEDIATE), so there is nothing to lock. PostgreSQL lets two
people load the same case, decide, and append; advisory locks make it behave alike: whoever comes second waits, loads
what the first wrote and is judged by that. They end with their transaction, also when the process is killed, and
need no row to exist, so they hold a stream that has no event yet.

The key is 64 bits of a hash: two streams may share one, and then wait for each other for nothing; never the reverse.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from django.db import connection

from lianqi.kernel.chain import canonical_json
from lianqi.server.ledger.values import StreamRef

#: Advisory locks live in a table of fixed size in shared memory (6,400 by default, for all connections together).
MOST_AT_ONCE = 1_000


def lock_streams(refs: Sequence[StreamRef]) -> None:
    """Hold these streams until the transaction ends; waits for others who do. In key order, so that two cannot block
    each other for ever. More than `MOST_AT_ONCE` are refused with ValueError: batch them.
    """
    if connection.vendor != "postgresql":
        return
    if len(refs) > MOST_AT_ONCE:
        raise ValueError(f"{len(refs)} streams at once; at most {MOST_AT_ONCE} can be held in one transaction")
    keys = sorted({_key("stream", ref.park, ref.kind, ref.id) for ref in refs})
    with connection.cursor() as cursor:
        if len(keys) == 1:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", keys)
        else:
            cursor.execute("SELECT pg_advisory_xact_lock(key) FROM unnest(%s::bigint[]) AS key", [keys])


def try_lock(purpose: str, *names: str) -> bool:
    """Hold a duty (sealing a park, running a consumer) until the transaction ends; False if somebody else does."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_key(purpose, *names)])
        (held,) = cursor.fetchone()
    return bool(held)


def _key(*words: str) -> int:
    return int.from_bytes(sha256(canonical_json(["lianqi", *words])).digest()[:8], "big", signed=True)
