"""The quarterly bulletin: drafted from the ledger at one position, issued once, and unchanged after that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import ClassVar

from lianqi.kernel.decision import Accepted, ContentRef, Facts, Json, NewEvent, Outcome, Refused
from lianqi.kernel.mechanism.duties import not_theirs
from lianqi.kernel.mechanism.rules import CaseRules


class Stage(StrEnum):
    """Where a bulletin is. Values are stored."""

    DRAFT = "draft"  # 草稿
    ISSUED = "issued"  # 已签发


#: Stage → the word on screen, 中文 and English.
STAGES: Mapping[Stage, tuple[str, str]] = MappingProxyType(
    {Stage.DRAFT: ("草稿", "draft"), Stage.ISSUED: ("已签发", "issued")}
)


@dataclass(frozen=True, slots=True)
class Bulletin:
    """One quarter's bulletin. `figures` are whole numbers by code, as they stood at `position` of the ledger."""

    period: str
    position: int
    root: str
    figures: Mapping[str, Json] = field(default_factory=lambda: MappingProxyType({}))
    drafted_at: datetime | None = None
    stage: Stage = Stage.DRAFT
    number: int = 0
    document: ContentRef | None = None
    issued_by: str = ""
    issued_at: datetime | None = None


class Command:
    """Base of all commands; `kind` is stable."""

    __slots__ = ()
    kind: ClassVar[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft(Command):
    """The quarter's numbers as they stand at this position (拟稿). A later draft takes the place of an earlier one."""

    kind: ClassVar[str] = "draft"
    period: str
    position: int
    root: str
    figures: Mapping[str, Json]


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue(Command):
    """Issue the draft as it stands (签发): `document` is the very file that goes out."""

    kind: ClassVar[str] = "issue"
    number: int
    document: ContentRef


#: Event type → what it says.
EVENT_TYPES: Mapping[str, str] = MappingProxyType(
    {
        "bulletin-drafted": "the quarter's numbers as of this position of the ledger",
        "bulletin-issued": "the bulletin went out; the file is cited and never made again",
    }
)
#: kind → the duties of which one is needed.
PERMITS: Mapping[str, tuple[str, ...]] = MappingProxyType({"draft": ("triage",), "issue": ("lead",)})


def guard(kind: str, bulletin: Bulletin | None, *, rules: CaseRules, facts: Facts) -> Refused | None:
    """The first stage of `decide`: may this actor do it (403), and now (409)."""
    refused = not_theirs(needed=set(PERMITS[kind]), facts=facts, rules=rules, code="bulletin.not-yours")
    if refused is not None:
        return refused
    if bulletin is None:
        return None if kind == "draft" else Refused("bulletin.not-drafted")
    if bulletin.stage is Stage.ISSUED:
        return Refused("bulletin.issued-already", {"period": bulletin.period, "number": bulletin.number})
    return None


def decide(command: Command, bulletin: Bulletin | None, *, rules: CaseRules, facts: Facts) -> Outcome:
    """What follows from `command` on the quarter's bulletin (None: none yet), or why nothing does. Pure."""
    refused = guard(command.kind, bulletin, rules=rules, facts=facts)
    if refused is not None:
        return refused
    if isinstance(command, Draft):
        if not command.position:
            return Refused("bulletin.nothing-counted")
        said = {"period": command.period, "position": command.position, "root": command.root}
        return Accepted((NewEvent("bulletin-drafted", {**said, "figures": dict(command.figures)}),))
    assert isinstance(command, Issue) and bulletin is not None  # guarded
    said = {"number": command.number, "document": command.document.data(), "by": facts.actor.id}
    return Accepted((NewEvent("bulletin-issued", {**said, "position": bulletin.position, "root": bulletin.root}),))


def evolve(bulletin: Bulletin | None, *, type_: str, data: Mapping[str, Json], at: datetime) -> Bulletin:
    """The bulletin after one event; ValueError for a type that no bulletin has."""
    if type_ == "bulletin-drafted":
        return Bulletin(data["period"], data["position"], data["root"], data["figures"], at)
    assert bulletin is not None  # the first event drafts it
    if type_ == "bulletin-issued":
        cited = ContentRef(data["document"]["id"], data["document"]["sha256"])
        issued = replace(bulletin, stage=Stage.ISSUED, number=data["number"], document=cited)
        return replace(issued, issued_by=data["by"], issued_at=at)
    raise ValueError(f"not an event of a bulletin: {type_}")
