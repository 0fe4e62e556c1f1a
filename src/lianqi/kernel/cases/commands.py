"""Everything that can be asked of a case. A command is a value; `KINDS` finds its class by its kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from lianqi.kernel.decision import ContentRef


class Command:
    """Base of all commands; `kind` is stable and stands in URLs, logs and permissions."""

    __slots__ = ()
    kind: ClassVar[str]


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
class DecideExtension(Command):
    """Grant or refuse it (延期批准), possibly a shorter one."""

    kind: ClassVar[str] = "decide-extension"
    granted: bool
    by: str = ""


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
class Object(Command):
    """The enterprise objects to a pause, a plan or a merger (异议)."""

    kind: ClassVar[str] = "object"
    reason: ContentRef


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideObjection(Command):
    """Uphold or dismiss the objection (异议处理)."""

    kind: ClassVar[str] = "decide-objection"
    upheld: bool
    grounds: ContentRef


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
    """The leader in charge signs, which answers, or sends it back (签发)."""

    kind: ClassVar[str] = "sign"
    approved: bool
    note: ContentRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer(Command):
    """Answer at once, where the mechanism asks for neither review nor signature (答复)."""

    kind: ClassVar[str] = "answer"
    answer: ContentRef
    end: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AssistReply(Command):
    """An assisting unit reports its part (协办反馈)."""

    kind: ClassVar[str] = "assist-reply"
    unit: str
    reply: ContentRef


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
class CallBack(Command):
    """The centre rang the enterprise (电话回访): confirmed, rejected or no-reply. Another grade of evidence."""

    kind: ClassVar[str] = "call-back"
    result: str
    note: ContentRef


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
class Close(Command):
    """The centre verifies and strikes it off (销号)."""

    kind: ClassVar[str] = "close"
    end: str


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


def _kinds() -> dict[str, type[Command]]:
    return {cls.kind: cls for cls in Command.__subclasses__()}


#: kind → command class, for shells, forms and APIs.
KINDS: Mapping[str, type[Command]] = _kinds()
