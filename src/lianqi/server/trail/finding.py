"""Which entries of the ledger somebody asked for, newest first, in portions of bounded work."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

from django.db.models import QuerySet

from lianqi.server.cases import gate
from lianqi.server.cases.models import CaseAccess
from lianqi.server.cases.stream import STREAM_KIND
from lianqi.server.ledger import queries as ledger
from lianqi.server.ledger.models import Event, Ledger
from lianqi.server.ledger.values import StoredEvent, StreamRef

#: Entries on a page; positions read at once where something is looked for, and how often before the reader is asked.
PAGE = 50
_WINDOW = 5_000
_WINDOWS = 10
_FIELDS = ("position", "root", "event__stream_kind", "event__stream_id", *(f"event__{f}" for f in ledger.EVENT_FIELDS))


@dataclass(frozen=True, slots=True)
class Asked:
    """What the log was narrowed to; "" asks for nothing."""

    case: str = ""
    unit: str = ""
    kind: str = ""
    type: str = ""

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Asked:
        """From an address."""
        return cls(**{field.name: query.get(field.name, "").strip()[:64] for field in fields(cls)})


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: its place, the root up to it, and the event."""

    position: int
    root: str
    event: StoredEvent


@dataclass(frozen=True, slots=True)
class Found:
    """Some entries; `before` is where older ones begin, 0 at the start of the ledger. `tired`: nothing more was found
    in as much as is read at once, but there is more to read.
    """

    entries: Sequence[Entry]
    before: int
    tired: bool = False


def find(principal: gate.Principal, asked: Asked, *, before: int = 0) -> Found:
    """The entries below the position `before` (0: from the end), newest first."""
    last, _root = ledger.position(principal.park)
    upper = min(before, last + 1) if before else last + 1
    rows = _rows(principal, asked)
    found: list[Entry] = []
    windows = 0
    while upper > 1 and len(found) <= PAGE and windows < _WINDOWS:
        lower = max(1, upper - _WINDOW)
        some = rows.filter(position__gte=lower, position__lt=upper).order_by("-position")
        found += [_entry(principal.park, row) for row in some.values_list(*_FIELDS)[: PAGE + 1 - len(found)]]
        upper, windows = lower, windows + 1
    if len(found) > PAGE:
        return Found(found[:PAGE], found[PAGE - 1].position)
    return Found(found, upper if upper > 1 else 0, tired=upper > 1)


def _rows(principal: gate.Principal, asked: Asked) -> QuerySet[Ledger]:
    park = principal.park
    rows = Ledger.objects.filter(park=park)
    if asked.case:
        seen = gate.visible(principal).filter(no=asked.case).values_list("id", flat=True).first()
        # Of a case: its own log, and who opened it.
        rows = rows.filter(event__stream_id=seen or "-", event__stream_kind__in=(STREAM_KIND, "disclosure"))
    if asked.unit:
        had = CaseAccess.objects.filter(park=park, subject=f"unit:{asked.unit}").values("case_id")
        rows = rows.filter(event__stream_kind=STREAM_KIND, event__stream_id__in=had)
    if asked.kind:
        rows = rows.filter(event__stream_kind=asked.kind)
    return rows.filter(event__type=asked.type) if asked.type else rows


def _entry(park: str, row: Sequence[object]) -> Entry:
    position, root, kind, stream_id, *event = row
    ref = StreamRef(park, str(kind), str(stream_id))
    return Entry(int(str(position)), str(root), ledger.stored(ref, tuple(event)))  # type: ignore[arg-type]


def any_event(park: str) -> bool:
    """Whether the park's log holds anything yet."""
    return Event.objects.filter(park=park).exists()
