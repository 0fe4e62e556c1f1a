"""The words in a command: kept as content before the decision cites them, thrown away if it is refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any, get_type_hints

from lianqi.kernel.cases.commands import KINDS
from lianqi.kernel.decision import ContentRef
from lianqi.server.ledger.operations.contents import NewContent, draft_contents, store_contents

#: What the enterprise's own person says is theirs to have forgotten; what the park writes about it, the enterprise's.
_OWN_WORDS = frozenset({"words"})


@cache
def content_fields(kind: str) -> tuple[str, ...]:
    """The fields of a command that cite content."""
    hints = get_type_hints(KINDS[kind]) if kind in KINDS else {}
    return tuple(name for name, hint in hints.items() if hint in (ContentRef, ContentRef | None))


@dataclass(slots=True)
class Drafts:
    """Words of one transaction: cited already, not yet written."""

    park: str
    now: datetime
    rows: dict[str, Any] = field(default_factory=dict)

    def cite(
        self, kind: str, data: Mapping[str, Any], *, enterprise: str, contact: str, by_contact: bool
    ) -> dict[str, Any]:
        """`data` with a citation in place of each text of a content field; citations that stand there stay."""
        cited = dict(data)
        said = [name for name in content_fields(kind) if isinstance(data.get(name), str)]
        new = [
            NewContent(
                (contact if contact and (by_contact or name in _OWN_WORDS) else enterprise) or enterprise,
                f"case.{kind}.{name}",
                data[name],
            )
            for name in said
        ]
        for name, (ref, row) in zip(said, draft_contents(park=self.park, contents=new, now=self.now), strict=True):
            cited[name] = ref
            self.rows[ref.id] = row
        return cited

    def store(self, data: Sequence[Mapping[str, Any]]) -> None:
        """Write the words cited by these commands' data; all others are forgotten."""
        ids = [value.id for one in data for value in one.values() if isinstance(value, ContentRef)]
        store_contents([self.rows[id] for id in ids if id in self.rows])
