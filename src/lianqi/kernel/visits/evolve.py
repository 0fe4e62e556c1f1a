"""How events change what is known of the visits to an enterprise. Event data alone decides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from types import MappingProxyType

from lianqi.kernel.commitments import EVENT_TYPES as COMMITMENT_EVENT_TYPES
from lianqi.kernel.commitments import fold
from lianqi.kernel.decision import ContentRef, Json
from lianqi.kernel.visits.states import Visits

#: Event type → what it says.
EVENT_TYPES: Mapping[str, str] = MappingProxyType(
    {
        "visit-owed": "a visit is owed in this quarter",
        "visit-appointed": "officer and enterprise agreed on a day",
        "visited": "an officer was there; which cases came of it",
        "visit-declined": "the enterprise would rather not be visited this quarter; its own words are cited",
    }
)


def evolve(visits: Visits | None, *, type_: str, data: Mapping[str, Json], at: datetime) -> Visits:
    """The visits after one event; ValueError for a type that has no place here."""
    if type_ == "visit-owed":
        former = visits or Visits(enterprise=data["enterprise"])
        return replace(former, period=data["period"], appointed=None)
    assert visits is not None  # the first event says that a visit is owed
    if type_ in COMMITMENT_EVENT_TYPES:
        after = replace(visits, commitments=fold(visits.commitments, type_, data, at))
        if type_ == "commitment-made":
            return replace(after, quarters={**visits.quarters, data["id"]: visits.period})
        return after
    match type_:
        case "visit-appointed":
            return replace(visits, appointed=date.fromisoformat(data["day"]))
        case "visited":
            return replace(
                visits, visited=visits.visited + 1, last_visit=at, last_period=data["period"], appointed=None
            )
        case "visit-declined":
            cited = ContentRef(data["words"]["id"], data["words"]["sha256"])
            return replace(visits, declined=cited, declined_period=data["period"], appointed=None)
    raise ValueError(f"not an event of visits: {type_}")
