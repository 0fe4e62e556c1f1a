"""A million cases in minutes: lived cases, multiplied with other ids, enterprises, units, classes, kinds and minutes.

Nothing is invented but by substitution: every clone has its own events with their hash chain, content, commands,
sealed positions with their roots, rows, place in the search index and share in the figures; and what it says is its
own. `replaying.verified` replays a sample to show it.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.db import connection, transaction
from django.db.models import Max, Model

from bench import bulk, indexing
from bench.lives import CLASS, KIND, UNIT, Life, lived
from bench.park import PARK, Park
from bench.sayings import saying
from lianqi.kernel.chain import canonical_json, content_hash, next_root
from lianqi.kernel.instants import from_text, to_text
from lianqi.kernel.scoring import contributions
from lianqi.server.cases import figures, stream
from lianqi.server.cases import models as cases
from lianqi.server.cases.reactions import catch_up
from lianqi.server.ids import new_id
from lianqi.server.ledger import models as ledger
from lianqi.server.ledger import queries
from lianqi.server.ledger.values import StreamRef
from lianqi.server.mechanisms import queries as mechanisms

#: Share of cases that are open. The rest is closed, the youngest of them waiting to be asked once more.
OPEN_SHARE = 0.03
#: Share of cases that go to the unit at home in their class; the others go anywhere.
AT_HOME = 0.85
KINDS = (("problem", 50), ("request", 25), ("enquiry", 15), ("suggestion", 7), ("complaint", 3))
_AT_ONCE = 2_000
_TABLES: tuple[type[Model], ...] = (
    ledger.Event,
    ledger.Command,
    ledger.Content,
    cases.Case,
    cases.Commitment,
    cases.CaseAccess,
)
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Row:
    """One row of a pattern: its values, those of them that a slot fills, and those in which slots stand."""

    values: tuple[Any, ...]
    slots: tuple[tuple[int, str], ...]
    texts: tuple[tuple[int, str], ...]

    def filled(self, said: Values) -> list[Any]:
        row = list(self.values)
        for place, slot in self.slots:
            row[place] = said[slot]
        for place, text in self.texts:
            row[place] = text % said
        return row


@dataclass(frozen=True, slots=True)
class _Pattern:
    """One life, ready to be multiplied. `hashed` is what the hash of each event covers, as it is spelled."""

    life: Life
    rows: Mapping[type[Model], tuple[_Row, ...]]
    hashed: tuple[str, ...]
    fresh: tuple[str, ...]
    moments: tuple[datetime, ...]
    counted: tuple[tuple[str, str, bool, bool, int], ...]  # measure, month, of the unit, of the class, count
    salt: bytes
    searched: indexing.Searched


def seeded(park: Park, size: int) -> int:
    """Fill an empty park with `size` cases; returns how many events its ledger holds then."""
    patterns = [_pattern(park, life) for life in lived(park)]
    catch_up(park=PARK)
    wanted = size - len(patterns)
    with bulk.without_queue():
        _count(_multiply(park, patterns, wanted), patterns)
    last, _ = queries.position(PARK)
    ledger.Consumer.objects.filter(park=PARK).update(position=last)
    bulk.settle_down()
    return last


def _pattern(park: Park, life: Life) -> _Pattern:
    row = cases.Case.objects.get(park=PARK, no=life.number)
    ref = StreamRef(PARK, stream.STREAM_KIND, row.id)
    events = queries.events(ref)
    commands = {event.command_id: f"k{place}" for place, event in enumerate(events)}
    contents = sorted({id for event in events for id in _cited(event.data)})
    enterprise = park.enterprises[0]
    slots = {
        row.id: "id",
        life.number: "no",
        enterprise: "enterprise",
        park.contacts[enterprise]: "contact",
        UNIT: "unit",
        CLASS: "class",
        KIND: "kind",
        **{park.people[f"{role}:{UNIT}"]: role for role in ("handler", "unit-head", "leader-in-charge")},
        **commands,
        **{id: f"c{place}" for place, id in enumerate(contents)},
        f"enterprise:{enterprise}": "by-enterprise",
        f"unit:{UNIT}": "by-unit",
    }
    words = ledger.Content.objects.get(park=PARK, id=row.words)
    salt = bytes(words.salt or b"")
    slots[content_hash(salt=salt, content=bytes(words.bytes or b""))] = "said-hash"
    found = {table: _rows_of(table, row.id, list(commands), contents) for table in _TABLES}
    moments = sorted(
        {value for rows in found.values() for row_ in rows for value in row_ if isinstance(value, datetime)}
        | {*(m for event in events for m in _moments(event.data))}
    )
    for place, moment in enumerate(moments):
        slots[to_text(moment)] = f"t{place}"
    whole = ledger.Event.objects.filter(park=PARK, stream_id=row.id).order_by("seq")
    hashed = tuple(_template(_covered(one), {**slots, one.prev_hash: "prev"}) for one in whole)
    columns = {moment: f"d{place}" for place, moment in enumerate(moments)}
    said = {bytes(words.bytes or b""): "said"}
    rows = {table: tuple(_row(table, values, slots, columns, said) for values in found[table]) for table in _TABLES}
    fresh = ("id", *(slot for slot in slots.values() if re.fullmatch(r"[ck]\d+", slot)))
    searched = indexing.searched(events, words=row.words, slots=slots)
    return _Pattern(life, rows, hashed, tuple(dict.fromkeys(fresh)), tuple(moments), _counted(events), salt, searched)


def _cited(data: Any) -> Iterator[str]:
    """The ids of content that an event's data cites."""
    if isinstance(data, Mapping):
        if set(data) == {"id", "sha256"}:
            yield data["id"]
        for value in data.values():
            yield from _cited(value)
    elif isinstance(data, list):
        for value in data:
            yield from _cited(value)


