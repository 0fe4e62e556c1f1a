"""The body of every command, made from the kernel's own: one model for each kind, with its fields and nothing else."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from dataclasses import MISSING, fields
from datetime import datetime
from types import MappingProxyType
from typing import Annotated, Any, TypeVar, get_type_hints

from pydantic import Field, StrictBool, StrictInt, create_model

from lianqi.kernel.cases.commands import KINDS, Command
from lianqi.kernel.decision import ContentRef
from lianqi.server.api.values import Asked, Line, Moment, Seq, Words
from lianqi.server.cases.operations.performing import BY_THE_SYSTEM

#: What time and the calendar do by themselves, besides.
_OF_ITSELF = BY_THE_SYSTEM | {"tick", "move-due", "succeed", "record"}
#: Every command that can be sent to a case.
SENT = tuple(sorted(KINDS.keys() - _OF_ITSELF))
#: What may be said without having seen the last entry: it takes nothing back and is lost on nobody.
REBASING = frozenset({"supplement", "urge"})

Sent = TypeVar("Sent", bound=Asked)
_AS_SENT: Mapping[Any, Any] = {
    str: Line,
    bool: StrictBool,
    int: Annotated[StrictInt, Field(ge=0, le=100)],
    datetime: Moment,
    datetime | None: Moment | None,
    ContentRef: Words,
    ContentRef | None: Words | None,
    tuple[str, ...]: Annotated[list[Line], Field(max_length=50)],
}


class OnACase(Asked):
    """What every command on a case carries besides its own fields."""

    expected_seq: Seq | None = Field(
        default=None, description="the `seq` of the case as you saw it; or send it as If-Match"
    )


def _model(kind: str, base: type[Sent], **beside: Any) -> type[Sent]:
    cls: type[Command] = KINDS[kind]
    hints = get_type_hints(cls)
    given: dict[str, Any] = {}
    for field in fields(cls):  # type: ignore[arg-type]  # every Command subclass is a dataclass
        if field.name in beside or (kind, field.name) == ("record", "number"):
            continue
        default = ... if field.default is MISSING else field.default
        given[field.name] = (_AS_SENT[hints[field.name]], list(default) if isinstance(default, tuple) else default)
    name = "".join(part.capitalize() for part in kind.split("-"))
    return create_model(f"{name}Asked", __base__=base, __doc__=said(kind), **given, **beside)


def said(kind: str) -> str:
    """What the kernel says of a command."""
    return " ".join((inspect.getdoc(KINDS[kind]) or "").split())


_FIRST = (Moment | None, Field(default=None, description="when it was first said; now if left out"))

#: kind → the model of its body.
BODIES: Mapping[str, type[OnACase]] = MappingProxyType({kind: _model(kind, OnACase) for kind in SENT})
RECORD: type[Asked] = _model("record", Asked, first_word_at=_FIRST)


def data_of(asked: Asked) -> dict[str, Any]:
    """What was sent as the plain data of a command; what was left out stays out."""
    sent = asked.model_dump(exclude_unset=True, exclude={"expected_seq"})
    return {name: value for name, value in sent.items() if value is not None}
