"""What is proved of a mechanism's case (design.md section 6), with the shortest counter-example where it fails."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field

from lianqi.kernel.cases.states import ENDS, Control, Status, accountable
from lianqi.kernel.decision import NewEvent
from lianqi.kernel.mechanism.rules import DUTIES_OF_CASES, CaseRules, Text
from lianqi.kernel.workdays.calendar import Calendar
from lianqi.proof.abstraction import ASKED, WEATHERS, Place, Weather
from lianqi.proof.explorer import TIME, Edge, Move, Unbounded, Walk, counter_of, told_after, walk
from lianqi.proof.moves import ENTERPRISE, OTHER_CASE, Try
from lianqi.proof.telling import duty_name, party_name, tell

PROPERTIES: Mapping[str, Text] = {
    "owner": Text(
        "每个未办结的状态都有且只有一个责任主体，并有在计时的下一个时限",
        "Every open state has exactly one accountable owner and a next due time",
    ),
    "end": Text("任何一方始终不作为，事项仍能办到终点", "An end stays reachable with any one party silent for ever"),
    "word": Text(
        "没有答复，且没有企业本人的评价（或如实记录的未表态），不能销号",
        "No closing without an answer and the enterprise's word, or its recorded silence",
    ),
    "bounded": Text(
        "退回、改派、延期、暂停、列入计划、重办、重新启动均有次数上限，事项不会无限循环",
        "Returns, transfers, extensions, pauses, plans, redos and reopenings are bounded; no case goes round for ever",
    ),
    "upward": Text("逾期必留痕并向上提级，不会无人过问", "Default is written down and leads upward, never to silence"),
}
#: Nobody gives up on behalf of an enterprise that is not answered: these are ends, but no way out.
_GIVING_UP = frozenset({Status.WITHDRAWN, Status.NOT_ACCEPTED})


@dataclass(frozen=True, slots=True)
class Violation:
    """A property that does not hold: what is wrong, and the shortest way there, step by step, in both languages."""

    property: str
    says: Text
    steps: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """What the walk saw. Nothing is proved where there are violations."""

    states: int
    transitions: int
    violations: tuple[Violation, ...]

    @property
    def proved(self) -> bool:
        return not self.violations


def prove(*, rules: CaseRules, calendar: Calendar, names: Mapping[str, Text] | None = None) -> Report:
    """Walk every reachable state of a case under `rules` and check PROPERTIES.

    `names` are what people call the roles (`Mechanism.names()`); without them roles are told by their codes.
    """
    inspector = _Inspector(rules, names or {})
    try:
        found = walk(rules=rules, calendar=calendar, look=inspector.look)
    except Unbounded as unbounded:
        inspector.violate("bounded", "states", Text("状态数量没有上限。", "There is no end of states."), unbounded.path)
        return Report(0, 0, inspector.violations())
    for place in found.reached:
        inspector.stand(place, found)
    inspector.ends(found)
    inspector.rounds(found)
    return Report(len(found.reached), found.transitions, inspector.violations())


@dataclass(slots=True)
class _Inspector:
    """Collects violations; of each kind only the first, which is the shortest."""

    rules: CaseRules
    names: Mapping[str, Text]
    found: dict[tuple[str, str], tuple[Text, tuple[Move, ...] | Move]] = field(default_factory=dict)
    paths: dict[Place, Move] = field(default_factory=dict)

    def violate(self, property_: str, detail: str, says: Text, way: tuple[Move, ...] | Move) -> None:
        self.found.setdefault((property_, detail), (says, way))

    def violations(self) -> tuple[Violation, ...]:
        return tuple(
            Violation(property_, says, tell(self._whole(way), names=self.names))
            for (property_, _), (says, way) in self.found.items()
        )

    def _whole(self, way: tuple[Move, ...] | Move) -> tuple[Move, ...]:
        if isinstance(way, tuple):
            return way
        steps = [way]
        while (source := steps[-1].source) is not None:
            steps.append(self.paths[source])
        return tuple(reversed(steps))

    def look(self, move: Move) -> None:
        """What must hold of every single step."""
        self.paths.setdefault(move.target, move)
        for event in move.events:
            self._look_at_bounds(move, event)
            if event.type == "closed":
                self._look_at_closing(move, event)
            if event.type in ("confirmed", "rejected"):
                self._look_at_word(move, event)
        if move.party is TIME:
            self._look_at_time(move)
        if move.before is not None:
            self._look_at_direction(move, move.before.control, move.after.control)
        for kind, asked in ASKED.items():
            if getattr(move.after.control, asked) != bool(move.after.owed(kind)):
                says = Text("有申请或异议无人裁定，或无从裁定。", "Something is asked for and nobody owes a ruling.")
                self.violate("owner", kind, says, move)

    def _look_at_bounds(self, move: Move, event: NewEvent) -> None:
        counter = counter_of(event)
        if counter is None or move.before is None:
            return
        bound = getattr(self.rules.bounds, counter)
        before, after = (getattr(case.control.counters, counter) for case in (move.before, move.after))
        if not before < after <= bound:
            says = Text(f"“{event.type}”没有次数上限。", f"“{event.type}” is not stopped by its bound.")
            self.violate("bounded", event.type, says, move)

    def _look_at_direction(self, move: Move, former: Control, latter: Control) -> None:
        """A case comes down to the lowest rung for its officer's one try on the spot, and for nothing else."""
        tried = any(event.type == "solved-on-the-spot" for event in move.events)
        if (latter.rung < former.rung and not tried) or (tried and former.spot_refused):
            says = Text("事项退回了下一层级。", "It comes down a rung, or is tried on the spot again.")
            self.violate("bounded", "down", says, move)

    def _look_at_closing(self, move: Move, event: NewEvent) -> None:
        told = told_after(move.source.told if move.source else "nothing", move.events)
        if told != "word" or move.after.record.answer is None:
            says = Text(
                "没有答复，或没有企业的评价，就销号了。", "It is struck off without an answer or without a word."
            )
            self.violate("word", "closed", says, move)

    def _look_at_word(self, move: Move, event: NewEvent) -> None:
        by_itself, facts = event.data["evidence"] == "enterprise", move.party.facts
        judged = "main_unit" in facts.relations and not move.after.control.confidential
        if (by_itself and facts.actor.kind != "contact") or judged:
            says = Text("评价不是企业本人作出的。", "The word is not the enterprise's own.")
            self.violate("word", "whose", says, move)

    def _look_at_time(self, move: Move) -> None:
        """What passes its due time lapses; what stays undone leads upward. A pause simply ends."""
        assert move.before is not None
        written = {(event.type, event.data.get("kind")) for event in move.events}
        for owed in move.before.open_commitments():
            if owed.kind not in move.passing or owed.kind == "resume" or ("resumed", None) in written:
                continue
            if ("raised" if owed.lapsed else "lapsed", owed.kind) not in written and not _taken_up(move, owed.kind):
                says = Text(f"“{owed.kind}”逾期后无人过问。", f"Nothing follows when “{owed.kind}” is not kept.")
                self.violate("upward", owed.kind, says, move)

    def stand(self, place: Place, found: Walk) -> None:
        """What must hold wherever a case may stand."""
        if place.status in ENDS:
            return
        control = found.reached[place].after.control
        duty = accountable(control, rules=self.rules)
        if duty is None or not any(duty in duties for duties in self.rules.roles.values()):
            zh, en = duty_name(duty or "")
            says = Text(f"此时应由“{zh}”办理，但没有角色承担。", f"The next step is for {en}, and no role has it.")
            self.violate("owner", f"nobody {duty}", says, found.path(place))
        if not any(owed.phase != "stopped" for owed in place.owed):
            says = Text("此时没有在计时的时限。", "No clock is running here.")
            self.violate("owner", f"no clock {place.status}", says, found.path(place))

    def ends(self, found: Walk) -> None:
        """For every party: from everywhere to SETTLED, whatever the weather, without it and without giving up."""
        given_up = {place for place in found.reached if place.status in _GIVING_UP}
        ways = {place: _ways(place, edges) for place, edges in found.edges.items()}
        for name, silent in _parties(self.rules, self.names):
            safe = _attractor(found, ways, silent)
            stuck = next((place for place in found.reached if place not in safe | given_up), None)
            if stuck is not None:
                zh, en = name
                says = Text(f"若{zh}从此不作为，事项将停在这里。", f"If {en} falls silent, the case stays for ever.")
                self.violate("end", en, says, found.path(stuck))

    def rounds(self, found: Walk) -> None:
        """Without counted steps and without going up, no case comes back to a status that it has left."""
        going: dict[Status, set[Status]] = {}
        first: dict[tuple[Status, Status], Place] = {}
        for place, edges in found.edges.items():
            for edge in edges:
                if not edge.counted and edge.target.status is not place.status:
                    going.setdefault(place.status, set()).add(edge.target.status)
                    first.setdefault((place.status, edge.target.status), edge.target)
        for status, nexts in going.items():
            for next_ in nexts:
                if status in _reach(going, next_):
                    zh = "可以不受次数限制地来回办理。"
                    says = Text(zh, f"It can go between “{status}” and “{next_}” without any bound.")
                    self.violate("bounded", f"round {min(status, next_)}", says, found.path(first[status, next_]))


