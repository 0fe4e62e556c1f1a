"""What stands open at a moment: a stock is the sum of all changes to it, so it is replayed as every other number is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from lianqi.kernel.cases.states import OPEN, Case, Status

#: Rungs from here on are counted together; no ladder of a park is as long.
HIGHEST_RUNG = 9
_AT_RUNG = "open-at-rung-"

#: stock → (中文, what is counted). The stock of a day is the sum of its changes up to that day.
STANDING: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        **{
            f"{_AT_RUNG}{rung}": (f"第{rung + 1}级未办结件数", f"cases not struck off, on rung {rung + 1}")
            for rung in range(HIGHEST_RUNG + 1)
        },
        "lit-yellow": ("临期（黄灯）件数", "cases whose light is yellow"),
        "lit-red": ("超期（红灯）件数", "cases that owe something that was late, or whose light is red"),
    }
)

Place = tuple[str, str, str, str]  # stock, unit, class, kind


def at_rung(rung: int) -> str:
    """The stock of the cases that are open on this rung."""
    return f"{_AT_RUNG}{min(rung, HIGHEST_RUNG)}"


def changes(before: Case | None, after: Case) -> tuple[tuple[Place, int], ...]:
    """What one event takes out of some stocks and puts into others. No clock is asked: the sum would not come out."""
    moved: Counter[Place] = Counter(_held(after))
    if before is not None:
        moved.subtract(_held(before))
    return tuple(sorted((place, count) for place, count in moved.items() if count))


def _held(case: Case) -> Iterator[Place]:
    dims = (case.record.main_unit, case.record.class_id, case.record.kind)
    if case.control.status in OPEN:
        yield (at_rung(case.control.rung), *dims)
    lamp = _lamp(case)
    if lamp:
        yield (lamp, *dims)


def _lamp(case: Case) -> str:
    """A clock that stands shows nothing. What is owed and was late is red, with a new due time too: late stays late."""
    if case.control.status is Status.PAUSED:
        return ""
    owed = case.open_commitments()
    lights = {one.light for one in owed}
    if "red" in lights or any(one.lapsed for one in owed):
        return "lit-red"
    return "lit-yellow" if "yellow" in lights else ""
