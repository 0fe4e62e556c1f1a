"""A mechanism file read: text in, rules of one day out. No file is opened here."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from lianqi.kernel.mechanism.problems import MechanismInvalid, Problem, problem
from lianqi.kernel.mechanism.rules import Bounds, CaseClass, CaseRules, Lights, Limits, Rung, Text
from lianqi.kernel.mechanism.schema import ClassShape, Entry, MechanismShape, Words
from lianqi.kernel.mechanism.validation import shape
from lianqi.kernel.mechanism.yaml_text import Document, Path, Place, read, spell


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit that acts; `counterpart` is the inside unit that tracks a unit outside the park, else ""."""

    code: str
    name: Text
    outside: bool
    counterpart: str


@dataclass(frozen=True, slots=True)
class PlacedClass:
    """A class of the tree with its path in the file; `unit` and `complexity` may come from a class above."""

    path: Path
    rule: CaseClass
    leaf: bool


@dataclass(frozen=True, slots=True)
class Mechanism:
    """A mechanism file whose shape is right. `digest` is the SHA-256 of its exact text, in hex."""

    name: str
    text: str
    digest: str
    shape: MechanismShape
    document: Document

    @property
    def id(self) -> str:
        return self.shape.id

    @property
    def title(self) -> Text:
        return as_text(self.shape.title)

    def place(self, path: Path) -> Place:
        """Where `path` stands in the file."""
        return self.document.place(path)

    def classes(self) -> tuple[PlacedClass, ...]:
        """Every class, in the order of the file, above before below."""
        return tuple(_walk(self.shape.classes, ("classes",), None))

    def units(self) -> Mapping[str, Unit]:
        """Every unit by its code, in the order of the file."""
        return {
            code: Unit(code=code, name=as_text(unit.name), outside=unit.outside, counterpart=unit.counterpart)
            for code, unit in self.shape.units.items()
        }

    def names(self) -> Mapping[str, Text]:
        """What people call each code: `unit.economy`, `class.power`, `channel.visit`, `rung.dispatch` and so on."""
        shape = self.shape
        named: dict[str, Words] = {f"unit.{code}": unit.name for code, unit in shape.units.items()}
        named |= {f"role.{code}": role.name for code, role in shape.roles.items()}
        named |= {f"channel.{code}": words for code, words in shape.channels.items()}
        named |= {f"kind.{code}": words for code, words in shape.kinds.items()}
        named |= {f"complexity.{code}": words for code, words in shape.complexities.items()}
        named |= {f"rung.{rung.id}": rung.name for rung in shape.ladder}
        named |= {f"not_accepted.{code}": reason.name for code, reason in shape.not_accepted.items()}
        named |= {f"door.{code}": reason.door for code, reason in shape.not_accepted.items()}
        named |= {f"return_reason.{code}": words for code, words in shape.return_reasons.items()}
        result = {key: as_text(words) for key, words in named.items()}
        return result | {f"class.{placed.rule.id}": placed.rule.name for placed in self.classes()}

    def dated(self) -> Iterator[tuple[Path, tuple[Entry, ...]]]:
        """Every dated value of the file with its path."""
        yield from _dated(self.shape, ())

    def citations(self) -> Iterator[tuple[Path, str, bool]]:
        """Every citation of a decision: its path, the decision's code or "", and whether one must stand there."""
        for path, entries in self.dated():
            for entry in entries:
                yield path, entry.reference, True
        for index, rung in enumerate(self.shape.ladder):
            yield ("ladder", index, "reference"), rung.reference, False

    def rules(self, *, on: date) -> CaseRules:
        """The rules that hold on that day. Refused with `MechanismInvalid` where a value is not yet in force."""
        return _Compiler(self, on).rules()


def load(text: str, *, name: str) -> Mechanism:
    """Read a mechanism from its text; `name` is how the file is called in messages.

    Refused with `MechanismInvalid`, which holds every problem found, each with its line.
    """
    document = read(text)
    parsed = shape(MechanismShape, document=document) if document.value is not None else None
    if parsed is not None:
        _refuse_twice(parsed, document)
    if parsed is None or document.problems:
        raise MechanismInvalid(name=name, problems=document.problems)
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Mechanism(name=name, text=text, digest=digest, shape=parsed, document=document)


def as_text(words: Words) -> Text:
    """The words of the file as the rules carry them."""
    return Text(zh=words.zh, en=words.en)


