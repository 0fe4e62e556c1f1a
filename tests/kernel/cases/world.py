"""An invented park in which a case is lived: people by their names, the starter's rules, the calendar of China.

    life = a_case(at="answered")
    life.does("刘芳", "confirm", grade=5)
    assert life.refusal("何工", "confirm") == "case.not-yours"

A factory walks the real workflow up to its stage; nothing is put together by hand.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from lianqi.kernel.cases import Case, accountable, decide, replay
from lianqi.kernel.cases.commands import KINDS, Command
from lianqi.kernel.cases.relations import Membership, standing
from lianqi.kernel.cases.timers import wake_at
from lianqi.kernel.chain import canonical_json
from lianqi.kernel.commitments.commitment import Commitment
from lianqi.kernel.decision import Accepted, Actor, ContentRef, Facts, NewEvent, Outcome, Reference, Refused
from lianqi.kernel.mechanism.loader import load
from lianqi.kernel.mechanism.rules import CaseRules
from lianqi.kernel.workdays.calendar import Calendar
from lianqi.kernel.workdays.calendar_file import load_calendar

ROOT = Path(__file__).parents[3] / "mechanisms"
SHANGHAI = ZoneInfo("Asia/Shanghai")
CHINA = load_calendar((ROOT / "calendars" / "cn.yaml").read_text("utf-8"), name="cn.yaml")
RULES = load((ROOT / "starter" / "mechanism.yaml").read_text("utf-8"), name="starter").rules(on=date(2026, 6, 1))
#: Tuesday 9 June 2026, 09:30 in the park; the Dragon Boat holiday follows on the 19th.
MORNING = "2026-06-09 09:30"

#: name → roles with the unit that they are held for.
PEOPLE: Mapping[str, tuple[Membership, ...]] = {
    "周敏": (Membership("liaison"),),
    "陈立": (Membership("centre"),),
    "何工": (Membership("handler", "construction"),),
    "罗局": (Membership("unit-head", "construction"),),
    "江主任": (Membership("leader-in-charge", "construction"),),
    "唐工": (Membership("handler", "economy"),),
    "秦局": (Membership("unit-head", "economy"), Membership("centre", "economy")),
    "马主任": (Membership("leader-in-charge", "economy"),),
    "吴工": (Membership("handler", "finance"),),
    "钱总工": (Membership("adjudicator"),),
    "李书记": (Membership("principal"),),
    "方教授": (Membership("expert-convenor"),),
    "苏检": (Membership("inspector"),),
    "严书记": (Membership("inspection-head"),),
}
#: name → the enterprise whose contact it is.
CONTACTS = {"刘芳": "海棠机电", "高远": "青禾食品"}
#: Officers and the enterprises they were given.
OFFICERS = {"周敏": {"海棠机电"}}
REFERENCES: Mapping[str, Reference] = {
    "海棠机电": Reference("enterprise", "active"),
    "青禾食品": Reference("enterprise", "active"),
    "老号印刷": Reference("enterprise", "gone"),
    **{unit: Reference("unit", "active") for unit in ("construction", "economy", "finance")},
    "old-office": Reference("unit", "gone"),
    "power-supply": Reference("external_unit", "active"),
    "case-2": Reference("case", "handling"),
    "case-3": Reference("case", "closed"),
}


def instant(text: str) -> datetime:
    """ "2026-06-09 09:30" on the park's clock."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def words(text: str) -> ContentRef:
    """A citation; the words themselves stand elsewhere."""
    return ContentRef(text, canonical_json(text).hex().ljust(64, "0")[:64])


