"""What the walk keeps of a case, and real cases made from it: finite, and wide enough to stand for every real one.

Kept exactly: status, rung, draft, the enterprise's word, what is asked for and undecided, the call-backs since the last
answer, and every commitment that the next step hangs on, as kind, duty and phase.

Time is an order of timers, since `decide` only compares `now` with them (docs/adr/0001-spine.md). The walk forgets even
that order: any running commitment may be the next to pass its due time, or the instant at which default leads upward.
So whatever lengths, holidays and promised dates a park has, its real courses are among those walked. Lights are left
out because no decision reads them. A provisional date is taken as published: until then it cannot lapse, and when the
calendar comes it does as any other.

Left open are a step's counter against its bound, and windows that have passed or not. `WEATHERS` resolves them in every
way that a single step can meet: no step reads two counters (the walk watches, and is refused with TooNarrow where one
does), so a case whose counters stand anywhere differs, for any one step, in nothing from a case in one of these
weathers. The word is kept until the case is struck off, which is what reads it.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from types import MappingProxyType

from lianqi.kernel.cases.states import ENDS, Case, Control, Counters, Record, Status, inspected
from lianqi.kernel.commitments.commitment import Commitment, State, Step
from lianqi.kernel.decision import ContentRef
from lianqi.kernel.instants import to_text
from lianqi.kernel.mechanism.rules import Bounds, CaseRules

WORDS = ContentRef("words", "0" * 64)
DAY = timedelta(days=1)
UNIT, SECOND, THIRD = "unit", "second-unit", "third-unit"
#: Owed beside the main line, and to whom: no next step of the case waits for these, so the weather brings them.
BESIDE = {"contact": "handle", "assist": "handle", "lead": "lead"}
#: Owed whenever, and only when, the control says that something is asked for.
ASKED = {"extension-ruling": "extension_asked", "objection-ruling": "objection_open"}
#: Promised as an instant; all others come from a limit.
_PAST_DUE = frozenset({"lapsed", "raised"})
_UNTIL = frozenset({"stage-reply", "resume", "plan-review"})


@dataclass(frozen=True, slots=True, order=True)
class Owed:
    """One commitment: ahead, lapsed, raised or stopped (its clock stands).

    A lapse that a ruling annulled counts as lapsed: time raises it all the same, and until then it allows no more.
    """

    kind: str
    duty: str
    phase: str


@dataclass(frozen=True, slots=True)
class Place:
    """One state of the walk. `told` is how far the enterprise is with its present answer: nothing, answer or word."""

    status: Status
    confidential: bool
    rung: int
    draft: str
    extension_asked: bool
    objection_open: bool
    word: str
    call_backs: int
    has_unit: bool
    told: str
    owed: tuple[Owed, ...]


@dataclass(frozen=True, slots=True)
class Weather:
    """How many steps the counters leave (all, one, none), and whether windows have passed and things beside lapsed."""

    left: str
    late: bool

    def counted(self, bound: int) -> int:
        return {"all": 0, "one": max(bound - 1, 0), "none": bound}[self.left]


#: The fairest first, so that the shortest way to a state is told without a condition where it needs none.
WEATHERS = (
    *(Weather("all", late) for late in (False, True)),
    *(Weather(left, late) for late in (False, True) for left in ("one", "none")),
)


def place_of(case: Case, *, told: str) -> Place:
    """What is kept of a real case."""
    control = case.control
    if control.status is Status.WITHDRAWN:  # of which nothing more is decided
        return Place(control.status, control.confidential, 0, "none", False, False, "none", 0, False, told, ())
    owed = (Owed(c.kind, c.duty, _phase(c)) for c in case.open_commitments() if c.kind not in BESIDE | ASKED)
    return Place(
        status=control.status,
        confidential=control.confidential,
        rung=control.rung,
        draft=control.draft,
        extension_asked=control.extension_asked,
        objection_open=control.objection_open,
        word=control.word if control.status is Status.VERIFICATION else "none",
        call_backs=control.counters.call_backs if control.status in (Status.ANSWERED, Status.ON_THE_SPOT) else 0,
        has_unit=bool(case.record.main_unit),
        told=told,
        owed=tuple(sorted(owed)),
    )


def _phase(owed: Commitment) -> str:
    if owed.state is State.SUSPENDED:
        return "stopped"
    if owed.raised:
        return "raised"
    return "lapsed" if owed.lapsed or owed.annulled else "ahead"


def case_at(
    place: Place,
    *,
    weather: Weather,
    now: datetime,
    rules: CaseRules,
    passing: frozenset[str],
    counters: type[Counters] = Counters,
) -> Case:
    """A real case at `place` in `weather`, just when the next instant of the commitment in `passing` has come.

    Where `passing` names several, both instants of each have come: nobody looked for a while. `counters` may be a
    class of them that watches which are read.
    """
    control = Control(
        status=place.status,
        confidential=place.confidential,
        rung=place.rung,
        draft=place.draft,
        extension_asked=place.extension_asked,
        objection_open=place.objection_open,
        word=place.word,
        final_ruling=weather.late,
        spot_refused=weather.late,
        led=weather.late,
        rated=weather.late,
        reclassed=weather.late,
        reopenable_until=now - DAY if weather.late else now + DAY,
        counters=counters(**_counted(rules.bounds, weather, place.call_backs)),
    )
    kinds = [(one.kind, one.duty, one.phase) for one in place.owed]
    beside = dict(BESIDE) if place.status not in ENDS | {Status.CLOSED} else {}
    beside |= {kind: "adjudicate" for kind, asked in ASKED.items() if getattr(place, asked)}
    phase = "lapsed" if weather.late else "ahead"
    kinds += [(kind, inspected(duty) if place.confidential else duty, phase) for kind, duty in beside.items()]
    made = [
        _commitment(
            kind,
            duty,
            phase,
            index,
            now=now,
            late=weather.late,
            past_due=kind in passing or phase in _PAST_DUE,
            past_up=phase == "raised" or (kind in passing and (phase in _PAST_DUE or len(passing) > 1)),
        )
        for index, (kind, duty, phase) in enumerate(kinds)
    ]
    return Case(control, _record(place, weather, now, rules), MappingProxyType({one.id: one for one in made}))


def _counted(bounds: Bounds, weather: Weather, call_backs: int) -> dict[str, int]:
    return {spec.name: weather.counted(getattr(bounds, spec.name)) for spec in fields(bounds)} | {
        "call_backs": call_backs
    }


def _record(place: Place, weather: Weather, now: datetime, rules: CaseRules) -> Record:
    return Record(
        number="1",
        enterprise="enterprise",
        recorder="recorder",
        channel=min(rules.channels),
        kind=min(rules.kinds),
        words=WORDS,
        first_word_at=now - 100 * DAY,
        recorded_at=now - 100 * DAY,
        mechanism=rules.digest,
        class_id=min(rules.classes),
        complexity=min(rules.limits.answer) if place.has_unit else "",
        main_unit=UNIT if place.has_unit else "",
        assisting=(SECOND,) if place.has_unit else (),
        dispatched_at=now - (90 * DAY if weather.late else timedelta(0)),
        paused_at=now - 10 * DAY if place.status is Status.PAUSED else None,
        draft=WORDS if place.draft != "none" else None,
        draft_end="solved" if place.draft != "none" else "",
        answer=WORDS,
        end="explained" if weather.late else "solved",
        merged_into="other-case" if place.status is Status.MERGED else "",
        class_before=(min(rules.classes), max(rules.limits.answer), min(rules.kinds)) if weather.late else None,
        made=100,
    )


def _commitment(
    kind: str, duty: str, phase: str, index: int, *, now: datetime, late: bool, past_due: bool, past_up: bool
) -> Commitment:
    """`late` brings a due time that is still ahead so near that it is too late to ask for more."""
    ahead = now + (timedelta(minutes=1) if late else 60 * DAY)
    due = now - 2 * DAY if past_due else ahead
    start = min(due, now) - DAY
    step: Step = ("until", to_text(due)) if kind in _UNTIL else ("limit", "1wd")
    return Commitment(
        id=f"{kind}.{index}",
        kind=kind,
        duty=duty,
        unit=UNIT if duty == "handle" and kind != "assist" else SECOND if kind == "assist" else "",
        made_at=start,
        start=start,
        steps=(step,),
        due=due,
        yellow_at=due,
        red_at=due + DAY,
        up_at=now - timedelta(hours=1) if past_up else now + 61 * DAY,
        provisional=False,
        calendar="walk",
        opens_at=(now + DAY if not (late or past_due) else now - 3 * DAY) if kind == "recheck" else None,
        state=State.SUSPENDED if phase == "stopped" else State.OPEN,
        light="red" if phase in _PAST_DUE else "none",
        lapsed=phase in _PAST_DUE,
        raised=phase == "raised",
    )
