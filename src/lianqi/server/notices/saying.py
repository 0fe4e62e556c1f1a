"""Notices in words: made from the event each time they are read, so what was erased is not said any more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lianqi.kernel.messages import names
from lianqi.server.cases.models import Case, Commitment
from lianqi.server.cases.stream import STREAM_KIND
from lianqi.server.cases.telling import Teller, teller_for
from lianqi.server.ledger import queries as ledger
from lianqi.server.ledger.models import Event
from lianqi.server.ledger.selecting import in_parts
from lianqi.server.ledger.values import StoredEvent, StreamRef
from lianqi.server.mechanisms import queries as mechanisms
from lianqi.server.notices.beside import VISIT_CODES, Telling
from lianqi.server.notices.models import Notice
from lianqi.server.notices.rules import BESIDE, WAITING
from lianqi.server.notices.texts import HEADING, LISTED, MORE, NEUTRAL, TEXTS, TITLE_COUNT
from lianqi.server.registry.models import Enterprise

#: Codes of what happened beside the cases.
BESIDE_CODES = frozenset({rule.notice for table in BESIDE.values() for rule in table} | {WAITING} | VISIT_CODES.keys())


@dataclass(frozen=True, slots=True)
class Said:
    """One notice in words of one language."""

    id: str
    code: str
    case_no: str
    title: str
    line: str
    confidential: bool


def say(*, park: str, notices: Sequence[Notice], lang: str) -> tuple[Said, ...]:
    """These notices in words, in their order. One whose case is gone is left out."""
    cases = _cases(park, notices)
    events = _events(park, {one.event_id for one in notices})
    tellers = _tellers(park, cases, events)
    firms = dict(
        Enterprise.objects.filter(park=park, id__in=sorted({row.enterprise for row in cases.values()})).values_list(
            "id", "name"
        )
    )
    due = _due(park, [one for one in notices if one.code == "due-today"])
    telling = Telling(park, lang, mechanisms.calendar_of(park)) if notices else None
    said: list[Said] = []
    for one in notices:
        case, event = cases.get(one.case_id), events.get(one.event_id)
        details: dict[str, str] = {"number": case.no, "enterprise": firms.get(case.enterprise, "")} if case else {}
        if one.code in BESIDE_CODES:
            assert telling is not None
            told = telling.details(one, event)
            if told is not None and (case is not None or not one.case_no):
                text, details = TEXTS[one.code], {**told, **details}
                line = getattr(text.line, lang).format_map(details)
                said.append(Said(one.id, one.code, one.case_no, getattr(text.title, lang), line, False))
            continue
        if case is None or event is None:
            continue
        teller = tellers[case.mechanism]
        details = teller.spelled(event, lang) | details
        if one.code == "due-today":
            owed = due.get((one.case_id, one.owed))
            if owed is None:
                continue
            details |= {"owed": names.COMMITMENTS[owed.kind][lang != "zh"], "due": teller.moment(owed.due)}
        text = TEXTS[one.code]
        line = getattr(text.line, lang).format_map(details)
        said.append(Said(one.id, one.code, case.no, getattr(text.title, lang), line, case.confidential))
    return tuple(said)


def letter_lines(said: Sequence[Said], *, lang: str) -> list[str]:
    """The body of a letter: notices of one code together, the pressing ones first, of many only the first few.

    Of a confidential case a letter says only that there is news.
    """
    lines = [getattr(NEUTRAL, lang)] if any(one.confidential for one in said) else []
    for code in TEXTS:
        some = [one for one in said if one.code == code and not one.confidential]
        if some:
            lines.append(getattr(HEADING, lang).format(title=some[0].title, count=len(some)))
            lines += [one.line for one in some[:LISTED]]
            if len(some) > LISTED:
                lines.append(getattr(MORE, lang).format(count=len(some) - LISTED))
    return lines


def titles(said: Sequence[Said], *, lang: str) -> str:
    """How many of which kind, in one line; confidential ones are counted with no word about them."""
    counts = {code: sum(one.code == code and not one.confidential for one in said) for code in TEXTS}
    told = [
        getattr(TITLE_COUNT, lang).format(title=getattr(TEXTS[code].title, lang), count=count)
        for code, count in counts.items()
        if count
    ]
    if any(one.confidential for one in said):
        told.append(getattr(NEUTRAL, lang))
    return ("、" if lang == "zh" else ", ").join(told)


def _cases(park: str, notices: Sequence[Notice]) -> dict[str, Case]:
    found: dict[str, Case] = {}
    for some in in_parts(sorted({one.case_id for one in notices if one.case_no})):
        found |= {row.id: row for row in Case.objects.filter(park=park, id__in=some)}
    return found


def _events(park: str, ids: set[int]) -> dict[int, StoredEvent]:
    found: dict[int, StoredEvent] = {}
    for some in in_parts([str(id) for id in sorted(ids)]):
        rows = Event.objects.filter(park=park, id__in=[int(id) for id in some])
        for id, kind, stream_id, *row in rows.values_list("id", "stream_kind", "stream_id", *ledger.EVENT_FIELDS):
            columns: Any = tuple(row)
            found[id] = ledger.stored(StreamRef(park, kind, stream_id), columns)
    return found


def _tellers(park: str, cases: Mapping[str, Case], events: Mapping[int, StoredEvent]) -> dict[str, Teller]:
    """A teller for each mechanism that a case was recorded under."""
    calendar = mechanisms.calendar_of(park) if cases else None
    by_mechanism: dict[str, list[StoredEvent]] = defaultdict(list)
    for event in events.values():
        if event.stream.id in cases:
            by_mechanism[cases[event.stream.id].mechanism].append(event)
    found: dict[str, Teller] = {}
    for digest, some in by_mechanism.items():
        assert calendar is not None
        mechanism = mechanisms.mechanism_of(park=park, digest=digest)
        found[digest] = teller_for(park=park, mechanism=mechanism, calendar=calendar, events=some)
    return found


def _due(park: str, notices: Sequence[Notice]) -> dict[tuple[str, str], Commitment]:
    rows: list[Commitment] = []
    for some in in_parts(sorted({one.case_id for one in notices if one.case_no})):
        rows += Commitment.objects.filter(park=park, stream_kind=STREAM_KIND, stream_id__in=some)
    return {(row.stream_id, row.id): row for row in rows}
