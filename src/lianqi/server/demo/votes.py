"""红黄榜 in the demo: each quarter's vote, drawn from the ledger, cast by phone and on paper, closed with its tally."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from lianqi.kernel.ballots import Vote
from lianqi.kernel.visits.quarters import Quarter
from lianqi.server.board.operations import cast, do, hand_in, open_and_draw, tick, vote_of
from lianqi.server.cases import gate
from lianqi.server.demo.cast import Firm
from lianqi.server.demo.seating import PARK
from lianqi.server.demo.walking import Walk
from lianqi.server.ledger.values import Applied

#: The hour at which the day is looked at, and minutes of the local day between which ballots come in.
_LOOKS = 9
_FROM, _TO = 9 * 60 + 30, 17 * 60
#: Places of those at the centre who enter a paper ballot, one after the other; the third settles what differs.
_FIRST, _SECOND, _THIRD = 0, 1, 2


@dataclass(slots=True)
class Votes:
    """The votes of the season, one a quarter. `_done`: quarters that were opened."""

    _done: set[str] = field(default_factory=set)

    def time_passes(self, walk: Walk, now: datetime) -> None:
        """Open the vote of the quarter when its day has come; look at what is owed."""
        local, habits = walk.season.calendar.local(now), walk.material.board
        if local.hour != _LOOKS:
            return
        tick(park=PARK, now=now)
        quarter = Quarter.of(now, calendar=walk.season.calendar)
        second_month = local.month == quarter.number * 3 - 1
        worked = walk.season.calendar.is_working_day(local.date())
        if second_month and local.day >= habits.from_day and worked and str(quarter) not in self._done:
            self._done.add(str(quarter))
            self._open(_Act(walk, str(quarter)), now)

    def _open(self, act: _Act, now: datetime) -> None:
        walk, habits = act.walk, act.walk.material.board
        opened = open_and_draw(act.centre(_FIRST, now), period=act.period, command_id=walk.command_id(), now=now)
        walk.counted("vote.open", opened.refusal)
        vote = vote_of(PARK, act.period)
        firms = {firm.id: firm for firm in walk.cast.firms}
        papers = 0
        for enterprise in sorted(vote.voters) if vote else ():
            drawn = walk.chance.random()
            at = self._moment(walk, now)
            if drawn < habits.by_phone:
                walk.at(at, partial(act.by_phone, firms[enterprise]))
            elif drawn < habits.by_phone + habits.on_paper:
                papers += 1
                walk.at(at, partial(act.on_paper, firms[enterprise], papers))
        walk.at(now + timedelta(days=habits.lasting, hours=1), act.close)

    def _moment(self, walk: Walk, now: datetime) -> datetime:
        """A working minute before the vote is closed."""
        calendar = walk.season.calendar
        day = calendar.local(now).date() + timedelta(days=walk.chance.randrange(1, walk.material.board.lasting))
        while not calendar.is_working_day(day):
            day -= timedelta(days=1)
        at = calendar.instant(day, walk.chance.randint(_FROM, _TO)) + timedelta(seconds=walk.chance.randrange(60))
        return max(at, now + timedelta(minutes=5))


@dataclass(frozen=True, slots=True)
class _Act:
    """What is done with one quarter's vote."""

    walk: Walk
    period: str

    def centre(self, place: int, now: datetime) -> gate.Principal:
        people = self.walk.cast.people["centre"]
        return gate.principal_for(park=PARK, actor=people[place % len(people)], now=now)

    def by_phone(self, firm: Firm, now: datetime) -> None:
        contact = gate.principal_for(park=PARK, actor=firm.contact, now=now)
        own = self.walk.command_id()
        done = cast(contact, period=self.period, marks=self._marks(), command_id=own, now=now)
        self.walk.counted("vote.cast", done.refusal)

    def on_paper(self, firm: Firm, number: int, now: datetime) -> None:
        """Handed in, and entered by two people; where they differ, a third looks at the paper."""
        own = self.walk.command_id()
        done = hand_in(self.centre(_FIRST, now), period=self.period, enterprise=firm.id, command_id=own, now=now)
        self.walk.counted("vote.hand-in", done.refusal)
        marks = self._marks()
        mistyped = self.walk.chance.random() < self.walk.material.board.mistyped
        self._enter(_FIRST, number, self._one_wrong(marks) if mistyped else marks, now)
        self._enter(_SECOND, number, marks, now)
        if mistyped:
            self._enter(_THIRD, number, marks, now)

    def _enter(self, who: int, number: int, marks: Mapping[str, str], now: datetime) -> None:
        self._do("enter-paper", {"number": number, "marks": marks}, who, now)

    def close(self, now: datetime) -> None:
        self._do("close", {}, _FIRST, now)

    def _do(self, kind: str, data: Mapping[str, Any], who: int, now: datetime) -> Applied:
        own = self.walk.command_id()
        done = do(self.centre(who, now), period=self.period, kind=kind, data=data, command_id=own, now=now)
        self.walk.counted(f"vote.{kind}", done.refusal)
        return done

    def _marks(self) -> dict[str, str]:
        """What an enterprise says of each unit: those that take long are liked less."""
        vote: Vote | None = vote_of(PARK, self.period)
        chance, habits = self.walk.chance, self.walk.material.board
        marks: dict[str, str] = {}
        for unit in vote.units if vote else ():
            satisfied = habits.satisfied - habits.slower * (self.walk.cast.pace(unit) - 1)
            if chance.random() < habits.met:
                marks[unit] = "red" if chance.random() < satisfied else "yellow"
        return marks

    def _one_wrong(self, marks: Mapping[str, str]) -> dict[str, str]:
        unit = min(marks, default="")
        wrong = "yellow" if marks.get(unit) == "red" else "red"
        return {**marks, **({unit: wrong} if unit else {})}
