"""What every handler of a command works with: the frozen surroundings and the events decided so far."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from lianqi.kernel.cases.states import Case, Control, Record, inspected
from lianqi.kernel.commitments.commitment import Commitment, State, Step
from lianqi.kernel.commitments.schedule import schedule
from lianqi.kernel.decision import Facts, Json, NewEvent, Refused
from lianqi.kernel.instants import from_text, to_text
from lianqi.kernel.mechanism.measure import say
from lianqi.kernel.mechanism.rules import CaseRules
from lianqi.kernel.workdays.calendar import Calendar
from lianqi.kernel.workdays.due import due_time
from lianqi.kernel.workdays.durations import Duration


class Refusal(Exception):
    """Raised inside a handler; `decide` turns it into `Refused`."""

    def __init__(self, code: str, **details: Json) -> None:
        super().__init__(code)
        self.code = code
        self.details = details

    def told(self, calendar: Calendar) -> Refused:
        """The refusal, each instant on the park's clock and each length in words beside what a machine reads."""
        return Refused(self.code, {**self.details, **_in_words(self.details, calendar)})


#: Details of refusals that are lengths, where they are text.
_LENGTHS = frozenset({"within", "before", "longest", "limit"})
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+Z")


def _in_words(details: Mapping[str, Json], calendar: Calendar) -> dict[str, Json]:
    said: dict[str, Json] = {}
    for key, value in details.items():
        if not isinstance(value, str):
            continue
        if _INSTANT.fullmatch(value):
            said[f"{key}_zh"] = said[f"{key}_en"] = calendar.local(from_text(value)).strftime("%Y-%m-%d %H:%M")
        elif key in _LENGTHS:
            said |= {f"{key}_{lang}": say(Duration.parse(value), lang) for lang in ("zh", "en")}
    return said


@dataclass(slots=True)
class Deciding:
    """One decision under way. Handlers add events; nothing else changes."""

    case: Case
    rules: CaseRules
    calendar: Calendar
    facts: Facts
    now: datetime
    events: list[NewEvent] = field(default_factory=list)
    made: int = 0
    ended: set[str] = field(default_factory=set)
    lapsed: set[str] = field(default_factory=set)

    @property
    def control(self) -> Control:
        return self.case.control

    @property
    def record(self) -> Record:
        return self.case.record

    def say(self, type_: str, /, **data: Json) -> None:
        """Add an event of the case itself. Empty optional citations are left out."""
        self.events.append(NewEvent(type_, {key: value for key, value in data.items() if value is not None}))

    def promise(
        self,
        kind: str,
        *,
        duty: str,
        unit: str = "",
        limit: Duration | None = None,
        until: datetime | None = None,
        opens_at: datetime | None = None,
    ) -> None:
        """Somebody now owes `kind`: within `limit` from now (or from when it opens), or `until` an instant named."""
        start = opens_at or self.now
        step: Step = ("until", to_text(until)) if until is not None else ("limit", str(limit))
        times = schedule(start=start, steps=(step,), lights=self.rules.lights, calendar=self.calendar)
        self.made += 1
        data: dict[str, Json] = {
            "id": f"{kind}.{self.record.made + self.made}",
            "kind": kind,
            "duty": inspected(duty) if self.control.confidential else duty,
            "unit": unit,
            "start": to_text(start),
            "steps": [list(step)],
            **times.data(),
        }
        if opens_at is not None:
            data["opens"] = to_text(opens_at)
        self.events.append(NewEvent("commitment-made", data))

    def discharge(self, *kinds: str, unit: str | None = None) -> None:
        """What is owed of these kinds was done now."""
        for owed in self.case.owed(*kinds, unit=unit):
            in_time = owed.annulled or (not owed.lapsed and self.now <= owed.due)
            self._end(owed, "commitment-discharged", in_time=in_time)

    def release(self, *kinds: str, reason: str, keep: Iterable[str] = ()) -> None:
        """What is owed of these kinds (of all but `keep` where none is named) is no longer owed."""
        kept = frozenset(keep)
        for owed in self.case.open_commitments():
            if owed.kind in kinds or (not kinds and owed.kind not in kept):
                self._end(owed, "commitment-released", reason=reason)

    def _end(self, owed: Commitment, type_: str, **data: Json) -> None:
        """Each commitment ends once in a decision: what was discharged is not released as well.

        What is past its due time lapses first, whether or not a tick came by: no end hides a lapse.
        """
        if owed.id not in self.ended:
            self.ended.add(owed.id)
            if overdue(owed, self.now):
                self.lapse(owed)
            self.events.append(NewEvent(type_, {**cited(owed), **data}))

    def lapse(self, owed: Commitment) -> None:
        """Its due time passed: dated at the due time, with the calendar that made it. Written once."""
        if owed.id in self.lapsed:
            return
        self.lapsed.add(owed.id)
        self.events.append(NewEvent("lapsed", {**cited(owed), "calendar": owed.calendar}, at=owed.due))

    def suspend(self, owed: Commitment) -> None:
        """Its clock stops now."""
        self.events.append(NewEvent("commitment-suspended", cited(owed)))

    def retime(self, owed: Commitment, type_: str, *, steps: tuple[Step, ...], reason: str) -> None:
        """Write `due-moved` or `commitment-resumed` with everything computed again from the start.

        What somebody grants after the due time has passed hides no lapse, whether or not a tick came by before; a
        newly published calendar says when it was due all along.
        """
        if reason != "calendar" and overdue(owed, self.now):
            self.lapse(owed)
        times = schedule(start=owed.start, steps=steps, lights=self.rules.lights, calendar=self.calendar)
        data = {**cited(owed), "reason": reason, "steps": [list(step) for step in steps], **times.data()}
        data["from"] = to_text(owed.due)
        self.events.append(NewEvent(type_, data))

    def longest(self, code: str, *, asked: datetime, limit: Duration) -> None:
        """Refuse with `code` an instant that lies in the past or beyond `limit` from now."""
        latest = due_time(start=self.now, limit=limit, calendar=self.calendar).at
        if not self.now < asked <= latest:
            raise Refusal(code, asked=to_text(asked), latest=to_text(latest), limit=str(limit))

    def unit_here(self, unit: str) -> None:
        """Refuse a unit that is not an active one of this park."""
        reference = self.facts.references.get(unit)
        if reference is None or reference.kind != "unit" or reference.state != "active":
            raise Refusal("case.unit.unknown", unit=unit)


