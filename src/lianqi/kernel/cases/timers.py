"""When time alone will next change a case."""

from __future__ import annotations

from datetime import datetime

from lianqi.kernel.cases.states import Case
from lianqi.kernel.commitments.commitment import Commitment, State


def wake_at(case: Case) -> datetime | None:
    """The instant after which a tick would write something, or None. A wrong wake-up is harmless: tick decides."""
    return min((at for owed in case.open_commitments() for at in _ahead(owed)), default=None)


def _ahead(owed: Commitment) -> list[datetime]:
    """The instants of one commitment that no event has used up yet."""
    if owed.state is State.SUSPENDED:
        return []
    dark = owed.light == "none" and not owed.annulled
    ahead = [owed.yellow_at] if dark else []
    if owed.kind == "resume":
        return [*ahead, owed.due]
    if owed.provisional:
        return ahead
    if owed.light != "red" and not owed.annulled:
        ahead.append(owed.red_at)
    if not owed.lapsed and not owed.annulled:
        ahead.append(owed.due)
    if not owed.raised:
        ahead.append(owed.up_at)
    return ahead
