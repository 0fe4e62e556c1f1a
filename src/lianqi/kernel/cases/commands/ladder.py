"""What leads upward: urging, supervision, leaders, meetings, plans."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from lianqi.kernel.cases.commands.base import Command
from lianqi.kernel.decision import ContentRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Urge(Command):
    """Ask where it stands (催办)."""

    kind: ClassVar[str] = "urge"
    note: ContentRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Supervise(Command):
    """A supervision notice (督办单) beyond those the tick writes."""

    kind: ClassVar[str] = "supervise"
    level: str
    note: ContentRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Instruct(Command):
    """A leader's instruction (领导批示); `leader` is named where a clerk records it (代录批示)."""

    kind: ClassVar[str] = "instruct"
    text: ContentRef
    leader: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeLead(Command):
    """A leader takes the case and names a date (领导包案)."""

    kind: ClassVar[str] = "take-lead"
    by: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalate(Command):
    """Up one rung of the ladder (提级办理)."""

    kind: ClassVar[str] = "escalate"
    reason: ContentRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolve(Command):
    """What the meeting or the experts settled (议定事项): dispatch to a unit by `by`, or answer."""

    kind: ClassVar[str] = "resolve"
    outcome: str
    resolution: ContentRef
    main_unit: str = ""
    by: datetime | None = None
    end: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan(Command):
    """Cannot be done now: planned, with a review date, told to the enterprise (列入计划、挂账)."""

    kind: ClassVar[str] = "plan"
    reply: ContentRef
    review_by: datetime
