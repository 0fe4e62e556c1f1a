"""Everything that can be asked of a case. A command is a value; `KINDS` finds its class by its kind."""

from __future__ import annotations

from collections.abc import Mapping

from lianqi.kernel.cases.commands.base import Command
from lianqi.kernel.cases.commands.centre import (
    Absorb,
    CallBack,
    Classify,
    Close,
    Correct,
    DecideExtension,
    DecideObjection,
    Dispatch,
    Link,
    Merge,
    MoveDue,
    NotAccept,
    RecordCase,
    Recuse,
    RelayAnswer,
    Rule,
    SolveOnTheSpot,
    Succeed,
    Tick,
    Transfer,
    Unmerge,
)
from lianqi.kernel.cases.commands.enterprise import Confirm, Object, Rate, Recheck, Reject, Reopen, Supplement, Withdraw
from lianqi.kernel.cases.commands.ladder import Escalate, Instruct, Plan, Resolve, Supervise, TakeLead, Urge
from lianqi.kernel.cases.commands.unit import (
    Answer,
    AskExtension,
    AssistReply,
    Contact,
    Draft,
    FileLetter,
    Pause,
    Refer,
    Resume,
    Return,
    Review,
    Sign,
    StageReply,
)

__all__ = [
    "KINDS",
    "Absorb",
    "Answer",
    "AskExtension",
    "AssistReply",
    "CallBack",
    "Classify",
    "Close",
    "Command",
    "Confirm",
    "Contact",
    "Correct",
    "DecideExtension",
    "DecideObjection",
    "Dispatch",
    "Draft",
    "Escalate",
    "FileLetter",
    "Instruct",
    "Link",
    "Merge",
    "MoveDue",
    "NotAccept",
    "Object",
    "Pause",
    "Plan",
    "Rate",
    "Recheck",
    "RecordCase",
    "Recuse",
    "Refer",
    "Reject",
    "RelayAnswer",
    "Reopen",
    "Resolve",
    "Resume",
    "Return",
    "Review",
    "Rule",
    "Sign",
    "SolveOnTheSpot",
    "StageReply",
    "Succeed",
    "Supervise",
    "Supplement",
    "TakeLead",
    "Tick",
    "Transfer",
    "Unmerge",
    "Urge",
    "Withdraw",
]


def _kinds() -> dict[str, type[Command]]:
    return {cls.kind: cls for cls in Command.__subclasses__()}


#: kind → command class, for shells, forms and APIs.
KINDS: Mapping[str, type[Command]] = _kinds()
