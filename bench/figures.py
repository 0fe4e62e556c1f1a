"""One measured figure, and the tables in which figures are shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from statistics import median


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """What was measured. `value` is the median of the rounds whose least and greatest stand beside it.

    `rows` says how much data it was measured on. `floor` names what it is compared with in the same run, and `ratio`
    is how it compares; `aim` is what was asked, `met` whether it was reached (None where nothing was asked).
    """

    part: str
    what: str
    value: float
    unit: str
    rows: str
    least: float | None = None
    greatest: float | None = None
    floor: str = ""
    ratio: float | None = None
    aim: str = ""
    met: bool | None = None
    database: str = ""
    durability: str = ""


@dataclass(frozen=True, slots=True)
class Rounds:
    """The same measurement, several times."""

    values: tuple[float, ...]

    @property
    def middle(self) -> float:
        return median(self.values)

    def compared(self, other: Rounds) -> float:
        """The median of the ratios round by round: what slowed the machine in a round slowed both."""
        return median(mine / theirs for mine, theirs in zip(self.values, other.values, strict=True))


def shown(value: float) -> str:
    """Three or four digits that matter."""
    for limit, digits in ((100, 0), (10, 1), (1, 2)):
        if abs(value) >= limit:
            return f"{value:,.{digits}f}"
    return f"{value:.3f}"


def table(figures: Iterable[Figure]) -> str:
    """Markdown: a heading for each part, a row for each figure."""
    lines: list[str] = []
    for part, some in groupby(figures, key=lambda figure: figure.part):
        lines += [f"\n### {part}\n", *_rows(_HEAD, [_cells(figure) for figure in some])]
    return "\n".join(lines)


_HEAD = ("measured", "database", "durability", "rows", "median", "from – to", "beside", "ratio", "aim")


def _cells(figure: Figure) -> Sequence[str]:
    spread = ""
    if figure.least is not None and figure.greatest is not None:
        spread = f"{shown(figure.least)} – {shown(figure.greatest)}"
    met = {None: "", True: " ✓", False: " ✗"}[figure.met]
    ratio = "" if figure.ratio is None else f"{figure.ratio:.2f}"
    median_ = f"{shown(figure.value)} {figure.unit}"
    beside = (figure.floor, ratio, figure.aim + met)
    return (figure.what, figure.database, figure.durability, figure.rows, median_, spread, *beside)


def _rows(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    rule = ["---"] * len(head)
    return ["| " + " | ".join(cells) + " |" for cells in (head, rule, *rows)]
