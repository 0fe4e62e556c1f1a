"""企业手机页 · 评价: the ballot of an enterprise that was drawn. That it voted is marked; what it said is nobody's."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lianqi.kernel.decision import Refused
from lianqi.server.access import ENTERPRISE, access
from lianqi.server.board import queries
from lianqi.server.board.forms import BallotForm
from lianqi.server.board.models import Voter
from lianqi.server.board.operations import cast, vote_of
from lianqi.server.ids import new_id
from lianqi.server.ledger.values import LedgerRefusal
from lianqi.server.ui.refusals import in_page, status_of


@access(ENTERPRISE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ballot(request: Any, period: str) -> HttpResponse:
    """The ballot (GET), or the vote (POST). An enterprise votes once, whichever of its contacts does."""
    park = request.principal.park
    asked = Voter.objects.filter(park=park, enterprise__in=sorted(request.principal.enterprises), period=period)
    vote = vote_of(park, period)
    if vote is None or not asked.exists():
        raise Http404
    units = queries.unit_names(park, vote.units)
    refusal: Refused | None = None
    form = BallotForm(units=units, initial={"command_id": new_id(now=request.now)})
    if request.method == "POST":
        form = BallotForm(request.POST, units=units)
        if form.is_valid():
            refusal = _cast(request, period, form)
            if refusal is None:
                messages.success(request, _("评价已计入，谢谢。评价不记名，谁也查不到是哪一家投的。"))
                return redirect("my-matters")
    shown = {
        "title": _("请评价服务您的部门"),
        "form": form,
        "done": asked.filter(has_voted=True).exists() and refusal is None,
        "over": vote.stage != "drawn",
        **in_page(refusal),
    }
    status = status_of(refusal, otherwise=422 if request.method == "POST" else 200)
    return render(request, "board/ballot.html", shown, status=status)


def _cast(request: Any, period: str, form: BallotForm) -> Refused | None:
    command_id = form.cleaned_data["command_id"]
    try:
        done = cast(request.principal, period=period, marks=form.marks(), command_id=command_id, now=request.now)
    except LedgerRefusal as refused:
        return refused.refusal
    return done.refusal
