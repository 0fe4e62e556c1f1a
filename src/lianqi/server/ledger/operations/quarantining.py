"""Commands that cannot take effect and must not be lost: conflicts from phones, what a revoked officer still sent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from lianqi.kernel.chain import canonical_json
from lianqi.kernel.decision import Json, Refused
from lianqi.server.ledger import locks
from lianqi.server.ledger.models import Quarantine
from lianqi.server.ledger.operations.contents import put_content
from lianqi.server.ledger.storage import require_transaction
from lianqi.server.ledger.values import CommandEnvelope, StreamRef


def quarantine(
    *,
    park: str,
    envelope: CommandEnvelope,
    payload: Mapping[str, Json],
    subject: str,
    reason: str,
    actor: str,
    now: datetime,
) -> Refused:
    """Keep a whole command aside and return the refusal that tells its sender so. `reason` is the refusal's code.

    The payload is kept as content of `subject`, the person whose words it holds. Sent again, it is kept once; other
    words under the number of one that is kept are refused with `ledger.command.reused`.
    """
    require_transaction()
    locks.lock_streams((StreamRef(park, "quarantine", envelope.id),))
    refusal = Refused("ledger.command.quarantined", {"command": envelope.id, "reason": reason})
    kept = Quarantine.objects.filter(park=park, id=envelope.id).values_list("kind", "payload_digest").first()
    if kept is not None:
        same = kept == (envelope.kind, envelope.payload_digest)
        # Other words under the same number are not kept, so nobody may be told that they are.
        return refusal if same else Refused("ledger.command.reused", {"command": envelope.id})
    words = put_content(park=park, subject=subject, kind="ledger.quarantine", words=canonical_json(payload), now=now)
    Quarantine.objects.create(
        park=park,
        id=envelope.id,
        kind=envelope.kind,
        actor=actor,
        device=envelope.device,
        device_seq=envelope.device_seq,
        payload_digest=envelope.payload_digest,
        payload=words.id,
        reason=reason,
        received_at=now,
    )
    return refusal


def settle_quarantined(*, park: str, id: str, settlement: str, actor: str, now: datetime) -> bool:
    """Note what somebody did with a command kept aside ("applied", "discarded"); False if it was settled before."""
    require_transaction()
    waiting = Quarantine.objects.filter(park=park, id=id, settled_at__isnull=True)
    return waiting.update(settled_at=now, settled_by=actor, settlement=settlement) == 1
