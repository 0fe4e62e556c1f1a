"""The walk: from the first word, breadth first, through everything that anybody may do and every way time may pass."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from lianqi.kernel.cases import Case, decide, guard, replay
from lianqi.kernel.cases.commands import Tick
from lianqi.kernel.cases.states import Counters
from lianqi.kernel.commitments.commitment import State
from lianqi.kernel.decision import Accepted, NewEvent
from lianqi.kernel.mechanism.rules import CaseRules
from lianqi.kernel.workdays.calendar import Calendar
from lianqi.proof.abstraction import WEATHERS, Place, Weather, case_at, place_of
from lianqi.proof.moves import Party, Try, annulments, first_words, parties, system, tries

#: Above this the control of a case is not finite after all.
MOST = 20_000
TIME = Party("time", system())
_TOLD = {"answered": "answer", "solved-on-the-spot": "answer", "dispatched": "nothing", "reopened": "nothing"}
_COUNTED = {
    "returned": "returns",
    "transferred": "transfers",
    "merged": "transfers",
    "extension-asked": "extensions",
    "paused": "pauses",
    "planned": "plans",
    "reopened": "reopens",
    "stage-replied": "stage_replies",
    "reclassed": "reclassings",
}
#: Counters whose value the walk leaves open.
_OPEN = frozenset(Counters.__slots__) - {"call_backs"}
_SHUT = frozenset({"case.not-yours", "case.not-at-this-stage"})
_WORD = frozenset({"confirmed", "rejected", "silence-recorded"})


@dataclass(frozen=True, slots=True)
class Move:
    """One step as it was taken: who tried what in which weather, what was written and where it led.

    `passing` names the commitments whose next instant came, where time moved.
    """

    source: Place | None
    party: Party
    attempt: Try
    weather: Weather
    passing: frozenset[str]
    before: Case | None
    events: tuple[NewEvent, ...]
    after: Case
    target: Place


@dataclass(frozen=True, slots=True)
class Edge:
    """What is kept of a step: enough to ask who can bring the case where. It goes the same way in all of `weathers`."""

    party: str
    attempt: Try
    weathers: tuple[Weather, ...]
    target: Place
    counted: bool


class TooNarrow(Exception):
    """A step reads two counters, or time reads one: WEATHERS are no longer all that a step can meet."""

    def __init__(self, kind: str, counters: Set[str]) -> None:
        super().__init__(f"“{kind}” reads {', '.join(sorted(counters))}")


class Unbounded(Exception):
    """More states than any bounded case can have; `path` is the way to the last of them."""

    def __init__(self, path: tuple[Move, ...]) -> None:
        super().__init__(f"more than {MOST} states")
        self.path = path


@dataclass(slots=True)
class Walk:
    """Every state reached, in the order of its distance, with the step by which it was first reached, and all steps."""

    reached: dict[Place, Move] = field(default_factory=dict)
    edges: dict[Place, list[Edge]] = field(default_factory=dict)

    def path(self, place: Place) -> tuple[Move, ...]:
        """The shortest way from the first word to `place`."""
        steps = [self.reached[place]]
        while (source := steps[-1].source) is not None:
            steps.append(self.reached[source])
        return tuple(reversed(steps))

    @property
    def transitions(self) -> int:
        return sum(len(edge.weathers) for edges in self.edges.values() for edge in edges)


def walk(*, rules: CaseRules, calendar: Calendar, look: Callable[[Move], None]) -> Walk:
    """Every state of a case under `rules`, by breadth; `look` is shown every step. Refused with Unbounded where there
    is no end of states."""
    return _Walker(rules, calendar, look).walk()


class _Result(NamedTuple):
    """What these events make of a case: the case, where it stands, and whether folding them reads a counter."""

    events: tuple[NewEvent, ...]
    after: Case
    target: Place
    asked: bool


class _Walker:
    def __init__(self, rules: CaseRules, calendar: Calendar, look: Callable[[Move], None]) -> None:
        self._rules, self._calendar, self._look = rules, calendar, look
        # Any instant would do: all others are made relative to it. This one lies in a published year.
        self._now: datetime = calendar.instant(calendar.published_through.replace(month=3, day=3), 600)
        self._surroundings: dict[str, Any] = {"rules": rules, "calendar": calendar, "now": self._now}
        self._parties = parties(rules)
        self._tries = tries(rules=rules, calendar=calendar, now=self._now)
        self._doors: dict[object, list[tuple[Party, Set[str]]]] = {}
        self._read: set[str] = set()
        self._counters = watched_counters(self._read)
        self._found = Walk()
        self._ahead: deque[Place] = deque()

    def walk(self) -> Walk:
        for attempt in first_words(rules=self._rules, now=self._now):
            for party in self._parties:
                self._step(None, None, party, attempt, WEATHERS[:1], {})
        while self._ahead:
            self._leave(self._ahead.popleft())
        return self._found

    def _leave(self, place: Place) -> None:
        """Everything from here. What reads no counter goes the same way however far they are: only what does read one
        is tried again in the weathers that differ in nothing else."""
        asking: dict[bool, list[tuple[Party, Try]]] = {}
        for weather in WEATHERS:
            case = self._case(place, weather)
            known: dict[Try, _Result] = {}
            if weather.left != "all":
                for party, attempt in asking[weather.late]:
                    self._step(place, case, party, attempt, (weather,), known)
                continue
            alike = tuple(other for other in WEATHERS if other.late is weather.late)
            asking[weather.late] = [
                (party, attempt)
                for party, attempt in self._open_doors(place, case)
                if self._step(place, case, party, attempt, alike, known)
            ]
            running = [owed.kind for owed in case.open_commitments() if owed.state is State.OPEN and not owed.raised]
            for passing in _instants(running):
                self._step(place, self._case(place, weather, passing), TIME, Try(Tick()), alike[:1], {}, passing)

    def _case(self, place: Place, weather: Weather, passing: frozenset[str] = frozenset()) -> Case:
        return case_at(
            place, weather=weather, now=self._now, rules=self._rules, passing=passing, counters=self._counters
        )

    def _open_doors(self, place: Place, case: Case) -> Iterator[tuple[Party, Try]]:
        """All that the real guard, which sees no payload, does not refuse for who asks or for the status; asked once
        for all states alike."""
        lapsed = frozenset(owed.duty for owed in case.open_commitments() if owed.lapsed or owed.raised)
        key = (place.status, place.confidential, place.rung, lapsed)
        if key not in self._doors:
            self._doors[key] = [(party, self._kinds(case, party)) for party in self._parties]
        attempts = (*self._tries, *annulments(case))
        for party, kinds in self._doors[key]:
            yield from ((party, attempt) for attempt in attempts if attempt.command.kind in kinds)

    def _kinds(self, case: Case, party: Party) -> Set[str]:
        kinds = {attempt.command.kind for attempt in self._tries}
        refusals = {kind: guard(kind, case, facts=party.facts, **self._surroundings) for kind in kinds}
        return {kind for kind, refused in refusals.items() if refused is None or refused.code not in _SHUT}

    def _step(
        self,
        source: Place | None,
        case: Case | None,
        party: Party,
        attempt: Try,
        alike: tuple[Weather, ...],
        known: dict[Try, _Result],
        passing: frozenset[str] = frozenset(),
    ) -> bool:
        """The real decide and, where it accepts, the real evolve, in the first weather of `alike`; the others are those
        in which it goes the same way if no counter was read. Returns whether one was.

        `known` is what others who tried the same here came to: who does it changes the events, if anything.
        """
        self._read.clear()
        outcome = decide(attempt.command, case, facts=party.facts, **self._surroundings)
        if len(self._read) > (party is not TIME):
            raise TooNarrow(attempt.command.kind, self._read)
        asked = bool(self._read)
        if not isinstance(outcome, Accepted) or not outcome.events:
            return asked
        result = known.get(attempt)
        if result is None or result.events != outcome.events:
            result = known[attempt] = self._result(source, case, outcome.events)
        asked = asked or result.asked
        move = Move(source, party, attempt, alike[0], passing, case, result.events, result.after, result.target)
        if source is not None:
            edge = Edge(party.id, attempt, alike[:1] if asked else alike, result.target, counts(move))
            self._found.edges.setdefault(source, []).append(edge)
        if result.target not in self._found.reached:
            self._found.reached[result.target] = move
            self._ahead.append(result.target)
            if len(self._found.reached) > MOST:
                raise Unbounded(self._found.path(result.target))
        self._look(move)
        return asked

    def _result(self, source: Place | None, case: Case | None, events: tuple[NewEvent, ...]) -> _Result:
        self._read.clear()
        after = replay(case, events, now=self._now)
        assert after is not None  # an accepted decision begins or goes on with a case
        target = place_of(after, told=told_after(source.told if source else "nothing", events))
        # An event that ought to be counted is looked at in every weather, whether or not anything counts it.
        return _Result(events, after, target, bool(self._read) or any(map(counter_of, events)))


def watched_counters(read: set[str]) -> type[Counters]:
    """Counters that note in `read` which of them were read, but for those that a place keeps exactly."""

    class Watched(Counters):
        __slots__ = ()

        def __getattribute__(self, name: str) -> Any:
            if name in _OPEN:
                read.add(name)
            return super().__getattribute__(name)

    return Watched


def _instants(running: list[str]) -> list[frozenset[str]]:
    """One commitment's next instant comes; or (nobody looked for a while) those of all of them."""
    alone = [frozenset({kind}) for kind in running]
    return [*alone, frozenset(running)] if len(alone) > 1 else alone


def counter_of(event: NewEvent) -> str | None:
    """The counter that this event must move and whose bound must stop it, if any."""
    if event.type == "rejected" and event.data["then"] == "redo":
        return "redos"
    if event.type == "resolved" and event.data["outcome"] == "dispatch":
        return "transfers"
    return _COUNTED.get(event.type)


def counts(move: Move) -> bool:
    """Whether this step can be taken only so often: it is counted, goes up the ladder, or ends the officer's one try
    (or an answer that came with another case, and merging is counted)."""
    return any(
        counter_of(event)
        or (event.type == "rejected" and event.data["then"] == "triage")
        or (event.type == "escalated" and move.before and event.data["rung"] > move.before.control.rung)
        for event in move.events
    )


def told_after(told: str, events: Sequence[NewEvent]) -> str:
    """How far the enterprise is with its answer, after these events; a case that is done again starts afresh."""
    for event in events:
        if event.type in _WORD:
            told = "word" if told in ("answer", "word") else told
            if event.data.get("then", "verification") != "verification":
                told = "nothing"
        told = _TOLD.get(event.type, told)
    return told
