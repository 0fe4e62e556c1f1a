"""Finding cases by what was said in them: pairs of characters, so that 漏水 is found whatever stands around it.

Why not the database's own: SQLite's trigram index answers a pattern of two characters with nothing and no error;
PostgreSQL's word index takes a Chinese sentence for one word, and its trigrams cannot serve two characters. Hits are
rechecked as a phrase in the text itself, and an erased text leaves the index with its rows.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import md5
from itertools import islice, pairwise
from typing import Any

from django.db import connection

from lianqi.kernel.decision import Refused
from lianqi.server.cases import gate
from lianqi.server.cases.models import Case, CaseAccess, SearchEntry
from lianqi.server.cases.refusals import TOO_SHORT
from lianqi.server.cases.stream import STREAM_KIND
from lianqi.server.ledger import queries as ledger
from lianqi.server.ledger.operations import Erasure
from lianqi.server.ledger.selecting import select
from lianqi.server.ledger.values import LedgerRefusal, SealedEvent

#: Which words of which event everybody who sees the case may read: drafts and notes between offices are not searched.
SEARCHED = {
    "recorded": "words",
    "supplemented": "words",
    "answered": "answer",
    "solved-on-the-spot": "measure",
    "not-accepted": "door",
}
_PORTION = 200
#: Portions of texts that are looked through for those few cases that are asked for.
_DEEPEST = 10


@dataclass(frozen=True, slots=True)
class Hit:
    """A case in which the phrase stands, with a stretch of text around it; the newest first."""

    number: str
    status: str
    excerpt: str


def normalised(text: str) -> str:
    """The text as it is compared: full width and half width alike, lower case, letters and digits only."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(character for character in folded if character.isalnum())


def bigrams(text: str) -> list[str]:
    """Every pair of neighbouring characters, each spelled in ASCII: no tokenizer of any version splits or drops one."""
    plain = normalised(text)
    return [f"{ord(a):05x}{ord(b):05x}" for a, b in pairwise(plain)]


def spelled(text: str, *, park: str) -> Any:
    """The bigrams of a text as the index of this database holds them: words for SQLite's, in order; for PostgreSQL a
    number for each distinct pair, which are half as long as words and compared twice as fast.

    The numbers begin with fifteen bits of the park's name, so that the newest texts of one park are found past those of
    others: migration 0005 says the same in SQL.
    """
    pairs = bigrams(text)
    if connection.vendor == "sqlite":
        return " ".join(pairs)
    of_the_park = (int(md5(park.encode(), usedforsecurity=False).hexdigest()[:4], 16) & 0x7FFF) << 48
    return sorted({of_the_park + int(pair, 16) for pair in pairs})


def index_cases(events: Sequence[SealedEvent]) -> None:
    """Consumer: put the words of these events into the index, inside the caller's transaction."""
    cited: list[tuple[str, str, str]] = []
    for sealed in events:
        event = sealed.event
        field = SEARCHED.get(event.type)
        if field and event.stream.kind == STREAM_KIND:
            cited.append((event.stream.park, event.stream.id, event.data[field]["id"]))
    if not cited:
        return
    park = cited[0][0]
    words = ledger.read_contents(park=park, ids=[content for _, _, content in cited], to_copy=True)
    numbers = dict(_numbers(park, sorted({case for _, case, _ in cited})))
    entries = {
        (content, numbers[case]): (words.get(content) or b"").decode("utf-8", "replace")
        for _, case, content in cited
        if case in numbers and words.get(content)
    }
    known = SearchEntry.objects.filter(park=park, content__in=[content for content, _ in entries])
    for pair in known.values_list("content", "case_no"):
        entries.pop(pair, None)
    made = SearchEntry.objects.bulk_create(
        [SearchEntry(park=park, case_no=number, content=content) for content, number in entries]
    )
    key = "rowid" if connection.vendor == "sqlite" else "id"
    rows = [(entry.id, spelled(text, park=park)) for entry, text in zip(made, entries.values(), strict=True)]
    with connection.cursor() as cursor:
        statement = f"INSERT INTO cases_bigrams ({key}, pairs) VALUES (%s, %s)"  # noqa: S608 - one of two constants
        cursor.executemany(statement, rows)


