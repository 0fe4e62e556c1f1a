"""What the unit that has the case does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from lianqi.kernel.cases.commands.base import Command
from lianqi.kernel.decision import ContentRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact(Command):
    """The unit reached the enterprise (首次联系)."""

    kind: ClassVar[str] = "contact"
    by: str
    note: ContentRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Return(Command):
    """The unit gives it back with a reason (退回申请改派)."""

    kind: ClassVar[str] = "return"
    reason: str
    note: ContentRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Refer(Command):
    """A body outside acts; the unit stays responsible for reporting by `next_by` (转办并跟踪)."""

    kind: ClassVar[str] = "refer"
    external_unit: str
    next_by: datetime
    note: ContentRef


@dataclass(frozen=True, slots=True, kw_only=True)
class StageReply(Command):
    """What was done so far and when the next word will come (阶段性答复)."""

    kind: ClassVar[str] = "stage-reply"
    reply: ContentRef
    next_by: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AskExtension(Command):
    """Ask for more time (延期申请), `by` a duration such as 5wd."""

    kind: ClassVar[str] = "ask-extension"
    by: str
    reason: ContentRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause(Command):
    """Stop the clock until `until`, waiting for what the enterprise must supply (暂停计时)."""

    kind: ClassVar[str] = "pause"
    until: datetime
    reason: ContentRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Resume(Command):
    """Start the clock again (恢复计时)."""

    kind: ClassVar[str] = "resume"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft(Command):
    """The handler's answer, put up for review or signature (拟答复)."""

    kind: ClassVar[str] = "draft"
    answer: ContentRef
    end: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Review(Command):
    """The unit head passes the draft on or sends it back (审核)."""

    kind: ClassVar[str] = "review"
    approved: bool
    note: ContentRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign(Command):
    """The leader in charge signs, which answers, or sends it back (签发). `letter` is the number of the sealed letter
    (文号), `attachments` its scan, where both are there already.
    """

    kind: ClassVar[str] = "sign"
    approved: bool
    note: ContentRef | None = None
    letter: ContentRef | None = None
    attachments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer(Command):
    """Answer at once, where the mechanism asks for neither review nor signature (答复)."""

    kind: ClassVar[str] = "answer"
    answer: ContentRef
    end: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FileLetter(Command):
    """The sealed letter of an answer that was given (登记答复函): its number (文号), its scan, or both.

    Paper is numbered, sealed and scanned after the signature; what is filed later is added.
    """

    kind: ClassVar[str] = "file-letter"
    letter: ContentRef | None = None
    attachments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AssistReply(Command):
    """An assisting unit reports its part (协办反馈)."""

    kind: ClassVar[str] = "assist-reply"
    unit: str
    reply: ContentRef
