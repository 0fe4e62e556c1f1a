"""Who says what when: the first words of the time, with weekdays, seasons and shocks, drawn before anybody acts."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from lianqi.kernel.mechanism.rules import CaseRules
from lianqi.kernel.workdays.calendar import Calendar
from lianqi.server.demo.cast import Cast, Firm
from lianqi.server.demo.chances import about, one_of, weighted
from lianqi.server.demo.material import ClassTalk, Material, Shock, Way
from lianqi.server.demo.words import Words

#: Which kinds of first words there are, by weight; those of which nothing is said for a class fall away.
_KINDS: Mapping[str, float] = {"problem": 62, "request": 24, "enquiry": 8, "suggestion": 4, "complaint": 2}
#: Minutes of the local day in which somebody says something: at work, and when only the phone page is open.
_AT_WORK, _AT_ANY_TIME = (8 * 60 + 40, 17 * 60 + 20), (7 * 60, 22 * 60)
#: How much the ease of a class weighs against the officer's own luck.
_EASE = 0.22
_WAY_OF_A_REPORT = Way("contact", "phone-page", 1, 0)


@dataclass(slots=True)
class Matter:
    """One matter as its enterprise knows it: what the right unit and class would be, and the words in which it is told.

    What the park makes of it stands in the case; `number` and `id` are the case's, once it is recorded.
    """

    at: datetime
    firm: Firm
    way: Way
    class_id: str
    complexity: str
    kind: str
    unit: str
    outside: str
    text: str
    first_word_at: datetime
    slots: Mapping[str, str]
    assisting: tuple[str, ...] = ()
    on_the_spot: bool = False
    classed: bool = False
    confidential: bool = False
    number: str = ""
    id: str = ""
    seen: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Season:
    """The stretch of time that is lived, on the park's clock."""

    since: date
    until: datetime
    calendar: Calendar

    def days(self) -> Iterator[date]:
        day = self.since
        while day <= self.calendar.local(self.until).date():
            yield day
            day += timedelta(days=1)


def arrivals(
    *, material: Material, cast: Cast, rules: CaseRules, season: Season, chance: random.Random, scale: float
) -> list[Matter]:
    """Every matter of the season, soonest first. `scale`: how many, as a share of what `behaviour.yaml` says."""
    drawing = _Drawing(material, cast, rules, season, chance)
    days = list(season.days())
    weights = [drawing.weight(day) for day in days]
    usual = material.arrivals.a_year * scale * len(days) / 365
    drawn: list[Matter] = []
    for day, weight in zip(days, weights, strict=True):
        share = usual * weight / sum(weights)
        for _ in range(int(share + chance.random())):
            drawn.append(drawing.ordinary(day))
    for shock in material.arrivals.shocks:
        drawn += drawing.shock(shock, scale)
    reports = material.arrivals.confidential * scale * len(days) / 365
    drawn += [drawing.report(chance.choice(days)) for _ in range(max(1, round(reports)))]
    return sorted((one for one in drawn if one.at < season.until), key=lambda one: (one.at, one.firm.id, one.text))


@dataclass(frozen=True, slots=True)
class _Drawing:
    material: Material
    cast: Cast
    rules: CaseRules
    season: Season
    chance: random.Random

    def weight(self, day: date) -> float:
        """How much is said on this day."""
        said = self.material.arrivals
        worked = self.season.calendar.is_working_day(day)
        usual = max(said.weekdays[day.weekday()], 0.9) if worked else said.rest_day
        return usual * said.months[day.month]

    def ordinary(self, day: date) -> Matter:
        talks = self.material.classes
        weights = {id: talk.weight * talk.months.get(day.month, 1) for id, talk in talks.items()}
        talk = talks[weighted(self.chance, weights)]
        kind = weighted(self.chance, {kind: weight for kind, weight in _KINDS.items() if kind in talk.says})
        return self._matter(day, self._firm(""), talk, kind, talk.says[kind])

    def shock(self, shock: Shock, scale: float) -> Iterator[Matter]:
        start = self._begins(shock)
        talk = self.material.classes[shock.class_id]
        for _ in range(max(2, round(shock.cases * scale))):
            # Most say it at once, the rest come after.
            day = start + timedelta(days=int(self.chance.triangular(0, shock.lasting, 0)))
            if self.season.since <= day <= self.season.calendar.local(self.season.until).date():
                yield self._matter(day, self._firm(shock.area), talk, "problem", talk.about[shock.about])

    def report(self, day: date) -> Matter:
        """保密反映: a contact tells the inspector alone."""
        said = self.material.confidential
        talk = self.material.classes[said["class"]]
        matter = self._matter(day, self._firm(""), talk, "complaint", said["says"], way=_WAY_OF_A_REPORT)
        matter.unit, matter.confidential, matter.assisting, matter.classed = said["unit"], True, (), False
        return matter

    def _begins(self, shock: Shock) -> date:
        today = self.season.calendar.local(self.season.until).date()
        if not shock.day:
            return today - timedelta(days=shock.days_ago)
        start = date.fromisoformat(f"{today.year}-{shock.day}")
        return start if start <= today else start.replace(year=today.year - 1)

    def _firm(self, area: str) -> Firm:
        some = [firm for firm in self.cast.firms if firm.area == area] if area else self.cast.firms
        # A small demo may have nobody in that area.
        some = some or self.cast.firms
        return one_of(self.chance, some, [firm.talkative for firm in some])

    def _matter(
        self, day: date, firm: Firm, talk: ClassTalk, kind: str, says: Sequence[str], *, way: Way | None = None
    ) -> Matter:
        arrival = self.material.arrivals
        way = way or one_of(self.chance, arrival.ways, [way.weight for way in arrival.ways])
        if not self.season.calendar.is_working_day(day):
            way = next(one for one in arrival.ways if one.by == "contact")
        at = self._moment(day, way)
        words = Words(self.material, self.chance)
        slots = words.slots(firm, day)
        described = self.rules.classes[talk.id]
        unit = talk.unit or described.unit
        others = [code for code in self.cast.units if code != unit]
        return Matter(
            at=at,
            firm=firm,
            way=way,
            class_id=talk.id,
            complexity=described.complexity,
            kind=kind,
            unit=unit,
            outside=talk.outside,
            text=words.first(says, slots),
            first_word_at=at - self._said_before(),
            slots=slots,
            assisting=(self.chance.choice(others),) if self.chance.random() < 0.12 else (),
            on_the_spot=self.chance.random() < way.on_the_spot * talk.ease**_EASE,
            classed=self.chance.random() < arrival.classed,
        )

    def _moment(self, day: date, way: Way) -> datetime:
        opens, closes = _AT_ANY_TIME if way.by == "contact" else _AT_WORK
        return self.season.calendar.instant(day, self.chance.randint(opens, closes)) + timedelta(
            seconds=self.chance.randrange(60)
        )

    def _said_before(self) -> timedelta:
        if self.chance.random() >= self.material.arrivals.said_before:
            return timedelta()
        return timedelta(days=min(60.0, about(self.chance, 9, 0.8)))
