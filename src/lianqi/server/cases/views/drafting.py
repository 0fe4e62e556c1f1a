"""A form that is filled in keeps what was typed for its owner: after a sign-out, a lost connection or an error it is
there again. The form posts to its own address with `draft`, so whoever may not open it cannot keep anything for it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse

from lianqi.server.cases.desk import short
from lianqi.server.cases.setting import Setting
from lianqi.server.jottings import operations, queries
from lianqi.server.jottings.queries import Kept

#: The field that tells keeping (`keep`) and emptying (`drop`) from sending.
FIELD = "draft"
#: What belongs to one sending, and not to what was typed.
_NOT_TYPED = frozenset({"command_id", "seen", "next"})


def asked(request: Any) -> bool:
    """Whether the form is to be kept or emptied, not sent."""
    return request.method == "POST" and FIELD in request.POST


def keep(request: Any, form: str, *, names: Iterable[str], about: Iterable[str]) -> HttpResponse:
    """Keep, or drop, what was typed into the fields of these names; nothing is shown."""
    park, person = request.principal.park, request.principal.actor.id
    if request.POST[FIELD] == "drop":
        done(request, form)
        return HttpResponse(status=204)
    fields = {name: request.POST.getlist(name) for name in names if name not in _NOT_TYPED and name in request.POST}
    operations.keep_draft(
        park=park,
        person=person,
        form=form,
        about=[id for id in about if id],
        fields=fields,
        command_id=request.POST.get("command_id", ""),
        now=request.now,
    )
    return HttpResponse(status=204)


def kept(request: Any, form: str) -> Kept | None:
    """What this person typed into this form before, and did not send."""
    principal = request.principal
    return queries.draft(park=principal.park, person=principal.actor.id, form=form, now=request.now)


def done(request: Any, form: str) -> None:
    """It was sent: nothing is left to keep."""
    operations.drop_draft(park=request.principal.park, person=request.principal.actor.id, form=form)


def moment(draft: Kept, *, place: Setting) -> str:
    """When it was kept, in words."""
    return short(draft.saved_at, calendar=place.calendar, now=place.now)
