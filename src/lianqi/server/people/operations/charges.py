"""分管: which units a leader in charge answers for, besides their own."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from lianqi.kernel.decision import NewEvent
from lianqi.server.ids import new_id
from lianqi.server.people.models import Charge, Membership
from lianqi.server.people.queries import charges
from lianqi.server.registry.audit import Written, record


def put_in_charge(*, park: str, person: str, units: Iterable[str], actor: str, now: datetime) -> bool:
    """From now on these units (their ids), and no others, are what the person answers for besides their own, inside
    the caller's transaction. False where nothing changed.
    """
    member = Membership.objects.get(park=park, person_id=person, until__isnull=True)
    held, wanted = set(charges(park=park, persons=[person]).get(person, ())), set(units)
    if held == wanted:
        return False
    ended = Charge.objects.filter(park=park, person_id=person, unit_id__in=held - wanted, until__isnull=True)
    ended.update(until=now)
    Charge.objects.bulk_create(
        Charge(id=new_id(now=now), park=park, person_id=person, unit_id=unit, since=now)
        for unit in sorted(wanted - held)
    )
    said = {"units": sorted(wanted)}
    record(park=park, written=[Written(member.id, (NewEvent("member.in-charge", said),))], actor=actor, now=now)
    return True
