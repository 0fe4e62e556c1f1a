"""Every read of jottings: one's own, and nobody else's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from lianqi.server.jottings.models import FORM, Draft, SavedFilter
from lianqi.server.jottings.operations import KEPT
from lianqi.server.ledger.selecting import every


@dataclass(frozen=True, slots=True)
class Kept:
    """A draft: its fields as they were typed (those that have several values as lists), and when it was kept."""

    fields: Mapping[str, str | list[str]]
    saved_at: datetime


def draft(*, park: str, person: str, form: str, now: datetime) -> Kept | None:
    """What somebody has typed into this form and not sent; None where there is nothing."""
    row = Draft.objects.filter(park=park, person=person, form=form[:FORM], saved_at__gte=now - KEPT).first()
    if row is None:
        return None
    return Kept({name: _value(values) for name, values in row.fields.items()}, row.saved_at)


def _value(values: list[str]) -> str | list[str]:
    return values[0] if len(values) == 1 else values


def filters(*, park: str, person: str) -> tuple[SavedFilter, ...]:
    """Somebody's saved filters, by name."""
    return tuple(every(SavedFilter, order="name", park=park, person=person))
