"""A meeting that settles cases: planned, its agenda kept in order, held, each item settled or put off, closed."""

from lianqi.kernel.meetings.commands import KINDS, Command
from lianqi.kernel.meetings.decide import PERMITS, decide, guard
from lianqi.kernel.meetings.evolve import EVENT_TYPES, evolve
from lianqi.kernel.meetings.states import Item, Meeting, Stage

__all__ = ["EVENT_TYPES", "KINDS", "PERMITS", "Command", "Item", "Meeting", "Stage", "decide", "evolve", "guard"]