def _taken_up(move: Move, kind: str) -> bool:
    """The commitment ended or a higher rung took the case in the same step, so nothing is left of it to raise."""
    return not move.after.owed(kind) or any(event.type == "escalated" for event in move.events)


def _parties(rules: CaseRules, names: Mapping[str, Text]) -> Iterator[tuple[tuple[str, str], frozenset[str]]]:
    """Who may be silent: each role, all roles that carry one duty, the enterprise, and whoever has the main case."""
    seen: set[frozenset[str]] = set()
    for party in (*sorted(rules.roles), ENTERPRISE, OTHER_CASE):
        seen.add(frozenset({party}))
        yield party_name(party, names), frozenset({party})
    for duty in DUTIES_OF_CASES:
        charged = frozenset(role for role, duties in rules.roles.items() if duty in duties)
        if charged and charged not in seen:
            seen.add(charged)
            zh, en = duty_name(duty)
            yield (f"所有{zh}", f"everybody who is {en}"), charged


@dataclass(frozen=True, slots=True)
class _Way:
    """One thing that can be done (or, for time, waited for), and the places of which one is certain to come of it."""

    party: str
    heard: bool
    targets: Set[Place]

    def open_to(self, silent: Set[str]) -> bool:
        return self.party not in silent and not (self.heard and ENTERPRISE in silent)