def value_on(entries: Sequence[Entry], *, on: date, since: date) -> Entry | None:
    """The entry in force on a day; an entry without a date holds from `since`."""
    current = None
    for entry in entries:
        if (entry.start or since) <= on:
            current = entry
    return current


def _refuse_twice(parsed: MechanismShape, document: Document) -> None:
    """Codes that must be single although they stand in different places of the file."""
    seen: set[str] = set()
    codes = [(placed.path, placed.rule.id) for placed in _walk(parsed.classes, ("classes",), None)]
    codes += [(("ladder", index, "id"), f"ladder {rung.id}") for index, rung in enumerate(parsed.ladder)]
    for path, code in codes:
        if code in seen:
            place = document.place(path)
            document.problems.append(
                problem(
                    "mechanism.id.twice",
                    at=(place.line, place.column),
                    path=spell(path),
                    value=code.removeprefix("ladder "),
                )
            )
        seen.add(code)


def _walk(classes: Mapping[str, ClassShape], path: Path, above: CaseClass | None) -> Iterator[PlacedClass]:
    for code, shaped in classes.items():
        rule = CaseClass(
            id=code,
            name=as_text(shaped.name),
            words=tuple(shaped.words),
            unit=shaped.unit or (above.unit if above else ""),
            complexity=shaped.complexity or (above.complexity if above else ""),
            parent=above.id if above else "",
        )
        yield PlacedClass(path=(*path, code), rule=rule, leaf=not shaped.classes)
        yield from _walk(shaped.classes, (*path, code, "classes"), rule)


def _dated(part: Any, path: Path) -> Iterator[tuple[Path, tuple[Entry, ...]]]:
    if isinstance(part, tuple) and part and isinstance(part[0], Entry):
        yield path, part
    elif isinstance(part, dict):
        for key, inner in part.items():
            yield from _dated(inner, (*path, key))
    elif isinstance(part, list):
        for index, inner in enumerate(part):
            yield from _dated(inner, (*path, index))
    elif hasattr(type(part), "model_fields"):
        for key in type(part).model_fields:
            yield from _dated(getattr(part, key), (*path, key))


class _Compiler:
    """Picks the value of one day out of every dated value."""

    def __init__(self, mechanism: Mechanism, on: date) -> None:
        self._mechanism, self._on = mechanism, on
        self._since = mechanism.shape.in_force_from
        self._values: dict[Path, Any] = {}
        late = self._not_begun()
        if late:
            raise MechanismInvalid(name=mechanism.name, problems=late)
        for path, entries in mechanism.dated():
            entry = value_on(entries, on=on, since=self._since)
            if entry is None:
                place = mechanism.place(path)
                first = entries[0].start or self._since
                late.append(
                    problem(
                        "mechanism.not-in-force",
                        at=(place.line, place.column),
                        path=spell(path),
                        date=on,
                        first=first,
                    )
                )
            else:
                self._values[path] = entry.value
        if late:
            raise MechanismInvalid(name=mechanism.name, problems=late)

    def _not_begun(self) -> list[Problem]:
        if self._on >= self._since:
            return []
        place = self._mechanism.place(("in_force_from",))
        at, path = (place.line, place.column), "in_force_from"
        return [problem("mechanism.not-begun", at=at, path=path, date=self._on, first=self._since)]

    def _group(self, part: str) -> dict[str, Any]:
        return {str(path[1]): value for path, value in self._values.items() if path[0] == part and len(path) == 2}

    def rules(self) -> CaseRules:
        shape = self._mechanism.shape
        answer = {code: self._values[("limits", "answer", code)] for code in shape.limits.answer}
        return CaseRules(
            mechanism=shape.id,
            digest=self._mechanism.digest,
            roles=MappingProxyType({code: frozenset(role.duties) for code, role in shape.roles.items()}),
            channels=frozenset(shape.channels),
            kinds=frozenset(shape.kinds),
            classes=MappingProxyType({placed.rule.id: placed.rule for placed in self._mechanism.classes()}),
            limits=Limits(**self._group("limits"), answer=MappingProxyType(answer)),
            bounds=Bounds(**self._group("bounds")),
            lights=Lights(**self._group("lights")),
            too_few=self._values[("figures", "too_few")],
            ladder=tuple(
                Rung(rung.id, as_text(rung.name), rung.owner, self._values[("ladder", index, "limit")])
                for index, rung in enumerate(shape.ladder)
            ),
            review=self._values[("signatures", "review")],
            sign=self._values[("signatures", "sign")],
            not_accepted_reasons=frozenset(shape.not_accepted),
            return_reasons=frozenset(shape.return_reasons),
        )
