"""Every read of meetings: what a page shows of one, and what could come on its agenda."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from lianqi.kernel.instants import from_text
from lianqi.kernel.meetings import Item, Meeting, Stage
from lianqi.server.cases import gate
from lianqi.server.cases.models import Case
from lianqi.server.ledger import queries as ledger
from lianqi.server.ledger.values import StoredEvent
from lianqi.server.meetings import models
from lianqi.server.meetings.operations import ref_of
from lianqi.server.people.queries import members
from lianqi.server.registry.queries import enterprise_names, unit_names

#: Proposed cases on one page; more wait below.
MOST = 100


@dataclass(frozen=True, slots=True)
class Told:
    """One item in words. `words` and the texts are None once they were forgotten."""

    item: Item
    enterprise: str
    words: str | None
    resolution: str | None
    unit: str
    by: datetime | None
    reason: str | None
    seq: int


@dataclass(frozen=True, slots=True)
class Opened:
    """A meeting with everything its page and its minutes say."""

    meeting: Meeting
    seq: int
    host: str
    moved: str
    host_changed: str
    present: str
    items: tuple[Told, ...]
    events: tuple[StoredEvent, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A case that stands on the meeting's rung; `put_off` says why an earlier meeting did not reach it."""

    row: Case
    enterprise: str
    words: str
    put_off: str


def meetings(park: str, *, limit: int = 60) -> list[models.Meeting]:
    """The meetings of a park, the newest first."""
    return list(models.Meeting.objects.filter(park=park).order_by("-period")[:limit])


def opened(principal: gate.Principal, period: str) -> Opened | None:
    """The month's meeting, with the words of those cases that this principal may see; None where none is planned."""
    ref = ref_of(principal.park, period)
    stream = ledger.load(ref)
    meeting: Meeting | None = stream.state.record
    if meeting is None:
        return None
    ids = {item.case for item in meeting.items}
    cases = {row.id: row for row in gate.visible(principal).filter(id__in=sorted(ids))}
    cited = [row.words for row in cases.values()]
    refs = [meeting.moved, meeting.host_changed, meeting.present]
    refs += [one for item in meeting.items for one in (item.resolution, item.reason)]
    cited += [one.id for one in refs if one is not None]
    words = {id: said.decode() if said is not None else None for id, said in _read(principal.park, cited).items()}
    names = enterprise_names(park=principal.park, ids=(item.enterprise for item in meeting.items))
    called = unit_names(park=principal.park)
    host = next((one.name for one in members(park=principal.park, persons=[meeting.host])), "")

    def told(item: Item) -> Told:
        row = cases.get(item.case)
        return Told(
            item=item,
            enterprise=names.get(item.enterprise, ""),
            words=words.get(row.words) if row else None,
            resolution=words.get(item.resolution.id) if item.resolution else None,
            unit=called.get(item.main_unit, item.main_unit),
            by=from_text(item.by) if item.by else None,
            reason=words.get(item.reason.id) if item.reason else None,
            seq=row.seq if row else 0,
        )

    return Opened(
        meeting=meeting,
        seq=stream.seq,
        host=host,
        moved=words.get(meeting.moved.id) or "" if meeting.moved else "",
        host_changed=words.get(meeting.host_changed.id) or "" if meeting.host_changed else "",
        present=words.get(meeting.present.id) or "" if meeting.present else "",
        items=tuple(told(item) for item in meeting.items),
        events=ledger.events(ref),
    )


def invitation(principal: gate.Principal) -> date | None:
    """The day of the meeting that is being prepared and that the contact's enterprise is invited to."""
    coming = models.Meeting.objects.filter(park=principal.park, stage=Stage.PLANNED.value).order_by("day")
    for period in coming.values_list("period", flat=True)[:2]:
        meeting: Meeting = ledger.load(ref_of(principal.park, period)).state.record
        if meeting.invited & principal.enterprises & {item.enterprise for item in meeting.items}:
            return meeting.day
    return None


def proposals(principal: gate.Principal, *, rung: int, without: set[str]) -> list[Proposal]:
    """The cases that wait for this rung and are not on the agenda, those that wait longest first."""
    waiting = gate.visible(principal).filter(status="tabled", rung=rung).exclude(id__in=sorted(without))
    rows = list(waiting.order_by("due", "no")[:MOST])
    put_off = _put_off(principal.park, {row.id for row in rows})
    words = _read(principal.park, [row.words for row in rows] + list(put_off.values()))
    names = enterprise_names(park=principal.park, ids=(row.enterprise for row in rows))
    return [
        Proposal(
            row,
            names.get(row.enterprise, ""),
            (words.get(row.words) or b"").decode(),
            (words.get(put_off.get(row.id, "")) or b"").decode(),
        )
        for row in rows
    ]


def _put_off(park: str, cases: set[str]) -> Mapping[str, str]:
    """Case → the citation of why the last meeting put it off, where it did."""
    last = models.Meeting.objects.filter(park=park, rolled_over__gt=0).order_by("-period").values_list("period")[:3]
    found: dict[str, str] = {}
    for (period,) in last:
        meeting: Meeting = ledger.load(ref_of(park, period)).state.record
        for item in meeting.items:
            if item.case in cases and item.state == "rolled-over" and item.reason is not None:
                found.setdefault(item.case, item.reason.id)
    return found


def _read(park: str, ids: list[str]) -> Mapping[str, bytes | None]:
    return ledger.read_contents(park=park, ids=[id for id in ids if id])


def is_held(opened: Opened) -> bool:
    """Whether it took place: then its items have outcomes and minutes can be written."""
    return opened.meeting.stage is not Stage.PLANNED
