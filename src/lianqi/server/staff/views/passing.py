"""交接与机构调整: what passes from one person or unit to another, in one act."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lianqi.kernel.decision import Refused
from lianqi.server.access import access, duty
from lianqi.server.ledger.queries import read_contents
from lianqi.server.ledger.values import LedgerRefusal
from lianqi.server.people.queries import members
from lianqi.server.registry import queries as registry
from lianqi.server.staff import queries
from lianqi.server.staff.forms import HandoverForm, MergerForm
from lianqi.server.staff.models import UnitMerger
from lianqi.server.staff.operations import carry_out, decide_merger, hand_over
from lianqi.server.staff.refusals import INSPECTION
from lianqi.server.ui.refusals import in_page, status_of

#: The administrator keeps people; the centre knows who should take over.
WHO = duty("administer", "triage")


@access(WHO)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def handover(request: Any, person: str) -> HttpResponse:
    """One person hands everything over to another, and leaves, if wanted."""
    park = request.principal.park
    place = request.place
    row = queries.listed(place, person)
    if row is None:
        raise Http404
    if row.inspects:
        raise LedgerRefusal(Refused(INSPECTION))
    form = HandoverForm(request.POST or None, colleagues=queries.colleagues(park, but=person))
    refusal, status = None, 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                done = hand_over(
                    park=park, person=person, actor=request.principal.actor.id, now=request.now, **form.cleaned_data
                )
            except LedgerRefusal as refused:
                refusal = refused.refusal
                status = status_of(refusal)
            else:
                told = _("%(name)s已交接：联点企业%(count)d家。") % {"name": row.member.name, "count": done.enterprises}
                messages.success(request, told)
                return redirect("people")
    shown = {"title": _("交接"), "row": row, "form": form, **in_page(refusal)}
    return render(request, "staff/handover.html", shown, status=status)


@access(WHO)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def units(request: Any) -> HttpResponse:
    """The units with what each owes; one becomes part of another from a day on."""
    park = request.principal.park
    today = request.place.calendar.local(request.now).date()
    form = MergerForm(
        request.POST or None, units=queries.unit_choices(park, by_code=True), today=today, initial={"on": today}
    )
    refusal, status = None, 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                decide_merger(park=park, actor=request.principal.actor.id, now=request.now, **form.cleaned_data)
            except LedgerRefusal as refused:
                refusal = refused.refusal
                status = status_of(refusal)
            else:
                # What is due today is begun at once; the worker goes on with what is left.
                carry_out(park=park, now=request.now, limit=400)
                messages.success(request, _("已办理：人员和在办事项从生效日起由新单位承接。"))
                return redirect("people-units")
    shown = {"title": _("单位与机构调整"), "form": form, **in_page(refusal), **_units(park)}
    shown["unplaced"] = queries.classes_of_closed_units(request.place)
    return render(request, "staff/units.html", shown, status=status)


def _units(park: str) -> dict[str, Any]:
    people: dict[str, int] = {}
    for one in members(park=park):
        people[one.unit or ""] = people.get(one.unit or "", 0) + 1
    owed = queries.open_by_unit(park)
    rows = [
        {"unit": one, "people": people.get(one.id, 0), "owed": owed.get(one.code, 0)}
        for one in registry.units(park=park)
        if not one.external
    ]
    mergers = list(UnitMerger.objects.filter(park=park).select_related("former", "into").order_by("-on", "-id"))
    reasons = read_contents(park=park, ids=[one.reason for one in mergers])
    told = [{"merger": one, "reason": (reasons.get(one.reason) or b"").decode()} for one in mergers]
    return {"rows": rows, "mergers": told}
