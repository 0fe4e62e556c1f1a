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
        "visit-day-asked": "the enterprise asked for another day than the one agreed on; any reason is cited",
        "visited": "an officer was there; which cases came of it",
        "visit-declined": "the enterprise would rather not be visited this quarter; any words of its are cited",
    }
)


def evolve(visits: Visits | None, *, type_: str, data: Mapping[str, Json], at: datetime) -> Visits:
    """The visits after one event; ValueError for a type that has no place here."""
    if type_ == "visit-owed":
        former = visits or Visits(enterprise=data["enterprise"])
        return replace(former, period=data["period"], appointed=None, appointed_by="", asked=None)
    assert visits is not None  # the first event says that a visit is owed
    if type_ in COMMITMENT_EVENT_TYPES:
        after = replace(visits, commitments=fold(visits.commitments, type_, data, at))
        if type_ == "commitment-made":
            return replace(after, quarters={**visits.quarters, data["id"]: visits.period})
        return after
    match type_:
        case "visit-appointed":
            day = date.fromisoformat(data["day"])
            return replace(visits, appointed=day, appointed_by=data.get("by", ""), asked=None, asked_words=None)
        case "visit-day-asked":
            return replace(
                visits,
                appointed=None,
                asked=date.fromisoformat(data["day"]),
                asked_words=_ref(data.get("words")),
            )
        case "visited":
            after = replace(visits, visited=visits.visited + 1, last_visit=at, last_period=data["period"])
            return replace(after, appointed=None, asked=None)
        case "visit-declined":
            cited = _ref(data.get("words"))
            return replace(visits, declined=cited, declined_period=data["period"], appointed=None, asked=None)
    raise ValueError(f"not an event of visits: {type_}")


def _ref(cited: Mapping[str, str] | None) -> ContentRef | None:
    return ContentRef(cited["id"], cited["sha256"]) if cited else None
