"""The ways of a case as a drawing: the statuses in their places, and an arrow for each way that the rules allow.

The statuses are the kernel's, so their places are written down here, as somebody would lay them on a table; which
arrows there are follows from the mechanism. What an arrow means stands in the list below the drawing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import hypot
from textwrap import wrap
from types import MappingProxyType

from lianqi.kernel.cases.states import Status
from lianqi.kernel.mechanism.rules import CaseRules
from lianqi.kernel.messages.names import STATUSES
from lianqi.kernel.rehearsal.diagram import details, edges

_S = Status
#: Status → column and row.
PLACES: Mapping[Status, tuple[int, int]] = MappingProxyType(
    {
        _S.TRIAGE: (0, 1),
        _S.ON_THE_SPOT: (1, 0),
        _S.NOT_ACCEPTED: (0, 2),
        _S.WITHDRAWN: (0, 3),
        _S.HANDLING: (2, 1),
        _S.ADJUDICATION: (1, 2),
        _S.PAUSED: (2, 2),
        _S.MERGED: (1, 3),
        _S.TABLED: (3, 0),
        _S.TRACKING: (3, 2),
        _S.PLANNED: (4, 2),
        _S.ANSWERED: (4, 1),
        _S.VERIFICATION: (5, 1),
        _S.CLOSED: (5, 2),
        _S.SETTLED: (5, 3),
    }
)
_WIDE, _HIGH = 148, 56
_ACROSS, _DOWN = 196, 124
_EDGE = 16
#: English letters in a line of a box.
_LETTERS = 19
#: Ways that lead a case up, back, and to an end; every other leads on.
_UP = frozenset({_S.TABLED})
_BACK = frozenset(
    {
        (_S.HANDLING, _S.TRIAGE),
        (_S.ON_THE_SPOT, _S.TRIAGE),
        (_S.ANSWERED, _S.HANDLING),
        (_S.VERIFICATION, _S.HANDLING),
        (_S.CLOSED, _S.HANDLING),
        (_S.CLOSED, _S.TRIAGE),
        (_S.SETTLED, _S.HANDLING),
        (_S.NOT_ACCEPTED, _S.TRIAGE),
        (_S.MERGED, _S.TRIAGE),
        (_S.HANDLING, _S.ADJUDICATION),
    }
)
_FINAL = frozenset({_S.SETTLED, _S.NOT_ACCEPTED, _S.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class Node:
    """A status: its box and its words, line by line. tone: "" or end."""

    x: int
    y: int
    lines: tuple[tuple[str, int], ...]
    tone: str


@dataclass(frozen=True, slots=True)
class Arrow:
    """A way: its curve. tone: on, back or up."""

    path: str
    tone: str
    title: str


@dataclass(frozen=True, slots=True)
class Way:
    """The same way in words."""

    start: str
    end: str
    label: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything the page needs; sizes are those of the drawing's own units."""

    wide: int
    high: int
    box: tuple[int, int]
    nodes: tuple[Node, ...]
    arrows: tuple[Arrow, ...]
    ways: tuple[Way, ...]


def drawing(rules: CaseRules, *, lang: str) -> Drawing:
    """The drawing of these rules in one language."""
    which = 1 if lang == "en" else 0
    said = details(rules, lang)
    arrows, ways = [], []
    for edge in edges(rules):
        label = (edge.label.en if lang == "en" else edge.label.zh).format(**said)
        start, end = STATUSES[edge.start.value][which], STATUSES[edge.end.value][which]
        ways.append(Way(start, end, label))
        if edge.start is not edge.end:
            arrows.append(Arrow(_curve(edge.start, edge.end), _tone(edge.start, edge.end), f"{start} → {end}: {label}"))
    columns, rows = (max(place[at] for place in PLACES.values()) for at in (0, 1))
    return Drawing(
        wide=columns * _ACROSS + _WIDE + 2 * _EDGE,
        high=rows * _DOWN + _HIGH + 2 * _EDGE,
        box=(_WIDE, _HIGH),
        nodes=tuple(_node(status, STATUSES[status.value][which], lang) for status in PLACES),
        arrows=tuple(arrows),
        ways=tuple(ways),
    )


def _tone(start: Status, end: Status) -> str:
    if end in _UP:
        return "up"
    return "back" if (start, end) in _BACK else "on"


def _corner(status: Status) -> tuple[int, int]:
    column, row = PLACES[status]
    return _EDGE + column * _ACROSS, _EDGE + row * _DOWN


def _node(status: Status, name: str, lang: str) -> Node:
    x, y = _corner(status)
    lines = _broken(name, lang)
    first = y + _HIGH // 2 + 5 - 8 * (len(lines) - 1)
    placed = tuple((line, first + 16 * at) for at, line in enumerate(lines))
    return Node(x, y, placed, "end" if status in _FINAL else "")


def _broken(name: str, lang: str) -> list[str]:
    """Chinese in at most two lines, at its comma or bracket; English in at most three."""
    if lang == "en":
        return wrap(name, _LETTERS)
    for mark in "，（":
        before, found, after = name.partition(mark)
        if found and len(name) > 8:
            return [before, (mark if mark == "（" else "") + after]
    return [name]


def _curve(start: Status, end: Status) -> str:
    """From box to box, a little to the right of the straight line, so that there and back stand apart."""
    (x1, y1), (x2, y2) = ((x + _WIDE / 2, y + _HIGH / 2) for x, y in (_corner(start), _corner(end)))
    length = hypot(x2 - x1, y2 - y1)
    across, down = -(y2 - y1) / length, (x2 - x1) / length
    bend = 14 + length * 0.09
    middle = (x1 + x2) / 2 + across * bend, (y1 + y2) / 2 + down * bend
    (ax, ay), (bx, by) = _border((x1, y1), middle), _border((x2, y2), middle)
    return f"M{ax:.0f} {ay:.0f}Q{middle[0]:.0f} {middle[1]:.0f} {bx:.0f} {by:.0f}"


def _border(centre: tuple[float, float], towards: tuple[float, float]) -> tuple[float, float]:
    """Where the line from the middle of a box leaves it."""
    dx, dy = towards[0] - centre[0], towards[1] - centre[1]
    share = min(
        (_WIDE / 2 + 3) / abs(dx) if dx else float("inf"),
        (_HIGH / 2 + 3) / abs(dy) if dy else float("inf"),
    )
    return centre[0] + dx * share, centre[1] + dy * share
