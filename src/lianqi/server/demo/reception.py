"""接待日 in the demo: planned by the rule, its agenda made up a few days before, held, and its minutes closed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from lianqi.kernel.meetings import Stage
from lianqi.server.cases import gate
from lianqi.server.demo.payload import Impossible
from lianqi.server.demo.seating import PARK
from lianqi.server.demo.walking import Standing, Walk
from lianqi.server.meetings.models import Meeting
from lianqi.server.meetings.operations import do, plan_next, resolve, tick

#: Hours of the park's day: the agenda is made in the morning, the meeting held in the afternoon.
_PLANS, _HOLDS, _CLOSES = 9, 15, 10
#: Days before the meeting on which its agenda is made.
_BEFORE = timedelta(days=4)


@dataclass(slots=True)
class Reception:
    """The meetings of the season, one a month. `_agenda`: which cases came on the agenda of the next one;
    `_nothing_before`: the day before which there is nothing to do.
    """

    _agenda: dict[str, Standing] = field(default_factory=dict)
    _nothing_before: date | None = None

    def time_passes(self, walk: Walk, now: datetime) -> None:
        """Plan, put on the agenda, hold or close, as the hour and the day have it."""
        local = walk.season.calendar.local(now)
        if local.hour not in (_PLANS, _HOLDS, _CLOSES):
            return
        if self._nothing_before is not None and local.date() < self._nothing_before:
            return
        if local.hour == _PLANS:
            # Whoever could host is read with every name: only where a meeting is to be planned.
            if not Meeting.objects.filter(park=PARK, stage=Stage.PLANNED.value).exists():
                plan_next(park=PARK, now=now)
            tick(park=PARK, now=now)
            days = Meeting.objects.filter(park=PARK).exclude(stage=Stage.CLOSED.value).values_list("day", flat=True)
            self._nothing_before = min(days, default=local.date()) - _BEFORE
        if not walk.season.calendar.is_working_day(local.date()):
            return
        for row in Meeting.objects.filter(park=PARK).exclude(stage=Stage.CLOSED.value).order_by("period"):
            self._on(walk, row, local.date(), local.hour, now)

    def _on(self, walk: Walk, row: Meeting, today: date, hour: int, now: datetime) -> None:
        act = _Act(walk, row.period, now)
        if row.stage == Stage.PLANNED.value:
            if hour == _PLANS and row.day - _BEFORE <= today < row.day and not self._agenda:
                self._make_agenda(act, row.day)
            elif hour == _HOLDS and today >= row.day:
                act.do("hold", texts={"present": act.phrase("present")})
                self._settle(act)
        elif hour == _CLOSES and today > row.day:
            act.do("close")

    def _make_agenda(self, act: _Act, day: date) -> None:
        walk = act.walk
        for standing in walk.waiting_for_a_meeting()[: walk.material.reception.most]:
            matter = standing.matter
            named = {"case": matter.id, "number": matter.number, "enterprise": matter.firm.id}
            if act.do("put-on", named):
                act.do("invite", {"enterprise": matter.firm.id})
                self._agenda[matter.id] = standing
        later = day + timedelta(days=1)
        if walk.chance.random() < walk.material.reception.moved and walk.season.calendar.is_working_day(later):
            act.do("move", {"day": later}, texts={"reason": act.phrase("meeting-moved")})

    def _settle(self, act: _Act) -> None:
        """Item by item; what is not reached, or has moved on since, waits."""
        for standing in self._agenda.values():
            put_off = act.walk.chance.random() < act.walk.material.reception.rolled_over
            if put_off or standing.at_meeting is None or not act.resolve(standing):
                reason = {"reason": act.phrase("roll-over")}
                act.do("roll-over", {"case": standing.matter.id}, texts=reason, subject=standing.matter.firm.id)
        self._agenda.clear()


@dataclass(frozen=True, slots=True)
class _Act:
    """The centre at work on one meeting at one moment."""

    walk: Walk
    period: str
    now: datetime

    @property
    def centre(self) -> gate.Principal:
        return gate.principal_for(park=PARK, actor=self.walk.cast.of("centre", "", place=0), now=self.now)

    def phrase(self, name: str) -> str:
        return self.walk.payload.words.phrase(name, "", {})

    def do(
        self,
        kind: str,
        data: Mapping[str, Any] | None = None,
        *,
        texts: Mapping[str, str] | None = None,
        subject: str = "",
    ) -> bool:
        applied = do(
            self.centre,
            period=self.period,
            kind=kind,
            data=data or {},
            texts=texts or {},
            subject=subject,
            command_id=self.walk.command_id(),
            now=self.now,
        )
        return self.walk.counted(f"meeting.{kind}", applied.refusal)

    def resolve(self, standing: Standing) -> bool:
        """What the table drew for this case becomes the meeting's resolution."""
        move, matter = standing.at_meeting, standing.matter
        assert move is not None
        try:
            data = self.walk.payload.of(move, matter, standing.case, now=self.now)
        except Impossible:
            return False
        done = resolve(
            self.centre,
            period=self.period,
            number=matter.number,
            data=data,
            command_id=self.walk.command_id(),
            expected_seq=standing.seq,
            now=self.now,
        )
        if not self.walk.counted("resolve", done.refusal):
            return False
        self.walk.done(standing, done, self.now)
        return True