def _numbers(park: str, ids: Sequence[str]) -> Iterator[tuple[str, str]]:
    for start in range(0, len(ids), 500):
        yield from Case.objects.filter(park=park, id__in=ids[start : start + 500]).values_list("id", "no")


def forget(erasure: Erasure) -> None:
    """Part of an erasure: the texts leave the index."""
    for start in range(0, len(erasure.content_ids), 500):
        some = erasure.content_ids[start : start + 500]
        ids = list(SearchEntry.objects.filter(park=erasure.park, content__in=some).values_list("id", flat=True))
        with connection.cursor() as cursor:
            column = "rowid" if connection.vendor == "sqlite" else "id"
            statement = f"DELETE FROM cases_bigrams WHERE {column} = %s"  # noqa: S608 - one of two constants
            cursor.executemany(statement, [(id,) for id in ids])
        SearchEntry.objects.filter(park=erasure.park, id__in=ids).delete()
    if erasure.content_ids and connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            # What FTS5 deletes stays readable in its older segments until they are merged.
            cursor.execute("INSERT INTO cases_bigrams (cases_bigrams) VALUES ('optimize')")


def search(principal: gate.Principal, text: str, *, limit: int = 50) -> list[Hit]:
    """The newest `limit` cases this principal may see in which the phrase stands.

    LedgerRefusal `case.search.too-short` below two letters or digits.
    """
    phrase = normalised(text)
    if len(phrase) < 2:
        raise LedgerRefusal(Refused(TOO_SHORT, {"text": text}))
    found = dict(islice(hits(principal, phrase), limit))
    statuses = dict(gate.visible(principal).filter(no__in=sorted(found)).values_list("no", "status"))
    return [Hit(number, statuses[number], excerpt) for number, excerpt in found.items()]


def hits(principal: gate.Principal, phrase: str) -> Iterator[tuple[str, str]]:
    """Case numbers with an excerpt, each once, newest text first: candidates by bigrams, then the phrase itself.

    `phrase` is `normalised`, of two characters at least.
    """
    seen: set[str] = set()
    for rows in _candidates(principal, phrase, portion=_PORTION):
        words = ledger.read_contents(park=principal.park, ids=[content for _, content in rows])
        for number, content in rows:
            said = (words.get(content) or b"").decode("utf-8", "replace")
            if number not in seen and phrase in normalised(said):
                seen.add(number)
                yield number, _excerpt(said, phrase)


def numbers(
    principal: gate.Principal, phrase: str, *, limit: int, among: Callable[[Sequence[str]], Collection[str]] | None
) -> tuple[list[str], bool]:
    """The case numbers of `hits`, at most `limit`, and whether there may be more; of those that `among` gives back,
    where only some are asked for. Of many texts the newest are looked at.
    """
    found: dict[str, None] = {}
    for looked_at, some in enumerate(_numbers_of_hits(principal, phrase, portion=limit + 1), start=1):
        new = dict.fromkeys(number for number in some if number not in found)
        kept = among(list(new)) if among and new else new
        found |= dict.fromkeys(number for number in new if number in kept)
        if len(found) > limit or looked_at == _DEEPEST:
            return list(found)[:limit], True
    return list(found), False


def _numbers_of_hits(principal: gate.Principal, phrase: str, *, portion: int) -> Iterator[list[str]]:
    """Words are read only where pairs leave a doubt: two characters are one pair, and SQLite's index knows which pairs
    stand side by side.
    """
    if connection.vendor == "sqlite" or len(phrase) == 2:
        for rows in _candidates(principal, phrase, portion=portion):
            yield [number for number, _ in rows]
        return
    found = (number for number, _ in hits(principal, phrase))
    while some := list(islice(found, portion)):
        yield some


