"""The calendar of a park: which days are worked, in which hours, and up to when that is published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

#: Half-open stretches of local time, in minutes from midnight: (540, 720) is 09:00 up to, not including, 12:00.
#: The end of a day is 1440, so that 00:00-24:00 loses no minute.
Segments = tuple[tuple[int, int], ...]
#: The same stretches of one date as instants, UTC.
Hours = tuple[tuple[datetime, datetime], ...]

MINUTES_A_DAY = 24 * 60
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """Working time of one place, immutable. A changed calendar is another value with another `version`.

    `segments` holds seven entries, Monday first; a day without segments is a day of rest. A date in `holidays` is a
    day of rest whatever its weekday; one in `make_up_days` (调休上班) is worked in `make_up_segments`, which are those
    of the first worked weekday unless given. `special_segments` are other hours on a day that is worked anyhow.
    Dates outside `published_from`..`published_through` are answered from the same data, and are provisional: the
    State Council publishes one year at a time, and a due time must not fail because it crosses New Year.

    Refused with ValueError: other than seven weekdays, no worked weekday, segments that overlap or are out of order,
    a date that is both a holiday and made up for, special hours on a day of rest.
    """

    version: str
    zone: str
    segments: tuple[Segments, ...]
    published_through: date
    published_from: date = date.min
    holidays: Mapping[date, str] = field(default_factory=dict, hash=False)
    make_up_days: Mapping[date, str] = field(default_factory=dict, hash=False)
    special_segments: Mapping[date, Segments] = field(default_factory=dict, hash=False)
    make_up_segments: Segments = ()
    _zone: ZoneInfo = field(init=False, repr=False, compare=False)
    _hours: dict[date, Hours] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        if len(self.segments) != 7 or not any(self.segments):
            raise ValueError("a week has seven days, and at least one of them is worked")
        worked = next(segments for segments in self.segments if segments)
        for name in ("holidays", "make_up_days", "special_segments"):
            object.__setattr__(self, name, MappingProxyType(dict(getattr(self, name))))
        object.__setattr__(self, "make_up_segments", self.make_up_segments or worked)
        object.__setattr__(self, "_zone", ZoneInfo(self.zone))
        for segments in (*self.segments, self.make_up_segments, *self.special_segments.values()):
            require_segments(segments)
        if both := self.holidays.keys() & self.make_up_days.keys():
            raise ValueError(f"both a holiday and a make-up day: {min(both)}")
        for day, segments in self.special_segments.items():
            if not segments or day in self.holidays or not (self.segments[day.weekday()] or day in self.make_up_days):
                raise ValueError(f"special hours on a day of rest: {day}")

    def segments_on(self, day: date) -> Segments:
        """The stretches that are worked on `day`; none on a day of rest."""
        if day in self.holidays:
            return ()
        if day in self.special_segments:
            return self.special_segments[day]
        if day in self.make_up_days:
            return self.make_up_segments
        return self.segments[day.weekday()]

    def is_working_day(self, day: date) -> bool:
        """Whether any of `day` is worked."""
        return bool(self.segments_on(day))

    def is_published(self, day: date) -> bool:
        """Whether `day` lies in the published range; outside it every answer is provisional."""
        return self.published_from <= day <= self.published_through

    def hours_on(self, day: date) -> Hours:
        """The worked stretches of `day` as instants. A stretch that a change of clocks swallows is left out."""
        hours = self._hours.get(day)
        if hours is None:
            spans = ((self.instant(day, opens), self.instant(day, closes)) for opens, closes in self.segments_on(day))
            # Filling the memo twice writes the same value twice: it is safe between threads.
            hours = self._hours[day] = tuple(span for span in spans if span[0] < span[1])
        return hours

    def instant(self, day: date, minute: int) -> datetime:
        """The instant, UTC, `minute` minutes of wall clock after local midnight of `day`."""
        return (datetime.combine(day, time.min, self._zone) + timedelta(minutes=minute)).astimezone(UTC)

    def local(self, instant: datetime) -> datetime:
        """`instant` on the park's clock."""
        return instant.astimezone(self._zone)


def require_segments(segments: Segments) -> None:
    """ValueError unless the segments are half-open, within one day, in order and apart."""
    last = 0
    for opens, closes in segments:
        if not last <= opens < closes <= MINUTES_A_DAY:
            raise ValueError(f"segments overlap, are empty or leave the day: {segments}")
        last = closes
