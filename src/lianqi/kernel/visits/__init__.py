"""The visit that an officer owes an enterprise each quarter; only the next one is there."""

from lianqi.kernel.visits.decide import KINDS, Appoint, AskDay, Decline, Owe, Tick, Visit, decide
from lianqi.kernel.visits.evolve import EVENT_TYPES, evolve
from lianqi.kernel.visits.quarters import Quarter
from lianqi.kernel.visits.states import Visits

__all__ = [
    "EVENT_TYPES",
    "KINDS",
    "Appoint",
    "AskDay",
    "Decline",
    "Owe",
    "Quarter",
    "Tick",
    "Visit",
    "Visits",
    "decide",
    "evolve",
]
