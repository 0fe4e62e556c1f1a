"""What a contact is told of a matter: the four steps, who has it, until when and why, and what they may say now."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianqi.kernel.cases import guard
from lianqi.kernel.messages import names
from lianqi.server.cases import facts, gate, queries
from lianqi.server.cases.desk import left, lines, short
from lianqi.server.cases.models import Case
from lianqi.server.cases.queries import Life
from lianqi.server.cases.setting import Setting
from lianqi.server.ledger.queries import read_contents
from lianqi.server.people import queries as people
from lianqi.server.people.queries import Member, members, officers_of
from lianqi.server.ui.refusals import lang, said

#: In the order in which they are offered: what the park waits for first, what ends the matter last.
STEPS = ("confirm", "reject", "recheck", "rate", "supplement", "object", "urge", "reopen", "withdraw")
_CALLED: dict[str, str | Promise] = {
    "confirm": gettext_lazy("认可，问题解决了"),
    "reject": gettext_lazy("不认可"),
    "recheck": gettext_lazy("回头看：还好吗"),
    "rate": gettext_lazy("打分"),
    "supplement": gettext_lazy("补充材料"),
    "object": gettext_lazy("我有异议"),
    "urge": gettext_lazy("催一下"),
    "reopen": gettext_lazy("问题又出现了"),
    "withdraw": gettext_lazy("撤回这件事"),
}
#: Where the matter waits for the enterprise itself.
_WAITS = {
    "answered": gettext_lazy("请您评价"),
    "on-the-spot": gettext_lazy("请您确认"),
    "paused": gettext_lazy("请您补充"),
}
#: What of the log concerns the enterprise, and which of the words it cites were written for it.
_TOLD = {
    "recorded": "",
    "solved-on-the-spot": "measure",
    "not-accepted": "door",
    "dispatched": "",
    "transferred": "",
    "reclassed": "",
    "class-restored": "",
    "contacted": "",
    "referred": "",
    "stage-replied": "reply",
    "extension-granted": "",
    "paused": "reason",
    "resumed": "",
    "objected": "reason",
    "objection-decided": "grounds",
    "planned": "reply",
    "plan-ended": "",
    "merged": "",
    "unmerged": "",
    "escalated": "",
    "supplemented": "words",
    "urged": "note",
    "answered": "answer",
    "letter-filed": "letter",
    "confirmed": "",
    "rejected": "reason",
    "rated": "",
    "called-back": "",
    "closed": "",
    "rechecked": "note",
    "reopened": "reason",
    "withdrawn": "reason",
}
_EXCERPT = 60


@dataclass(frozen=True, slots=True)
class Stage:
    """One of the four steps. state: done, now, refused or ahead."""

    label: str
    state: str


@dataclass(frozen=True, slots=True)
class Row:
    """One matter in the list. `waits` is what the enterprise is asked for, "" where it is asked for nothing."""

    number: str
    words: str
    status: str
    at: str
    stages: Sequence[Stage]
    waits: str
    confidential: bool


@dataclass(frozen=True, slots=True)
class Owed:
    """What is owed soonest: by whom, until when, and why until then."""

    what: str
    who: str
    due: datetime
    due_short: str
    left: str
    provisional: bool
    why: Sequence[str]


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the matter's log, with the words that were written for the enterprise."""

    at: datetime
    short: str
    said: str
    words: str


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing that may be said now."""

    kind: str
    label: str
    url: str


def called(kind: str) -> str:
    """What a step is called to the enterprise."""
    return str(_CALLED[kind])


def stages(row: Case) -> list[Stage]:
    """登记、交办、答复、认可, from the row alone."""
    spot = row.status == "on-the-spot" or (row.dispatched_at is None and row.closed_at is not None)
    working = row.status in ("triage", "handling", "tracking", "tabled", "planned", "adjudication")
    answered = row.answered_at is not None and not working
    marks = (
        (_("登记"), True),
        (_("交办"), row.dispatched_at is not None or spot),
        (_("答复"), answered or spot),
        (_("认可"), row.word == "confirmed"),
    )
    over = row.status in ("not-accepted", "withdrawn")
    shown: list[Stage] = []
    for label, done in marks:
        reached = not shown or shown[-1].state == "done"
        shown.append(Stage(label, "done" if done and reached else "now" if reached and not over else "ahead"))
    if row.word == "rejected":
        shown[-1] = Stage(shown[-1].label, "refused")
    return shown


def rows(principal: gate.Principal, items: Sequence[Case], *, place: Setting) -> list[Row]:
    """These matters as the list shows them. One query for all their words."""
    words = read_contents(park=principal.park, ids=[row.words for row in items if row.words])
    return [_row(row, _text(words.get(row.words)), place=place) for row in items]


def _row(row: Case, words: str, *, place: Setting) -> Row:
    return Row(
        number=row.no,
        words=words if len(words) <= _EXCERPT else words[:_EXCERPT] + "……",
        status=status(row),
        at=short(row.recorded_at, calendar=place.calendar, now=place.now),
        stages=stages(row),
        waits=str(_WAITS.get(row.status, "")),
        confidential=row.confidential,
    )


def status(row: Case) -> str:
    """Where the matter stands, in words."""
    return names.STATUSES[row.status][1 if lang() == "en" else 0]


def owed(principal: gate.Principal, life: Life, *, place: Setting) -> Owed | None:
    """What is owed to the enterprise soonest; None where nothing is."""
    open_now = [one for one in life.state.open_commitments() if one.state == "open"]
    if not open_now:
        return None
    one = open_now[0]
    spoken = lang()
    return Owed(
        what=names.COMMITMENTS[one.kind][1 if spoken == "en" else 0],
        who=life.teller.duty(one.duty, one.unit, spoken),
        due=one.due,
        due_short=short(one.due, calendar=place.calendar, now=place.now),
        left=left(one.due, now=place.now),
        provisional=one.provisional,
        why=lines(queries.why(principal, life.row.no, one.id)),
    )


def entries(life: Life, *, place: Setting) -> list[Entry]:
    """What happened that concerns the enterprise, the newest first."""
    spoken = {line.seq: getattr(line.said, lang()) for line in life.lines}
    cited = {event.seq: _cited(event.data.get(_TOLD[event.type])) for event in life.events if _TOLD.get(event.type)}
    words = read_contents(park=life.row.park, ids=[id for id in cited.values() if id])
    told = [
        Entry(
            at=event.at,
            short=short(event.at, calendar=place.calendar, now=place.now),
            said=spoken[event.seq],
            words=_text(words.get(cited[event.seq])) if cited.get(event.seq) else "",
        )
        for event in life.events
        if event.type in _TOLD
    ]
    return told[::-1]


def _cited(value: object) -> str:
    return str(value["id"]) if isinstance(value, dict) and "id" in value else ""


def _text(words: bytes | None) -> str:
    return words.decode("utf-8", "replace") if words is not None else _("（已按规定删除）")


def scans(life: Life) -> list[tuple[str, str]]:
    """The scans of the sealed letter: where each is, and what it is called. Erased ones are left out."""
    cited = life.state.record.letter_files
    told = read_contents(park=life.row.park, ids=list(cited))
    return [
        (reverse("my-letter-scan", args=[life.row.no, content]), json.loads(words)["name"] or content)
        for content in cited
        if (words := told.get(content))
    ]


def offers(principal: gate.Principal, life: Life, *, place: Setting) -> list[Offer]:
    """What the contact may say now, by the kernel's own guard."""
    rules = place.rules_of(life.state)
    known = facts.facts_for(principal, life.state, rules=rules, references={})
    return [
        Offer(kind, called(kind), reverse("say", args=[life.row.no, kind]))
        for kind in STEPS
        if guard(kind, life.state, rules=rules, calendar=place.calendar, facts=known, now=place.now) is None
    ]


