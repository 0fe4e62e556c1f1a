"""What every `decide` takes and returns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any

#: Canonical JSON only: str, int, bool, None, lists and string-keyed objects of these. No floats.
Json = Any
NOTHING: Mapping[str, Json] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class NewEvent:
    """One fact that a decision adds to a stream.

    `data` holds codes, numbers, times (ISO 8601, UTC) and opaque ids only; words are cited as content.
    `at` is set where the fact is dated otherwise than `now` (a lapse is dated at its due time).
    """

    type: str
    data: Mapping[str, Json] = field(default_factory=lambda: NOTHING)
    at: datetime | None = None
    schema: int = 1


@dataclass(frozen=True, slots=True)
class Accepted:
    """The command stands: these events follow, in order. No event means nothing was left to do."""

    events: tuple[NewEvent, ...]


@dataclass(frozen=True, slots=True)
class Refused:
    """The command does not stand. `code` is stable and stands in `lianqi.kernel.messages`; nothing was changed."""

    code: str
    details: Mapping[str, Json] = field(default_factory=dict)


Outcome = Accepted | Refused


@dataclass(frozen=True, slots=True)
class ContentRef:
    """A citation of words kept apart from the log: opaque id and SHA-256 over salt and bytes, in hex."""

    id: str
    sha256: str

    def data(self) -> dict[str, str]:
        return {"id": self.id, "sha256": self.sha256}


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts. `kind` is person, contact (an enterprise's contact) or system."""

    id: str
    kind: str


@dataclass(frozen=True, slots=True)
class Reference:
    """Another thing that a command names, as it stood in this transaction.

    `kind` is unit, external_unit, case, person or enterprise; `state` is its status code ("active", "gone", a case
    status); `seq` is its stream's sequence number, 0 for registry rows.
    """

    kind: str
    state: str
    seq: int = 0


@dataclass(frozen=True, slots=True)
class Facts:
    """All that a decision may know beyond the stream, frozen and loaded in the transaction that applies it.

    `roles` are role ids of the mechanism that the actor holds in this park; `relations` what ties the actor to this
    stream (see `lianqi.kernel.cases.relations`); `references` every other row the command names.
    """

    actor: Actor
    park: str
    roles: frozenset[str] = frozenset()
    relations: frozenset[str] = frozenset()
    references: Mapping[str, Reference] = field(default_factory=dict)
