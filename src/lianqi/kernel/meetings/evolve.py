"""How events change a meeting. Event data alone decides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from types import MappingProxyType

from lianqi.kernel.commitments import EVENT_TYPES as COMMITMENT_EVENT_TYPES
from lianqi.kernel.commitments import fold
from lianqi.kernel.decision import ContentRef, Json
from lianqi.kernel.meetings.states import Item, Meeting, Stage

#: Event type → what it says.
EVENT_TYPES: Mapping[str, str] = MappingProxyType(
    {
        "meeting-planned": "the month's meeting has its day and its host; a day of rest moved it",
        "meeting-moved": "it is held on another day, for this reason",
        "host-changed": "another leader hosts it, for this reason",
        "item-put-on": "a case is on its agenda",
        "item-taken-off": "a case is off its agenda again",
        "item-raised": "an item went up by one place",
        "enterprise-invited": "an enterprise was invited",
        "meeting-held": "it took place",
        "item-settled": "what was resolved on an item; the case's own log holds it as well",
        "item-rolled-over": "an item was not reached and waits for the next meeting, for this reason",
        "meeting-closed": "every item has its outcome; the minutes stand",
    }
)


def evolve(meeting: Meeting | None, *, type_: str, data: Mapping[str, Json], at: datetime) -> Meeting:
    """The meeting after one event; ValueError for a type that no meeting has."""
    if type_ == "meeting-planned":
        return Meeting(
            period=data["period"],
            regular=date.fromisoformat(data["regular"]),
            day=date.fromisoformat(data["day"]),
            host=data["host"],
            rest_day=data["rest_day"],
        )
    assert meeting is not None  # the first event plans it
    if type_ in COMMITMENT_EVENT_TYPES:
        return replace(meeting, commitments=fold(meeting.commitments, type_, data, at))
    match type_:
        case "meeting-moved":
            return replace(meeting, day=date.fromisoformat(data["day"]), moved=_ref(data["reason"]))
        case "host-changed":
            return replace(meeting, host=data["host"], host_changed=_ref(data["reason"]))
        case "item-put-on":
            return replace(meeting, items=(*meeting.items, Item(data["case"], data["number"], data["enterprise"])))
        case "item-taken-off":
            return replace(meeting, items=tuple(item for item in meeting.items if item.case != data["case"]))
        case "item-raised":
            return replace(meeting, items=_raised(meeting.items, data["case"]))
        case "enterprise-invited":
            return replace(meeting, invited=meeting.invited | {data["enterprise"]})
        case "meeting-held":
            present = data.get("present")
            return replace(meeting, stage=Stage.HELD, present=_ref(present) if present else None)
        case "item-settled":
            changes = {"state": "settled", "resolution": _ref(data["resolution"])}
            named = {key: data.get(key, "") for key in ("outcome", "main_unit", "by")}
            return _item(meeting, data["case"], **changes, **named)
        case "item-rolled-over":
            return _item(meeting, data["case"], state="rolled-over", reason=_ref(data["reason"]))
        case "meeting-closed":
            return replace(meeting, stage=Stage.CLOSED)
    raise ValueError(f"not an event of a meeting: {type_}")


def _ref(cited: Mapping[str, str]) -> ContentRef:
    return ContentRef(cited["id"], cited["sha256"])


def _item(meeting: Meeting, case: str, **changes: Json) -> Meeting:
    return replace(
        meeting, items=tuple(replace(item, **changes) if item.case == case else item for item in meeting.items)
    )


def _raised(items: tuple[Item, ...], case: str) -> tuple[Item, ...]:
    at = next(index for index, item in enumerate(items) if item.case == case)
    return (*items[: at - 1], items[at], items[at - 1], *items[at + 1 :]) if at else items
