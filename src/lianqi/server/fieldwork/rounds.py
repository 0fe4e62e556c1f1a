"""走访: the quarter's visits that an officer owes, the form of a few questions, the appointment and the 婉拒."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianqi.kernel.decision import Refused
from lianqi.kernel.mechanism.loop import VisitRules
from lianqi.kernel.visits import Quarter
from lianqi.server.access import access, duty
from lianqi.server.cases.contacting import contacted
from lianqi.server.cases.desk import left, short
from lianqi.server.cases.setting import Setting
from lianqi.server.cases.views import drafting
from lianqi.server.fieldwork import operations, queries, refusals
from lianqi.server.fieldwork.forms import AppointForm, DeclineForm, RoundForm
from lianqi.server.fieldwork.models import VisitDuty
from lianqi.server.ids import new_id
from lianqi.server.ledger.values import LedgerRefusal
from lianqi.server.mechanisms.queries import rules_of_loop
from lianqi.server.registry.models import Enterprise
from lianqi.server.registry.queries import contacts_of, enterprise_names
from lianqi.server.ui.days import dated, quarter
from lianqi.server.ui.refusals import in_page, lang, status_of

_CHANNEL = "visit"


@access(duty("liaise", "triage"))
@never_cache
@require_safe
def visits(request: Any) -> HttpResponse:
    """An officer's own enterprises; the centre sees how far the whole park is, and who is late."""
    principal = request.principal
    place = request.place
    rules = _rules(place)
    officer = "liaise" in request.me.carried
    mine = principal.enterprises if officer else None
    owed = queries.owed_now(place.park, place=place, enterprises=mine)
    settled = queries.settled_now(place.park, place=place, enterprises=principal.enterprises) if officer else []
    names = enterprise_names(park=place.park, ids=(row.enterprise for row in (*owed, *settled)))
    asked = contacted([row.enterprise for row in owed], place=place)
    counts = queries.coverage(place.park, place=place, enterprises=mine)
    now = str(Quarter.of(request.now, calendar=place.calendar))
    shown = {
        "title": _("走访"),
        "quarter": quarter(now),
        "officer": officer,
        "owner": principal.actor.id,
        "about": getattr(rules.about, lang()),
        "counts": counts,
        "owed": [
            {
                "row": row,
                "name": names.get(row.enterprise, ""),
                "due": short(row.due, calendar=place.calendar, now=place.now) if row.due else "",
                "left": left(row.due, now=place.now) if row.due else "",
                "late": row.due is not None and row.due < place.now,
                "asked": str(asked[row.enterprise]) if row.enterprise in asked else "",
            }
            for row in owed
        ],
        "settled": [
            {
                "row": row,
                "name": names.get(row.enterprise, ""),
                "visited": row.last_period == now,
                "on": place.calendar.local(row.last_visit) if row.last_visit else None,
            }
            for row in settled
        ],
    }
    return render(request, "fieldwork/visits.html", shown)


@access(duty("liaise"))
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: Any, enterprise: str) -> HttpResponse:
    """One visit: the questions (GET), or the visit with every case that came of it (POST). Sent twice, done once."""
    row, place = _own(request, enterprise), request.place
    kept = f"round/{row.id}"
    if drafting.asked(request):
        about = (row.id, *(one.id for one in contacts_of(park=row.park, enterprise=row.id)))
        return drafting.keep(request, kept, names=_form(row, place).fields, about=about)
    if request.method != "POST":
        draft = drafting.kept(request, kept)
        begun = {**(draft.fields if draft else {}), "command_id": new_id(now=request.now)}
        shown = _form(row, place, initial=begun)
        return _show(request, row, place, form=shown, kept=drafting.moment(draft, place=place) if draft else "")
    form = _form(row, place, request.POST)
    if not form.is_valid():
        return _show(request, row, place, form=form, status=422)
    done = operations.visit(
        request.principal,
        enterprise=row.id,
        said=_said(request, row, place, form),
        command_id=form.cleaned_data["command_id"],
        now=request.now,
    )
    if done.refusal is not None:
        return _show(request, row, place, form=form, refusal=done.refusal)
    drafting.done(request, kept)
    links = format_html_join("、", '<a href="{}">{}</a>', ((reverse("case", args=[no]), no) for no in done.numbers))
    told = _("登记事项：") if done.numbers else _("企业没有要反映的。")
    messages.success(request, format_html("{}{}{}", _("%(name)s的走访已登记。") % {"name": row.name}, told, links))
    return redirect("visits")


def _said(request: Any, row: Enterprise, place: Setting, form: RoundForm) -> list[dict[str, Any]]:
    known = place.rules_for_new().channels
    questions = _rules(place).questions
    found = []
    for code, words, measure in form.answers():
        one = {
            "enterprise": row.id,
            "channel": _CHANNEL if _CHANNEL in known else min(known),
            "case_kind": questions[code].makes,
            "words": words,
            "contact": form.cleaned_data["contact"],
        }
        found.append({**one, "spot": measure} if measure else one)
    return found


