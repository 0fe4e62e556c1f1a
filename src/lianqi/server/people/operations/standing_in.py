"""代理: somebody goes on leave and names who stands in for them, from a day to a day."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db.models import Q

from lianqi.kernel.decision import NewEvent, Refused
from lianqi.server.ids import new_id
from lianqi.server.ledger.storage import require_transaction
from lianqi.server.ledger.values import LedgerRefusal
from lianqi.server.people import refusals
from lianqi.server.people.models import Membership, StandIn
from lianqi.server.registry.audit import Written, record

#: Days. Who is away for longer hands their work over (`hand_over`).
LONGEST = 92


def name_stand_in(
    *, park: str, absent: str, person: str, since: date, until: date, today: date, actor: str, now: datetime
) -> str:
    """`person` stands in for `absent` from a day to a day of the park, both included, inside the caller's transaction.
    It ends by itself. Returns its id.

    LedgerRefusal `people.stand-in.dates`, `.self`, `.stranger` (not a member of the park), `.taken` (the absent has
    one in those days already), `.away` (who should stand in is on leave themselves).
    """
    require_transaction()
    if not today <= since <= until or (until - since).days >= LONGEST:
        raise LedgerRefusal(Refused(refusals.DATES, {"longest": LONGEST}))
    if person == absent:
        raise LedgerRefusal(Refused(refusals.ONESELF))
    members = Membership.objects.select_for_update().filter(
        park=park, person_id__in=[absent, person], until__isnull=True
    )
    found = {row.person_id: row for row in members.order_by("id")}
    if len(found) < 2:
        raise LedgerRefusal(Refused(refusals.STRANGER))
    meanwhile = StandIn.objects.filter(park=park, since__lte=until, until__gte=since, ended_at__isnull=True)
    if (taken := meanwhile.filter(absent_id=absent).first()) is not None:
        raise LedgerRefusal(Refused(refusals.TAKEN, {"since": f"{taken.since}", "until": f"{taken.until}"}))
    if meanwhile.filter(absent_id=person).exists():
        raise LedgerRefusal(Refused(refusals.AWAY))
    row = StandIn(id=new_id(now=now), park=park, absent_id=absent, person_id=person, since=since, until=until)
    row.named_at = now
    row.save(force_insert=True)
    said = {"id": row.id, "person": person, "since": since.isoformat(), "until": until.isoformat()}
    event = NewEvent("member.stand-in-named", said)
    record(park=park, written=[Written(found[absent].id, (event,))], actor=actor, now=now)
    return row.id


def end_stand_in(*, park: str, id: str, by: str, actor: str, now: datetime) -> bool:
    """It ends now: whoever was on leave is back, or cannot stand in after all, inside the caller's transaction.

    `by`: the absent or the one standing in, "" for an administrator. False where there is none of theirs that goes on.
    """
    rows = StandIn.objects.select_for_update().filter(park=park, id=id, ended_at__isnull=True)
    row = (rows.filter(Q(absent_id=by) | Q(person_id=by)) if by else rows).first()
    if row is None:
        return False
    StandIn.objects.filter(park=park, id=id).update(ended_at=max(now, row.named_at))
    member = Membership.objects.get(park=park, person_id=row.absent_id)
    event = NewEvent("member.stand-in-ended", {"id": id, "person": row.person_id})
    record(park=park, written=[Written(member.id, (event,))], actor=actor, now=now)
    return True


def end_stand_ins_of(*, park: str, person: str, now: datetime) -> None:
    """Somebody left: nobody stands in for them, nor they for anybody."""
    rows = StandIn.objects.filter(park=park, ended_at__isnull=True, until__gte=now.date() - timedelta(days=1))
    rows.filter(Q(absent_id=person) | Q(person_id=person)).update(ended_at=now)
