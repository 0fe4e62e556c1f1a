"""The rules and the working time that a decision of this moment goes by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import datetime

from lianqi.kernel.cases import Case
from lianqi.kernel.mechanism.loader import Mechanism
from lianqi.kernel.mechanism.rules import CaseRules, Text
from lianqi.kernel.workdays.calendar import Calendar
from lianqi.server.mechanisms import queries as mechanisms

_read: ContextVar[Setting | None] = ContextVar("lianqi_setting", default=None)


@dataclass(frozen=True, slots=True)
class Setting:
    """A park's calendar, the mechanism in force, and the moment of a decision: read once for a transaction."""

    park: str
    calendar: Calendar
    mechanism: Mechanism
    now: datetime

    @property
    def names(self) -> Mapping[str, Text]:
        """What people call each code of the mechanism: `class.power`, `channel.visit`, `rung.dispatch` and so on."""
        return mechanisms.names_of(self.mechanism)

    def rules_of(self, case: Case) -> CaseRules:
        """The mechanism the case was recorded under, with the values that hold today.

        A value with a later date holds for what is promised from that day on; what was promised keeps its due time.
        """
        mechanism = mechanisms.mechanism_of(park=self.park, digest=case.record.mechanism)
        return mechanisms.rules_of(mechanism, at=self.now, calendar=self.calendar)

    def rules_for_new(self) -> CaseRules:
        """The rules under which a case is recorded now, and who carries which duty."""
        return mechanisms.rules_of(self.mechanism, at=self.now, calendar=self.calendar)

    def at(self, now: datetime) -> Setting:
        """The setting of a later moment: a stream's last event may lie ahead of the clock."""
        if self.calendar.local(now).date() == self.calendar.local(self.now).date():
            return replace(self, now=now)
        return setting(park=self.park, now=now)


def setting(*, park: str, now: datetime) -> Setting:
    """The park's setting at `now`. LedgerRefusal `calendar.none-published`, `mechanism.none-active`."""
    read = _read.get()
    if read is not None and (read.park, read.now) == (park, now):
        return read
    return Setting(park, *mechanisms.standing_rules(park=park, at=now), now)


@contextmanager
def kept(place: Setting) -> Iterator[None]:
    """Inside, `setting` of this park at this moment is `place`: whoever answers a request reads it once."""
    token = _read.set(place)
    try:
        yield
    finally:
        _read.reset(token)
