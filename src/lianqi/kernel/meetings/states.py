"""A meeting as its events made it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from lianqi.kernel.commitments import Commitment
from lianqi.kernel.decision import ContentRef


class Stage(StrEnum):
    """Where a meeting is. Values are stored."""

    PLANNED = "planned"  # 筹备
    HELD = "held"  # 已召开，待议定
    CLOSED = "closed"  # 已形成纪要


#: Stage → the word on screen, 中文 and English.
STAGES: Mapping[Stage, tuple[str, str]] = MappingProxyType(
    {
        Stage.PLANNED: ("筹备中", "being prepared"),
        Stage.HELD: ("已召开，待形成纪要", "held, minutes to come"),
        Stage.CLOSED: ("已形成纪要", "minutes done"),
    }
)


@dataclass(frozen=True, slots=True)
class Item:
    """One case on the agenda (议题). `state`: listed, settled or rolled-over; what was settled stands in the case too.

    `outcome` is the resolution's (dispatch, answer); `by` an instant as text, "" where none was named.
    """

    case: str
    number: str
    enterprise: str
    state: str = "listed"
    outcome: str = ""
    resolution: ContentRef | None = None
    main_unit: str = ""
    by: str = ""
    reason: ContentRef | None = None


@dataclass(frozen=True, slots=True)
class Meeting:
    """One reception day. `regular` is the day the rule gives, `day` the one it is held on; `moves` says why not."""

    period: str
    regular: date
    day: date
    host: str
    stage: Stage = Stage.PLANNED
    rest_day: bool = False
    moved: ContentRef | None = None
    host_changed: ContentRef | None = None
    items: tuple[Item, ...] = ()
    invited: frozenset[str] = frozenset()
    present: ContentRef | None = None
    commitments: Mapping[str, Commitment] = field(default_factory=lambda: MappingProxyType({}))

    def item(self, case: str) -> Item | None:
        """The item of this case, None where it is not on the agenda."""
        return next((item for item in self.items if item.case == case), None)

    def owed(self, kind: str) -> Commitment | None:
        """The open commitment of this kind."""
        return next((one for one in self.commitments.values() if one.kind == kind and one.is_open), None)
