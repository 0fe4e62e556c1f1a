"""企业手机页 · 走访: a visit that was announced is moved to another day, or declined: the enterprise says so."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lianqi.kernel.decision import Refused
from lianqi.server.access import ENTERPRISE, access
from lianqi.server.fieldwork import operations, queries
from lianqi.server.fieldwork.forms import NotThisTimeForm, OtherDayForm
from lianqi.server.ids import new_id
from lianqi.server.ui.refusals import in_page, status_of

_FORMS: dict[str, type[forms.Form]] = {"day": OtherDayForm, "decline": NotThisTimeForm}


@access(ENTERPRISE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: Any, kind: str) -> HttpResponse:
    """改个时间 (`day`) or 这次不用来了 (`decline`): what it means (GET), and the enterprise's word (POST)."""
    if kind not in _FORMS:
        raise Http404
    if request.method != "POST":
        return _show(request, kind)
    form = _FORMS[kind](request.POST)
    if not form.is_valid():
        return _show(request, kind, form, status=422)
    refusal = _take(request, kind, dict(form.cleaned_data))
    if refusal is not None:
        return _show(request, kind, form, refusal)
    told = (
        _("已经转告服务员，等对方和您约定。")
        if kind == "day"
        else _("好的，这个季度不来走访了。有什么难处，随时在这里说。")
    )
    messages.success(request, told)
    return redirect("my-matters")


def _take(request: Any, kind: str, given: dict[str, Any]) -> Refused | None:
    (enterprise,) = request.principal.enterprises
    act = operations.ask_day if kind == "day" else operations.decline
    return act(request.principal, enterprise=enterprise, now=request.now, **given).refusal


def _show(
    request: Any, kind: str, form: forms.Form | None = None, refusal: Refused | None = None, *, status: int = 200
) -> HttpResponse:
    place = request.place
    visit = queries.announced(request.principal, place=place)
    fresh = {"command_id": new_id(now=request.now), "seen": visit.seq if visit else 0}
    if form is not None and refusal is not None:
        # What was typed stays; sent again it is a new command on what the page shows now.
        form.data = {**request.POST.dict(), **{key: str(value) for key, value in fresh.items()}}
    shown = {
        "title": _("改个时间") if kind == "day" else _("这次不用来了"),
        "kind": kind,
        "visit": visit,
        "form": form or _FORMS[kind](initial=fresh),
        **in_page(refusal),
    }
    return render(request, "fieldwork/answer.html", shown, status=status_of(refusal, otherwise=status))