def usual(kind: str, now: datetime) -> dict[str, Any]:
    """What goes without saying: a test names only what it is about."""
    soon = max(instant("2026-06-12 17:00"), now + timedelta(days=3))
    dispatch = {"class_id": "power", "complexity": "general", "main_unit": "construction"}
    note = words("note")
    known: dict[str, dict[str, Any]] = {
        "record": {
            "number": "2026-0001",
            "enterprise": "海棠机电",
            "channel": "visit",
            "case_kind": "problem",
            "words": words("电压不稳，每周停机两次"),
            "first_word_at": now,
        },
        "solve-on-the-spot": {"measure": note},
        "file-letter": {"letter": words("建管函〔2026〕12号")},
        "not-accept": {"reason": "outside-park", "door": words("12345")},
        "classify": {"class_id": "power", "complexity": "complex"},
        "dispatch": dispatch,
        "contact": {"by": "phone"},
        "return": {"reason": "not-our-duty", "note": note},
        "rule": {**dispatch, "grounds": note},
        "transfer": {"main_unit": "economy", "reason": note},
        "refer": {"external_unit": "power-supply", "next_by": soon, "note": note},
        "stage-reply": {"reply": note, "next_by": soon},
        "ask-extension": {"by": "3wd", "reason": note},
        "decide-extension": {"granted": True, "by": "3wd"},
        "pause": {"until": soon, "reason": note},
        "object": {"reason": note},
        "decide-objection": {"upheld": True, "grounds": note},
        "supplement": {"words": note},
        "supervise": {"level": "yellow", "note": note},
        "instruct": {"text": note},
        "take-lead": {"by": soon},
        "draft": {"answer": words("已更换变压器"), "end": "solved"},
        "review": {"approved": True},
        "sign": {"approved": True},
        "answer": {"answer": words("已更换变压器"), "end": "solved"},
        "assist-reply": {"unit": "economy", "reply": note},
        "reject": {"reason": note},
        "rate": {"grade": 5},
        "call-back": {"result": "no-reply", "note": note},
        "escalate": {"reason": note},
        "resolve": {"outcome": "dispatch", "resolution": note, "main_unit": "economy", "by": soon},
        "plan": {"reply": note, "review_by": soon},
        "merge": {"into": "case-2"},
        "absorb": {"child": "case-2"},
        "succeed": {"former_unit": "construction", "unit": "planning"},
        "relay-answer": {"answer": note, "end": "solved"},
        "link": {"other": "case-3"},
        "close": {"end": "solved"},
        "recheck": {"result": "yes"},
        "reopen": {"reason": note},
        "correct": {"field": "kind", "value": "request", "ruling": note},
        "recuse": {"person": "何工", "reason": note},
    }
    return known.get(kind, {})


@dataclass
class Life:
    """One case, its log and the park's clock."""

    now: datetime = field(default_factory=lambda: instant(MORNING))
    rules: CaseRules = RULES
    calendar: Calendar = CHINA
    case: Case | None = None
    log: list[tuple[NewEvent, datetime]] = field(default_factory=list)

    @property
    def here(self) -> Case:
        assert self.case is not None
        return self.case

    @property
    def status(self) -> str:
        return self.here.control.status.value

    def facts(self, who: str) -> Facts:
        """How `who` stands to the case now; 系统 is time itself."""
        kind = "system" if who == "系统" else "contact" if who in CONTACTS else "person"
        actor = Actor(who, kind)
        enterprises = {CONTACTS[who]} if who in CONTACTS else OFFICERS.get(who, set())
        held = PEOPLE.get(who, ())
        here = standing(self.case, actor=actor, memberships=held, enterprises=enterprises, rules=self.rules)
        return Facts(actor, "park", here.roles, here.relations, REFERENCES)

    def command(self, kind: str, **data: Any) -> Command:
        return KINDS[kind](**usual(kind, self.now) | data)

    def asks(self, who: str, kind: str, **data: Any) -> Outcome:
        """What the gate says to `who`; nothing is changed."""
        return decide(
            self.command(kind, **data),
            self.case,
            rules=self.rules,
            calendar=self.calendar,
            facts=self.facts(who),
            now=self.now,
        )

    def does(self, who: str, kind: str, **data: Any) -> list[str]:
        """`who` does it, which must succeed: the types of what was written, without the promises."""
        outcome = self.asks(who, kind, **data)
        assert isinstance(outcome, Accepted), f"{who} {kind}: {outcome}"
        for event in outcome.events:
            canonical_json(dict(event.data))
            self.case = replay(self.case, [event], now=self.now)
            self.log.append((event, self.now))
        if self.case is not None and accountable(self.here.control, rules=self.rules):
            assert self.here.open_commitments(), f"after {kind} nothing is owed at {self.status}"
        return [event.type for event in outcome.events if not event.type.startswith("commitment-")]

    def refusal(self, who: str, kind: str, **data: Any) -> str:
        """The code with which `who` is refused."""
        outcome = self.asks(who, kind, **data)
        assert isinstance(outcome, Refused), f"{who} may: {kind}"
        return outcome.code

    def until(self, text: str) -> list[str]:
        """Time passes; the worker looks whenever something turns. What it wrote."""
        end, written = instant(text), []
        while self.case is not None and (at := wake_at(self.case)) is not None and self.now < end:
            self.now = max(self.now, min(at, end))
            if at > end:
                break
            # A light or a lapse is written just after its instant.
            self.now = max(self.now, at + at.resolution)
            said = self.does("系统", "tick")
            written += said
            if not said:
                break
        self.now = max(self.now, end)
        return written

    def owed(self, kind: str) -> Commitment:
        """The latest commitment of this kind, open or ended."""
        return [c for c in self.here.commitments.values() if c.kind == kind][-1]

    def due(self, kind: str) -> str:
        return f"{self.owed(kind).due.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"

    def said(self, type_: str) -> list[NewEvent]:
        return [event for event, _ in self.log if event.type == type_]


