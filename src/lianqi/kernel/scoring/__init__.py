"""Figures with their 口径: counted from events alone, so that summary, cells, export and replay agree."""

from lianqi.kernel.scoring.contributions import MEASURES, Contribution, contributions
from lianqi.kernel.scoring.figures import FIGURES, FIGURES_OF_UNIT, Figure, Reading, read

__all__ = ["FIGURES", "FIGURES_OF_UNIT", "MEASURES", "Contribution", "Figure", "Reading", "contributions", "read"]
