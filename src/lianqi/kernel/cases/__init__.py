"""The case: what an enterprise said, and everything the park did about it."""

from lianqi.kernel.cases.decide import decide, guard
from lianqi.kernel.cases.evolve import EVENT_TYPES, evolve, replay
from lianqi.kernel.cases.states import Case, Control, Record, Status, accountable

__all__ = [
    "EVENT_TYPES",
    "Case",
    "Control",
    "Record",
    "Status",
    "accountable",
    "decide",
    "evolve",
    "guard",
    "replay",
]
