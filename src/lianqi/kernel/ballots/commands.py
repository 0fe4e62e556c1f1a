"""What can be asked of a vote."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar


class Command:
    """Base of all commands; `kind` is stable."""

    __slots__ = ()
    kind: ClassVar[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Open(Command):
    """Freeze who may be drawn and who is judged (发起评价). `frame` leaves out who judged the quarter before."""

    kind: ClassVar[str] = "open"
    period: str
    frame: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draw(Command):
    """Draw the voters by the root of the ledger at the position of the freezing (抽取参评企业). The system's."""

    kind: ClassVar[str] = "draw"
    position: int
    root: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandIn(Command):
    """An enterprise put its paper ballot into the box: it votes no second time (交纸质票)."""

    kind: ClassVar[str] = "hand-in"
    enterprise: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EnterPaper(Command):
    """What stands on the paper ballot with this number; counted when a second person entered the same (录入)."""

    kind: ClassVar[str] = "enter-paper"
    number: int
    marks: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast(Command):
    """A ballot by phone. Whose it is the system has looked at, and forgets (手机投票)."""

    kind: ClassVar[str] = "cast"
    marks: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Close(Command):
    """The vote is over; its tally stands (汇总)."""

    kind: ClassVar[str] = "close"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick(Command):
    """Time passed."""

    kind: ClassVar[str] = "tick"


#: kind → command class.
KINDS: Mapping[str, type[Command]] = {cls.kind: cls for cls in Command.__subclasses__()}
