"""Check an exported log: every event against its hash, its stream and the ledger; every word against its citation.

What this proves: nothing was changed, dropped, put in or moved *within* the file. Somebody who can rewrite the whole
file can also compute every hash anew; only a root that was printed elsewhere before (`printed`) stands against that.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from lianqi.kernel import instants
from lianqi.kernel.chain import (
    GENESIS,
    canonical_json,
    check_content_hash,
    check_event_hash,
    check_next_root,
    is_hash,
)
from lianqi.kernel.decision import Json
from lianqi.verify import lines as form

#: A log with more wrong lines than this is read no further.
MOST_FINDINGS = 100


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: in which line (from 1), which (a code of `refusals.CATALOGUE`), and its details."""

    line: int
    code: str
    details: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Report:
    """What was read and what was wrong. `contents` were compared with their citations; `erased` are gone by right;
    `unseen` are cited and not in the file (an export without words has all of them there).
    """

    park: str
    events: int
    streams: int
    position: int
    root: str
    contents: int
    erased: int
    unseen: int
    findings: tuple[Finding, ...]

    @property
    def holds(self) -> bool:
        """Whether nothing was wrong."""
        return not self.findings


def verify_log(log: Iterable[bytes], *, printed: Mapping[int, str] | None = None) -> Report:
    """Check an exported log line by line; `printed` are roots published elsewhere, by position.

    Nothing is refused: whatever is wrong stands in the report with its line, and reading goes on from there as
    if that line were right, so that one fault is not told again for every line after it.
    """
    reading = _Reading(dict(printed or {}))
    number = 0
    for number, line in enumerate(log, start=1):
        reading.take(number, line)
        if len(reading.findings) >= MOST_FINDINGS:
            break
    reading.finish(max(number, 1))
    return reading.report()


