"""请假代理: one's own leave, and for whom one stands in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from lianqi.server.access import SIGNED_IN, access
from lianqi.server.ledger.operations import one_transaction
from lianqi.server.ledger.values import LedgerRefusal
from lianqi.server.people import operations as people
from lianqi.server.people.models import StandIn
from lianqi.server.people.queries import members, stand_ins_around
from lianqi.server.staff.forms import LeaveForm
from lianqi.server.staff.queries import colleagues
from lianqi.server.ui.refusals import in_page, status_of


@access(SIGNED_IN)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: Any) -> HttpResponse:
    """Name who stands in, and see what is arranged."""
    park, me = request.principal.park, request.principal.actor.id
    today = request.place.calendar.local(request.now).date()
    others = colleagues(park, but=me)
    form = LeaveForm(request.POST or None, colleagues=others, today=today, initial={"since": today})
    status, refusal = 200, None
    if request.method == "POST":
        if form.is_valid():
            given = form.cleaned_data
            try:
                with one_transaction(park=park):
                    people.name_stand_in(park=park, absent=me, today=today, actor=me, now=request.now, **given)
            except LedgerRefusal as refused:
                refusal = refused.refusal
                status = status_of(refusal)
            else:
                messages.success(request, _("已办理：到期自动结束，双方页面顶部都会提示。"))
                return redirect("leave")
        else:
            status = 422
    mine, others_leave = stand_ins_around(park=park, person=me, on=today)
    shown = {
        "title": _("请假代理"),
        "form": form,
        "mine": _told(park, mine),
        "others": _told(park, others_leave),
        **in_page(refusal),
        "today": today,
    }
    return render(request, "staff/leave.html", shown, status=status)


@access(SIGNED_IN)
@never_cache
@require_POST
def end(request: Any, id: str) -> HttpResponse:
    """Back earlier, or unable to stand in: it ends now."""
    park, me = request.principal.park, request.principal.actor.id
    with one_transaction(park=park):
        ended = people.end_stand_in(park=park, id=id, by=me, actor=me, now=request.now)
    if not ended:
        raise Http404
    messages.success(request, _("代理已结束。"))
    return redirect("leave")


def _told(park: str, rows: list[StandIn]) -> list[dict[str, Any]]:
    persons = {id for row in rows for id in (row.absent_id, row.person_id)}
    names = {one.person: one.name for one in members(park=park, persons=sorted(persons))}
    return [
        {"row": row, "absent": names.get(row.absent_id, ""), "person": names.get(row.person_id, "")} for row in rows
    ]
