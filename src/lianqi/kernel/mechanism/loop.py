"""The rest of the loop as its rules of one day: visits, the reception day, the board, the bulletin.

Each part is optional in a file; where it is not written, the park does not do it, and nothing is owed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from lianqi.kernel.mechanism.loader import Mechanism, as_text, value_on
from lianqi.kernel.mechanism.rules import Text
from lianqi.kernel.workdays.durations import Duration


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the visiting form; `makes` is the kind of case that an answer becomes."""

    ask: Text
    makes: str


@dataclass(frozen=True, slots=True)
class VisitRules:
    """Quarterly visits. `contact_budget`: how often an enterprise may be troubled in a quarter, all told."""

    about: Text
    questions: Mapping[str, Question]
    contact_budget: int


@dataclass(frozen=True, slots=True)
class ReceptionRules:
    """The reception day. `rung` and `owner`: whose cases come to it and the duty that settles them; `hosts`: roles
    whose holders take turns."""

    name: Text
    rung: int
    owner: str
    day: int
    hosts: tuple[str, ...]
    minutes_within: Duration


@dataclass(frozen=True, slots=True)
class BoardRules:
    """The red and yellow board. `units` are the codes of those judged, in the order of the file.

    Where the file names none, `everyone` is judged: whatever units the park has of its own on that day.
    """

    name: Text
    voters: int
    too_few: int
    units: tuple[str, ...]
    everyone: bool = False


@dataclass(frozen=True, slots=True)
class BulletinRules:
    """The quarterly bulletin."""

    name: Text
    issuer: Text


@dataclass(frozen=True, slots=True)
class LoopRules:
    """What a park does beside the cases themselves; None for what it does not do."""

    visits: VisitRules | None
    reception: ReceptionRules | None
    board: BoardRules | None
    bulletin: BulletinRules | None


def loop_rules(mechanism: Mechanism, *, on: date) -> LoopRules:
    """The rules of that day. A part with a value that is not yet in force on the day is not yet there."""
    shape, since = mechanism.shape, mechanism.shape.in_force_from

    def value(entries: Any) -> Any:
        entry = value_on(entries, on=on, since=since)
        return None if entry is None else entry.value

    visits = reception = board = bulletin = None
    if shape.visits is not None and (budget := value(shape.visits.contact_budget)) is not None:
        asked = {code: Question(as_text(one.ask), one.makes) for code, one in shape.visits.questions.items()}
        visits = VisitRules(as_text(shape.visits.about), MappingProxyType(asked), budget)
    if shape.reception is not None:
        at = {rung.id: index for index, rung in enumerate(shape.ladder)}.get(shape.reception.rung)
        day, within = value(shape.reception.day), value(shape.reception.minutes_within)
        if at is not None and day is not None and within is not None:
            owner = shape.ladder[at].owner
            hosts = tuple(shape.reception.hosts)
            reception = ReceptionRules(as_text(shape.reception.name), at, owner, day, hosts, within)
    if shape.board is not None:
        voters, too_few = value(shape.board.voters), value(shape.board.too_few)
        if voters is not None and too_few is not None:
            inside = tuple(code for code, unit in shape.units.items() if not unit.outside)
            units = tuple(shape.board.units) or inside
            board = BoardRules(as_text(shape.board.name), voters, too_few, units, everyone=not shape.board.units)
    if shape.bulletin is not None:
        bulletin = BulletinRules(as_text(shape.bulletin.name), as_text(shape.bulletin.issuer))
    return LoopRules(visits, reception, board, bulletin)
