"""An example run through the real `decide` and `evolve`, with time passing in between."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, get_type_hints
from zoneinfo import ZoneInfo

from lianqi.kernel.cases import Case, accountable, decide, replay
from lianqi.kernel.cases.commands import KINDS, Command
from lianqi.kernel.cases.relations import Membership, standing
from lianqi.kernel.decision import Accepted, Actor, ContentRef, Facts, NewEvent, Outcome, Reference, Refused
from lianqi.kernel.mechanism.loader import Mechanism
from lianqi.kernel.mechanism.problems import choices
from lianqi.kernel.mechanism.rules import CaseRules
from lianqi.kernel.rehearsal.example import Example, Expectation, StepShape
from lianqi.kernel.workdays.calendar import Calendar

ENTERPRISE = "enterprise"
PARK = "example"
_SYSTEM = Facts(Actor("system", "system"), PARK, relations=frozenset({"system"}))


@dataclass(frozen=True, slots=True)
class Mismatch:
    """An expectation that did not hold: the line of its step and a sentence in both languages."""

    line: int
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Course:
    """How an example went: the events in order, the states the case passed through, and what was not as expected."""

    events: tuple[NewEvent, ...]
    states: tuple[Case, ...]
    mismatches: tuple[Mismatch, ...]


class StepUnreadable(ValueError):
    """A step names something that no command, role or field is called."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(zh)
        self.zh, self.en = zh, en


def run(example: Example, *, mechanism: Mechanism, calendar: Calendar) -> Course:
    """Live the case of `example` under the rules of the day on which it begins."""
    return _Rehearsal(example, mechanism, calendar).course()


