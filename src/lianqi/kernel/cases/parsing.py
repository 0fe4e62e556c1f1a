"""From plain data (a form, JSON, a shell) to a command, with every fault named at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, fields
from datetime import datetime
from functools import cache
from typing import Any, get_type_hints

from lianqi.kernel.cases.commands import KINDS, Command
from lianqi.kernel.decision import ContentRef, Refused
from lianqi.kernel.instants import from_text


def parse(kind: str, data: Mapping[str, Any]) -> Command | Refused:
    """The command of `kind` with the fields in `data`.

    Instants are ISO 8601 in UTC with a Z, content a citation {"id", "sha256"}, lists become tuples. Refused, all at
    once: an unknown kind, unknown or missing fields, values of the wrong type.
    """
    cls = KINDS.get(kind)
    if cls is None:
        return Refused("case.command-unknown", {"kind": kind})
    hints = _hints(kind)
    known = {f.name: f for f in fields(cls)}  # type: ignore[arg-type]  # every Command subclass is a dataclass
    faults = [f"{name}: ?" for name in sorted(set(data) - set(known))]
    values: dict[str, Any] = {}
    for name, spec in known.items():
        if name not in data:
            if spec.default is MISSING:
                faults.append(f"{name}: –")
            continue
        try:
            values[name] = _value(data[name], hints[name])
        except (ValueError, TypeError, KeyError):
            faults.append(f"{name}: {data[name]!r}"[:80])
    if faults:
        return Refused("case.command-malformed", {"kind": kind, "faults": faults})
    return cls(**values)


@cache
def _hints(kind: str) -> Mapping[str, Any]:
    return get_type_hints(KINDS[kind])


def _value(raw: Any, hint: Any) -> Any:
    if raw is None and hint in (ContentRef | None, datetime | None):
        return None
    if hint in (ContentRef, ContentRef | None):
        return raw if isinstance(raw, ContentRef) else ContentRef(str(raw["id"]), str(raw["sha256"]))
    if hint in (datetime, datetime | None):
        return raw if isinstance(raw, datetime) else from_text(raw)
    if hint == tuple[str, ...]:
        if isinstance(raw, str) or not all(isinstance(item, str) for item in raw):
            raise ValueError(raw)
        return tuple(raw)
    if type(raw) is not hint:
        raise ValueError(raw)
    return raw
