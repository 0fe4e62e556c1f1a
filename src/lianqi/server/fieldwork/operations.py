"""Every write of visits: owed by rule, appointed, made (with the cases that come of it), declined."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from lianqi.kernel.decision import NOTHING, Facts, Outcome, Refused
from lianqi.kernel.visits import KINDS, decide
from lianqi.server.cases import gate
from lianqi.server.cases.operations import NewCase, record_many
from lianqi.server.cases.operations.beside import Deciding, Words, facts_of, settle
from lianqi.server.fieldwork.models import VisitDuty
from lianqi.server.fieldwork.projection import STREAM_KIND
from lianqi.server.ids import derived_id, following_id
from lianqi.server.ledger.clock import database_now
from lianqi.server.ledger.operations import one_transaction
from lianqi.server.ledger.values import Applied, LedgerRefusal, StreamRef
from lianqi.server.mechanisms.queries import rules_of_loop
from lianqi.server.people.models import EnterpriseOfficer

_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Visited:
    """What came of a visit: the numbers of its cases, or why it was not written down."""

    numbers: tuple[str, ...] = ()
    refusal: Refused | None = None


class _Undone(Exception):
    """Refused: whatever was written in the same transaction goes again."""

    def __init__(self, refusal: Refused) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal


def visit(
    principal: gate.Principal,
    *,
    enterprise: str,
    said: Sequence[Mapping[str, Any]],
    command_id: str,
    now: datetime,
) -> Visited:
    """Write down a visit with every case that came of it (`said`: the plain data of each first word), or nothing.

    Sent again with the same id it is the same visit with the same cases.
    """
    park = principal.park
    items = [
        NewCase(data, following_id(command_id, park, "visit", str(at)), following_id(command_id, park, "said", str(at)))
        for at, data in enumerate(said)
    ]
    try:
        with one_transaction(park=park):
            recorded = record_many(park=park, actor=principal.actor.id, items=items, now=now) if items else []
            for done in recorded:
                if done.refusal is not None:
                    raise _Undone(done.refusal)
            numbers = tuple(done.number for done in recorded)
            applied = _do(principal, enterprise, "visit", {"cases": numbers}, {}, command_id, now)
            if applied.refusal is not None:
                raise _Undone(applied.refusal)
            return Visited(numbers)
    except _Undone as undone:
        return Visited(refusal=undone.refusal)


def decline(
    principal: gate.Principal,
    *,
    enterprise: str,
    words: str = "",
    command_id: str,
    seen: int | None = None,
    now: datetime | None = None,
) -> Applied:
    """The enterprise would rather not be visited this quarter; its words, if any, are kept as its own."""
    return _do(principal, enterprise, "decline", NOTHING, {"words": words}, command_id, now, seen)


def ask_day(
    principal: gate.Principal,
    *,
    enterprise: str,
    day: date,
    words: str = "",
    command_id: str,
    seen: int | None = None,
    now: datetime | None = None,
) -> Applied:
    """The enterprise asks for another day than the one agreed on; its words, if any, are kept as its own."""
    return _do(principal, enterprise, "ask-day", {"day": day}, {"words": words}, command_id, now, seen)


def appoint(
    principal: gate.Principal, *, enterprise: str, day: date, command_id: str, now: datetime | None = None
) -> Applied:
    """A day that the enterprise agreed to."""
    return _do(principal, enterprise, "appoint", {"day": day}, {}, command_id, now)


def _do(
    principal: gate.Principal,
    enterprise: str,
    kind: str,
    data: Mapping[str, Any],
    texts: Mapping[str, str],
    command_id: str,
    now: datetime | None,
    seen: int | None = None,
) -> Applied:
    def decided(d: Deciding) -> Outcome:
        return decide(
            KINDS[kind](**data, **d.refs),
            d.state.record,
            rules=d.place.rules_for_new(),
            calendar=d.place.calendar,
            facts=_facts(principal, enterprise),
            now=d.place.now,
        )

    plain = {key: value.isoformat() if isinstance(value, date) else value for key, value in data.items()}
    return settle(
        principal=principal,
        ref=StreamRef(principal.park, STREAM_KIND, enterprise),
        kind=kind,
        data={key: list(value) if isinstance(value, tuple) else value for key, value in plain.items()},
        words=Words(enterprise, texts),
        command_id=command_id,
        expected_seq=seen,
        decide=decided,
        now=now,
    )


def _facts(principal: gate.Principal, enterprise: str) -> Facts:
    facts = facts_of(principal, references={})
    tie = "contact" if principal.actor.kind == "contact" else "officer"
    relations = frozenset({tie} if enterprise in principal.enterprises else ())
    return Facts(facts.actor, facts.park, facts.roles, relations, facts.references)


def owe_visits(*, park: str, now: datetime | None = None) -> bool:
    """See that every enterprise with an officer is owed its visit; True where there are more to look at.

    Nothing is owed where the mechanism has no visits.
    """
    at = now or database_now()
    try:
        rules = rules_of_loop(park=park, at=at)
    except LedgerRefusal:
        return False
    if rules.visits is None:
        return False
    known = VisitDuty.objects.filter(park=park).values("enterprise")
    linked = EnterpriseOfficer.objects.filter(park=park, until__isnull=True).exclude(enterprise_id__in=known)
    ids = sorted(set(linked.order_by("enterprise_id").values_list("enterprise_id", flat=True)[: _AT_ONCE * 2]))
    with one_transaction(park=park):
        for enterprise in ids[:_AT_ONCE]:
            own = derived_id(park, "owe-visits", enterprise)
            _do(gate.system(park), enterprise, "owe", {"enterprise": enterprise}, {}, own, at)
    return len(ids) > _AT_ONCE


def tick(*, park: str, now: datetime | None = None) -> bool:
    """Write what time has made true in the visits that asked to be woken by now; True where there are more."""
    at = now or database_now()
    woken = VisitDuty.objects.filter(park=park, wake_at__lte=at).order_by("wake_at", "enterprise")
    some = list(woken.values_list("enterprise", "seq")[:_AT_ONCE])
    with one_transaction(park=park):
        for enterprise, seq in some:
            own = derived_id(park, "tick-visits", enterprise, str(seq))
            _do(gate.system(park), enterprise, "tick", NOTHING, {}, own, at)
    return len(some) == _AT_ONCE
