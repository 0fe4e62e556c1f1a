"""事项列表: which cases somebody asked for, and each of them as a row in words."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from functools import lru_cache

from django.core.exceptions import EmptyResultSet
from django.db.models import BooleanField, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.urls import reverse
from django.utils.translation import gettext as _

from lianqi.kernel.cases.states import OPEN, Status
from lianqi.kernel.decision import Refused
from lianqi.kernel.enterprises.names import match_key
from lianqi.kernel.messages import names
from lianqi.server.cases import gate, queries, search
from lianqi.server.cases.behind import Behind, narrowed
from lianqi.server.cases.desk import heading, left, short
from lianqi.server.cases.models import Case
from lianqi.server.cases.refusals import TOO_SHORT
from lianqi.server.cases.setting import Setting
from lianqi.server.cases.stream import STREAM_KIND
from lianqi.server.ledger.inserting import instant
from lianqi.server.ledger.models import Event
from lianqi.server.ledger.queries import read_contents
from lianqi.server.ledger.selecting import AnyOf, in_parts, select, select_in
from lianqi.server.ledger.values import LedgerRefusal
from lianqi.server.registry.models import EnterpriseName
from lianqi.server.registry.queries import enterprise_names, unit_names
from lianqi.server.ui.refusals import lang

#: Beside the statuses: all that are not struck off, and all that are.
GROUPS = ("open", "over")
LIGHTS = ("red", "yellow", "none")
_OPEN = sorted(status.value for status in OPEN)
# Written out, because an index of part of a table or of one value needs the words (`queries.OWED`), and because five
# numbers above a list cost more to put together than to count.
_IS_OPEN = f"cases_case.status IN ({', '.join(repr(status) for status in _OPEN)})"
_STANDS = f"cases_case.status = {Status.PAUSED.value!r}"
_LIT: Mapping[str, str] = {
    "yellow": f"NOT ({_STANDS}) AND cases_case.light = 'yellow' AND (cases_case.due IS NULL OR cases_case.due >= %s)",
    "none": f"{_IS_OPEN} AND ({_STANDS} OR (cases_case.light = 'none'"
    " AND (cases_case.due IS NULL OR cases_case.due >= %s)))",
}
#: The groups that are asked for most, each in parts that have no case in common and an index of their own.
_GROUPS: Mapping[str, tuple[str, ...]] = {
    "": (_IS_OPEN, f"NOT ({_IS_OPEN})"),
    "open": (_IS_OPEN,),
    "yellow": (_LIT["yellow"],),
    "red": (
        f"NOT ({_STANDS}) AND cases_case.light = 'red'",
        f"NOT ({_STANDS}) AND cases_case.light <> 'red' AND cases_case.due < %s",
    ),
    "over": (f"NOT ({_IS_OPEN})",),
}
# In no order: asked for the newest, SQLite would rather walk through every case.
_ELSEWHERE = (
    "SELECT no FROM cases_case WHERE NOT (external_number = '') AND park = %s AND external_number = %s LIMIT %s"
)
_PARTS = tuple(dict.fromkeys(part for parts in _GROUPS.values() for part in parts))
_EXCERPT = 60
_ENTERPRISES = 200


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list was narrowed to; "" asks for nothing. `mine` is "1" for what passed through one's own hands.

    `figure` of the months or days from `since` to `until` asks for the cases behind that number (`behind`); unit and
    class are then those of the time when it was counted.
    """

    q: str = ""
    status: str = ""
    rung: str = ""
    unit: str = ""
    class_id: str = ""
    kind: str = ""
    light: str = ""
    enterprise: str = ""
    mine: str = ""
    figure: str = ""
    since: str = ""
    until: str = ""

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Wanted:
        """From an address; what is not known there is left out."""
        return cls(**{field.name: query.get(field.name, "").strip()[:200] for field in fields(cls)})

    @property
    def narrowed(self) -> bool:
        return self != Wanted()

    def behind(self, place: Setting) -> Behind | None:
        """The number whose cases are asked for; None where none is, or one that is not known."""
        classes = tuple(below(place, self.class_id)) if self.class_id else ()
        asked = Behind(self.figure, self.since, self.until, self.unit, classes)
        return asked if asked.known else None


