"""Every write of jottings: a draft kept and dropped, a filter saved and dropped, forgetting, sweeping."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from lianqi.kernel.decision import Refused
from lianqi.server.ids import new_id
from lianqi.server.jottings import refusals
from lianqi.server.jottings.models import FORM, NAME, QUERY, Draft, SavedFilter
from lianqi.server.ledger.models import Command
from lianqi.server.ledger.operations import Erasure, one_transaction
from lianqi.server.ledger.selecting import select
from lianqi.server.ledger.values import LedgerRefusal

#: A draft that nobody came back to is dropped then.
KEPT = timedelta(days=30)
#: Filters that one person may save.
MOST = 20
_KEPT = "SELECT 1 FROM jottings_draft WHERE park = %s AND person = %s AND form = %s"
#: Characters of one field that are kept, and fields of one form.
_LONGEST, _FIELDS = 8_000, 60


def keep_draft(
    *,
    park: str,
    person: str,
    form: str,
    about: Iterable[str],
    fields: Mapping[str, Sequence[str]],
    command_id: str,
    now: datetime,
) -> None:
    """Keep what was typed so far in place of what was kept before; nothing typed keeps nothing.

    `command_id` is what the form would be sent with: a draft that arrives after its form was sent is not kept.
    """
    typed = {
        name[:FORM]: [value[:_LONGEST] for value in values][:_FIELDS] for name, values in list(fields.items())[:_FIELDS]
    }
    with one_transaction(park=park):
        mine = Draft.objects.filter(park=park, person=person, form=form[:FORM])
        if not any(value.strip() for values in typed.values() for value in values):
            mine.delete()
        elif not Command.objects.filter(park=park, id=command_id).exists():
            row = {"about": " ".join(about)[:200], "fields": typed, "saved_at": now}
            if not mine.update(**row):
                Draft.objects.bulk_create(
                    [Draft(park=park, person=person, form=form[:FORM], **row)], ignore_conflicts=True
                )


def drop_draft(*, park: str, person: str, form: str) -> None:
    """The form was sent, or its owner wants it empty."""
    # Most forms leave none behind, and a transaction that writes waits for its turn even if it writes nothing.
    if select(_KEPT, [park, person, form[:FORM]]):
        with one_transaction(park=park):
            Draft.objects.filter(park=park, person=person, form=form[:FORM]).delete()


def save_filter(*, park: str, person: str, name: str, query: str, now: datetime) -> None:
    """Save a filter under a name; one of the same name is replaced.

    Refused with LedgerRefusal: `filter.unnamed`, `filter.too-long`, `filter.too-many`.
    """
    called = " ".join(name.split())[:NAME]
    if not called:
        raise LedgerRefusal(Refused(refusals.UNNAMED))
    if len(query) > QUERY:
        raise LedgerRefusal(Refused(refusals.TOO_LONG))
    with one_transaction(park=park):
        mine = SavedFilter.objects.filter(park=park, person=person)
        if mine.filter(name=called).update(query=query, saved_at=now):
            return
        if mine.count() >= MOST:
            raise LedgerRefusal(Refused(refusals.TOO_MANY, {"most": MOST}))
        row = SavedFilter(park=park, person=person, id=new_id(now=now), name=called, query=query, saved_at=now)
        SavedFilter.objects.bulk_create([row], ignore_conflicts=True)


def drop_filter(*, park: str, person: str, id: str) -> None:
    """Take a filter of one's own away; one that is not there is away already."""
    with one_transaction(park=park):
        SavedFilter.objects.filter(park=park, person=person, id=id).delete()


def forget(erasure: Erasure) -> None:
    """Part of an erasure: what the subject kept, and what others have begun to write about it. Where only words go
    whose date has passed, nothing goes here: a draft is younger than any of them.
    """
    if not erasure.whole:
        return
    for model in (Draft, SavedFilter):
        model._default_manager.filter(park=erasure.park, person=erasure.subject).delete()
    Draft.objects.filter(park=erasure.park, about__contains=erasure.subject).delete()


def sweep(park: str, now: datetime) -> bool:
    """Drop the drafts that nobody came back to. All at once: they are few."""
    with one_transaction(park=park):
        Draft.objects.filter(park=park, saved_at__lt=now - KEPT).delete()
    return False