def overdue(owed: Commitment, now: datetime) -> bool:
    """Past due and not yet witnessed.

    A date beyond the published calendar cannot lapse, nor a stopped clock, nor the end of a pause: time itself ends it.
    """
    can_lapse = not owed.provisional and owed.state is State.OPEN and owed.kind != "resume"
    return can_lapse and now > owed.due and not owed.lapsed and not owed.annulled


def cited(owed: Commitment) -> dict[str, Json]:
    """What every event about a commitment says of it."""
    return {"id": owed.id, "kind": owed.kind, "duty": owed.duty, "unit": owed.unit, "due": to_text(owed.due)}


def dispatch_to(
    d: Deciding, *, complexity: str, main_unit: str, assisting: tuple[str, ...], by: datetime | None = None
) -> None:
    """Make the promises of a dispatch. The clock starts here, not when the unit signs for it (办理时限自交办起算)."""
    d.promise("contact", duty="handle", unit=main_unit, limit=d.rules.limits.contact)
    if by is None:
        d.promise("answer", duty="handle", unit=main_unit, limit=d.rules.limits.answer[complexity])
    else:
        d.promise("answer", duty="handle", unit=main_unit, until=by)
    for unit in assisting:
        d.promise("assist", duty="handle", unit=unit, limit=d.rules.limits.assist)


def table(
    d: Deciding, *, rung: int, reason: str, note: Json = None, keep: tuple[str, ...] = ("answer", "assist", "lead")
) -> None:
    """Up to `rung`: its owner now owes an outcome. What the unit owed stays owed; the rest falls away."""
    step = d.rules.ladder[rung]
    d.release(reason="escalated", keep=keep)
    d.say("escalated", rung=rung, rung_id=step.id, reason=reason, note=note)
    d.promise("outcome", duty=step.owner, limit=step.limit)


def resume_one(d: Deciding, owed: Commitment, *, at: datetime, reason: str, annulled: bool) -> None:
    """The clock of one suspended commitment runs again; an annulled pause leaves its due time as it was."""
    paused = d.record.paused_at
    steps = owed.steps
    if paused is not None and not annulled:
        steps = (*steps, ("pause", to_text(paused), to_text(at)))
    d.retime(owed, "commitment-resumed", steps=steps, reason=reason)
