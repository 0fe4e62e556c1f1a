"""What can be asked of a meeting."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from lianqi.kernel.decision import ContentRef


class Command:
    """Base of all commands; `kind` is stable."""

    __slots__ = ()
    kind: ClassVar[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan(Command):
    """The month's meeting, with the host whose turn it is. The day follows from the rule."""

    kind: ClassVar[str] = "plan"
    period: str
    host: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Move(Command):
    """Another day, with the reason (改期)."""

    kind: ClassVar[str] = "move"
    day: date
    reason: ContentRef


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeHost(Command):
    """Another host, with the reason: the one whose turn it is has leave (调整主持人)."""

    kind: ClassVar[str] = "change-host"
    host: str
    reason: ContentRef


@dataclass(frozen=True, slots=True, kw_only=True)
class PutOn(Command):
    """A case that stands on the meeting's rung comes on the agenda (列入议题)."""

    kind: ClassVar[str] = "put-on"
    case: str
    number: str
    enterprise: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeOff(Command):
    """A case goes off the agenda before the meeting (撤下议题)."""

    kind: ClassVar[str] = "take-off"
    case: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Raise(Command):
    """An item goes up by one place (前移)."""

    kind: ClassVar[str] = "raise"
    case: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Invite(Command):
    """An enterprise was invited; it may know the day and the item (邀请企业)."""

    kind: ClassVar[str] = "invite"
    enterprise: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold(Command):
    """The meeting takes place; who is present may be written down (召开)."""

    kind: ClassVar[str] = "hold"
    present: ContentRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Settle(Command):
    """What was resolved on an item, as the case took it up (议定)."""

    kind: ClassVar[str] = "settle"
    case: str
    outcome: str
    resolution: ContentRef
    main_unit: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RollOver(Command):
    """An item that was not reached waits for the next meeting, with the reason (顺延)."""

    kind: ClassVar[str] = "roll-over"
    case: str
    reason: ContentRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Close(Command):
    """Every item has its outcome; the minutes stand (形成会议纪要)."""

    kind: ClassVar[str] = "close"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick(Command):
    """Time passed."""

    kind: ClassVar[str] = "tick"


#: kind → command class.
KINDS: Mapping[str, type[Command]] = {cls.kind: cls for cls in Command.__subclasses__()}