def _answered(life: Life) -> None:
    life.does("何工", "draft")
    life.does("罗局", "review")
    life.does("江主任", "sign")


def _silent(life: Life) -> None:
    for _ in range(3):
        life.does("陈立", "call-back")


def _returned_twice(life: Life) -> None:
    life.does("何工", "return")
    life.does("陈立", "dispatch", main_unit="economy")
    life.does("唐工", "return")


def _confidential(life: Life) -> None:
    life.does("刘芳", "record", confidential=True, channel="phone-page")


#: stage → the stage before it and what leads on from there.
STAGES: Mapping[str, tuple[str, Callable[[Life], object]]] = {
    "recorded": ("", lambda life: life.does("周敏", "record")),
    "confidential": ("", _confidential),
    "confidential-dispatched": ("confidential", lambda life: life.does("苏检", "dispatch")),
    "on-the-spot": ("", lambda life: life.does("周敏", "record", spot=words("当场换了保险丝"))),
    "not-solved-on-the-spot": ("on-the-spot", lambda life: life.does("刘芳", "reject")),
    "not-accepted": ("recorded", lambda life: life.does("陈立", "not-accept")),
    "dispatched": ("recorded", lambda life: life.does("陈立", "dispatch", assisting=("economy",))),
    "withdrawn": ("dispatched", lambda life: life.does("刘芳", "withdraw")),
    "disputed": ("dispatched", _returned_twice),
    "ruled": ("disputed", lambda life: life.does("钱总工", "rule")),
    "paused": ("dispatched", lambda life: life.does("何工", "pause")),
    "objected": ("paused", lambda life: life.does("刘芳", "object")),
    "reclassed": ("dispatched", lambda life: life.does("陈立", "classify")),
    "class-contested": ("reclassed", lambda life: life.does("刘芳", "object")),
    "extension-asked": ("dispatched", lambda life: life.does("何工", "ask-extension")),
    "referred": ("dispatched", lambda life: life.does("何工", "refer")),
    "drafted": ("dispatched", lambda life: life.does("何工", "draft")),
    "reviewed": ("drafted", lambda life: life.does("罗局", "review")),
    "answered": ("dispatched", _answered),
    "confirmed": ("answered", lambda life: life.does("刘芳", "confirm")),
    "silent": ("answered", _silent),
    "redo": ("answered", lambda life: life.does("刘芳", "reject")),
    "closed": ("confirmed", lambda life: life.does("陈立", "close")),
    "settled": ("closed", lambda life: (life.until("2026-07-09 10:00"), life.does("陈立", "recheck"))),
    "planned": ("dispatched", lambda life: life.does("陈立", "plan")),
    "tabled": ("dispatched", lambda life: life.does("周敏", "escalate")),
    "led": ("dispatched", lambda life: life.does("李书记", "take-lead")),
    "merged": ("recorded", lambda life: life.does("陈立", "merge")),
}


def a_case(*, at: str, **surroundings: Any) -> Life:
    """A case that really went as far as `at`, on the morning of 9 June 2026."""
    before, step = STAGES[at]
    life = a_case(at=before, **surroundings) if before else Life(**surroundings)
    step(life)
    return life
