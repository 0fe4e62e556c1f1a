"""From this day on, cases are recorded under this text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from lianqi.kernel.decision import NewEvent, Refused
from lianqi.kernel.mechanism.lint import ERROR, Finding, lint
from lianqi.kernel.mechanism.loader import Mechanism
from lianqi.server.ids import new_id
from lianqi.server.ledger.storage import require_transaction
from lianqi.server.ledger.values import LedgerRefusal
from lianqi.server.mechanisms import queries, refusals
from lianqi.server.mechanisms.audit import record
from lianqi.server.mechanisms.models import Activation, MechanismText
from lianqi.server.registry.models import Unit


@dataclass(frozen=True, slots=True)
class Activated:
    """What was activated, and what a leader should know of it: role ids nobody holds, lint's warnings."""

    mechanism: Mechanism
    since: date
    unheld: tuple[str, ...]
    warnings: tuple[Finding, ...]


def activate(
    *, park: str, text: str, name: str, since: date, actor: str, now: datetime, before_people: bool = False
) -> Activated:
    """Let the mechanism hold from `since` on, in the caller's transaction. Cases recorded before keep their own.

    MechanismInvalid: the text cannot be read. LedgerRefusal: `mechanism.activation.lint` (errors, not warnings),
    `…units-missing`, and `…roles-unheld` unless `before_people`: a new park has rules before it has people, and
    officers cannot be imported into roles that no mechanism names.
    """
    require_transaction()
    mechanism = queries.read_mechanism(text, name=name)
    warnings = _linted(mechanism)
    _require_units(park, mechanism)
    unheld = queries.unheld(park=park, mechanism=mechanism)
    if unheld and not before_people:
        zh, en = ([getattr(mechanism.shape.roles[role].name, lang) for role in unheld] for lang in ("zh", "en"))
        details = {"ids": list(unheld), "roles_zh": "、".join(zh), "roles_en": ", ".join(en)}
        raise LedgerRefusal(Refused(refusals.UNHELD, details))
    MechanismText.objects.get_or_create(
        park=park,
        digest=mechanism.digest,
        defaults={"mechanism": mechanism.id, "text": text, "added_at": now},
    )
    Activation.objects.create(
        park=park, id=new_id(now=now), since=since, digest=mechanism.digest, actor=actor, activated_at=now
    )
    data = {"mechanism": mechanism.id, "digest": mechanism.digest, "since": since.isoformat(), "unheld": list(unheld)}
    record(park=park, stream="rules", event=NewEvent("mechanism.activated", data), actor=actor, now=now)
    return Activated(mechanism, since, unheld, warnings)


def _linted(mechanism: Mechanism) -> tuple[Finding, ...]:
    findings = lint(mechanism)
    errors = [finding for finding in findings if finding.severity == ERROR]
    if errors:
        details = {
            "rules": [e.rule for e in errors],
            "faults_zh": "；".join(f"第{e.line}行 {e.zh.rstrip('。')}" for e in errors),
            "faults_en": "; ".join(f"line {e.line}: {e.en.rstrip('.')}" for e in errors),
        }
        raise LedgerRefusal(Refused(refusals.LINT, details))
    return findings


def _require_units(park: str, mechanism: Mechanism) -> None:
    known = set(Unit.objects.filter(park=park, closed_at__isnull=True).values_list("code", flat=True))
    missing = [unit for code, unit in mechanism.units().items() if code not in known]
    if missing:
        details = {
            "codes": [unit.code for unit in missing],
            "units_zh": "、".join(unit.name.zh for unit in missing),
            "units_en": ", ".join(unit.name.en for unit in missing),
        }
        raise LedgerRefusal(Refused(refusals.UNITS, details))
