"""What the demo is made of, read from its folder: people and places, what they say, how they behave. No word of it
stands in the source.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from lianqi.kernel.workdays.durations import Duration

KINDS = ("problem", "request", "suggestion", "enquiry", "complaint")


@dataclass(frozen=True, slots=True)
class Move:
    """One thing that may happen next: who does what, how likely, and after how long.

    `wait` is a share of the time that the commitment `of` still has from when it was made, or working minutes where
    `of` is empty (minutes of the waking day, for a contact); its logarithm varies by `spread`. `chance` is for what
    happens beside: at the same station only, unless it is `lasting`, and not where the case is so already (`unless`, a
    field of the kernel's `Control`). `plain`, `say`, `until` and `take` make the command's data (`payload`).
    """

    do: str
    by: str = ""
    weight: float = 0
    chance: float = 0
    of: str = ""
    wait: float = 0
    spread: float = 0
    meeting: bool = False
    lasting: bool = False
    unless: str = ""
    plain: Mapping[str, Any] = field(default_factory=dict)
    say: Mapping[str, str] = field(default_factory=dict)
    until: Mapping[str, str] = field(default_factory=dict)
    take: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Way:
    """How a first word comes in: by whom, through which channel, and how often it is solved on the spot."""

    by: str
    channel: str
    weight: float
    on_the_spot: float


@dataclass(frozen=True, slots=True)
class Shock:
    """Many say the same within a few days: a storm, a heat wave, the end of the year. `area` empty: everywhere.

    `day` is MM-DD, `days_ago` counts back from the end where `day` is empty.
    """

    lasting: int
    area: str
    cases: int
    class_id: str
    about: str
    day: str = ""
    days_ago: int = 0


@dataclass(frozen=True, slots=True)
class ClassTalk:
    """What is said of one class of cases, by kind; `about` by shock. `ease`: how readily it is solved on the spot."""

    id: str
    weight: float
    ease: float
    unit: str
    outside: str
    months: Mapping[int, float]
    says: Mapping[str, Sequence[str]]
    about: Mapping[str, Sequence[str]]
    phrases: Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Arrivals:
    """How many first words come in, when and how."""

    a_year: int
    confidential: int
    weekdays: Sequence[float]
    rest_day: float
    months: Mapping[int, float]
    ways: Sequence[Way]
    said_before: float
    classed: float
    shocks: Sequence[Shock]


@dataclass(frozen=True, slots=True)
class ReceptionHabits:
    """How a reception day goes: at most how many items, which share is put off, how often the day is moved."""

    most: int
    rolled_over: float
    moved: float


@dataclass(frozen=True, slots=True)
class VisitHabits:
    """Which share of the enterprises is visited in a quarter beside visits that make cases, which declines, and which
    share of the visits of the next `days_ahead` is agreed upon already.
    """

    made: float
    declined: float
    appointed: float
    days_ahead: int


@dataclass(frozen=True, slots=True)
class BoardHabits:
    """The vote of a quarter: from which day of its second month, for how many days; which share votes how; which share
    of the units an enterprise has met; which share is satisfied with a unit of ordinary pace, and how much fewer where
    it takes twice as long; which share of paper ballots is mistyped once.
    """

    from_day: int
    lasting: int
    by_phone: float
    on_paper: float
    met: float
    satisfied: float
    slower: float
    mistyped: float


@dataclass(frozen=True, slots=True)
class Material:
    """Everything. `park` is the file of people and places as it stands.

    `left_to_the_visitor`: who has an account does nothing in this time before the end: it is left to be done.
    """

    park: Mapping[str, Any]
    left_to_the_visitor: Duration
    arrivals: Arrivals
    stations: Mapping[str, Sequence[Move]]
    asides: Mapping[str, Sequence[Move]]
    reception: ReceptionHabits
    visits: VisitHabits
    board: BoardHabits
    classes: Mapping[str, ClassTalk]
    confidential: Mapping[str, Any]
    slots: Mapping[str, Sequence[str]]
    wishes: Sequence[str]
    phrases: Mapping[str, Sequence[str]]


def read_material(folder: Path) -> Material:
    """Read `park.yaml`, `behaviour.yaml` and `sayings.yaml`. OSError or KeyError where something is missing."""
    park, behaviour, sayings = (
        yaml.safe_load((folder / f"{name}.yaml").read_text("utf-8")) for name in ("park", "behaviour", "sayings")
    )
    return Material(
        park=park,
        left_to_the_visitor=Duration.parse(behaviour["left_to_the_visitor"]),
        arrivals=_arrivals(behaviour["arrivals"]),
        stations=_moves(behaviour["stations"]),
        asides=_moves(behaviour["asides"]),
        reception=ReceptionHabits(**behaviour["reception"]),
        visits=VisitHabits(**behaviour["visits"]),
        board=BoardHabits(**behaviour["board"]),
        classes={id: _talk(id, said) for id, said in sayings["classes"].items()},
        confidential=sayings["confidential"],
        slots=sayings["slots"],
        wishes=sayings["wishes"],
        phrases=sayings["phrases"],
    )


def _arrivals(said: dict[str, Any]) -> Arrivals:
    ways = tuple(Way(**way) for way in said["ways"])
    shocks = tuple(
        Shock(**{("class_id" if key == "class" else key): value for key, value in one.items()})
        for one in said["shocks"]
    )
    return Arrivals(**{**said, "ways": ways, "shocks": shocks})


def _moves(said: dict[str, list[dict[str, Any]]]) -> dict[str, tuple[Move, ...]]:
    # `with` is a word of Python's own.
    return {
        station: tuple(
            Move(**{("plain" if key == "with" else key): value for key, value in one.items()}) for one in some
        )
        for station, some in said.items()
    }


def _talk(id: str, said: dict[str, Any]) -> ClassTalk:
    phrases = {key: value for key, value in said.items() if isinstance(value, list) and key not in KINDS}
    return ClassTalk(
        id=id,
        weight=said["weight"],
        ease=said["ease"],
        unit=said.get("unit", ""),
        outside=said.get("outside", ""),
        months=said.get("months", {}),
        says={kind: said[kind] for kind in KINDS if kind in said},
        about=said.get("about", {}),
        phrases=phrases,
    )
