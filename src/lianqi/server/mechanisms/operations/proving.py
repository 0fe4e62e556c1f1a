"""What was proved of the mechanism in force is kept, for everybody to read beside it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from lianqi.kernel.decision import NewEvent
from lianqi.kernel.mechanism.rules import Text
from lianqi.proof.properties import Report, prove
from lianqi.server.ledger.operations import one_transaction
from lianqi.server.mechanisms import queries
from lianqi.server.mechanisms.audit import record
from lianqi.server.mechanisms.models import Proof


@dataclass(frozen=True, slots=True)
class Proved:
    """What came of it, and what it is called."""

    report: Report
    name: str


def prove_in_force(*, park: str, actor: str, now: datetime) -> Proved:
    """Walk every state of a case under the rules that hold today and keep the result; a second run on the same day
    replaces it. Takes half a minute of one processor, so never in a web process. LedgerRefusal
    `calendar.none-published`, `mechanism.none-active`.
    """
    calendar = queries.calendar_of(park)
    on = calendar.local(now).date()
    mechanism = queries.in_force(park=park, on=on)
    rules = queries.rules_of(mechanism, at=now, calendar=calendar)
    report = prove(rules=rules, calendar=calendar, names=mechanism.names())
    told = [
        {"property": one.property, "says": _both(one.says), "steps": [_both(step) for step in one.steps]}
        for one in report.violations
    ]
    broken = sorted({one.property for one in report.violations})
    with one_transaction(park=park):
        Proof.objects.update_or_create(
            park=park,
            digest=mechanism.digest,
            on=on,
            defaults={
                "states": report.states,
                "transitions": report.transitions,
                "violations": json.dumps(told, ensure_ascii=False),
                "proved_at": now,
                "actor": actor,
            },
        )
        data = {"digest": mechanism.digest, "on": on.isoformat(), "states": report.states, "broken": broken}
        record(park=park, stream="rules", event=NewEvent("mechanism.proved", data), actor=actor, now=now)
    return Proved(report, mechanism.title.zh)


def _both(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}
