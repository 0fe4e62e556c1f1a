"""The calendar was published or corrected: due times are computed again, case by case, and can be gone on with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lianqi.kernel.cases.commands import MoveDue
from lianqi.kernel.cases.states import ENDS
from lianqi.server.cases.models import Case
from lianqi.server.cases.operations.ticking import SomeFailed, decide_on_many
from lianqi.server.ids import derived_id
from lianqi.server.ledger.clock import database_now
from lianqi.server.mechanisms.models import CalendarText

_AT_ONCE = 200
_ENDED = sorted(status.value for status in ENDS)


@dataclass(frozen=True, slots=True)
class Moved:
    """How many open cases were looked at in this run, in how many a due time moved, and whether all are done."""

    looked_at: int
    changed: int
    finished: bool


def move_due(*, park: str, now: datetime | None = None, limit: int = 20_000) -> Moved:
    """Compute the due times of every open case again with the calendar published last.

    In portions: after each, the calendar's row remembers the last case, so a run that was killed is gone on with and
    does no case twice. Finished already: nothing is done. SomeFailed, after all others, where a case could not be
    decided on: the row then remembers the portion before the first of them, and the next run tries again from there.
    """
    at = now or database_now()
    looked = changed = 0
    failed: list[str] = []
    last = under_way = ""
    while looked < limit or failed:
        calendar = CalendarText.objects.filter(park=park).order_by("-place").first()
        if calendar is None or calendar.moved_at is not None:
            return Moved(looked, changed, finished=True)
        version, place = calendar.version, calendar.place
        if under_way != version:  # a newer one may be published meanwhile
            under_way, last = version, calendar.moved_to
        rows = Case.objects.filter(park=park, id__gt=last).exclude(status__in=_ENDED).order_by("id")
        ids = list(rows.values_list("id", flat=True)[:_AT_ONCE])
        this = CalendarText.objects.filter(park=park, version=version)
        if failed and not ids:
            raise SomeFailed(failed)
        if not ids:
            this.update(moved_at=at)
            return Moved(looked, changed, finished=True)
        try:
            changed += decide_on_many(
                park=park,
                ids=ids,
                command=MoveDue(),
                at=at,
                id_of=lambda s, v=version, p=place: derived_id(park, "move-due", v, str(p), s.ref.id),  # type: ignore[misc]
            )
        except SomeFailed as fault:
            failed += fault.ids
        last = ids[-1]
        if not failed:
            # Killed before this line, the portion is looked at again and nothing is left to write.
            this.update(moved_to=last)
        looked += len(ids)
    return Moved(looked, changed, finished=False)
