"""机构调整: one unit becomes part of another from a day on, with its people, its cases and all that it still owes.

Each case says so in its own log, by the system; figures of before stay the former unit's, because what was counted
is counted where it happened. The enterprise's officer and dates stay as they were, so it is not written to.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from lianqi.kernel.cases.commands import Succeed
from lianqi.kernel.decision import NewEvent, Refused
from lianqi.server.cases.models import Case, Commitment
from lianqi.server.cases.operations.ticking import decide_on_many
from lianqi.server.cases.stream import STREAM_KIND
from lianqi.server.ids import derived_id, new_id
from lianqi.server.ledger.operations import one_transaction, put_content
from lianqi.server.ledger.values import LedgerRefusal
from lianqi.server.mechanisms.queries import calendar_of
from lianqi.server.people import operations as people
from lianqi.server.people.models import Charge, Membership
from lianqi.server.people.queries import charges
from lianqi.server.registry.audit import Written, record
from lianqi.server.registry.models import Unit
from lianqi.server.registry.operations.units import close_unit
from lianqi.server.staff import refusals
from lianqi.server.staff.models import UnitMerger

_AT_ONCE = 200
#: A merger is decided for a day within a year.
FARTHEST = timedelta(days=366)
_SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Carried:
    """How many cases were moved in this run, and whether there is more to do."""

    cases: int
    more: bool


def decide_merger(*, park: str, former: str, into: str, on: date, reason: str, actor: str, now: datetime) -> str:
    """Unit `former` (its code) becomes part of `into` from the day `on`; carried out by `carry_out` once it is there.

    Returns the merger's id. LedgerRefusal `staff.merger.unit`, `.same`, `.date`, `.decided`.
    """
    with one_transaction(park=park):
        rows = {row.code: row for row in Unit.objects.filter(park=park, code__in=[former, into])}
        for code in (former, into):
            row = rows.get(code)
            if row is None or row.external or row.closed_at is not None:
                raise LedgerRefusal(Refused(refusals.MERGER_UNIT, {"unit": row.name if row else code}))
        if former == into:
            raise LedgerRefusal(Refused(refusals.MERGER_SAME))
        today = calendar_of(park).local(now).date()
        if not today <= on <= today + FARTHEST:
            raise LedgerRefusal(Refused(refusals.MERGER_DATE))
        before = UnitMerger.objects.filter(park=park, former=rows[former]).first()
        if before is not None:
            raise LedgerRefusal(
                Refused(refusals.MERGER_DECIDED, {"unit": rows[former].name, "on": before.on.isoformat()})
            )
        said = put_content(park=park, subject=rows[former].id, kind="unit.merger", words=reason, now=now)
        merger = UnitMerger(id=new_id(now=now), park=park, former=rows[former], into=rows[into], on=on)
        merger.reason, merger.decided_at = said.id, now
        merger.save(force_insert=True)
        event = NewEvent("unit.merger-decided", {"into": into, "on": on.isoformat(), "reason": said.data()})
        record(park=park, written=[Written(rows[former].id, (event,))], actor=actor, now=now)
    return merger.id


def carry_out(*, park: str, now: datetime, limit: int = 2_000) -> Carried:
    """Carry out the mergers whose day has come: people first, so that nothing new comes to the former unit; then its
    cases, in portions. What was interrupted is gone on with, and nothing is done twice.
    """
    merger = UnitMerger.objects.filter(park=park, done_at__isnull=True).order_by("on", "id").first()
    if merger is None or calendar_of(park).local(now).date() < merger.on:
        return Carried(0, more=False)
    if merger.former.closed_at is None:
        _move_people(park, merger, now)
    moved = looked = 0
    while looked < limit:
        ids = _portion(park, merger)
        if not ids:
            UnitMerger.objects.filter(id=merger.id).update(done_at=now)
            return Carried(
                moved, more=UnitMerger.objects.filter(park=park, done_at__isnull=True, on__lte=merger.on).exists()
            )
        moved += _move_cases(park, merger, ids, now)
        looked += len(ids)
    return Carried(moved, more=True)


def _move_people(park: str, merger: UnitMerger, now: datetime) -> None:
    former, into = merger.former, merger.into
    with one_transaction(park=park):
        here = Membership.objects.filter(park=park, unit=former, until__isnull=True).values_list("id", flat=True)
        drafts = people.draft_members(park=park, ids=list(here))
        for draft in drafts:
            draft.set("heads", False)
            draft.set("unit_id", into.id)
        people.store_members(park=park, drafts=drafts, actor=_SYSTEM, now=now)
        answering = Charge.objects.filter(park=park, unit=former, until__isnull=True)
        for person in list(answering.values_list("person_id", flat=True)):
            wanted = {into.id if unit == former.id else unit for unit in charges(park=park, persons=[person])[person]}
            people.put_in_charge(park=park, person=person, units=wanted, actor=_SYSTEM, now=now)
        Unit.objects.filter(park=park, counterpart=former).update(counterpart=into)
        event = NewEvent("unit.merged", {"into": into.code})
        record(park=park, written=[Written(former.id, (event,))], actor=_SYSTEM, now=now)
        close_unit(park=park, code=former.code, actor=_SYSTEM, now=now)


def _portion(park: str, merger: UnitMerger) -> list[str]:
    """The next cases that the former unit has, then those in which it assists."""
    rows = Case.objects.filter(park=park, main_unit=merger.former.code, id__gt=merger.moved_to).order_by("id")
    if ids := list(rows.values_list("id", flat=True)[:_AT_ONCE]):
        return ids
    owed = Commitment.objects.filter(
        park=park, unit=merger.former.code, state__in=("open", "suspended"), stream_kind=STREAM_KIND
    )
    return sorted(set(owed.values_list("stream_id", flat=True)[:_AT_ONCE]))


def _move_cases(park: str, merger: UnitMerger, ids: list[str], now: datetime) -> int:
    done = decide_on_many(
        park=park,
        ids=ids,
        command=Succeed(former_unit=merger.former.code, unit=merger.into.code),
        at=now,
        id_of=lambda stream: derived_id(park, "succeed", merger.id, stream.ref.id),
    )
    merger.moved_to, merger.cases = max(merger.moved_to, ids[-1]), merger.cases + done
    # Killed before this line, the portion is looked at again and nothing is left to write.
    merger.save(update_fields=["moved_to", "cases"])
    return done