@dataclass(frozen=True, slots=True)
class Listed:
    """One case as a row. `words` are stretches with whether they were looked for; `place` the tone of its status."""

    number: str
    url: str
    words: Sequence[tuple[str, bool]]
    enterprise: str
    enterprise_id: str
    status: str
    place: str
    kind: str
    class_name: str
    rung: str
    unit: str
    recorded: str
    due_at: datetime | None
    due: str
    left: str
    light: str
    late: bool
    state: str
    confidential: bool
    letter: str = ""

    @property
    def tone(self) -> str:
        """What its time says: "", near or bad."""
        if self.state == "suspended" or not self.due:
            return ""
        return "bad" if self.late or self.light == "red" else "near" if self.light == "yellow" else ""


@dataclass(frozen=True, slots=True)
class Found:
    """The numbers of the cases in which something stands, the newest, all of which whoever looked may see; `more` says
    that there may be others.
    """

    numbers: tuple[str, ...]
    more: bool


def find(
    principal: gate.Principal, wanted: Wanted, *, place: Setting, looked_for: Found | None = None
) -> QuerySet[Case]:
    """The cases asked for that this principal may see. `looked_for` is what `look_for` gave, for this or for more.
    LedgerRefusal `case.search.too-short` for one character.
    """
    rows = gate.visible(principal)
    if wanted.mine:
        own = replace(principal, subjects=principal.subjects - {"park", "inspection"})
        rows = rows.filter(gate.access(own, number="no"))
    if wanted.status in GROUPS:
        rows = rows.filter(status__in=_OPEN) if wanted.status == "open" else rows.exclude(status__in=_OPEN)
    elif wanted.status:
        rows = rows.filter(status=wanted.status)
    if wanted.rung:
        rows = rows.filter(rung=int(wanted.rung) if wanted.rung.isdecimal() and len(wanted.rung) < 3 else -1)
    number = wanted.behind(place)
    if number is not None:
        rows = narrowed(rows, number, park=principal.park)
    elif wanted.class_id:
        rows = rows.filter(class_id__in=below(place, wanted.class_id))
    unit = wanted.unit if number is None else ""
    plain = {"main_unit": unit, "kind": wanted.kind, "enterprise": wanted.enterprise}
    rows = rows.filter(**{column: value for column, value in plain.items() if value})
    if wanted.light in LIGHTS:
        rows = rows.filter(_reds(place) if wanted.light == "red" else _lit(wanted.light, place.now))
    looked_for = looked_for or look_for(principal, wanted, place=place)
    return rows if looked_for is None else rows.filter(AnyOf("no", looked_for.numbers))


def below(place: Setting, class_id: str) -> list[str]:
    """A class and every class under it."""
    classes = place.rules_for_new().classes
    found = {class_id}
    while more := {id for id, one in classes.items() if one.parent in found} - found:
        found |= more
    return sorted(found)


def _lit(light: str, now: datetime) -> RawSQL:
    """Yellow, or none, as the rows show it: past its due time is red, witnessed or not (`_reds`); a clock that stands
    shows nothing.
    """
    return RawSQL(_LIT[light], [instant(now)] * _LIT[light].count("%s"), BooleanField())


def _reds(place: Setting) -> Q:
    """Red as the rows show it, whether or not anybody witnessed it: either of its conditions has an index, one or the
    other has none, and SQLite would rather walk through all the cases of a park.
    """
    cases = Case.objects.filter(park=place.park)
    either = cases.filter(light="red").values("no").union(cases.filter(due__lt=place.now).values("no"))
    return ~Q(status=Status.PAUSED.value) & Q(no__in=either)


