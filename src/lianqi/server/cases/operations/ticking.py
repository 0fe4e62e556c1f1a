"""Time passed: lights turn, lapses are witnessed, default leads upward."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import DatabaseError
from django.db.models import Q

from lianqi.kernel.cases import Case as CaseState
from lianqi.kernel.cases import decide
from lianqi.kernel.cases.commands import Command, Tick
from lianqi.kernel.chain import digest
from lianqi.kernel.decision import Accepted
from lianqi.server.cases import facts, gate
from lianqi.server.cases.models import Case
from lianqi.server.cases.setting import setting
from lianqi.server.cases.stream import STREAM_KIND
from lianqi.server.ids import derived_id
from lianqi.server.ledger.clock import database_now
from lianqi.server.ledger.operations import apply_many, hold_many, one_transaction
from lianqi.server.ledger.values import Application, CommandEnvelope, LoadedStream, StreamRef

_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Ticked:
    """How many cases were looked at, and in how many something was written. `more`: it stopped at its limit."""

    looked_at: int
    changed: int
    more: bool


def tick(*, park: str, now: datetime | None = None, limit: int = 2_000) -> Ticked:
    """Write what time has made true in every case that asked to be woken by now, soonest first.

    In portions of their own transactions: a killed tick leaves whole cases, and the next one goes on. A case that is
    woken too early changes nothing. SomeFailed, after all others, where a case could not be decided on.
    """
    at = now or database_now()
    looked = changed = 0
    failed: list[str] = []
    last: tuple[datetime | None, str] | None = None
    while looked < limit:
        due = Case.objects.filter(park=park, wake_at__lte=at)
        if last is not None:
            due = due.filter(Q(wake_at__gt=last[0]) | Q(wake_at=last[0], id__gt=last[1]))
        rows = due.order_by("wake_at", "id").values_list("wake_at", "id")
        some = list(rows[: min(_AT_ONCE, limit - looked)])
        if not some:
            break
        ids = [id for _, id in some]
        try:
            changed += decide_on_many(
                park=park,
                ids=ids,
                command=Tick(),
                at=at,
                id_of=lambda s: derived_id(park, "tick", s.ref.id, str(s.seq)),
            )
        except SomeFailed as fault:
            failed += fault.ids
        looked, last = looked + len(some), some[-1]
    if failed:
        raise SomeFailed(failed)  # after everybody else had their turn; the worker shows it until it is mended
    return Ticked(looked, changed, more=looked >= limit)


class SomeFailed(Exception):
    """Some cases could not be decided on; all the others were. `ids` names the cases, the cause is the first fault."""

    def __init__(self, ids: Sequence[str]) -> None:
        super().__init__(f"{len(ids)} cases")
        self.ids = tuple(ids)


def decide_on_many(
    *, park: str, ids: Sequence[str], command: Command, at: datetime, id_of: Callable[[LoadedStream], str]
) -> int:
    """Let the system do `command` on these cases in one transaction; returns in how many something was written.

    One case that cannot be decided on does not hold up the rest: they are then done one by one, and SomeFailed says
    at the end which were not.
    """
    try:
        return _decide_together(park=park, ids=ids, command=command, at=at, id_of=id_of)
    except DatabaseError:
        raise  # the database is at fault, not a case
    except Exception as fault:
        if len(ids) == 1:
            raise SomeFailed(ids) from fault
    changed, failed, first = 0, [], None
    for id in ids:
        try:
            changed += decide_on_many(park=park, ids=[id], command=command, at=at, id_of=id_of)
        except SomeFailed as alone:
            failed.append(id)
            first = first or alone.__cause__
    if failed:
        raise SomeFailed(failed) from first
    return changed


def _decide_together(
    *, park: str, ids: Sequence[str], command: Command, at: datetime, id_of: Callable[[LoadedStream], str]
) -> int:
    with one_transaction(park=park):
        principal = gate.system(park)
        place = setting(park=park, now=at)
        applications: list[Application] = []
        for stream in hold_many([StreamRef(park, STREAM_KIND, id) for id in ids]).values():
            case: CaseState = stream.state.case
            rules = place.rules_of(case)
            known = facts.facts_for(principal, case, rules=rules, references={})
            moment = stream.not_before(at)
            outcome = decide(command, case, rules=rules, calendar=place.calendar, facts=known, now=moment)
            if isinstance(outcome, Accepted) and outcome.events:
                envelope = CommandEnvelope(id_of(stream), command.kind, digest([command.kind]))
                applications.append(Application(stream, outcome, envelope, None))
        applied = apply_many(applications=applications, actor=gate.SYSTEM, now=at) if applications else []
    return sum(1 for one in applied if one.events)
