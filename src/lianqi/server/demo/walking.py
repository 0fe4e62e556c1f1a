"""A season of the park, moment by moment: first words come in, people act by the table of behaviour, time passes."""

from __future__ import annotations

import heapq
import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count, groupby
from typing import Any, Protocol

from lianqi.kernel.cases import Case, Status
from lianqi.kernel.cases.timers import wake_at
from lianqi.kernel.decision import Refused
from lianqi.kernel.mechanism.rules import CaseRules
from lianqi.kernel.workdays.due import before
from lianqi.server.cases import gate
from lianqi.server.cases.operations import Done, perform, record, tick
from lianqi.server.cases.reactions import relay
from lianqi.server.cases.stream import STREAM_KIND
from lianqi.server.demo.arrivals import Matter, Season
from lianqi.server.demo.cast import Cast
from lianqi.server.demo.chances import one_of
from lianqi.server.demo.material import Material, Move
from lianqi.server.demo.payload import Impossible, Payload
from lianqi.server.demo.seating import PARK
from lianqi.server.demo.stations import OF_THE_UNIT, Waiting, station
from lianqi.server.demo.words import Words
from lianqi.server.fieldwork.operations import visit
from lianqi.server.ids import derived_id, following_id
from lianqi.server.ledger import queries as ledger
from lianqi.server.ledger.operations import one_transaction
from lianqi.server.ledger.values import LedgerRefusal, StreamRef

#: The words of `behaviour.yaml` for who acts → the role as people hold it. The rest go by their own name.
_ROLES = {"head": "unit-head", "leader": "leader-in-charge", "convenor": "centre", "expert": "expert-convenor"}
#: Hours of the local day at which time is looked at; people act in between. On a day of rest nothing is due: once.
_TICKS = range(8, 19)
#: Told after each day that was lived: the day, how many cases there are, how many steps were taken.
Tell = Callable[[datetime, int, int], None]


@dataclass(order=True, slots=True)
class _Next:
    """Something that will happen. `turn`: it is off if the matter has moved on meanwhile."""

    at: datetime
    place: int
    matter: Matter | None = field(compare=False, default=None)
    move: Move | None = field(compare=False, default=None)
    turn: int = field(compare=False, default=0)
    beside: bool = field(compare=False, default=False)
    do: Callable[[datetime], None] | None = field(compare=False, default=None)


@dataclass(slots=True)
class Standing:
    """Where one case stands. `turn` counts its stations; `refused`: the moves that this one did not allow.

    `at_meeting`: what will be done at the next meeting, where that is what it waits for.
    """

    matter: Matter
    case: Case
    seq: int
    at: str = ""
    turn: int = 0
    refused: set[int] = field(default_factory=set)
    at_meeting: Move | None = None


class Beside(Protocol):
    """What goes on in the park beside the cases: looked at each hour of the working day."""

    def time_passes(self, walk: Walk, now: datetime) -> None:
        """Do whatever the time has come for."""
        ...


