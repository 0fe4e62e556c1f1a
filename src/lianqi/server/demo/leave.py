"""代理 in the demo: at the end one handler is on leave, and the one who signs in stands in for them."""

from __future__ import annotations

from datetime import timedelta

from lianqi.server.demo.seating import PARK
from lianqi.server.demo.walking import Walk
from lianqi.server.ledger.operations import one_transaction
from lianqi.server.people.operations import name_stand_in


def go_on_leave(walk: Walk) -> None:
    """As `on_leave` of park.yaml says: a colleague of that account, for so many days from today."""
    said = walk.material.park["on_leave"]
    here = walk.material.park["accounts"][said["stood_in_for_by"]]
    (role,) = here["roles"]
    stands_in = walk.cast.named[here["name"]]
    colleagues = [one for one in walk.cast.people[f"{role}:{here['unit']}"] if one != stands_in]
    today = walk.season.calendar.local(walk.season.until).date()
    with one_transaction(park=PARK):
        name_stand_in(
            park=PARK,
            absent=colleagues[-1],
            person=stands_in,
            since=today,
            until=today + timedelta(days=said["days"]),
            today=today,
            actor=colleagues[-1],
            now=walk.season.until,
        )
