"""What the centre, whoever rules, and the system do with a case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from lianqi.kernel.cases.commands.base import Command
from lianqi.kernel.decision import ContentRef


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordCase(Command):
    """Write down what an enterprise says (登记). `words` are its own words; `first_word_at` when it first said it.

    `contact` is the enterprise's person; `on_behalf` marks an entry that somebody else wrote for it (代填). `spot`, if
    given, is what the officer did about it at once (当场解决): the enterprise still has to confirm it.
    """

    kind: ClassVar[str] = "record"
    number: str
    enterprise: str
    channel: str
    case_kind: str
    words: ContentRef
    first_word_at: datetime
    contact: str = ""
    on_behalf: bool = False
    external_number: str = ""
    class_id: str = ""
    attachments: tuple[str, ...] = ()
    confidential: bool = False
    spot: ContentRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SolveOnTheSpot(Command):
    """The officer declares it solved (当场解决)."""

    kind: ClassVar[str] = "solve-on-the-spot"
    measure: ContentRef


@dataclass(frozen=True, slots=True, kw_only=True)
class NotAccept(Command):
    """Not a matter for this park (不予受理), with the reason and the right door."""

    kind: ClassVar[str] = "not-accept"
    reason: str
    door: ContentRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Classify(Command):
    """Name kind, class and complexity. Once dispatched this moves the due time and is told to the enterprise."""

    kind: ClassVar[str] = "classify"
    class_id: str
    complexity: str
    case_kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispatch(Command):
    """Give it to a main unit, with assisting units each on its own clock (交办)."""

    kind: ClassVar[str] = "dispatch"
    class_id: str
    complexity: str
    main_unit: str
    assisting: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule(Command):
    """The dispute's final ruling (交办争议裁定); it becomes a precedent (交办先例)."""

    kind: ClassVar[str] = "rule"
    class_id: str
    complexity: str
    main_unit: str
    grounds: ContentRef
    assisting: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer(Command):
    """The centre moves it to another unit (改派)."""

    kind: ClassVar[str] = "transfer"
    main_unit: str
    reason: ContentRef


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideExtension(Command):
    """Grant or refuse it (延期批准), possibly a shorter one."""

    kind: ClassVar[str] = "decide-extension"
    granted: bool
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideObjection(Command):
    """Uphold or dismiss the objection (异议处理)."""

    kind: ClassVar[str] = "decide-objection"
    upheld: bool
    grounds: ContentRef


@dataclass(frozen=True, slots=True, kw_only=True)
class CallBack(Command):
    """The centre rang the enterprise (电话回访): confirmed, rejected or no-reply. Another grade of evidence."""

    kind: ClassVar[str] = "call-back"
    result: str
    note: ContentRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Close(Command):
    """The centre verifies and strikes it off (销号)."""

    kind: ClassVar[str] = "close"
    end: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge(Command):
    """Handle it together with another case (合并办理); the enterprise still gets its own answer."""

    kind: ClassVar[str] = "merge"
    into: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Absorb(Command):
    """The other side of a merger, applied to the case that goes on."""

    kind: ClassVar[str] = "absorb"
    child: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RelayAnswer(Command):
    """The main case was answered: this merged case is answered with it, for its own enterprise to judge."""

    kind: ClassVar[str] = "relay-answer"
    answer: ContentRef
    end: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmerge(Command):
    """Handle it alone again (拆分)."""

    kind: ClassVar[str] = "unmerge"


@dataclass(frozen=True, slots=True, kw_only=True)
class Link(Command):
    """Point to a related case (关联)."""

    kind: ClassVar[str] = "link"
    other: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Correct(Command):
    """A ruling corrects the record (更正): `field` class, kind or first-word, or annuls the lapse of a commitment."""

    kind: ClassVar[str] = "correct"
    field: str
    value: str
    ruling: ContentRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Recuse(Command):
    """A person steps aside or is made to (回避)."""

    kind: ClassVar[str] = "recuse"
    person: str
    reason: ContentRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick(Command):
    """Time passed: write what that made true. Harmless to repeat."""

    kind: ClassVar[str] = "tick"


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveDue(Command):
    """The calendar was published or corrected: compute every due time again. Harmless to repeat."""

    kind: ClassVar[str] = "move-due"


@dataclass(frozen=True, slots=True, kw_only=True)
class Succeed(Command):
    """One unit takes the place of another (机构调整): a merger's, decided outside of the case."""

    kind: ClassVar[str] = "succeed"
    former_unit: str
    unit: str