def _ways(place: Place, edges: list[Edge]) -> tuple[_Way, ...]:
    """What works here in every weather; and time, of which nobody knows what it brings first."""
    by_choice: dict[tuple[str, Try], dict[Weather, Place]] = {}
    by_time: set[Place] = set()
    for edge in edges:
        if edge.party != TIME.id:
            by_choice.setdefault((edge.party, edge.attempt), {}).update(dict.fromkeys(edge.weathers, edge.target))
        elif edge.target != place:  # what is owed beside the main line passes its instants and changes nothing
            by_time.add(edge.target)
    sure = {
        (party, attempt.heard, frozenset(targets.values()))
        for (party, attempt), targets in by_choice.items()
        if len(targets) == len(WEATHERS) and place not in targets.values()
    }
    return (*(_Way(*way) for way in sure), *([_Way(TIME.id, False, by_time)] if by_time else []))


def _attractor(found: Walk, ways: Mapping[Place, tuple[_Way, ...]], silent: Set[str]) -> Set[Place]:
    """Where an end is certain to be reachable without `silent`: at every step somebody else can do something, or wait,
    that leads on whatever the counters, the windows and the order of timers."""
    safe = {place for place in found.reached if place.status is Status.SETTLED}
    grown = True
    while grown:
        grown = False
        for place in reversed(found.reached):
            if place not in safe and any(way.open_to(silent) and way.targets <= safe for way in ways.get(place, ())):
                safe.add(place)
                grown = True
    return safe


def _reach(going: Mapping[Status, Set[Status]], start: Status) -> Set[Status]:
    seen, ahead = {start}, [start]
    while ahead:
        for status in going.get(ahead.pop(), ()):
            if status not in seen:
                seen.add(status)
                ahead.append(status)
    return seen