class _Reading:
    """What is known after some lines."""

    def __init__(self, printed: dict[int, str]) -> None:
        self.printed = printed
        self.findings: list[Finding] = []
        self.park = ""
        self.stage = "start"
        self.events = self.position = 0
        self.root = GENESIS
        self.heads: dict[tuple[str, str], tuple[int, str, datetime]] = {}
        self.cited: dict[str, str] = {}
        self.seen: set[str] = set()
        self.contents = self.erased = 0

    def take(self, number: int, line: bytes) -> None:
        try:
            value = json.loads(line)
            spelled = canonical_json(value) + b"\n"
        except (ValueError, RecursionError):
            self.find(number, "verify.line.spelling")
            return
        if spelled != line:
            self.find(number, "verify.line.spelling")
        shape = form.shape_of(value)
        if shape is None or not _fits(shape, value):
            self.find(number, "verify.line.shape")
            return
        if shape not in _FOLLOWS[self.stage]:
            self.find(number, "verify.line.order")
        self.stage = shape
        match shape:
            case "log":
                self.take_log(number, value)
            case "event":
                self.take_event(number, value)
            case "content":
                self.take_content(number, value)
            case "erased":
                self.take_erased(number, value)
            case "end":
                self.take_end(number, value)

    def take_log(self, number: int, line: Mapping[str, Any]) -> None:
        self.park = line["park"]
        if line["version"] != form.VERSION:
            self.find(number, "verify.line.shape")

    def take_event(self, number: int, line: Mapping[str, Any]) -> None:
        self.events += 1
        fields = {name: line[name] for name in _HASHED}
        if not check_event_hash(line["hash"], park=self.park, **fields):
            self.find(number, "verify.event.hash")
        self.continue_ledger(number, line)
        self.continue_stream(number, line)
        for id, sha256 in _citations(line["data"]):
            if self.cited.setdefault(id, sha256) != sha256:
                self.find(number, "verify.content.cited-twice", id=id)

    def continue_ledger(self, number: int, line: Mapping[str, Any]) -> None:
        position, root = line["position"], line["root"]
        if position != self.position + 1:
            self.find(number, "verify.event.position", expected=self.position + 1, found=position)
        elif not check_next_root(root, prev_root=self.root, event_hash=line["hash"]):
            self.find(number, "verify.event.root")
        if self.printed.pop(position, root) != root:
            self.find(number, "verify.log.printed-root", position=position)
        self.position, self.root = position, root

    def continue_stream(self, number: int, line: Mapping[str, Any]) -> None:
        stream = (line["stream_kind"], line["stream_id"])
        recorded_at = instants.from_text(line["recorded_at"])
        seq, head, last = self.heads.get(stream, (0, GENESIS, recorded_at))
        if line["seq"] != seq + 1:
            self.find(number, "verify.event.seq", expected=seq + 1, found=line["seq"])
        elif line["prev_hash"] != head:
            self.find(number, "verify.event.previous")
        if recorded_at < last:
            self.find(number, "verify.event.time")
        self.heads[stream] = (line["seq"], line["hash"], recorded_at)

    def take_content(self, number: int, line: Mapping[str, Any]) -> None:
        self.contents += 1
        self.see(number, line["id"])
        salt, words = form.words_of(line)
        sha256 = self.cited.get(line["id"])
        if sha256 is not None and not check_content_hash(sha256, salt=salt, content=words):
            self.find(number, "verify.content.words", id=line["id"])

    def take_erased(self, number: int, line: Mapping[str, Any]) -> None:
        self.erased += 1
        self.see(number, line["id"])

    def see(self, number: int, id: str) -> None:
        if id in self.seen:
            self.find(number, "verify.content.repeated", id=id)
        self.seen.add(id)

    def take_end(self, number: int, line: Mapping[str, Any]) -> None:
        found = (self.contents + self.erased, self.events, self.position, self.root)
        if found != (line["contents"], line["events"], line["position"], line["root"]):
            self.find(number, "verify.log.counts")

    def finish(self, last: int) -> None:
        if self.stage != "end" and len(self.findings) < MOST_FINDINGS:
            self.find(last, "verify.log.cut-short")
        for position in self.printed:
            self.find(last, "verify.log.printed-root", position=position)

    def find(self, number: int, code: str, **details: Json) -> None:
        self.findings.append(Finding(number, code, details))

    def report(self) -> Report:
        return Report(
            park=self.park,
            events=self.events,
            streams=len(self.heads),
            position=self.position,
            root=self.root,
            contents=self.contents,
            erased=self.erased,
            unseen=len(self.cited.keys() - self.seen),
            findings=tuple(self.findings),
        )


#: Which lines may follow which.
_FOLLOWS = {
    "start": {"log"},
    "log": {"event", "content", "erased", "end"},
    "event": {"event", "content", "erased", "end"},
    "content": {"content", "erased", "end"},
    "erased": {"content", "erased", "end"},
    "end": set(),
}
_HASHED = (
    *("stream_kind", "stream_id", "seq", "type", "schema", "data"),
    *("actor", "command_id", "occurred_at", "recorded_at", "prev_hash"),
)


def _fits(shape: str, line: Mapping[str, Any]) -> bool:
    """Whether hashes, instants, salt and words are spelled as they must be."""
    try:
        if shape == "event":
            for name in ("occurred_at", "recorded_at"):
                if instants.to_text(instants.from_text(line[name])) != line[name]:
                    return False
            return all(is_hash(line[name]) for name in ("prev_hash", "hash", "root"))
        if shape == "content":
            form.words_of(line)
        return shape != "end" or is_hash(line["root"])
    except ValueError:
        return False


def _citations(value: Json) -> Iterator[tuple[str, str]]:
    """Every citation of content in an event's data: an object of exactly `id` and `sha256`."""
    if isinstance(value, dict):
        if value.keys() == {"id", "sha256"} and isinstance(value["id"], str) and is_hash(value["sha256"]):
            yield value["id"], value["sha256"]
        else:
            for inner in value.values():
                yield from _citations(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _citations(inner)
