"""The commitment: debtor, creditor, what, due, and how it ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class State(StrEnum):
    """Where a commitment stands. Late is never stored as a state: it is due < now and not discharged."""

    OPEN = "open"
    SUSPENDED = "suspended"  # the clock is stopped, waiting for the enterprise
    DISCHARGED = "discharged"
    RELEASED = "released"


#: One thing that moves a due time: ("limit", "5wd"), ("until", instant), ("extend", "3wd"), ("pause", from, to).
Step = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Commitment:
    """One promise inside the stream that made it.

    `duty` and `unit` are the debtor; `start` and `steps` the basis from which `due` can always be computed again;
    `opens_at` the instant before which it cannot be discharged (asking after 28 days makes no sense on day 3).
    `lapsed` stays true for ever unless a ruling annuls it; then `annulled` keeps the same due time from lapsing again.
    """

    id: str
    kind: str
    duty: str
    unit: str
    made_at: datetime
    start: datetime
    steps: tuple[Step, ...]
    due: datetime
    yellow_at: datetime
    red_at: datetime
    up_at: datetime
    provisional: bool
    calendar: str
    opens_at: datetime | None = None
    state: State = State.OPEN
    light: str = "none"
    lapsed: bool = False
    annulled: bool = False
    raised: bool = False
    ended_at: datetime | None = None
    lapsed_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Still owed, whether or not its clock runs."""
        return self.state in (State.OPEN, State.SUSPENDED)
