"""What somebody owes somebody by a time: the one notion behind every mechanism."""

from lianqi.kernel.commitments.commitment import Commitment, State
from lianqi.kernel.commitments.fold import EVENT_TYPES, fold
from lianqi.kernel.commitments.schedule import Schedule, schedule

__all__ = ["EVENT_TYPES", "Commitment", "Schedule", "State", "fold", "schedule"]