def refused(principal: gate.Principal, life: Life, kind: str, *, place: Setting) -> tuple[str, str] | None:
    """Code and sentence of why this may not be said now; None if it may."""
    rules = place.rules_of(life.state)
    known = facts.facts_for(principal, life.state, rules=rules, references={})
    no = guard(kind, life.state, rules=rules, calendar=place.calendar, facts=known, now=place.now)
    return None if no is None else (no.code, said(no.code, no.details))


#: Days for which a page says that another officer came.
_NEWS = timedelta(days=30)


def new_officers(principal: gate.Principal, *, place: Setting) -> list[str]:
    """The names of the officers who took over from others lately: the enterprise is told who they are."""
    since = place.calendar.local(place.now).date() - _NEWS
    persons = [
        person
        for enterprise in sorted(principal.enterprises)
        for person in people.new_officers(park=principal.park, enterprise=enterprise, since=since)
    ]
    return [one.name for one in members(park=principal.park, persons=persons) if one.name] if persons else []


def officers(principal: gate.Principal) -> list[Member]:
    """The enterprise's officers who can be named, each once."""
    persons = {
        person: None
        for enterprise in sorted(principal.enterprises)
        for person, _role in officers_of(park=principal.park, enterprise=enterprise)
    }
    return [one for one in members(park=principal.park, persons=list(persons)) if one.name]
