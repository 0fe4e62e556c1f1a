"""The rules and the working time that a decision of this moment goes by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lianqi.kernel.cases import Case
from lianqi.kernel.mechanism.rules import CaseRules
from lianqi.kernel.workdays.calendar import Calendar
from lianqi.server.mechanisms import queries as mechanisms


@dataclass(frozen=True, slots=True)
class Setting:
    """A park's calendar, and the moment of a decision."""

    park: str
    calendar: Calendar
    now: datetime

    def rules_of(self, case: Case) -> CaseRules:
        """The mechanism the case was recorded under, with the values that hold today.

        A value with a later date holds for what is promised from that day on; what was promised keeps its due time.
        """
        mechanism = mechanisms.mechanism_of(park=self.park, digest=case.record.mechanism)
        return mechanisms.rules_of(mechanism, at=self.now, calendar=self.calendar)

    def rules_for_new(self) -> CaseRules:
        """The rules under which a case is recorded now."""
        today = self.calendar.local(self.now).date()
        mechanism = mechanisms.in_force(park=self.park, on=today)
        return mechanisms.rules_of(mechanism, at=self.now, calendar=self.calendar)


def setting(*, park: str, now: datetime) -> Setting:
    """The park's setting at `now`. LedgerRefusal `calendar.none-published`."""
    return Setting(park, mechanisms.calendar_of(park), now)
