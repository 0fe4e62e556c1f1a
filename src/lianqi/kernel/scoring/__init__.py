"""Figures with their 口径: counted from events alone, so that summary, cells, export and replay agree."""

from lianqi.kernel.scoring.contributions import MEASURES, Contribution, contributions, moved
from lianqi.kernel.scoring.figures import FIGURES, FIGURES_OF_UNIT, Figure, Reading, read
from lianqi.kernel.scoring.standing import STANDING, at_rung

__all__ = [
    "FIGURES",
    "FIGURES_OF_UNIT",
    "MEASURES",
    "STANDING",
    "Contribution",
    "Figure",
    "Reading",
    "at_rung",
    "contributions",
    "moved",
    "read",
]
