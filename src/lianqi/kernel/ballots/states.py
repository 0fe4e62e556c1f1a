"""A quarter's vote as its events made it. No event, and nothing here, says whose a ballot was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from lianqi.kernel.commitments import Commitment

#: What a ballot says of a unit: 红牌 satisfied, 黄牌 not satisfied, or never met.
CARDS = ("red", "yellow", "none")

#: Unit → card, of one ballot.
Marks = Mapping[str, str]


class Stage(StrEnum):
    """Where a vote is. Values are stored."""

    FROZEN = "frozen"  # 名单已固定，待抽取
    DRAWN = "drawn"  # 评价中
    CLOSED = "closed"  # 已汇总


#: Stage → the word on screen, 中文 and English.
STAGES: Mapping[Stage, tuple[str, str]] = MappingProxyType(
    {
        Stage.FROZEN: ("名单已固定，待抽取", "frame frozen, to be drawn"),
        Stage.DRAWN: ("评价中", "voting"),
        Stage.CLOSED: ("已汇总", "closed"),
    }
)


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper ballot: who entered it how, the last word of each; counted once two people agree."""

    number: int
    entries: Mapping[str, Marks] = field(default_factory=lambda: MappingProxyType({}))
    counted: bool = False

    def differs(self) -> tuple[str, ...]:
        """The units on which two people who entered it do not agree."""
        said = list(self.entries.values())
        return tuple(sorted({unit for one in said for unit in one if any(o.get(unit) != one[unit] for o in said)}))


@dataclass(frozen=True, slots=True)
class Vote:
    """One quarter's vote. `ballots` are those counted, in the order in which they were."""

    period: str
    units: tuple[str, ...]
    frame: tuple[str, ...]
    count: int
    too_few: int
    stage: Stage = Stage.FROZEN
    seed: str = ""
    position: int = 0
    voters: tuple[str, ...] = ()
    handed_in: frozenset[str] = frozenset()
    papers: Mapping[int, Paper] = field(default_factory=lambda: MappingProxyType({}))
    ballots: tuple[Marks, ...] = ()
    by_phone: int = 0
    commitments: Mapping[str, Commitment] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def open_papers(self) -> tuple[Paper, ...]:
        """Paper ballots that two people have not agreed on yet."""
        return tuple(paper for paper in self.papers.values() if not paper.counted)
