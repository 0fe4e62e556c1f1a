"""Entries of the ledger in words."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from lianqi.kernel.messages.events import EVENTS
from lianqi.server.cases import gate
from lianqi.server.cases.models import Case
from lianqi.server.cases.setting import Setting
from lianqi.server.cases.stream import STREAM_KIND
from lianqi.server.cases.telling import Teller, teller_for
from lianqi.server.mechanisms.queries import mechanism_of
from lianqi.server.trail.finding import Entry
from lianqi.server.trail.words import KINDS, SAID
from lianqi.server.ui.refusals import lang

_BRACKETS = re.compile(r"[（(][^）)]*[）)]|\{[^}]*\}|[：:].*$")


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as a row. `number` and `url` lead to the case it is about; both empty where it is about none."""

    position: int
    root: str
    at: datetime
    moment: str
    late: str
    who: str
    said: str
    kind: str
    number: str
    url: str
    confidential: bool


def lines(principal: gate.Principal, entries: Sequence[Entry], *, place: Setting) -> list[Line]:
    """These entries in the reader's language. A few queries, however many they are."""
    cases = _cases(principal, entries)
    tellers = _tellers(principal.park, entries, cases, place)
    shown = []
    for entry in entries:
        event = entry.event
        row = cases.get(_about(entry))
        teller = tellers[row.mechanism if row is not None and event.stream.kind == STREAM_KIND else ""]
        moment, written = teller.moment(event.at), teller.moment(event.recorded_at)
        shown.append(
            Line(
                position=entry.position,
                root=entry.root,
                at=event.at,
                moment=moment,
                # What a tick witnesses is dated when it happened and written down later.
                late=written if written != moment else "",
                who=_who(teller, event.actor),
                said=_said(entry, teller, row),
                kind=_kind(event.stream.kind),
                number=row.no if row else "",
                url=reverse("case", args=[row.no]) if row else "",
                confidential=row.confidential if row else False,
            )
        )
    return shown


def _about(entry: Entry) -> str:
    """The id of the case that an entry is about, if it is about one."""
    event = entry.event
    named = event.data.get("case")
    return str(named) if isinstance(named, str) else event.stream.id


def _cases(principal: gate.Principal, entries: Sequence[Entry]) -> Mapping[str, Case]:
    ids = sorted({_about(entry) for entry in entries})
    return {row.id: row for row in gate.visible(principal).filter(id__in=ids)}


def _tellers(park: str, entries: Sequence[Entry], cases: Mapping[str, Case], place: Setting) -> dict[str, Teller]:
    """A teller for each mechanism under which these cases were recorded; "" tells everything else."""
    by_digest = defaultdict(list)
    for entry in entries:
        row = cases.get(entry.event.stream.id)
        by_digest[row.mechanism if row else ""].append(entry.event)
    found = {
        digest: teller_for(
            park=park,
            mechanism=mechanism_of(park=park, digest=digest) if digest else place.mechanism,
            calendar=place.calendar,
            events=events,
        )
        for digest, events in by_digest.items()
    }
    if "" not in found or len(found) > 1:
        every = [entry.event for entry in entries]
        found[""] = teller_for(park=park, mechanism=place.mechanism, calendar=place.calendar, events=every)
    return found


def _who(teller: Teller, actor: str) -> str:
    known = teller.people.get(actor)
    if known:
        return known
    return {"cli": "命令行" if lang() != "en" else "command line"}.get(actor, "—")


def _said(entry: Entry, teller: Teller, row: Case | None) -> str:
    event = entry.event
    if event.type in EVENTS and row is not None and event.stream.kind == STREAM_KIND:
        line = teller.line(event).said
        return line.en if lang() == "en" else line.zh
    text = SAID.get(event.type)
    if text is None:
        return type_label(event.type)
    told = _Told({key: str(value) for key, value in event.data.items() if not isinstance(value, dict | list)})
    told["case"] = row.no if row else ""
    return (text.en if lang() == "en" else text.zh).format_map(told).strip()


def _kind(kind: str) -> str:
    text = KINDS.get(kind)
    return (text.en if lang() == "en" else text.zh) if text else kind


def type_label(type_: str) -> str:
    """What a type of event is called by itself, without what it was about."""
    if type_ in EVENTS:
        said = EVENTS[type_][1 if lang() == "en" else 0]
    elif type_ in SAID:
        said = SAID[type_].en if lang() == "en" else SAID[type_].zh
    else:
        return type_
    return " ".join(_BRACKETS.sub(" ", said).split()).strip("，, ;；") or type_


class _Told(dict[str, str]):
    """A detail that an event lacks shows as nothing."""

    def __missing__(self, key: str) -> str:
        return ""