def _moments(data: Any) -> Iterator[datetime]:
    """The instants that stand in an event's data."""
    for text in _STRING.findall(canonical_json(data).decode()):
        with suppress(ValueError):
            yield from_text(text[1:-1])


def _rows_of(table: type[Model], id: str, commands: Sequence[str], contents: Sequence[str]) -> list[tuple[Any, ...]]:
    names = [field.attname for field in table._meta.concrete_fields]
    chosen: dict[type[Model], dict[str, Any]] = {
        ledger.Event: {"stream_id": id},
        ledger.Command: {"id__in": commands},
        ledger.Content: {"id__in": contents},
        cases.Case: {"id": id},
        cases.Commitment: {"stream_id": id},
        cases.CaseAccess: {"case_id": id},
    }
    rows = table._default_manager.filter(park=PARK, **chosen[table])
    ordered = rows.order_by("seq") if table is ledger.Event else rows.order_by("pk")
    return [
        tuple(bytes(value) if isinstance(value, memoryview) else value for value in row)
        for row in ordered.values_list(*names)
    ]


def _covered(event: ledger.Event) -> str:
    """What the hash of an event covers, as `lianqi.kernel.chain.event_hash` spells it."""
    spelled = canonical_json(
        [
            event.park,
            event.stream_kind,
            event.stream_id,
            event.seq,
            event.type,
            event.schema,
            None,
            event.actor,
            event.command_id,
            to_text(event.occurred_at),
            to_text(event.recorded_at),
            event.prev_hash,
        ]
    ).decode()
    text = spelled.replace(f",{event.schema},null,", f",{event.schema},{event.data},", 1)
    assert sha256(text.encode()).hexdigest() == event.hash
    return text


def _template(text: str, slots: Mapping[str, str]) -> str:
    """The canonical text with slots in place of the strings that differ from clone to clone."""

    def put(found: re.Match[str]) -> str:
        slot = slots.get(found[0][1:-1])
        return found[0] if slot is None else f'"%({slot})s"'

    return _STRING.sub(put, text.replace("%", "%%"))


