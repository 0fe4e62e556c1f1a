"""Counting: cards by unit, the share of red with its interval, a place only where enough cards were given."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lianqi.kernel.ballots.states import Marks
from lianqi.kernel.decision import Json
from lianqi.kernel.scoring.figures import wilson


@dataclass(frozen=True, slots=True)
class Row:
    """One unit's cards. `share` is red among red and yellow in parts per 10,000, `low` and `high` its 95 % interval
    (Wilson); all None without a card. `place` is 0 where too few gave one (样本不足，不排名).
    """

    unit: str
    red: int
    yellow: int
    none: int
    share: int | None
    low: int | None
    high: int | None
    place: int

    @property
    def cards(self) -> int:
        """How many gave a card at all."""
        return self.red + self.yellow

    def data(self) -> dict[str, Json]:
        return {"unit": self.unit, "red": self.red, "yellow": self.yellow, "none": self.none, "place": self.place}


def tally(ballots: Iterable[Marks], *, units: Sequence[str], too_few: int) -> tuple[Row, ...]:
    """Every unit's cards, the highest share of red first, those with too few cards last in the order of the vote.

    Equal shares share a place. Never having met (`none`) is no card; a ballot that says nothing of a unit says so.
    """
    counted = {unit: {"red": 0, "yellow": 0, "none": 0} for unit in units}
    for marks in ballots:
        for unit, cards in counted.items():
            cards[marks.get(unit, "none")] += 1
    rows = [_row(unit, cards) for unit, cards in counted.items()]
    ranked = sorted((row for row in rows if row.cards >= too_few), key=lambda row: -(row.share or 0))
    shares = [row.share for row in ranked]
    placed = [
        Row(row.unit, row.red, row.yellow, row.none, row.share, row.low, row.high, shares.index(row.share) + 1)
        for row in ranked
    ]
    return (*placed, *(row for row in rows if row.cards < too_few))


def _row(unit: str, cards: dict[str, int]) -> Row:
    red, yellow = cards["red"], cards["yellow"]
    given = red + yellow
    if not given:
        return Row(unit, 0, 0, cards["none"], None, None, None, 0)
    low, high = wilson(red, given)
    return Row(unit, red, yellow, cards["none"], red * 10_000 // given, low, high, 0)