class _Rehearsal:
    def __init__(self, example: Example, mechanism: Mechanism, calendar: Calendar) -> None:
        self._example, self._mechanism, self._calendar = example, mechanism, calendar
        self._zone = ZoneInfo(calendar.zone)
        self._rules: CaseRules = mechanism.rules(on=example.shape.when[0].at.date())
        self._case: Case | None = None
        self._now: datetime | None = None
        self._events: list[NewEvent] = []
        self._states: list[Case] = []

    def course(self) -> Course:
        mismatches: list[Mismatch] = []
        for index, step in enumerate(self._example.shape.when):
            line = self._example.line(index)
            try:
                outcome = self._live(step)
            except StepUnreadable as unreadable:
                mismatches.append(Mismatch(line, unreadable.zh, unreadable.en))
                break
            mismatches += [Mismatch(line, zh, en) for zh, en in self._compare(step, outcome)]
        return Course(tuple(self._events), tuple(self._states), tuple(mismatches))

    def _live(self, step: StepShape) -> Outcome:
        now = self._instant(step.at)
        if self._now is not None and now < self._now:
            raise StepUnreadable(
                f"这一步的时间{step.at:%Y-%m-%d %H:%M}早于上一步；请按先后排列。",
                f"This step, {step.at:%Y-%m-%d %H:%M}, lies before the one above; put them in order.",
            )
        self._pass_time(until=now)
        self._now = now
        if not step.do:
            return Accepted(())
        outcome = self._decide(self._command(step), self._facts(step), now)
        self._apply(outcome, now)
        return outcome

    def _pass_time(self, *, until: datetime) -> None:
        """Tick at every instant at which something turns, as the real system does."""
        while self._case is not None and self._now is not None:
            owed = self._case.open_commitments()
            late = datetime.resolution  # what is done at the due time itself is in time
            turns = {at for one in owed for at in (one.yellow_at, one.due, one.due + late, one.red_at, one.up_at)}
            ahead = sorted(at for at in turns if self._now < at <= until)
            if not ahead:
                return
            self._now = ahead[0]
            self._tick(self._now)

    def _tick(self, now: datetime) -> None:
        tick = KINDS["tick"]()
        while True:
            outcome = self._decide(tick, _SYSTEM, now)
            self._apply(outcome, now)
            if isinstance(outcome, Refused) or not outcome.events:
                return

    def _decide(self, command: Command, facts: Facts, now: datetime) -> Outcome:
        return decide(command, self._case, rules=self._rules, calendar=self._calendar, facts=facts, now=now)

    def _apply(self, outcome: Outcome, now: datetime) -> None:
        if isinstance(outcome, Accepted) and outcome.events:
            self._case = replay(self._case, outcome.events, now=now)
            self._events += outcome.events
            if self._case is not None:
                self._states.append(self._case)

    def _instant(self, local: datetime) -> datetime:
        return local.replace(tzinfo=self._zone).astimezone(UTC)

    def _facts(self, step: StepShape) -> Facts:
        """Who acts: a contact of the enterprise, or somebody in a role, for a unit where the role belongs to one."""
        if step.by == ENTERPRISE:
            actor = Actor("contact", "contact")
            memberships: tuple[Membership, ...] = ()
        elif step.by in self._rules.roles:
            actor = Actor(f"{step.by}/{step.unit}" if step.unit else step.by, "person")
            memberships = (Membership(step.by, step.unit or self._own_unit(step.by)),)
        else:
            near = choices(step.by, [*self._rules.roles, ENTERPRISE])
            raise StepUnreadable(
                f"没有“{step.by}”这个角色{near['nearest_zh']}；可用：{near['allowed']}。",
                f"There is no role “{step.by}”{near['nearest_en']}; choose from {near['allowed_en']}.",
            )
        enterprises = {ENTERPRISE} if actor.kind == "contact" else set[str]()
        here = standing(self._case, actor=actor, memberships=memberships, enterprises=enterprises, rules=self._rules)
        return Facts(actor, PARK, here.roles, here.relations, self._references())

    def _own_unit(self, role: str) -> str:
        of_a_unit = {"handle", "review", "sign"} & self._rules.roles[role]
        return self._case.record.main_unit if of_a_unit and self._case is not None else ""

    def _references(self) -> Mapping[str, Reference]:
        kinds = {True: "external_unit", False: "unit"}
        units = {code: Reference(kinds[unit.outside], "active") for code, unit in self._mechanism.units().items()}
        return units | {ENTERPRISE: Reference("enterprise", "active")}

    def _command(self, step: StepShape) -> Command:
        kind = KINDS.get(step.do)
        if kind is None:
            near = choices(step.do, KINDS)
            raise StepUnreadable(
                f"没有“{step.do}”这个操作{near['nearest_zh']}；可用：{near['allowed']}。",
                f"There is no command “{step.do}”{near['nearest_en']}; choose from {near['allowed_en']}.",
            )
        hints = get_type_hints(kind)
        names = [field.name for field in fields(kind)]  # type: ignore[arg-type]
        given = self._usual(step) | step.details
        for name in given:
            if name not in names:
                near = choices(name, names)
                raise StepUnreadable(
                    f"操作“{step.do}”没有“{name}”一项{near['nearest_zh']}；可写：{near['allowed']}。",
                    f"The command “{step.do}” has no “{name}”{near['nearest_en']}; it takes {near['allowed_en']}.",
                )
        values = {name: self._field(value, hints[name]) for name, value in given.items()}
        try:
            return kind(**values)
        except TypeError as missing:
            raise StepUnreadable(
                f"操作“{step.do}”还缺内容（{missing}）；请在 with 里补上。",
                f"The command “{step.do}” lacks something ({missing}); add it under with.",
            ) from missing

    def _usual(self, step: StepShape) -> dict[str, Any]:
        """What goes without saying: the example's own enterprise, and the usual unit and complexity of a class."""
        if step.do == "record":
            return {
                "number": "1",
                "enterprise": ENTERPRISE,
                "first_word_at": step.at.isoformat(sep=" ", timespec="minutes"),
            }
        usual = self._rules.classes.get(step.details.get("class_id", ""))
        if usual is None:
            return {}
        values = {"complexity": usual.complexity, "main_unit": usual.unit}
        return values if step.do in {"dispatch", "rule"} else {"complexity": usual.complexity}

    def _field(self, value: Any, hint: Any) -> Any:
        text = str(hint)
        if "ContentRef" in text and isinstance(value, str):
            digest = sha256(value.encode()).hexdigest()
            return ContentRef(digest[:16], digest)
        if "datetime" in text and isinstance(value, str):
            try:
                return self._instant(datetime.fromisoformat(value))
            except ValueError:
                raise StepUnreadable(
                    f"“{value}”不是时间；请写成 2026-02-14 10:00。",
                    f"“{value}” is not a time; write it as 2026-02-14 10:00.",
                ) from None
        return tuple(value) if isinstance(value, list) else value

    def _compare(self, step: StepShape, outcome: Outcome) -> Iterator[tuple[str, str]]:
        expect = step.expect
        code = outcome.code if isinstance(outcome, Refused) else ""
        yield from _same("是否被拒绝", "refusal", expect.refused, code)
        if isinstance(outcome, Accepted) and expect.says:
            written = [event.type for event in outcome.events if event.type in expect.says]
            yield from _same("写下的记录", "events", expect.says, written)
        if self._case is not None:
            yield from self._compare_case(expect, self._case)

    def _compare_case(self, expect: Expectation, case: Case) -> Iterator[tuple[str, str]]:
        control, record, owed = case.control, case.record, case.open_commitments()
        looked_at = (
            ("事项状态", "status", expect.status, control.status.value),
            ("办理结果", "end", expect.end, record.end),
            ("企业评价", "word", expect.word, control.word),
            ("主办单位", "unit", expect.unit, record.main_unit),
            ("办理层级", "rung", expect.rung, self._rules.ladder[control.rung].id),
            ("当前责任", "accountable", expect.accountable, accountable(control, rules=self._rules) or "nobody"),
        )
        for zh, en, wanted, found in looked_at:
            if wanted:
                yield from _same(zh, en, wanted, found)
        if expect.owed is not None:
            yield from _same("应办事项", "owed", sorted(expect.owed), sorted(one.kind for one in owed))
        if expect.lapsed is not None:
            late = sorted({one.kind for one in case.commitments.values() if one.lapsed})
            yield from _same("曾经逾期", "lapsed", sorted(expect.lapsed), late)
        for kind, moment in expect.due.items():
            due = [f"{one.due.astimezone(self._zone):%Y-%m-%d %H:%M}" for one in owed if one.kind == kind]
            yield from _same(f"“{kind}”的时限", f"due time of {kind}", f"{moment:%Y-%m-%d %H:%M}", ", ".join(due))
        for kind, light in expect.light.items():
            lights = [one.light for one in owed if one.kind == kind]
            yield from _same(f"“{kind}”的灯", f"light of {kind}", light, ", ".join(lights))
        if expect.provisional:
            found_kinds = sorted({one.kind for one in owed if one.provisional})
            yield from _same("暂定时限", "provisional", sorted(expect.provisional), found_kinds)


def _same(zh: str, en: str, wanted: Any, found: Any) -> Iterator[tuple[str, str]]:
    """Nothing where the two agree; one sentence where they do not."""
    if wanted != found:
        yield (
            f"{zh}：预期{_said(wanted, '没有')}，实际{_said(found, '没有')}。",
            f"{en}: expected {_said(wanted, 'none')}, found {_said(found, 'none')}.",
        )


def _said(value: Any, nothing: str) -> str:
    if isinstance(value, list):
        return "、".join(value) or nothing
    return str(value) or nothing
