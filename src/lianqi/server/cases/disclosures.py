"""What is written down because words left the circle they were meant for: a confidential report that somebody opened,
phone numbers that were shown for a call, an export in which they were not masked. Audit streams of the ledger, as
everything else that counts.
"""

from __future__ import annotations

from datetime import datetime

from lianqi.kernel.chain import digest
from lianqi.kernel.decision import Accepted, NewEvent
from lianqi.server.cases.models import Case
from lianqi.server.ids import new_id
from lianqi.server.ledger.operations import apply, hold, one_transaction
from lianqi.server.ledger.values import CommandEnvelope, LedgerRefusal, StreamRef

STREAM_KIND = "disclosure"


def opened(row: Case, *, actor: str, now: datetime) -> None:
    """Somebody opened a page with the words of this case: written down where it is a confidential report."""
    if row.confidential:
        confidential_opened(park=row.park, case_id=row.id, actor=actor, now=now)


def confidential_opened(*, park: str, case_id: str, actor: str, now: datetime) -> None:
    """Who opened a confidential report, and when. Kept beside the case, not in its own log."""
    _record(park, case_id, NewEvent("confidential.opened", {"case": case_id}), actor, now)


def contacts_opened(*, park: str, case_id: str, actor: str, now: datetime) -> None:
    """Who had the names and phone numbers behind a case shown, to ring the enterprise back, and when."""
    _record(park, case_id, NewEvent("contacts.opened", {"case": case_id}), actor, now)


def exported_unmasked(*, park: str, rows: int, narrowed: dict[str, str], actor: str, now: datetime) -> None:
    """Who took how many cases away with their phone numbers. `narrowed` holds codes, never what was searched for."""
    _record(park, actor, NewEvent("cases.exported", {"rows": rows, "masked": False, **narrowed}), actor, now)


def _record(park: str, stream: str, event: NewEvent, actor: str, now: datetime) -> None:
    with one_transaction(park=park):
        held = hold(StreamRef(park, STREAM_KIND, stream))
        envelope = CommandEnvelope(new_id(now=now), event.type, digest(dict(event.data)))
        applied = apply(
            stream=held,
            outcome=Accepted((event,)),
            envelope=envelope,
            expected_seq=None,
            actor=actor,
            now=held.not_before(now),
        )
        if applied.refusal is not None:
            raise LedgerRefusal(applied.refusal)
