"""What the enterprise says and asks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from lianqi.kernel.cases.commands.base import Command
from lianqi.kernel.decision import ContentRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Object(Command):
    """The enterprise objects to a pause, a plan, a merger or a changed class (异议)."""

    kind: ClassVar[str] = "object"
    reason: ContentRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Supplement(Command):
    """The enterprise adds words or papers (补充材料)."""

    kind: ClassVar[str] = "supplement"
    words: ContentRef
    attachments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdraw(Command):
    """The enterprise takes it back (撤回)."""

    kind: ClassVar[str] = "withdraw"
    reason: ContentRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirm(Command):
    """The enterprise agrees (企业认可), with a grade where it gives one: 1 to 5."""

    kind: ClassVar[str] = "confirm"
    grade: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Reject(Command):
    """The enterprise does not agree, and why (企业不认可)."""

    kind: ClassVar[str] = "reject"
    reason: ContentRef
    grade: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate(Command):
    """The enterprise grades what was done (评价), 1 to 5, once."""

    kind: ClassVar[str] = "rate"
    grade: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Recheck(Command):
    """Is it still solved (回头看): yes, no or no-reply."""

    kind: ClassVar[str] = "recheck"
    result: str
    note: ContentRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopen(Command):
    """It came back (重新启动): owner and every earlier lapse stay."""

    kind: ClassVar[str] = "reopen"
    reason: ContentRef
