"""What a bulletin says, as whole numbers: read once, frozen in its event, and never read again for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Count

from lianqi.kernel.ballots import Stage, tally
from lianqi.kernel.decision import Json
from lianqi.kernel.scoring import Reading
from lianqi.kernel.visits import Quarter
from lianqi.server.board.operations import vote_of
from lianqi.server.cases import figures
from lianqi.server.cases.behind import of_earlier
from lianqi.server.cases.models import Case, Commitment
from lianqi.server.cases.setting import Setting
from lianqi.server.cases.stream import STREAM_KIND
from lianqi.server.fieldwork.models import VisitDuty
from lianqi.server.meetings.models import Meeting
from lianqi.server.registry.queries import units

#: Measures of a quarter that the bulletin names; every other number of it is made of these.
MEASURES = (
    *("registered", "dispatched", "given", "answered", "answer-due", "answer-in-time", "answer-lapsed"),
    *("on-the-spot-declared", "on-the-spot-confirmed", "closed-solved", "closed-explained", "planned", "not-accepted"),
    *("confirmed", "confirmed-by-call-back", "rejected", "silent", "returned", "redone", "reopened", "withdrawn"),
)


def count(park: str, quarter: Quarter, *, place: Setting) -> tuple[int, str, dict[str, Json]]:
    """Position and root of the ledger on which the numbers rest, and the numbers."""
    first, _middle, last = quarter.months
    whole = figures.figures(park=park, since=first, until=last)
    by_unit = figures.by_unit(park=park, since=first, until=last)
    inside = [unit.code for unit in units(park=park, closed=True) if not unit.external]
    lights = _lights(park)
    said: dict[str, Json] = {
        "too_few": place.rules_for_new().too_few,
        "park": _some(whole.measures),
        "earlier": _earlier(park, whole.readings, since=first, until=last),
        "units": {
            code: {**_some(by_unit[code].measures if code in by_unit else {}), **lights.get(code, {})}
            for code in inside
            if code in by_unit or code in lights
        },
        "open": Case.objects.filter(park=park, confidential=False, closed_at__isnull=True, end="").count(),
        "visits": _visits(park, quarter, place),
        "meetings": _meetings(park, quarter),
        "vote": _vote(park, str(quarter)),
    }
    return whole.position, whole.root, said


def _some(measures: Mapping[str, int]) -> dict[str, Json]:
    return {name: measures.get(name, 0) for name in MEASURES if measures.get(name, 0)}


def _earlier(park: str, readings: Sequence[Reading], *, since: str, until: str) -> dict[str, Json]:
    """Rate that passes 100 % → how much of its numerator is of cases of earlier quarters."""
    return {
        one.figure.id: of_earlier(one.figure, park=park, since=since, until=until) for one in readings if one.beyond
    }


def _lights(park: str) -> dict[str, dict[str, Json]]:
    """Unit → of how many cases something that the unit itself owes shows which light now.

    What the centre or a leader owes in a unit's case is not the unit's; confidential reports are in no number.
    """
    secret = Case.objects.filter(park=park, confidential=True).values("id")
    owed = Commitment.objects.filter(park=park, stream_kind=STREAM_KIND, state="open", light__in=("yellow", "red"))
    rows = owed.exclude(unit="").exclude(stream_id__in=secret).values_list("unit", "light")
    found: dict[str, dict[str, Json]] = {}
    for unit, light, number in rows.annotate(Count("stream_id", distinct=True)).order_by("unit", "light"):
        found.setdefault(unit, {})[f"{light}-light"] = number
    return found


def _visits(park: str, quarter: Quarter, place: Setting) -> dict[str, Json]:
    rows, period = VisitDuty.objects.filter(park=park), str(quarter)
    opens, closes = quarter.opens(place.calendar), quarter.next.opens(place.calendar)
    visited = rows.filter(last_visit__gte=opens, last_visit__lt=closes).count()
    declined = rows.filter(declined_period=period).exclude(last_period=period).count()
    return {"owed": rows.count(), "visited": visited, "declined": declined}


def _meetings(park: str, quarter: Quarter) -> dict[str, Json]:
    held = Meeting.objects.filter(park=park, period__in=quarter.months).exclude(stage="planned")
    rows = list(held.values_list("items", "settled", "rolled_over"))
    return {
        "held": len(rows),
        "items": sum(row[0] for row in rows),
        "settled": sum(row[1] for row in rows),
        "rolled-over": sum(row[2] for row in rows),
    }


def _vote(park: str, period: str) -> Json:
    """The cards by unit, or None where the quarter's vote is not closed."""
    vote = vote_of(park, period)
    if vote is None or vote.stage is not Stage.CLOSED:
        return None
    rows = tally(vote.ballots, units=vote.units, too_few=vote.too_few)
    told: list[dict[str, Json]] = [row.data() for row in rows]
    return {"drawn": len(vote.voters), "ballots": len(vote.ballots), "too_few": vote.too_few, "rows": told}


def changed(then: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, tuple[int, int]]:
    """Measure of the whole park → what the bulletin says and what the ledger says today, where they differ."""
    before, after = then["park"], now["park"]
    return {
        name: (before.get(name, 0), after.get(name, 0))
        for name in MEASURES
        if before.get(name, 0) != after.get(name, 0)
    }
