"""我要反映: a first word of the enterprise's own, openly or in confidence (保密反映)."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lianqi.kernel.decision import Refused
from lianqi.server.access import ENTERPRISE, access
from lianqi.server.cases.keeping import record_with_files
from lianqi.server.cases.setting import Setting
from lianqi.server.enterprise_page.forms import ConfidentialMatter, NewMatter, first_word
from lianqi.server.ids import new_id
from lianqi.server.ui.refusals import in_page, lang, status_of

#: The channel of what comes by this page, by the codes that mechanisms give it; the first that a park has.
_CHANNELS = ("phone-page", "form")


@access(ENTERPRISE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Any) -> HttpResponse:
    """我要反映."""
    place = request.place
    calendar = place.calendar
    kinds = _kinds(place)
    today = calendar.local(request.now).date()
    if request.method != "POST":
        form = NewMatter(initial={"command_id": new_id(now=request.now)}, kinds=kinds, today=today)
        return _show(request, form)
    form = NewMatter(request.POST, request.FILES, kinds=kinds, today=today)
    if not form.is_valid():
        return _show(request, form, status=422)
    given = form.cleaned_data
    day = given["first_word_on"] if given["before"] else None
    data = {
        "case_kind": given["case_kind"],
        "words": given["words"],
        "first_word_at": first_word(day, now=request.now, local=calendar.instant),
    }
    return _record(request, place, form, data)


@access(ENTERPRISE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confidential(request: Any) -> HttpResponse:
    """保密反映: the page says who reads it and who does not."""
    place = request.place
    if request.method != "POST":
        return _show(request, ConfidentialMatter(initial={"command_id": new_id(now=request.now)}))
    form = ConfidentialMatter(request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, form, status=422)
    kinds = [code for code, _name in _kinds(place)]
    kind = "complaint" if "complaint" in kinds else kinds[0]
    data = {"case_kind": kind, "words": form.cleaned_data["words"], "confidential": True}
    return _record(request, place, form, data)


def _record(request: Any, place: Setting, form: Any, data: dict[str, Any]) -> HttpResponse:
    principal = request.principal
    (enterprise,) = principal.enterprises
    recorded = record_with_files(
        principal,
        {**data, "enterprise": enterprise, "channel": _channel(place)},
        form.cleaned_data["attachments"],
        subject=principal.actor.id,
        command_id=form.cleaned_data["command_id"],
        now=request.now,
    )
    if isinstance(recorded, Refused):
        return _again(request, form, recorded)
    return redirect("matter-recorded", recorded)


def _again(request: Any, form: Any, refusal: Refused) -> HttpResponse:
    form.data = {**request.POST.dict(), "command_id": new_id(now=request.now)}
    return _show(request, form, refusal=refusal, status=status_of(refusal))


def _show(request: Any, form: Any, *, refusal: Refused | None = None, status: int = 200) -> HttpResponse:
    open_to_all = isinstance(form, NewMatter)
    shown = {
        "title": _("我要反映") if open_to_all else _("保密反映"),
        "form": form,
        **in_page(refusal),
        "lost_files": request.method == "POST" and bool(request.FILES),
        "draft": f"{request.principal.actor.id}-new" if open_to_all else "",
    }
    template = "enterprise_page/new.html" if open_to_all else "enterprise_page/confidential.html"
    return render(request, template, shown, status=status)


def _kinds(place: Setting) -> list[tuple[str, str]]:
    """The kinds that the park knows, in the order of its mechanism."""
    told = place.names.items()
    return [(key.removeprefix("kind."), getattr(text, lang())) for key, text in told if key.startswith("kind.")]


def _channel(place: Setting) -> str:
    known = place.rules_for_new().channels
    return next((code for code in _CHANNELS if code in known), min(known))
