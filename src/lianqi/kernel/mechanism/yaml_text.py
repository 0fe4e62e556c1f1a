"""YAML as mechanism files use it: a plain subset, read with the place of every key and value.

Left out on purpose: anchors and aliases (a file is checked line by line, and aliases make bombs), type tags, and the
surprises of YAML 1.1 (`no` is a word, `1:30` is text, dates stay text until the schema asks for one).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from lianqi.kernel.mechanism.problems import Problem, problem

LARGEST = 1_000_000
DEEPEST = 20
Path = tuple[str | int, ...]

_PLAIN = "tag:yaml.org,2002:"
_INTEGER = re.compile(r"[-+]?[0-9]{1,15}")
_FLAGS = {"true": True, "false": False}


@dataclass(frozen=True, slots=True)
class Place:
    """Line and column, both from 1, of a key (or of a list entry) and of its value."""

    line: int
    column: int
    value_line: int
    value_column: int


@dataclass(slots=True)
class Document:
    """The values of a text, the place of each, and what was wrong with the text itself."""

    value: Any = None
    places: dict[Path, Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def place(self, path: Path) -> Place:
        """The place of `path`, or of the nearest thing above it that stands in the text."""
        for length in range(len(path), -1, -1):
            if path[:length] in self.places:
                return self.places[path[:length]]
        return Place(1, 1, 1, 1)


def read(text: str) -> Document:
    """Read one document. Problems are collected; when the text cannot be read at all, `value` is None."""
    document = Document()
    if len(text) > LARGEST:
        document.problems.append(problem("mechanism.file.too-large", size=len(text), limit=LARGEST))
        return document
    try:
        events: list[yaml.Event] = []
        document.problems.extend(_forbidden(text, events))
        if document.problems:
            return document
        node = _Composer(events).get_single_node()
    except yaml.MarkedYAMLError as error:
        document.problems.append(_syntax(error, text))
        return document
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        document.problems.append(problem("mechanism.yaml.syntax", at=(line, 1), reason=error.reason))
        return document
    if node is None:
        document.problems.append(problem("mechanism.file.empty", at=(1, 1)))
        return document
    document.places[()] = Place(1, 1, 1, 1)
    document.value = _value(node, (), document)
    return document


class _Composer(yaml.composer.Composer, yaml.resolver.Resolver):
    """Builds the tree from events that were looked at already: scanning the text is what takes the time."""

    def __init__(self, events: Sequence[yaml.Event]) -> None:
        yaml.composer.Composer.__init__(self)
        yaml.resolver.Resolver.__init__(self)
        self._events, self._next = events, 0

    def peek_event(self) -> yaml.Event | None:
        return self._events[self._next] if self._next < len(self._events) else None

    def get_event(self) -> yaml.Event | None:
        event = self.peek_event()
        self._next += 1
        return event

    def check_event(self, *choices: type[yaml.Event]) -> bool:
        event = self.peek_event()
        return event is not None and (not choices or isinstance(event, choices))


def _forbidden(text: str, events: list[yaml.Event]) -> Iterator[Problem]:
    """What the subset leaves out, found before anything is built; the parser itself does not recurse. What it reads
    on its way is put into `events`.
    """
    depth, documents = 0, 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        events.append(event)
        mark = event.start_mark
        place = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                yield problem("mechanism.yaml.several-documents", at=place)
                return
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            yield problem("mechanism.yaml.alias", at=place)
        elif tag := getattr(event, "tag", None):
            yield problem("mechanism.yaml.tag", tag=tag.replace(_PLAIN, "!!"), at=place)
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > DEEPEST:
                yield problem("mechanism.yaml.too-deep", limit=DEEPEST, at=place)
                return
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _syntax(error: yaml.MarkedYAMLError, text: str) -> Problem:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    written = text.splitlines()[line - 1] if line <= len(text.splitlines()) else ""
    if "\t" in written[: max(column, len(written) - len(written.lstrip()))]:
        return problem("mechanism.yaml.tab", at=(line, column))
    return problem("mechanism.yaml.syntax", at=(line, column), reason=error.problem or error.context or "?")


def _value(node: Node, path: Path, document: Document) -> Any:
    if isinstance(node, MappingNode):
        return _mapping(node, path, document)
    if isinstance(node, SequenceNode):
        for index, entry in enumerate(node.value):
            document.places[(*path, index)] = _place(entry, entry)
        return [_value(entry, (*path, index), document) for index, entry in enumerate(node.value)]
    return _scalar(node) if isinstance(node, ScalarNode) else None


def _mapping(node: MappingNode, path: Path, document: Document) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = str(key_node.value)
        inner = (*path, key)
        if key in result:
            place = _place(key_node, value_node)
            document.problems.append(
                problem(
                    "mechanism.yaml.duplicate-key",
                    at=(place.line, place.column),
                    path=spell(inner),
                    key=key,
                    first=document.places[inner].line,
                )
            )
            continue
        document.places[inner] = _place(key_node, value_node)
        result[key] = _value(value_node, inner, document)
    return result


def _scalar(node: ScalarNode) -> Any:
    written: str = node.value
    if node.style is not None:
        return written
    if written in {"", "~", "null"}:
        return None
    if written in _FLAGS:
        return _FLAGS[written]
    return int(written) if _INTEGER.fullmatch(written) else written


def _place(key: Node, value: Node) -> Place:
    return Place(
        key.start_mark.line + 1,
        key.start_mark.column + 1,
        value.start_mark.line + 1,
        value.start_mark.column + 1,
    )


def spell(path: Path) -> str:
    """A path as people write it: limits.answer.general, ladder[2].owner."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text
