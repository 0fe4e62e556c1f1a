"""The state of a case: a finite control that decisions read, and a record that they only cite."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from lianqi.kernel.commitments.commitment import Commitment
from lianqi.kernel.decision import ContentRef
from lianqi.kernel.mechanism.rules import CaseRules


class Status(StrEnum):
    """Where a case is. Values are stored."""

    TRIAGE = "triage"  # 待分办
    ON_THE_SPOT = "on-the-spot"  # 已当场解决，待企业确认
    HANDLING = "handling"  # 办理中
    ADJUDICATION = "adjudication"  # 交办争议待裁定
    PAUSED = "paused"  # 暂停计时，待企业补充
    TRACKING = "tracking"  # 转办跟踪中
    TABLED = "tabled"  # 已提级，待上会
    ANSWERED = "answered"  # 已答复，待企业评价
    VERIFICATION = "verification"  # 待核查销号
    PLANNED = "planned"  # 列入计划（挂账）
    MERGED = "merged"  # 已并案，随主事项办理
    CLOSED = "closed"  # 已销号，待回头看
    SETTLED = "settled"  # 回头看完成
    NOT_ACCEPTED = "not-accepted"  # 不予受理（已告知渠道）
    WITHDRAWN = "withdrawn"  # 企业撤回


ENDS = frozenset({Status.SETTLED, Status.NOT_ACCEPTED, Status.WITHDRAWN})
#: The unit works on it, or may still put its answer in.
WORKING = frozenset({Status.HANDLING, Status.TRACKING})
#: Neither ended nor struck off.
OPEN = frozenset(Status) - ENDS - {Status.CLOSED}

#: A counter stops here: more would tell a decision nothing, and the state stays finite.
SATURATED = 9


@dataclass(frozen=True, slots=True)
class Counters:
    """How often each bounded step was taken, saturated."""

    returns: int = 0
    transfers: int = 0
    extensions: int = 0
    pauses: int = 0
    redos: int = 0
    plans: int = 0
    reopens: int = 0
    stage_replies: int = 0
    reclassings: int = 0
    call_backs: int = 0


@dataclass(frozen=True, slots=True)
class Control:
    """The finite part: what a decision may depend on beside the open commitments."""

    status: Status
    confidential: bool = False
    rung: int = 1
    draft: str = "none"  # none, reviewing, signing
    final_ruling: bool = False  # a ruling or a meeting fixed the unit: no more returns
    spot_refused: bool = False
    led: bool = False
    extension_asked: bool = False
    objection_open: bool = False
    reclassed: bool = False  # the class was changed after dispatch, and no objection to it was decided
    word: str = "none"  # none, confirmed, rejected, silent
    rated: bool = False
    reopenable_until: datetime | None = None  # a timer, set when the case is struck off
    counters: Counters = Counters()


@dataclass(frozen=True, slots=True)
class Record:
    """The rest: ids, citations and history. No decision's kind depends on it (a property test says so)."""

    number: str
    enterprise: str
    recorder: str
    channel: str
    kind: str
    words: ContentRef
    first_word_at: datetime
    recorded_at: datetime
    mechanism: str
    contact: str = ""
    on_behalf: bool = False
    external_number: str = ""
    class_id: str = ""
    complexity: str = ""
    class_before: tuple[str, str, str] | None = None  # class, complexity and kind as contested changes found them
    main_unit: str = ""
    assisting: tuple[str, ...] = ()
    external_unit: str = ""
    former_units: tuple[str, ...] = ()
    dispatched_at: datetime | None = None
    paused_at: datetime | None = None
    draft: ContentRef | None = None
    draft_end: str = ""
    answer: ContentRef | None = None
    letter: ContentRef | None = None  # the number of the sealed letter (文号) of this answer
    letter_files: tuple[str, ...] = ()  # its scan
    end: str = ""  # solved, explained — as answered, then as closed
    word_at: datetime | None = None  # when the word was last given, or its silence recorded
    closed_at: datetime | None = None
    leader: str = ""
    merged_into: str = ""
    absorbed: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    recused: frozenset[str] = frozenset()
    made: int = 0  # commitments made so far: numbers their ids


@dataclass(frozen=True, slots=True)
class Case:
    """One case, folded from its events."""

    control: Control
    record: Record
    commitments: Mapping[str, Commitment] = field(default_factory=lambda: MappingProxyType({}))

    def open_commitments(self) -> tuple[Commitment, ...]:
        """What is still owed, soonest due first."""
        return tuple(sorted([c for c in self.commitments.values() if c.is_open], key=_by_due))

    def owed(self, *kinds: str, unit: str | None = None) -> tuple[Commitment, ...]:
        """The open commitments of these kinds, of one unit where it is named."""
        return tuple(c for c in self.open_commitments() if c.kind in kinds and unit in (None, c.unit))


def _by_due(owed: Commitment) -> tuple[datetime, str]:
    return owed.due, owed.id


_BY_STATUS: Mapping[Status, str] = MappingProxyType(
    {
        Status.TRIAGE: "triage",
        Status.ON_THE_SPOT: "call_back",
        Status.ADJUDICATION: "adjudicate",
        Status.PAUSED: "handle",
        Status.ANSWERED: "call_back",
        Status.VERIFICATION: "triage",
        Status.PLANNED: "handle",
        Status.MERGED: "triage",
        Status.CLOSED: "call_back",
    }
)
_BY_DRAFT = MappingProxyType({"none": "handle", "reviewing": "review", "signing": "sign"})
#: In a confidential case nobody but the inspection acts: each duty falls to the inspector or to who stands above.
_CONFIDENTIAL_ABOVE = frozenset({"call_back", "convene", "consult", "adjudicate", "lead", "sign"})


def inspected(duty: str) -> str:
    """Who carries this duty in a confidential case (保密反映)."""
    return "oversee_inspection" if duty in _CONFIDENTIAL_ABOVE else "inspect"


def accountable(control: Control, *, rules: CaseRules) -> str | None:
    """The one duty that must make the next step, or None at an end."""
    if control.status in ENDS:
        return None
    if control.status in WORKING:
        duty = _BY_DRAFT[control.draft]
    elif control.status is Status.TABLED:
        duty = rules.ladder[control.rung].owner
    else:
        duty = _BY_STATUS[control.status]
    return inspected(duty) if control.confidential else duty
