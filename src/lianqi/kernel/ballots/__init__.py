"""The red and yellow board: frame, draw, ballots on paper and by phone, tally. Cards (牌), never lights."""

from lianqi.kernel.ballots.commands import KINDS, Command
from lianqi.kernel.ballots.decide import PERMITS, decide, guard
from lianqi.kernel.ballots.evolve import EVENT_TYPES, evolve
from lianqi.kernel.ballots.states import CARDS, STAGES, Paper, Stage, Vote
from lianqi.kernel.ballots.tally import Row, tally

__all__ = [
    "CARDS",
    "EVENT_TYPES",
    "KINDS",
    "PERMITS",
    "STAGES",
    "Command",
    "Paper",
    "Row",
    "Stage",
    "Vote",
    "decide",
    "evolve",
    "guard",
    "tally",
]
