"""The lines of an exported log: each is one JSON object in its canonical spelling, ended by a line feed.

{"line":"log","park":"…","version":1}
{"line":"event","position":1, …the fields of the event…, "hash":"…","root":"…"}      one for each position, in order
{"line":"content","id":"…","salt":"…","words":"…"}                       words in base64, salt in hex; only if asked for
{"line":"content","erased_at":"…","id":"…"}                              words that were erased
{"line":"end","contents":0,"events":1,"position":1,"root":"…"}           how much there must have been
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Mapping
from typing import TypedDict

from lianqi.kernel.chain import canonical_json
from lianqi.kernel.decision import Json

VERSION = 1

#: The keys of each kind of line, and what their values are.
SHAPES: Mapping[str, Mapping[str, type]] = {
    "log": {"line": str, "park": str, "version": int},
    "event": {
        "line": str,
        "position": int,
        "stream_kind": str,
        "stream_id": str,
        "seq": int,
        "type": str,
        "schema": int,
        "data": dict,
        "actor": str,
        "command_id": str,
        "occurred_at": str,
        "recorded_at": str,
        "prev_hash": str,
        "hash": str,
        "root": str,
    },
    "content": {"line": str, "id": str, "salt": str, "words": str},
    "erased": {"line": str, "id": str, "erased_at": str},
    "end": {"line": str, "contents": int, "events": int, "position": int, "root": str},
}


class EventLine(TypedDict):
    """What stands in the line of an event, beside the word `event` itself."""

    position: int
    stream_kind: str
    stream_id: str
    seq: int
    type: str
    schema: int
    data: Mapping[str, Json]
    actor: str
    command_id: str
    occurred_at: str
    recorded_at: str
    prev_hash: str
    hash: str
    root: str


def log_line(*, park: str) -> bytes:
    """The first line."""
    return _line({"line": "log", "park": park, "version": VERSION})


def event_line(event: EventLine) -> bytes:
    """The line of one event at its position."""
    return _line({"line": "event", **event})


def content_line(*, id: str, salt: bytes, words: bytes) -> bytes:
    """The line of words that are still kept."""
    return _line({"line": "content", "id": id, "salt": salt.hex(), "words": b64encode(words).decode()})


def erased_line(*, id: str, erased_at: str) -> bytes:
    """The line of words that were erased."""
    return _line({"line": "content", "id": id, "erased_at": erased_at})


def end_line(*, contents: int, events: int, position: int, root: str) -> bytes:
    """The last line: without it a log was cut short."""
    return _line({"line": "end", "contents": contents, "events": events, "position": position, "root": root})


def words_of(line: Mapping[str, Json]) -> tuple[bytes, bytes]:
    """Salt and words of a content line; ValueError if they are not spelled as they should be."""
    return bytes.fromhex(line["salt"]), b64decode(line["words"], validate=True)


def shape_of(value: Json) -> str | None:
    """Which kind of line this is ("content" and "erased" apart); None if it is none of them."""
    if not isinstance(value, dict):
        return None
    kind = value.get("line")
    if kind == "content" and "erased_at" in value:
        kind = "erased"
    shape = SHAPES.get(kind) if isinstance(kind, str) else None
    if shape is None or value.keys() != shape.keys():
        return None
    # `type`, not isinstance: True is no number here.
    return kind if all(type(value[key]) is wanted for key, wanted in shape.items()) else None


def _line(value: Mapping[str, Json]) -> bytes:
    return canonical_json(value) + b"\n"
