"""One use-case, one transaction; and what the disk has to say about it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

from django.db import DatabaseError, connection, transaction

from lianqi.kernel.decision import Refused
from lianqi.server.ledger import sight
from lianqi.server.ledger.values import LedgerRefusal

# SQLite's primary result codes are the lowest byte of its extended ones.
_SQLITE = {5: "ledger.storage.busy", 6: "ledger.storage.busy", 13: "ledger.storage.full"}
# PostgreSQL: disk_full; serialization_failure, deadlock_detected, lock_not_available, too_many_connections,
# out_of_memory (the table of locks is full).
_POSTGRESQL = {
    "53100": "ledger.storage.full",
    "40001": "ledger.storage.busy",
    "40P01": "ledger.storage.busy",
    "55P03": "ledger.storage.busy",
    "53300": "ledger.storage.busy",
    "53200": "ledger.storage.busy",
}


@contextmanager
def one_transaction(*, park: str | None = None) -> Iterator[None]:
    """Everything inside is written, or nothing is. Every use-case opens its transaction with this.

    `park`: whose rows are in sight inside (`sight`); left out, whatever is in sight around it. Raises LedgerRefusal
    `ledger.storage.full` or `ledger.storage.busy` where the database could not take it for want of room or of its turn;
    the transaction is rolled back by then.
    """
    nested = connection.in_atomic_block
    try:
        with (
            transaction.atomic(),
            nullcontext() if park is None else sight.only_in_this_transaction(park, nested=nested),
        ):
            yield
    except DatabaseError as error:
        code = _code(error)
        if code is None:
            raise
        raise LedgerRefusal(Refused(code)) from error


def require_transaction() -> None:
    """Refuse (RuntimeError) to write outside a transaction: the parts of one fact could then come apart."""
    if not connection.in_atomic_block:
        raise RuntimeError("the ledger is written inside `one_transaction()` only")


def _code(error: DatabaseError) -> str | None:
    cause = error.__cause__
    if connection.vendor == "postgresql":
        return _POSTGRESQL.get(getattr(cause, "sqlstate", None) or "")
    return _SQLITE.get(getattr(cause, "sqlite_errorcode", 0) & 0xFF)