def _row(
    table: type[Model],
    values: tuple[Any, ...],
    slots: Mapping[str, str],
    columns: Mapping[datetime, str],
    said: Mapping[bytes, str],
) -> _Row:
    places: list[tuple[int, str]] = []
    texts: list[tuple[int, str]] = []
    fixed = list(values)
    for place, (field, value) in enumerate(zip(table._meta.concrete_fields, values, strict=True)):
        if isinstance(value, datetime):
            places.append((place, columns[value]))
        elif isinstance(value, bytes) and value in said:
            places.append((place, said[value]))
        elif field.attname in ("data", "outcome"):
            texts.append((place, _template(value, slots)))
        elif isinstance(value, str) and value in slots:
            places.append((place, slots[value]))
        elif table is ledger.Event and field.attname in ("id", "prev_hash", "hash"):
            places.append((place, {"id": "event", "prev_hash": "prev", "hash": "hash"}[field.attname]))
    return _Row(tuple(fixed), tuple(places), tuple(texts))


def _counted(events: Sequence[Any]) -> tuple[tuple[str, str, bool, bool, int], ...]:
    local = mechanisms.calendar_of(PARK).local
    state = stream.initial()
    found: list[tuple[str, str, bool, bool, int]] = []
    for event in events:
        after = stream.fold(state, event)
        assert after.case is not None
        for one in contributions(state.case, type_=event.type, data=event.data, at=event.at, after=after.case):
            month = local(one.at).strftime("%Y-%m")
            found.append((one.measure, month, bool(one.unit), bool(one.class_id), one.count))
        state = after
    return tuple(found)


def _multiply(park: Park, patterns: Sequence[_Pattern], wanted: int) -> Counter[tuple[int, str, str, str]]:
    """Write the clones; returns how many there are of each pattern, unit, class and kind."""
    chance = random.Random(wanted)
    chosen = _Chosen(park, chance)
    made: Counter[tuple[int, str, str, str]] = Counter()
    writer = _Writer()
    for place in _order(patterns, wanted):
        pattern = patterns[place]
        unit, class_, kind = chosen.unit_class_kind()
        writer.add(pattern, chosen.values(pattern, unit, class_, kind, writer.number(pattern.life.began.year)))
        made[place, unit, class_, kind] += 1
    writer.flush()
    writer.close()
    return made


def _order(patterns: Sequence[_Pattern], wanted: int) -> Iterator[int]:
    """Which pattern each clone has, in the order in which they began, so that ids and numbers rise with time."""
    closed = [place for place, one in enumerate(patterns) if not one.life.is_open]
    opened = [place for place, one in enumerate(patterns) if one.life.is_open]
    shares = dict.fromkeys(range(len(patterns)), 0)
    open_ones = round(wanted * OPEN_SHARE)
    for some, count in ((closed, wanted - open_ones), (opened, open_ones)):
        whole, before = sum(patterns[place].life.weight for place in some), 0
        for place in some:
            until = before + patterns[place].life.weight
            shares[place] = count * until // whole - count * before // whole
            before = until
    for place, count in shares.items():
        for _ in range(count):
            yield place


