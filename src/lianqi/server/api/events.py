"""The sealed ledger after a position, for systems that follow what happens."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import Field

from lianqi.server.api.answers import ALWAYS
from lianqi.server.api.asking import Asker, Bearer, asker
from lianqi.server.api.scopes import EVENTS
from lianqi.server.api.values import Instant, Limit, Told
from lianqi.server.cases import gate
from lianqi.server.cases.disclosures import confidential_opened
from lianqi.server.cases.stream import STREAM_KIND
from lianqi.server.ledger import queries as ledger
from lianqi.server.ledger.selecting import in_parts
from lianqi.server.ledger.values import SealedEvent

router = Router(tags=["events · 台账"])

#: Positions that one request looks at; a member who sees few cases gets short pages rather than slow ones.
_LOOKED_AT = 1_000


class LedgerEvent(Told):
    """One fact. `data` holds codes, numbers, times and opaque ids; words are cited by id and salted hash.

    With `prev_hash` and `hash` a stream's chain can be checked, with `root` the order of the ledger.
    """

    position: int
    root: str
    case: str
    stream_id: str
    seq: int
    type: str
    schema_version: int
    data: dict[str, Any]
    actor: str
    command_id: str
    occurred_at: Instant
    recorded_at: Instant
    prev_hash: str
    hash: str


class LedgerPage(Told):
    """Some of the ledger, in its order. Go on with `after` = `position`, at once where there is `more`."""

    items: list[LedgerEvent]
    position: int = Field(description="how far was read; what stands in between is not for this member")
    more: bool


@router.get(
    "",
    operation_id="list_events",
    summary="The ledger after a position · 按位置读台账",
    auth=Bearer(EVENTS),
    response={200: LedgerPage, **ALWAYS},
)
def list_events(
    request: HttpRequest,
    after: Annotated[int, Query(ge=0, le=2**53 - 1, description="the position you have read to; 0 to begin")] = 0,
    limit: Limit = 50,
) -> LedgerPage:
    """The events of the cases that the member may see. Events get their position within about a second of their
    commit; positions are never given twice, and what has one never changes.
    """
    asks = asker(request)
    looked_at = list(ledger.sealed_events(park=asks.park, after=after, limit=_LOOKED_AT))
    numbers = _visible(asks, looked_at)
    shown = [one for one in looked_at if one.event.stream.id in numbers][:limit]
    if len(shown) == limit:
        position, more = shown[-1].position, shown[-1] is not looked_at[-1] or len(looked_at) == _LOOKED_AT
    else:
        position, more = (looked_at[-1].position if looked_at else after), len(looked_at) == _LOOKED_AT
    told = [_told(one, numbers[one.event.stream.id][0]) for one in shown]
    for case_id in sorted({one.event.stream.id for one in shown}):
        if numbers[case_id][1]:
            confidential_opened(park=asks.park, case_id=case_id, actor=asks.actor, now=asks.now)
    return LedgerPage(items=told, position=position, more=more)


def _visible(asks: Asker, events: list[SealedEvent]) -> dict[str, tuple[str, bool]]:
    """Of the cases in these events, by id: number and whether it was told in confidence."""
    ids = sorted({one.event.stream.id for one in events if one.event.stream.kind == STREAM_KIND})
    found: dict[str, tuple[str, bool]] = {}
    for some in in_parts(ids):
        rows = gate.visible(asks.principal).filter(id__in=list(some)).values_list("id", "no", "confidential")
        found |= {id: (number, confidential) for id, number, confidential in rows}
    return found


def _told(sealed: SealedEvent, number: str) -> LedgerEvent:
    event = sealed.event
    return LedgerEvent(
        position=sealed.position,
        root=sealed.root,
        case=number,
        stream_id=event.stream.id,
        seq=event.seq,
        type=event.type,
        schema_version=event.schema,
        data=dict(event.data),
        actor=event.actor,
        command_id=event.command_id,
        occurred_at=event.at,
        recorded_at=event.recorded_at,
        prev_hash=sealed.prev_hash,
        hash=event.hash,
    )