@dataclass(slots=True)
class Walk:
    """The season under way. `steps` counts commands by kind, `refused` those the kernel did not allow, by code."""

    material: Material
    cast: Cast
    rules: CaseRules
    season: Season
    chance: random.Random
    beside: Sequence[Beside] = ()
    steps: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    _queue: list[_Next] = field(default_factory=list)
    _places: Iterator[int] = field(default_factory=count)
    _standing: dict[str, Standing] = field(default_factory=dict)
    _wakes: dict[str, datetime] = field(default_factory=dict)
    _alike: dict[tuple[str, str], str] = field(default_factory=dict)
    payload: Payload = field(init=False)
    _waiting: Waiting = field(init=False)
    _left_from: datetime = field(init=False)
    _visitors: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        words = Words(self.material, self.chance)
        self.payload = Payload(words, self.cast, self.season.calendar, self.chance, self._alike)
        self._waiting = Waiting(self.season.calendar, self.chance)
        left, until = self.material.left_to_the_visitor, self.season.until
        self._left_from = before(due=until, by=left, calendar=self.season.calendar)
        accounts = self.material.park["accounts"].values()
        self._visitors = frozenset(self.cast.named[one["name"]] for one in accounts)

    def live(self, matters: list[Matter], tell: Tell) -> None:
        """Let the season happen up to its end, a transaction for each day; what would come after is left open."""
        for matter in matters:
            self._expect(matter.at, matter)
        for day in self.season.days():
            for hour in _TICKS if self.season.calendar.is_working_day(day) else _TICKS[:1]:
                self._expect(self.season.calendar.instant(day, hour * 60))
        self._expect(self.season.until)
        for _, moments in groupby(self._moments(), key=lambda one: self.season.calendar.local(one.at).date()):
            with one_transaction(park=PARK):
                for one in moments:
                    at = one.at
                    self._happen(one)
            tell(at, len(self._standing), sum(self.steps.values()))

    def _expect(self, at: datetime, matter: Matter | None = None, move: Move | None = None, **more: Any) -> None:
        heapq.heappush(self._queue, _Next(at, next(self._places), matter, move, **more))

    def _moments(self) -> Iterator[_Next]:
        while self._queue and self._queue[0].at <= self.season.until:
            yield heapq.heappop(self._queue)

    def at(self, at: datetime, do: Callable[[datetime], None]) -> None:
        """Have this done at that instant; never, where it lies behind the end."""
        self._expect(at, do=do)

    def _happen(self, one: _Next) -> None:
        if one.do is not None:
            one.do(one.at)
        elif one.matter is None:
            self._time_passes(one.at)
        elif one.move is None:
            self._first_word(one.matter)
        else:
            self._act(self._standing[one.matter.id], one)

    def _first_word(self, matter: Matter) -> None:
        """Somebody writes down what the enterprise says."""
        contact = matter.firm.contact
        who = {"officer": matter.firm.officer, "contact": contact}.get(matter.way.by) or self.person("centre", matter)
        data: dict[str, Any] = {
            "enterprise": matter.firm.id,
            "channel": matter.way.channel,
            "case_kind": matter.kind,
            "words": matter.text,
            "first_word_at": matter.first_word_at,
            "contact": contact,
            "class_id": matter.class_id if matter.classed else "",
        }
        if matter.confidential:
            data["confidential"] = True
        elif matter.on_the_spot:
            data["spot"] = self.payload.words.phrase("spot", matter.class_id, matter.slots)
        else:
            data["on_behalf"] = matter.way.by != "contact"
        if matter.way.by == "officer":
            self._recorded(matter, *self._at_a_visit(who, matter, data))
        else:
            done = record(park=PARK, actor=who, data=data, command_id=self.command_id(), now=matter.at)
            self._recorded(matter, done.applied.ref.id, done.refusal)

    def _at_a_visit(self, who: str, matter: Matter, data: dict[str, Any]) -> tuple[str, Refused | None]:
        """The officer is there and writes it down: a visit, with the case that comes of it."""
        officer = gate.principal_for(park=PARK, actor=who, now=matter.at)
        own = self.command_id()
        done = visit(officer, enterprise=matter.firm.id, said=[data], command_id=own, now=matter.at)
        self.counted("visit", done.refusal)
        return following_id(own, PARK, "said", "0"), done.refusal

    def _recorded(self, matter: Matter, id: str, refusal: Refused | None) -> None:
        if self.counted("record", refusal):
            stream = ledger.load(StreamRef(PARK, STREAM_KIND, id))
            matter.id, matter.number = id, stream.state.case.record.number
            standing = self._standing[id] = Standing(matter, stream.state.case, stream.seq)
            self._settle(standing, now=matter.at, moved=True)

    def _time_passes(self, now: datetime) -> None:
        """What the worker does each minute; here, each hour."""
        woken = [id for id, at in self._wakes.items() if at <= now]
        if woken and tick(park=PARK, now=now).changed:
            self._read_again(woken, now)
        for other in self.beside:
            other.time_passes(self, now)

    def waiting_for_a_meeting(self) -> list[Standing]:
        """The cases that the next meeting is to settle, those that wait longest first."""
        return [standing for standing in self._standing.values() if standing.at_meeting is not None]

    def done(self, standing: Standing, done: Done, now: datetime) -> None:
        """Somebody beside the walk did this with a case: it goes on from there."""
        assert done.applied.after is not None  # it was accepted
        standing.case, standing.seq = done.applied.after.state.case, done.applied.seq
        self._pass_on(standing, done, now)
        self._settle(standing, now=now, moved=True)

    def _read_again(self, ids: Sequence[str], now: datetime) -> None:
        for ref, stream in ledger.load_many([StreamRef(PARK, STREAM_KIND, id) for id in ids]).items():
            standing = self._standing[ref.id]
            standing.case, standing.seq = stream.state.case, stream.seq
            self._settle(standing, now=now, moved=False)

    def _act(self, standing: Standing, one: _Next) -> None:
        """Make a move, unless the case has moved on since it was thought of."""
        move, matter = one.move, standing.matter
        assert move is not None
        gone_on = one.turn != standing.turn and not move.lasting
        if gone_on or (move.unless and getattr(standing.case.control, move.unless)):
            return
        try:
            data = self.payload.of(move, matter, standing.case, now=one.at)
            actor = self.person(move.by, matter, standing.case)
        except (Impossible, LookupError):
            self._otherwise(standing, one)
            return
        if one.at > self._left_from and actor in self._visitors:
            return
        try:
            done = perform(
                park=PARK,
                actor=actor,
                case_no=matter.number,
                kind=move.do,
                data=data,
                command_id=self.command_id(),
                expected_seq=None,
                now=one.at,
            )
        except LedgerRefusal as unseen:
            # Who had the case in hand when this was thought of may see it no more.
            self.counted(move.do, unseen.refusal)
            self._otherwise(standing, one)
            return
        if not self.counted(move.do, done.refusal):
            self._otherwise(standing, one)
            return
        assert done.applied.after is not None
        standing.case, standing.seq = done.applied.after.state.case, done.applied.seq
        self._pass_on(standing, done, one.at)
        self._settle(standing, now=one.at, moved=not one.beside)

    def _otherwise(self, standing: Standing, one: _Next) -> None:
        """It could not be done: something else is, from now on."""
        if not one.beside:
            standing.refused.add(id(one.move))
            self._decide(standing, one.at)

    def _pass_on(self, standing: Standing, done: Done, now: datetime) -> None:
        """The answer of a main case goes to those merged into it, as the worker would pass it on."""
        for event in done.applied.events:
            if event.type == "merged":
                self._read_again([standing.case.record.merged_into], now)
            if event.type == "answered" and standing.case.record.absorbed:
                relay(event.stream, event.seq, event.data, now=now)
                self._read_again(standing.case.record.absorbed, now)

    def _settle(self, standing: Standing, *, now: datetime, moved: bool) -> None:
        """See where the case stands now, and what will happen next if that is somewhere else, or the move was made."""
        case, matter = standing.case, standing.matter
        wake = wake_at(case)
        if wake is None:
            self._wakes.pop(matter.id, None)
        else:
            self._wakes[matter.id] = wake
        at = station(case, right_unit=matter.unit, rules=self.rules)
        if case.control.status is Status.HANDLING and not case.control.confidential:
            self._alike[matter.class_id, matter.firm.area] = matter.number
        elif self._alike.get((matter.class_id, matter.firm.area)) == matter.number:
            del self._alike[matter.class_id, matter.firm.area]
        if at == standing.at and not moved:
            return
        arrived = at != standing.at
        standing.at, standing.turn = at, standing.turn + 1
        standing.refused.clear()
        standing.at_meeting = None
        self._decide(standing, now)
        for aside in self.material.asides.get(at, ()) if arrived else ():
            if self.chance.random() < aside.chance:
                self._plan(standing, aside, now, beside=True)

    def _decide(self, standing: Standing, now: datetime) -> None:
        """Draw what happens next at this station; nothing, where the table says so."""
        some = [move for move in self.material.stations.get(standing.at, ()) if id(move) not in standing.refused]
        if some:
            move = one_of(self.chance, some, [move.weight for move in some])
            if move.meeting:
                standing.at_meeting = move
            elif move.do != "none":
                self._plan(standing, move, now, beside=False)

    def _plan(self, standing: Standing, move: Move, now: datetime, *, beside: bool) -> None:
        pace = self.cast.pace(standing.case.record.main_unit)
        at = self._waiting.until(move, standing.case, now=now, pace=pace)
        self._expect(at, standing.matter, move, turn=standing.turn, beside=beside)

    def person(self, by: str, matter: Matter, case: Case | None = None) -> str:
        """Who does it. The same person goes on with a case: nobody is drawn anew for each step."""
        if by in ("contact", "officer"):
            return matter.firm.contact if by == "contact" else matter.firm.officer
        role, unit = _ROLES.get(by, by), ""
        if by == "assisting":
            role, unit = "handler", matter.assisting[0]
        elif by in OF_THE_UNIT and case is not None:
            unit = case.record.main_unit
        return self.cast.of(role, unit, place=int(matter.id[-6:] or "0", 16) if matter.id else self._drawn())

    def _drawn(self) -> int:
        return self.chance.randrange(1 << 24)

    def command_id(self) -> str:
        return derived_id("demo", str(next(self._places)))

    def counted(self, kind: str, refusal: Refused | None) -> bool:
        """Note what came of a command; whether it was accepted."""
        self.steps[kind] += 1
        if refusal is not None:
            self.refused[f"{kind}: {refusal.code}"] += 1
        return refusal is None