class _Chosen:
    """What differs from clone to clone."""

    def __init__(self, park: Park, chance: random.Random) -> None:
        self._park, self._chance = park, chance
        mechanism = mechanisms.in_force(park=PARK, on=datetime(2026, 12, 1).date())  # noqa: DTZ001 - a day
        leaves = [key.removeprefix("class.") for key in mechanism.names() if key.startswith("class.")]
        self._classes = leaves
        self._home = {one: park.units[place % len(park.units)] for place, one in enumerate(leaves)}
        self._kinds = [kind for kind, weight in KINDS for _ in range(weight)]
        self._adapt = connection.ops.adapt_datetimefield_value

    def unit_class_kind(self) -> tuple[str, str, str]:
        class_ = self._chance.choice(self._classes)
        at_home = self._chance.random() < AT_HOME
        unit = self._home[class_] if at_home else self._chance.choice(self._park.units)
        return unit, class_, self._chance.choice(self._kinds)

    def values(self, pattern: _Pattern, unit: str, class_: str, kind: str, number: str) -> Values:
        enterprise = self._chance.choice(self._park.enterprises)
        later = timedelta(seconds=self._chance.randrange(3_600))
        moved = [moment + later for moment in pattern.moments]
        began = pattern.life.began + later
        said: Values = {slot: new_id(now=began) for slot in pattern.fresh}
        said.update({f"t{place}": to_text(moment) for place, moment in enumerate(moved)})
        said.update({f"d{place}": self._adapt(moment) for place, moment in enumerate(moved)})
        words = saying(self._chance)
        said |= {"words": words, "said": words.encode()}
        said["said-hash"] = content_hash(salt=pattern.salt, content=said["said"])
        people = self._park.people
        said |= {role: people[f"{role}:{unit}"] for role in ("handler", "unit-head", "leader-in-charge")}
        said |= {"unit": unit, "class": class_, "kind": kind, "no": number, "enterprise": enterprise}
        said |= {"contact": self._park.contacts[enterprise]}
        return said | {"by-enterprise": f"enterprise:{enterprise}", "by-unit": f"unit:{unit}"}


class _Writer:
    """Rows on their way into the tables, some thousand cases at once."""

    def __init__(self) -> None:
        tables: tuple[type[Model], ...] = (*_TABLES, ledger.Ledger)
        self._rows: dict[type[Model], list[list[Any]]] = {table: [] for table in tables}
        self._event = ledger.Event.objects.aggregate(last=Max("id"))["last"] or 0
        self._position, self._root = queries.position(PARK)
        self._numbers = dict(cases.NumberCounter.objects.filter(park=PARK).values_list("year", "last"))
        self._cases = 0
        self._index = indexing.Index()

    def number(self, year: int) -> str:
        """The next number of a year."""
        self._numbers[year] += 1
        return f"{year}-{self._numbers[year]:07d}"

    def add(self, pattern: _Pattern, said: Values) -> None:
        said["prev"] = "0" * 64
        for row, covered in zip(pattern.rows[ledger.Event], pattern.hashed, strict=True):
            self._event += 1
            self._position += 1
            said["event"], said["hash"] = self._event, sha256((covered % said).encode()).hexdigest()
            self._root = next_root(prev_root=self._root, event_hash=said["hash"])
            self._rows[ledger.Event].append(row.filled(said))
            self._rows[ledger.Ledger].append([PARK, self._position, self._event, self._root])
            said["prev"] = said["hash"]
        for table in _TABLES[1:]:
            self._rows[table] += [row.filled(said) for row in pattern.rows[table]]
        self._index.add(pattern.searched, said)
        self._cases += 1
        if self._cases % _AT_ONCE == 0:
            self.flush()

    def flush(self) -> None:
        # One transaction for all would be a second copy of the database in SQLite's journal.
        with transaction.atomic():
            for table, rows in self._rows.items():
                bulk.copy(table, rows)
                rows.clear()
            self._index.flush()

    def close(self) -> None:
        """The counters go on from here."""
        for year, last in self._numbers.items():
            cases.NumberCounter.objects.filter(park=PARK, year=year).update(last=last)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT setval(pg_get_serial_sequence('ledger_event', 'id'), %s)", [self._event])
        self._index.close()


def _count(made: Counter[tuple[int, str, str, str]], patterns: Sequence[_Pattern]) -> None:
    """Add the clones to the cells of the figures: what one contributes, as often as it was made."""
    cells: Counter[figures.Cell] = Counter()
    for (place, unit, class_, kind), times in made.items():
        for measure, month, of_unit, of_class, count in patterns[place].counted:
            cells[measure, month, unit if of_unit else "", class_ if of_class else "", kind] += count * times
    figures.add(park=PARK, cells=cells)
