"""回访: whom the centre rings now, with the number on request and the result in one dialog."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from lianqi.server.access import access, duty
from lianqi.server.cases import callbacks, disclosures, gate, queries, steps
from lianqi.server.cases.views.desk import address, cursor_of, end_of_day, next_page
from lianqi.server.cases.views.page import place_of
from lianqi.server.ledger.queries import load
from lianqi.server.ledger.values import StreamRef
from lianqi.server.ui.refusals import refusal_page

#: Who rings: the centre, and of a confidential report whoever stands above the inspector.
_WHO = duty("call_back", "oversee_inspection")
_PAGE = 20


@access(_WHO)
@never_cache
@require_safe
def desk(request: Any) -> HttpResponse:
    """Whom to ring, soonest due first."""
    principal, now = request.principal, request.now
    place = request.place
    moments = {"": None, "today": end_of_day(now, place.calendar), "late": now}
    when = request.GET.get("when", "") if request.GET.get("when", "") in moments else ""
    kind = request.GET.get("kind", "") if request.GET.get("kind", "") in queries.ASKED_BY_PHONE else ""
    page = queries.calls(
        principal, now=now, until=moments[when], kind=kind, after=cursor_of(request.GET.get("after", "")), limit=_PAGE
    )
    counts = {key: queries.count_calls(principal, now=now, until=until, kind=kind) for key, until in moments.items()}
    shown = {
        "title": _("回访"),
        "rows": callbacks.calls(principal, page.items, place=place),
        "figures": _figures(request, when, counts),
        "kinds": _kinds(request, kind),
        "when": when,
        "total": counts[when],
        "next": next_page(request, page.after),
        "first": address(request, after="") if request.GET.get("after") else "",
        "here": request.get_full_path(),
    }
    part = request.headers.get("HX-Target") == "calls"
    return render(request, "cases/callback_rows.html" if part else "cases/callbacks.html", shown)


@access(_WHO)
@never_cache
@require_POST
def contacts(request: Any, number: str) -> HttpResponse:
    """Names and phone numbers behind a case, to whoever may ring now; that they were shown is written down."""
    principal = request.principal
    row = gate.case_for(principal, number)
    place = place_of(row, request.place)
    state = load(StreamRef(row.park, "case", row.id)).state.case
    asked = "recheck" if row.status == "closed" else "call-back"
    no = steps.refused(principal, state, asked, place=place)
    if no is not None:
        return refusal_page(request, no)
    disclosures.contacts_opened(park=row.park, case_id=row.id, actor=principal.actor.id, now=request.now)
    shown = {"title": _("联系人"), "number": number, "people": callbacks.to_ring(row), "contact": row.contact}
    part = request.headers.get("HX-Request")
    return render(request, "cases/callback_contacts.html" if part else "cases/callback_people.html", shown)


def _figures(request: Any, when: str, counts: dict[str, queries.Count]) -> list[dict[str, Any]]:
    told = (("", _("待回访"), ""), ("today", _("今日应回访"), "near"), ("late", _("已超期"), "bad"))
    return [
        {
            "label": label,
            "value": str(counts[key]),
            "unit": _("项"),
            "url": address(request, when=key),
            "tone": tone if counts[key].number else "",
            "current": key == when,
        }
        for key, label, tone in told
    ]


def _kinds(request: Any, kind: str) -> list[dict[str, Any]]:
    told = (("", _("全部")), ("word", _("听企业的意见")), ("recheck", _("回头看")))
    return [{"label": label, "url": address(request, kind=key), "current": key == kind} for key, label in told]
