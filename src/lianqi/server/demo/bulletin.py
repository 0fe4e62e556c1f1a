"""季度通报 in the demo: that of the last whole quarter, issued; that of this one, drafted."""

from __future__ import annotations

from lianqi.kernel.visits.quarters import Quarter
from lianqi.server.cases import gate
from lianqi.server.demo.seating import PARK
from lianqi.server.demo.walking import Walk
from lianqi.server.ledger import queries as ledger
from lianqi.server.reports.operations import draft, issue, ref_of


def publish(walk: Walk) -> None:
    """Draft both and issue the former, by the figures as they stand: everything that counts has caught up."""
    now = walk.season.until
    centre, principal = (
        gate.principal_for(park=PARK, actor=walk.cast.people[role][0], now=now) for role in ("centre", "principal")
    )
    quarter = Quarter.of(now, calendar=walk.season.calendar)
    for period in (str(quarter.former), str(quarter)):
        drafted = draft(centre, period=period, command_id=walk.command_id(), now=now)
        walk.counted("bulletin.draft", drafted.refusal)
    period = str(quarter.former)
    seen = ledger.load(ref_of(PARK, period)).seq
    own = walk.command_id()
    issued = issue(principal, period=period, number=quarter.former.number, seen=seen, command_id=own, now=now)
    walk.counted("bulletin.issue", issued.refusal)
