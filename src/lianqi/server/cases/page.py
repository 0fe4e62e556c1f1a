"""What the page of one case tells: the four steps, what is owed, what happened, its files and its enterprise."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianqi.kernel.messages import names
from lianqi.kernel.messages.names import ENDS
from lianqi.server.blobs.queries import attachments
from lianqi.server.cases import gate, listing
from lianqi.server.cases.desk import heading, left, short
from lianqi.server.cases.models import Case
from lianqi.server.cases.queries import Life
from lianqi.server.cases.setting import Setting
from lianqi.server.cases.stream import STREAM_KIND
from lianqi.server.ledger.queries import read_contents
from lianqi.server.ledger.values import StoredEvent
from lianqi.server.people.queries import Member, members, officers_of, stand_ins
from lianqi.server.registry.models import Enterprise
from lianqi.server.registry.queries import Contact, contacts_of, units
from lianqi.server.ui.refusals import lang

#: What the quotation of an event's field is called in the log.
_QUOTED = {
    "words": gettext_lazy("原话"),
    "answer": gettext_lazy("答复"),
    "letter": gettext_lazy("文号"),
    "reply": gettext_lazy("答复"),
    "measure": gettext_lazy("措施"),
    "door": gettext_lazy("告知渠道"),
    "reason": gettext_lazy("理由"),
    "note": gettext_lazy("说明"),
    "grounds": gettext_lazy("依据"),
    "text": gettext_lazy("批示"),
    "resolution": gettext_lazy("议定"),
    "ruling": gettext_lazy("依据"),
}
#: The tone of an entry, by what it is mainly about.
_TONES = {
    **dict.fromkeys(("confirmed", "answered", "closed", "signed"), "good"),
    **dict.fromkeys(("rejected", "lapsed", "reopened"), "bad"),
    **dict.fromkeys(("returned", "paused", "urged", "supervised", "escalated", "draft-sent-back", "objected"), "near"),
    **dict.fromkeys(("recorded", "dispatched", "ruled", "transferred", "resolved", "contacted"), "live"),
}
_OTHER_CASES = 5


@dataclass(frozen=True, slots=True)
class Stage:
    """One of the four steps. state: done, now, refused or ahead."""

    label: str
    state: str
    at: str
    note: str


@dataclass(frozen=True, slots=True)
class Promise:
    """One thing that is owed, or was."""

    what: str
    who: str
    due: datetime
    due_short: str
    left: str
    light: str
    late: bool
    state: str
    provisional: bool
    why_url: str
    ended: str


@dataclass(slots=True)
class Entry:
    """What one person did at one time: what it says, what follows from it, and the words it cites."""

    seq: int
    at: datetime
    short: str
    who: str
    tone: str = ""
    said: list[str] = field(default_factory=list)
    follows: list[str] = field(default_factory=list)
    quotes: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class File:
    """One attachment; `id` is the content that cites it."""

    id: str
    url: str
    name: str
    size: str


@dataclass(frozen=True, slots=True)
class Party:
    """The enterprise behind the case, as whoever may see the case may see it."""

    id: str
    name: str
    code: str
    address: str
    contacts: Sequence[Contact]
    officers: Sequence[str]
    others: Sequence[listing.Listed]
    total: int


def stages(life: Life, *, place: Setting) -> list[Stage]:
    """登记、交办、答复、认可: where the case is on its way."""
    row = life.row

    def at(moment: datetime | None) -> str:
        # Four stand side by side on a phone: no day of the week.
        return re.sub("（.+?）", "", _moment(moment, place)) if moment else ""

    ended = row.status in ("not-accepted", "withdrawn")
    spot = row.status == "on-the-spot" or (row.dispatched_at is None and row.closed_at is not None)
    unit = life.teller.unit(row.main_unit, lang()) if row.main_unit else ""
    answered = row.answered_at is not None and row.status not in ("triage", "handling", "tracking", "tabled", "planned")
    heard = row.word if row.word != "none" else ""
    word = names.WORDS[row.word][1 if lang() == "en" else 0] if heard else ""
    told = [
        (_("登记"), True, at(row.recorded_at), ""),
        (_("交办"), row.dispatched_at is not None or spot, at(row.dispatched_at), _("当场解决") if spot else unit),
        (_("答复"), answered or spot, at(row.answered_at if answered else None), _end(row) if answered else ""),
        (_("认可"), bool(heard), at(row.closed_at), word),
    ]
    shown: list[Stage] = []
    for label, done, when, note in told:
        before = not shown or shown[-1].state == "done"
        state = "done" if done and before else "now" if before and not ended else "ahead"
        if label == told[-1][0] and row.word in ("rejected", "silent"):
            state = "refused" if row.word == "rejected" else state
        shown.append(Stage(label, state, when if state in ("done", "refused") else "", note))
    return shown


def _end(row: Case) -> str:
    return ENDS[row.end][1 if lang() == "en" else 0] if row.end in ENDS else ""


def promises(life: Life, *, place: Setting) -> tuple[list[Promise], list[Promise]]:
    """What is owed, soonest due first; and what was, the last first."""
    owed = [_promise(life, one.id, place=place) for one in life.state.open_commitments()]
    ended = [one for one in life.state.commitments.values() if not one.is_open]
    ended.sort(key=lambda one: (one.ended_at or one.due, one.id), reverse=True)
    return owed, [_promise(life, one.id, place=place) for one in ended]


def _promise(life: Life, id: str, *, place: Setting) -> Promise:
    one = life.state.commitments[id]
    spoken = "en" if lang() == "en" else "zh"
    late = one.is_open and one.due < place.now
    ended = ""
    if not one.is_open:
        kept = one.state == "discharged"
        ended = (_("逾期完成") if one.lapsed else _("按期完成")) if kept else _("已免办")
    return Promise(
        what=heading(names.COMMITMENTS[one.kind][1 if spoken == "en" else 0]),
        who=life.teller.duty(one.duty, one.unit, spoken),
        due=one.due,
        due_short=short(one.due, calendar=place.calendar, now=place.now),
        left=left(one.due, now=place.now) if one.state == "open" else "",
        light=one.light,
        late=late,
        state=one.state.value,
        provisional=one.provisional,
        why_url=reverse("why", args=[life.row.no, one.id]),
        ended=ended,
    )


def entries(life: Life, *, place: Setting, drafts: bool) -> list[Entry]:
    """办理留痕, the newest first: what was done in one go stands in one entry.

    `drafts`: whether the reader may read answers that nobody has signed yet.
    """
    lines = {line.seq: line for line in life.lines}
    words = _cited(life, drafts=drafts)
    told: dict[tuple[str, datetime], Entry] = {}
    for event in life.events:
        # What a tick witnesses is dated at the due time: it stands there, apart from what else the tick wrote.
        key = (event.command_id, event.at)
        if key not in told:
            told[key] = Entry(event.seq, event.at, _moment(event.at, place), lines[event.seq].actor)
        _add(told[key], event, getattr(lines[event.seq].said, "en" if lang() == "en" else "zh"), words)
    for entry in told.values():
        if not entry.said:
            entry.said, entry.follows = entry.follows, []
    return sorted(told.values(), key=lambda entry: (entry.at, entry.seq), reverse=True)


def _moment(instant: datetime, place: Setting) -> str:
    return short(instant, calendar=place.calendar, now=place.now)


def _add(entry: Entry, event: StoredEvent, said: str, words: Mapping[str, str]) -> None:
    if event.type.startswith("commitment-") or event.type == "due-moved":
        entry.follows.append(said)
        return
    entry.said.append(said)
    light = event.data.get("light") if event.type == "light-turned" else None
    tone = {"red": "bad", "yellow": "near"}.get(str(light)) or _TONES.get(event.type, "")
    # The gravest of what happened together gives the entry its tone.
    order = ("", "live", "good", "near", "bad")
    entry.tone = max(entry.tone, tone, key=order.index)
    for name, value in event.data.items():
        if isinstance(value, dict) and value.get("id") in words:
            quote = (str(_QUOTED.get(name, "")), words[value["id"]])
            if quote not in entry.quotes:
                entry.quotes.append(quote)


def _cited(life: Life, *, drafts: bool) -> dict[str, str]:
    """The words that the events cite, erased ones as what replaces them."""
    answered = life.state.record.answer
    ids: dict[str, None] = {}
    for event in life.events:
        if event.type == "drafted" and not drafts:
            unsigned = event.data["answer"]["id"]
            if answered is None or answered.id != unsigned:
                continue
        for value in event.data.values():
            if isinstance(value, dict) and "id" in value and "sha256" in value:
                ids[value["id"]] = None
    found = read_contents(park=life.row.park, ids=list(ids))
    return {id: _text(words) for id, words in found.items()}


def _text(words: bytes | None) -> str:
    return words.decode("utf-8", "replace") if words is not None else _("（已按规定删除）")


def draft_of(life: Life) -> str:
    """The answer that lies with the head or the leader; "" where none does."""
    ref = life.state.record.draft
    if ref is None or life.state.control.draft == "none":
        return ""
    return _text(read_contents(park=life.row.park, ids=[ref.id]).get(ref.id))


def files(life: Life) -> list[File]:
    """The attachments of the case, but those that were erased."""
    row = life.row
    cited = [content for content, _ in attachments(park=row.park, stream_kind=STREAM_KIND, stream_id=row.id)]
    told = read_contents(park=row.park, ids=cited)
    return [
        File(content, reverse("case-file", args=[row.no, content]), said["name"], _size(said["size"]))
        for content in cited
        if (words := told.get(content)) and (said := json.loads(words))
    ]


def _size(size: int) -> str:
    return f"{size / 1_048_576:.1f} MB" if size >= 1_048_576 else f"{max(1, size // 1024)} KB"


def party(principal: gate.Principal, life: Life, *, place: Setting) -> Party | None:
    """The enterprise: its people, its officers, and its other cases that this principal may see."""
    row = Enterprise.objects.filter(park=principal.park, id=life.row.enterprise).first()
    if row is None:
        return None
    others = gate.visible(principal).filter(enterprise=row.id).exclude(no=life.row.no)
    items = list(others.order_by("-no")[:_OTHER_CASES])
    persons = [person for person, _role in officers_of(park=principal.park, enterprise=row.id)]
    return Party(
        id=row.id,
        name=row.name,
        code=row.credit_code or row.project_code or row.own_number or "",
        address=row.address,
        contacts=contacts_of(park=principal.park, enterprise=row.id),
        officers=_called(members(park=principal.park, persons=persons), place=place),
        others=listing.rows(principal, items, place=place),
        total=others.count(),
    )


def handlers(life: Life, *, place: Setting) -> list[str]:
    """经办: who does the work of the main unit, and who stands in for whom."""
    unit = next((one.id for one in units(park=place.park) if one.code == life.row.main_unit), None)
    if unit is None:
        return []
    carried = place.rules_for_new().roles
    working = [
        one
        for one in members(park=place.park, unit=unit)
        if any("handle" in carried.get(role, frozenset()) for role in one.roles)
    ]
    return _called(working, place=place)


def _called(found: Sequence[Member], *, place: Setting) -> list[str]:
    """Names, each once; of who is on leave with the colleague who stands in: 张三（李四代，至11-30）."""
    today = place.calendar.local(place.now).date()
    leave = stand_ins(park=place.park, absent=[one.person for one in found], on=today)
    persons = [row.person_id for row in leave.values()]
    named = {one.person: one.name for one in members(park=place.park, persons=persons)} if persons else {}
    told = []
    for one in (one for one in found if one.name):
        row = leave.get(one.person)
        about = {"name": one.name, "by": named.get(row.person_id, ""), "day": f"{row.until:%m-%d}"} if row else None
        told.append(_("%(name)s（%(by)s代，至%(day)s）") % about if about else one.name)
    return list(dict.fromkeys(told))


def asked_extension(events: Sequence[StoredEvent]) -> str:
    """How much more time was asked for last, as a duration; "" where nobody did."""
    asked: Iterator[str] = (str(event.data["by"]) for event in reversed(events) if event.type == "extension-asked")
    return next(asked, "")
