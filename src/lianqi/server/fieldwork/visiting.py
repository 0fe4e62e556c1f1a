"""当面登记: the officer picks the enterprise and writes down what it says; afterwards, what happens next."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lianqi.kernel.decision import Refused
from lianqi.kernel.messages import names
from lianqi.server.access import access, duty
from lianqi.server.cases import queries
from lianqi.server.cases.desk import left, short
from lianqi.server.cases.forms.choices import named_choices
from lianqi.server.cases.keeping import record_with_files
from lianqi.server.cases.setting import Setting
from lianqi.server.cases.views import drafting
from lianqi.server.fieldwork.forms import VisitForm
from lianqi.server.ids import new_id
from lianqi.server.ledger.selecting import single
from lianqi.server.registry.models import Enterprise
from lianqi.server.registry.queries import contacts_of, enterprises, enterprises_called
from lianqi.server.ui.refusals import in_page, lang, status_of

_WHO = duty("record", "liaise", "triage")
_LISTED = 30
_CHANNEL = "visit"


@access(_WHO)
@never_cache
@require_safe
def choose(request: Any) -> HttpResponse:
    """Which enterprise: the officer's own stand there; every other is found by any name it goes or went by."""
    park, own, wanted = request.principal.park, request.principal.enterprises, request.GET.get("q", "").strip()
    found = enterprises_called(park=park, part=wanted, limit=_LISTED) if wanted else []
    linked = enterprises(park=park, ids=own, limit=_LISTED) if own and not wanted else []
    found.sort(key=lambda row: row.id not in own)
    shown = {"title": _("当面登记"), "wanted": wanted, "found": found, "linked": linked, "own": own}
    return render(request, "fieldwork/choose.html", shown)


@access(_WHO)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Any, enterprise: str) -> HttpResponse:
    """The form, and the recording itself. Sent twice, it is recorded once."""
    park = request.principal.park
    row = single(Enterprise, park=park, id=enterprise)
    if row is None:
        raise Http404
    place = request.place
    told = contacts_of(park=park, enterprise=row.id)
    asked: dict[str, Any] = {
        "kinds": named_choices(place, "kind"),
        "contacts": [(one.id, one.name or _("（姓名已删除）")) for one in told],
        "spot": "liaise" in request.me.carried,
        "today": place.calendar.local(request.now).date(),
    }
    kept = f"visit/{row.id}"
    if drafting.asked(request):
        about = (row.id, *(one.id for one in told))
        return drafting.keep(request, kept, names=VisitForm(**asked).fields, about=about)
    if request.method != "POST":
        draft = drafting.kept(request, kept)
        first = {"contact": told[0].id if told else "", **(draft.fields if draft else {})}
        form = VisitForm(initial={**first, "command_id": new_id(now=request.now)}, **asked)
        return _show(request, row, form, kept=drafting.moment(draft, place=place) if draft else "")
    form = VisitForm(request.POST, request.FILES, **asked)
    if not form.is_valid():
        return _show(request, row, form, status=422)
    recorded = _record(request, row, place, form.cleaned_data)
    if isinstance(recorded, Refused):
        form.data = {**request.POST.dict(), "command_id": new_id(now=request.now)}
        return _show(request, row, form, refusal=recorded, status=status_of(recorded))
    drafting.done(request, kept)
    return redirect("visit-recorded", recorded)


def _record(request: Any, row: Enterprise, place: Setting, given: dict[str, Any]) -> str | Refused:
    day = given["first_word_on"] if given["before"] else None
    known = place.rules_for_new().channels
    data = {
        "enterprise": row.id,
        "channel": _CHANNEL if _CHANNEL in known else min(known),
        "case_kind": given["case_kind"],
        "words": given["words"],
        "contact": given["contact"],
        "on_behalf": given["on_behalf"],
        "first_word_at": min(request.now, place.calendar.instant(day, 0)) if day else request.now,
    }
    if given.get("spot") == "yes":
        data["spot"] = given["measure"]
    return record_with_files(
        request.principal,
        data,
        given["attachments"],
        subject=given["contact"] or row.id,
        command_id=given["command_id"],
        now=request.now,
    )


@access(_WHO)
@never_cache
@require_safe
def recorded(request: Any, number: str) -> HttpResponse:
    """The number, and who does what next until when."""
    life = queries.life(request.principal, number)
    place = request.place
    which = 1 if lang() == "en" else 0
    owed = [
        {
            "what": names.COMMITMENTS[one.kind][which],
            "who": life.teller.duty(one.duty, one.unit, lang()),
            "due": short(one.due, calendar=place.calendar, now=place.now),
            "left": left(one.due, now=place.now),
        }
        for one in life.state.open_commitments()
    ]
    shown = {"title": _("已登记"), "number": number, "owed": owed, "on_behalf": life.state.record.on_behalf}
    shown["sent"] = reverse("visit-here", args=[life.row.enterprise])
    shown["owner"] = request.principal.actor.id
    return render(request, "fieldwork/recorded.html", shown)


def _show(
    request: Any,
    row: Enterprise,
    form: VisitForm,
    *,
    refusal: Refused | None = None,
    status: int = 200,
    kept: str = "",
) -> HttpResponse:
    shown = {
        "title": _("当面登记"),
        "enterprise": row,
        "form": form,
        **in_page(refusal),
        "lost_files": request.method == "POST" and bool(request.FILES),
        "owner": request.principal.actor.id,
        "kept": kept,
    }
    return render(request, "fieldwork/visit.html", shown, status=status)
