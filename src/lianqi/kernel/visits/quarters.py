"""Quarters of a year on the park's clock: 2026Q2."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from lianqi.kernel.workdays.calendar import DAY, Calendar


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """One quarter; `number` is 1 to 4, else ValueError."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if not 1 <= self.number <= 4:
            raise ValueError(f"a year has four quarters: {self.number}")

    def __str__(self) -> str:
        return f"{self.year}Q{self.number}"

    @classmethod
    def parse(cls, text: str) -> Quarter:
        """The quarter that `str` wrote; ValueError for anything else."""
        year, mark, number = text.partition("Q")
        if not mark or not (year.isdecimal() and number.isdecimal()) or len(year) != 4 or len(number) != 1:
            raise ValueError(f"not a quarter: {text!r}")
        return cls(int(year), int(number))

    @classmethod
    def of(cls, instant: datetime, *, calendar: Calendar) -> Quarter:
        """The quarter of an instant on the park's clock."""
        local = calendar.local(instant)
        return cls(local.year, (local.month + 2) // 3)

    @property
    def next(self) -> Quarter:
        return Quarter(self.year + self.number // 4, self.number % 4 + 1)

    @property
    def former(self) -> Quarter:
        return Quarter(self.year - (self.number == 1), (self.number + 2) % 4 + 1)

    @property
    def first_day(self) -> date:
        return date(self.year, self.number * 3 - 2, 1)

    @property
    def last_day(self) -> date:
        return self.next.first_day - DAY

    @property
    def months(self) -> tuple[str, str, str]:
        """Its three months: 2026-04, 2026-05, 2026-06."""
        first = self.number * 3 - 2
        return (f"{self.year}-{first:02d}", f"{self.year}-{first + 1:02d}", f"{self.year}-{first + 2:02d}")

    def opens(self, calendar: Calendar) -> datetime:
        """Its first instant."""
        return calendar.instant(self.first_day, 0)

    def closes(self, calendar: Calendar) -> datetime:
        """When work ends on its last working day: what is owed in this quarter is due then."""
        day = self.last_day
        while not calendar.hours_on(day):
            day -= DAY
        return calendar.hours_on(day)[-1][1]
