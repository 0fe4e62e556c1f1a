"""Every write of the ledger, by use-case. Apps call these; nobody else writes its tables.

with one_transaction(park=park):
    if settled := queries.stored_outcome(park=park, envelope=envelope):
        return settled
    stream = hold(StreamRef(park, "case", case_id))
    now = stream.not_before(clock.database_now())
    outcome = decide(command, stream.state, rules=…, calendar=…, facts=…, now=now)
    return apply(stream=stream, outcome=outcome, envelope=envelope, expected_seq=seen, actor=actor, now=now)
"""

from lianqi.server.ledger.operations.applying import apply, apply_many, fresh, hold, hold_many
from lianqi.server.ledger.operations.consuming import Consumed, run_consumer
from lianqi.server.ledger.operations.contents import NewContent, put_content, put_contents
from lianqi.server.ledger.operations.delivering import (
    GiveUp,
    Message,
    deliver,
    enqueue_deliveries,
    hold_deliveries,
    release_deliveries,
    retry_failed,
)
from lianqi.server.ledger.operations.erasing import Erasure, erase_subject, reapply_erasures, register_eraser
from lianqi.server.ledger.operations.quarantining import quarantine, settle_quarantined
from lianqi.server.ledger.operations.rebuilding import projection_digest, rebuild, rebuild_all
from lianqi.server.ledger.operations.retaining import erase_expired
from lianqi.server.ledger.operations.sealing import Sealed, seal
from lianqi.server.ledger.storage import one_transaction

__all__ = [
    "Consumed",
    "Erasure",
    "GiveUp",
    "Message",
    "NewContent",
    "Sealed",
    "apply",
    "apply_many",
    "deliver",
    "enqueue_deliveries",
    "erase_expired",
    "erase_subject",
    "fresh",
    "hold",
    "hold_deliveries",
    "hold_many",
    "one_transaction",
    "projection_digest",
    "put_content",
    "put_contents",
    "quarantine",
    "reapply_erasures",
    "rebuild",
    "rebuild_all",
    "register_eraser",
    "release_deliveries",
    "retry_failed",
    "run_consumer",
    "seal",
    "settle_quarantined",
]
