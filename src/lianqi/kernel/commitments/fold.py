"""How a stream's commitment events change its commitments. Event data alone decides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType

from lianqi.kernel.commitments.commitment import Commitment, State
from lianqi.kernel.decision import Json
from lianqi.kernel.instants import from_text

#: Event type → what it says. These may stand in any stream.
EVENT_TYPES: Mapping[str, str] = MappingProxyType(
    {
        "commitment-made": "somebody now owes this by this time",
        "commitment-discharged": "it was done, in time or late",
        "commitment-released": "it is no longer owed, for this reason",
        "commitment-suspended": "its clock stopped",
        "commitment-resumed": "its clock runs again, with this due time",
        "due-moved": "its due time moved, for this reason",
        "lapsed": "its due time passed without it; dated at the due time, written once",
        "lapse-annulled": "a ruling took the lapse back",
        "light-turned": "its light turned yellow or red",
        "raised": "default led upward: a leader may now stand in",
    }
)


def fold(
    commitments: Mapping[str, Commitment], type_: str, data: Mapping[str, Json], at: datetime
) -> dict[str, Commitment]:
    """The commitments after one event of `EVENT_TYPES`; `at` is when it occurred."""
    after = dict(commitments)
    if type_ == "commitment-made":
        after[data["id"]] = _made(data, at)
        return after
    former = after[data["id"]]
    match type_:
        case "commitment-discharged":
            new = replace(former, state=State.DISCHARGED, ended_at=at)
        case "commitment-released":
            new = replace(former, state=State.RELEASED, ended_at=at)
        case "commitment-suspended":
            new = replace(former, state=State.SUSPENDED)
        case "commitment-resumed":
            new = _timed(replace(former, state=State.OPEN), data)
        case "due-moved":
            new = _timed(former, data)
        case "lapsed":
            new = replace(former, lapsed=True, lapsed_at=at)
        case "lapse-annulled":
            new = replace(former, lapsed=False, annulled=True, light="none")
        case "light-turned":
            new = replace(former, light=data["light"])
        case "raised":
            new = replace(former, raised=True)
        case _:
            raise ValueError(f"not a commitment event: {type_}")
    after[data["id"]] = new
    return after


def _made(data: Mapping[str, Json], at: datetime) -> Commitment:
    opens = data.get("opens")
    return Commitment(
        id=data["id"],
        kind=data["kind"],
        duty=data["duty"],
        unit=data["unit"],
        made_at=at,
        start=from_text(data["start"]),
        steps=tuple(tuple(step) for step in data["steps"]),
        due=from_text(data["due"]),
        yellow_at=from_text(data["yellow"]),
        red_at=from_text(data["red"]),
        up_at=from_text(data["up"]),
        provisional=data["provisional"],
        calendar=data["calendar"],
        opens_at=from_text(opens) if opens else None,
    )


def _timed(former: Commitment, data: Mapping[str, Json]) -> Commitment:
    """New times; a light already turned goes out again when the new due time lies ahead of what lit it."""
    due = from_text(data["due"])
    later = due > former.due
    return replace(
        former,
        steps=tuple(tuple(step) for step in data["steps"]),
        due=due,
        yellow_at=from_text(data["yellow"]),
        red_at=from_text(data["red"]),
        up_at=from_text(data["up"]),
        provisional=data["provisional"],
        calendar=data["calendar"],
        light="none" if later and not former.lapsed else former.light,
        annulled=former.annulled and not later,
    )