def look_for(principal: gate.Principal, wanted: Wanted, *, place: Setting, most: int | None = None) -> Found | None:
    """Whatever was typed into the one box: a phrase, a number of ours or of another system, part of a name. At most
    `most` cases, usually as many as are counted, of those that the other filters leave; None where nothing was typed.

    LedgerRefusal `case.search.too-short`.
    """
    text, most = wanted.q, most or queries.COUNTED
    if not text:
        return None
    if len(search.normalised(text)) < 2:
        raise LedgerRefusal(Refused(TOO_SHORT, {"text": text}))
    rest = replace(wanted, q="")
    rows = find(principal, rest, place=place)

    def left(numbers: Sequence[str]) -> set[str]:
        return set(rows.filter(AnyOf("no", numbers)).values_list("no", flat=True))

    # Numbers are found first: asked all at once, a planner would rather walk a million cases.
    phrase = search.normalised(text)
    numbers, more = search.numbers(principal, phrase, limit=most, among=left if rest.narrowed else None)
    found = set(numbers)
    named = {text, *(no for (no,) in select(_ELSEWHERE, [principal.park, text, most]))}
    found |= left(sorted(named)) if len(named) > 1 or text[:1].isdecimal() else set()
    key = match_key(text)
    if key:
        called = EnterpriseName.objects.filter(park=principal.park, key__contains=key)
        owners = list(called.values_list("enterprise_id", flat=True)[: _ENTERPRISES + 1])
        more = more or len(owners) > _ENTERPRISES
        theirs = rows.filter(enterprise__in=owners).order_by("-no") if owners else Case.objects.none()
        found |= set(theirs.values_list("no", flat=True)[: most + 1])
    newest = sorted(found, reverse=True)
    return Found(tuple(newest[:most]), more or len(newest) > most)


def in_groups(rows: QuerySet[Case], *, now: datetime) -> dict[str, queries.Count]:
    """How many of these are in each group that is asked for most, and in all (""), each up to `queries.COUNTED`: each
    part is counted along its own index, as far as anybody is told.
    """
    try:
        some, given = rows.order_by().values_list("no").query.sql_with_params()
    except EmptyResultSet:
        return dict.fromkeys(_GROUPS, queries.Count(0))
    most = queries.COUNTED + 1
    # Of the ORM's words and ours; what somebody typed is a parameter.
    counts = (f"(SELECT COUNT(*) FROM ({some} AND {part} LIMIT {most}) AS part)" for part in _PARTS)  # noqa: S608
    values = [value for part in _PARTS for value in (*given, *[instant(now)] * part.count("%s"))]
    ((*found,),) = select(f"SELECT {', '.join(counts)}", values)
    return _in_groups(found)


def found_in_groups(looked_for: Found, *, park: str, now: datetime) -> dict[str, queries.Count]:
    """`in_groups` of what was looked for, which is walked through once; of each there may be more where there may be
    more in all. Whether they may be seen was asked of each of these numbers before.
    """
    sums = ", ".join(f"COUNT(*) FILTER (WHERE {part})" for part in _PARTS)
    values = [instant(now) for part in _PARTS for _ in range(part.count("%s"))]
    told = f"SELECT {sums} FROM cases_case WHERE park = %s AND no"  # noqa: S608 - our own words
    found = next(iter(select_in(told, [*values, park], looked_for.numbers)), [0] * len(_PARTS))
    return {name: replace(count, more=count.more or looked_for.more) for name, count in _in_groups(found).items()}


def _in_groups(found: Sequence[int]) -> dict[str, queries.Count]:
    numbers = dict(zip(_PARTS, found, strict=True))
    return {name: queries.Count.of(sum(numbers[part] for part in parts)) for name, parts in _GROUPS.items()}


