"""What an enterprise was owed in visits, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType

from lianqi.kernel.commitments import Commitment
from lianqi.kernel.decision import ContentRef


@dataclass(frozen=True, slots=True)
class Visits:
    """The visits to one enterprise, folded. `declined` cites what it said when it would rather not be visited.

    `appointed` is the day agreed on, by the officer `appointed_by`; `asked` the other day the enterprise asked for,
    which nobody has agreed to yet.

    `quarters` says for which quarter each promise was made.
    """

    enterprise: str
    period: str = ""
    appointed: date | None = None
    appointed_by: str = ""
    asked: date | None = None
    asked_words: ContentRef | None = None
    visited: int = 0
    last_visit: datetime | None = None
    last_period: str = ""
    declined: ContentRef | None = None
    declined_period: str = ""
    commitments: Mapping[str, Commitment] = field(default_factory=lambda: MappingProxyType({}))
    quarters: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def owed(self) -> Commitment | None:
        """The visit that is owed now or next; there is never more than one."""
        return next((one for one in self.commitments.values() if one.is_open), None)