def _candidates(principal: gate.Principal, phrase: str, *, portion: int) -> Iterator[list[tuple[str, str]]]:
    """Number and content of every text that has the pairs of this phrase and may be seen, the newest first."""
    sqlite = connection.vendor == "sqlite"
    # Whoever sees nearly all is asked of each of the newest; whoever sees few, before any is counted as one of these.
    after = principal.sees_everything_open and not sqlite
    key = "rowid" if sqlite else "id"
    told, subjects = gate.among(sorted(principal.subjects))
    pairs = spelled(phrase, park=principal.park)
    wanted = f'"{pairs}"' if sqlite else pairs
    below: list[int] = []
    # Table and column names are the models'; what was typed is a parameter.
    entries = SearchEntry._meta.db_table
    paired = "cases_bigrams MATCH %s" if sqlite else "b.pairs @> %s::bigint[]"
    seen = (
        f"EXISTS (SELECT 1 FROM {CaseAccess._meta.db_table} a"  # noqa: S608
        f" WHERE a.park = e.park AND a.case_no = e.case_no AND a.subject IN ({told}){' OFFSET 0' if after else ''})"
    )
    while True:
        newest = f"{f' AND b.{key} < %s' if below else ''} ORDER BY b.{key} DESC LIMIT {portion}"
        if after:
            near = f"SELECT b.id FROM cases_bigrams b WHERE {paired}{newest}"  # noqa: S608
            # Should two parks begin alike, another's text keeps its place here, and shows nothing of itself.
            beside = f"({near}) b LEFT JOIN {entries} e ON e.id = b.id AND e.park = %s"
            sql = f"SELECT b.id, e.case_no, e.content, {seen} FROM {beside} ORDER BY b.id DESC"  # noqa: S608
            rows = select(sql, [*subjects, wanted, *below, principal.park])
        else:
            beside = f"cases_bigrams b JOIN {entries} e ON e.id = b.{key} WHERE {paired} AND e.park = %s AND {seen}"
            sql = f"SELECT e.id, e.case_no, e.content, 1 FROM {beside}{newest}"  # noqa: S608
            rows = select(sql, [wanted, principal.park, *subjects, *below])
        yield [(number, content) for _, number, content, visible in rows if visible]
        if len(rows) < portion:
            return
        below = [rows[-1][0]]


@lru_cache(maxsize=8_192)
def _folded(character: str) -> str:
    """`normalised`, of one character: a page of hits asks for thousands, of a few hundred."""
    return normalised(character)


def marked(text: str, phrases: Sequence[str]) -> list[tuple[str, bool]]:
    """The text in stretches, each with whether one of these phrases stands there, however it is spelled there."""
    folded = [_folded(character) for character in text]
    plain = "".join(folded)
    places = [place for place, some in enumerate(folded) for _ in some]
    spans: list[tuple[int, int]] = []
    for phrase in map(normalised, phrases):
        start = plain.find(phrase) if phrase else -1
        while start >= 0:
            spans.append((places[start], places[start + len(phrase) - 1] + 1))
            start = plain.find(phrase, start + len(phrase))
    stretches: list[tuple[str, bool]] = []
    done = 0
    for start, end in _joined(spans):
        stretches += [(text[done:start], False), (text[start:end], True)]
        done = end
    stretches.append((text[done:], False))
    return [stretch for stretch in stretches if stretch[0]]


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The same stretches in order, those that touch as one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _excerpt(said: str, phrase: str) -> str:
    """About forty characters around the phrase, on one line."""
    line = " ".join(said.split())
    place = unicodedata.normalize("NFKC", line).casefold().find(phrase[:2])
    start = max(0, place - 15)
    return ("…" if start else "") + line[start : start + 40] + ("…" if start + 40 < len(line) else "")