@access(duty("liaise"))
@never_cache
@require_POST
def appointed(request: Any, enterprise: str) -> HttpResponse:
    """A day agreed with the enterprise."""
    row, place = _own(request, enterprise), request.place
    form = AppointForm(request.POST, auto_id="appoint_%s")
    if not form.is_valid():
        return _show(request, row, place, appoint=form, status=422)
    given = form.cleaned_data
    done = operations.appoint(
        request.principal, enterprise=row.id, day=given["day"], command_id=given["command_id"], now=request.now
    )
    if done.refusal is not None:
        return _show(request, row, place, appoint=form, refusal=done.refusal)
    messages.success(request, _("已约定。"))
    return redirect("visit-one", row.id)


@access(duty("liaise"))
@never_cache
@require_POST
def declined(request: Any, enterprise: str) -> HttpResponse:
    """婉拒, in the enterprise's words."""
    row, place = _own(request, enterprise), request.place
    form = DeclineForm(request.POST, auto_id="decline_%s")
    if not form.is_valid():
        return _show(request, row, place, decline=form, status=422)
    given = form.cleaned_data
    done = operations.decline(
        request.principal, enterprise=row.id, words=given["words"], command_id=given["command_id"], now=request.now
    )
    if done.refusal is not None:
        return _show(request, row, place, decline=form, refusal=done.refusal)
    messages.success(request, _("已记下%(name)s的婉拒，本季度不再要求走访。") % {"name": row.name})
    return redirect("visits")


def _show(
    request: Any,
    row: Enterprise,
    place: Setting,
    *,
    form: RoundForm | None = None,
    appoint: AppointForm | None = None,
    decline: DeclineForm | None = None,
    refusal: Refused | None = None,
    status: int = 200,
    kept: str = "",
) -> HttpResponse:
    rules = _rules(place)
    owed = VisitDuty.objects.filter(park=row.park, enterprise=row.id).first()
    fresh = {"command_id": new_id(now=request.now)}
    if refusal is not None:
        # What was typed stays; sent again it is a new command.
        for tried in (form, appoint, decline):
            if tried is not None:
                tried.data = {**request.POST.dict(), **fresh}
    wished = queries.asked_day(row.park, row.id)
    agreeing = {**fresh, "day": wished[0]} if wished else fresh
    asked = contacted([row.id], place=place)[row.id]
    open_now = owed is not None and (owed.opens_at is None or owed.opens_at <= place.now)
    shown = {
        "title": _("走访"),
        "enterprise": row,
        "about": getattr(rules.about, lang()),
        "owed": owed,
        "open_now": open_now,
        "due": short(owed.due, calendar=place.calendar, now=place.now) if owed and owed.due else "",
        "late": bool(owed and owed.due and owed.due < place.now),
        "asked": str(asked),
        "budget": rules.contact_budget,
        "over": asked.total >= rules.contact_budget,
        "form": form or _form(row, place, initial=fresh),
        "wished": wished,
        "wished_on": dated(wished[0], year=False) if wished else "",
        "fresh": fresh["command_id"],
        "appoint": appoint or AppointForm(initial=agreeing, auto_id="appoint_%s"),
        "decline": decline or DeclineForm(initial=fresh, auto_id="decline_%s"),
        "appointing": appoint is not None,
        "declining": decline is not None,
        **in_page(refusal),
        "owner": request.principal.actor.id,
        "kept": kept,
    }
    return render(request, "fieldwork/round.html", shown, status=status_of(refusal, otherwise=status))


def _form(row: Enterprise, place: Setting, data: Any = None, *, initial: dict[str, Any] | None = None) -> RoundForm:
    told = contacts_of(park=row.park, enterprise=row.id)
    if initial is not None:
        initial = {"contact": told[0].id if told else "", **initial}
    questions = {code: getattr(one.ask, lang()) for code, one in _rules(place).questions.items()}
    contacts = [(one.id, one.name or _("（姓名已删除）")) for one in told]
    return RoundForm(data, questions=questions, contacts=contacts, initial=initial)


def _own(request: Any, enterprise: str) -> Enterprise:
    """One of the officer's own enterprises; Http404 for every other and for one that is not there."""
    row = Enterprise.objects.filter(park=request.principal.park, id=enterprise).first()
    if row is None or row.id not in request.principal.enterprises:
        raise Http404
    return row


def _rules(place: Setting) -> VisitRules:
    rules = rules_of_loop(park=place.park, at=place.now).visits
    if rules is None:
        raise LedgerRefusal(Refused(refusals.NO_VISITS))
    return rules
