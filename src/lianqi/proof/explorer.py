"""The walk: from the first word, breadth first, through everything that anybody may do and every way time may pass."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import product
from typing import Any

from lianqi.kernel.cases import Case, decide, guard, replay
from lianqi.kernel.cases.commands import Tick
from lianqi.kernel.commitments.commitment import State
from lianqi.kernel.decision import Accepted, NewEvent
from lianqi.kernel.mechanism.rules import CaseRules
from lianqi.kernel.workdays.calendar import Calendar
from lianqi.proof.abstraction import BESIDE, WEATHERS, Place, Weather, case_at, place_of
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
    """What is kept of a step: enough to ask who can bring the case where."""

    party: str
    attempt: Try
    weather: Weather
    target: Place
    counted: bool


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
        return sum(len(edges) for edges in self.edges.values())


def walk(*, rules: CaseRules, calendar: Calendar, look: Callable[[Move], None]) -> Walk:
    """Every state of a case under `rules`, by breadth; `look` is shown every step. Refused with Unbounded where there
    is no end of states."""
    return _Walker(rules, calendar, look).walk()


class _Walker:
    def __init__(self, rules: CaseRules, calendar: Calendar, look: Callable[[Move], None]) -> None:
        self._rules, self._calendar, self._look = rules, calendar, look
        # Any instant would do: all others are made relative to it. This one lies in a published year.
        self._now: datetime = calendar.instant(calendar.published_through.replace(month=3, day=3), 600)
        self._parties = parties(rules)
        self._tries = tries(rules=rules, calendar=calendar, now=self._now)
        self._doors: dict[object, list[tuple[Party, Try]]] = {}
        self._found = Walk()
        self._ahead: deque[Place] = deque()

    def walk(self) -> Walk:
        for attempt in first_words(rules=self._rules, now=self._now):
            for party in self._parties:
                self._step(None, None, party, attempt, WEATHERS[0])
        while self._ahead:
            self._leave(self._ahead.popleft())
        return self._found

    def _leave(self, place: Place) -> None:
        for weather in WEATHERS:
            case = self._case(place, weather)
            running = [owed.kind for owed in case.open_commitments() if owed.state is State.OPEN and not owed.raised]
            for party, attempt in self._open_doors(place, case):
                self._step(place, case, party, attempt, weather)
            lapsed = [owed.id for owed in case.open_commitments() if owed.lapsed and owed.kind not in BESIDE]
            for party, attempt in product(self._parties, annulments(lapsed)):
                self._step(place, case, party, attempt, weather)
            if weather.left == "all":  # time asks no counter
                for passing in _instants(running):
                    self._step(place, self._case(place, weather, passing), TIME, Try(Tick()), weather, passing)

    def _case(self, place: Place, weather: Weather, passing: frozenset[str] = frozenset()) -> Case:
        return case_at(place, weather=weather, now=self._now, rules=self._rules, passing=passing)

    def _open_doors(self, place: Place, case: Case) -> list[tuple[Party, Try]]:
        """All that the real guard does not refuse for who asks or for the status; asked once for all states alike."""
        lapsed = frozenset(owed.duty for owed in case.open_commitments() if owed.lapsed or owed.raised)
        key = (place.status, place.confidential, place.rung, lapsed)
        if key not in self._doors:
            shut = ("case.not-yours", "case.not-at-this-stage")
            self._doors[key] = []
            for party, attempt in product(self._parties, self._tries):
                refused = guard(attempt.command.kind, case, facts=party.facts, **self._surroundings())
                if refused is None or refused.code not in shut:
                    self._doors[key].append((party, attempt))
        return self._doors[key]

    def _surroundings(self) -> dict[str, Any]:
        return {"rules": self._rules, "calendar": self._calendar, "now": self._now}

    def _step(
        self,
        source: Place | None,
        case: Case | None,
        party: Party,
        attempt: Try,
        weather: Weather,
        passing: frozenset[str] = frozenset(),
    ) -> None:
        """The real decide and, where it accepts, the real evolve."""
        outcome = decide(attempt.command, case, facts=party.facts, **self._surroundings())
        if not isinstance(outcome, Accepted) or not outcome.events:
            return
        after = replay(case, outcome.events, now=self._now)
        assert after is not None  # an accepted decision begins or goes on with a case
        target = place_of(after, told=told_after(source.told if source else "nothing", outcome.events))
        move = Move(source, party, attempt, weather, passing, case, outcome.events, after, target)
        if source is not None:
            edge = Edge(party.id, attempt, weather, target, counts(move))
            self._found.edges.setdefault(source, []).append(edge)
        if target not in self._found.reached:
            self._found.reached[target] = move
            self._ahead.append(target)
            if len(self._found.reached) > MOST:
                raise Unbounded(self._found.path(target))
        self._look(move)


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
