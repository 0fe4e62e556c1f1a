"""A case's stream as the server folds it: the kernel's case, and what tables show beside it. Events alone decide."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from lianqi.kernel.cases import Case, evolve
from lianqi.server.ledger.values import StoredEvent

STREAM_KIND = "case"
NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class CaseStream:
    """The state of a stream of kind `case`. `subjects` may see it (`models.CaseAccess`)."""

    case: Case | None = None
    seq: int = 0
    subjects: frozenset[str] = NOBODY
    answered_at: datetime | None = None
    closed_at: datetime | None = None


def initial() -> CaseStream:
    """Before the first event."""
    return CaseStream()


def fold(state: CaseStream, event: StoredEvent) -> CaseStream:
    """The stream after one more event."""
    case = evolve(state.case, type_=event.type, data=event.data, at=event.at, schema=event.schema)
    changes: dict[str, Any] = {}
    match event.type:
        case "recorded":
            changes["subjects"] = _first_subjects(event)
        case "dispatched" | "transferred" | "resolved" if not case.control.confidential:
            units = (case.record.main_unit, *event.data.get("assisting", ()))
            changes["subjects"] = state.subjects | {f"unit:{unit}" for unit in units if unit}
        case "unit-succeeded":
            changes["subjects"] = state.subjects | {f"unit:{event.data['unit']}"}
        case "answered":
            changes["answered_at"] = event.at
        case "closed":
            changes["closed_at"] = event.at
        case "reopened":
            changes["closed_at"] = None
    return replace(state, case=case, seq=event.seq, **changes)


def _first_subjects(event: StoredEvent) -> frozenset[str]:
    data = event.data
    if data["confidential"]:
        # 保密反映: who reported it and the inspection. Nobody else, whatever they do in the park.
        told = {data["contact"], data["recorder"] if data["recorder_kind"] == "contact" else ""}
        return frozenset({"inspection", *(f"contact:{id}" for id in told if id)})
    subjects = {"park", f"enterprise:{data['enterprise']}"}
    if data["recorder_kind"] == "person":
        subjects.add(f"person:{data['recorder']}")
    return frozenset(subjects)