def rows(
    principal: gate.Principal, items: Sequence[Case], *, place: Setting, phrase: str = "", whole: bool = False
) -> tuple[Listed, ...]:
    """These cases, which the principal may see, as rows. Three queries, however many they are. `whole`: all words, and
    the number of the sealed letter (文号), for which the log is asked as well.
    """
    which = 1 if lang() == "en" else 0
    park = principal.park
    called = place.names
    main_units = unit_names(park=park)
    enterprises = enterprise_names(park=park, ids=(item.enterprise for item in items))
    # In passing nobody reads a confidential report: its own page shows it, and writes the reading down.
    words = read_contents(park=park, ids=[item.words for item in items if item.words and not item.confidential])
    ladder = place.rules_for_new().ladder
    letters = _letters(park, items) if whole else {}

    def name(key: str, code: str) -> str:
        text = called.get(f"{key}.{code}")
        return (text.en if which else text.zh) if text else code

    return tuple(
        Listed(
            number=item.no,
            url=_address(item.no),
            words=_withheld() if item.confidential else _stretches(words.get(item.words), phrase, whole=whole),
            enterprise=enterprises.get(item.enterprise, ""),
            enterprise_id=item.enterprise,
            status=heading(names.STATUSES[item.status][which]),
            place=PLACES[item.status],
            kind=name("kind", item.kind),
            class_name=name("class", item.class_id) if item.class_id else "",
            rung=name("rung", ladder[item.rung].id) if item.rung < len(ladder) else "",
            unit=main_units.get(item.main_unit, item.main_unit),
            recorded=place.calendar.local(item.recorded_at).strftime("%Y-%m-%d %H:%M"),
            due_at=item.due,
            due=short(item.due, calendar=place.calendar, now=place.now) if item.due else "",
            left=left(item.due, now=place.now) if item.due and item.status != Status.PAUSED else "",
            light=item.light,
            late=item.due is not None and item.due < place.now,
            state="suspended" if item.status == Status.PAUSED else "open",
            confidential=item.confidential,
            letter=letters.get(item.id, ""),
        )
        for item in items
    )


@lru_cache(maxsize=4_096)
def _address(number: str) -> str:
    # Looking an address up takes as long as putting the row together.
    return reverse("case", args=[number])


def _letters(park: str, items: Sequence[Case]) -> Mapping[str, str]:
    """Case → the number of the sealed letter of the answer that stands, where one was filed and is not erased."""
    cited: dict[str, str] = {}
    for ids in in_parts([item.id for item in items if item.answered_at]):
        rows = Event.objects.filter(park=park, stream_kind=STREAM_KIND, stream_id__in=ids)
        told = rows.filter(type__in=("answered", "letter-filed")).order_by("stream_id", "seq")
        for id, type_, data in told.values_list("stream_id", "type", "data"):
            if type_ == "answered":
                cited.pop(id, None)
            elif letter := json.loads(data).get("letter"):
                cited[id] = letter["id"]
    words = read_contents(park=park, ids=list(cited.values()))
    return {id: (words.get(content) or b"").decode("utf-8", "replace") for id, content in cited.items()}


def _withheld() -> Sequence[tuple[str, bool]]:
    return ((_("（保密反映，原话在事项页查看，每次查看都会留痕）"), False),)


def _stretches(said: bytes | None, phrase: str, *, whole: bool) -> Sequence[tuple[str, bool]]:
    if said is None:
        return ((_("（已按规定删除）"), False),)
    text = said.decode("utf-8", "replace")
    if whole:
        return ((text, False),)
    line = " ".join(text.split())
    # Begin a little before what was looked for, where it stands far inside.
    before = _place(line, phrase) if phrase else 0
    cut = before - 15 if before > _EXCERPT - 20 else 0
    shown = ("……" if cut else "") + line[cut : cut + _EXCERPT] + ("……" if len(line) > cut + _EXCERPT else "")
    return search.marked(shown, [phrase]) if phrase else ((shown, False),)


def _place(line: str, phrase: str) -> int:
    """Where the phrase begins, as it is typed or however it is spelled there; 0 where it does not stand."""
    before = line.find(phrase)
    if before >= 0:
        return before
    found = search.marked(line, [phrase])
    return len(found[0][0]) if len(found) > 1 and not found[0][1] else 0


#: The tone of each status: live (in hand), near (waits for somebody), good (done), "" (over).
PLACES: Mapping[str, str] = {
    **dict.fromkeys(("triage", "adjudication", "paused", "tabled", "answered", "on-the-spot", "verification"), "near"),
    **dict.fromkeys(("handling", "tracking", "planned", "merged"), "live"),
    **dict.fromkeys(("closed", "settled"), "good"),
    **dict.fromkeys(("not-accepted", "withdrawn"), ""),
}
