"""接待日 on screen: the list of meetings, one with its agenda, its resolutions, its printed agenda and its minutes."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianqi.kernel.decision import Refused
from lianqi.kernel.meetings import guard
from lianqi.kernel.meetings.states import STAGES, Stage
from lianqi.server.access import access, duty
from lianqi.server.cases import queries as case_queries
from lianqi.server.cases.forms.fields import Filling
from lianqi.server.cases.forms.steps import step_form
from lianqi.server.cases.operations.beside import facts_of
from lianqi.server.cases.setting import Setting
from lianqi.server.ids import derived_id, new_id
from lianqi.server.meetings import queries
from lianqi.server.meetings.forms import AS_SEEN, NEEDED, ActForm
from lianqi.server.meetings.minutes import minutes
from lianqi.server.meetings.operations import do, hosts, reception_of, resolve
from lianqi.server.meetings.queries import Opened
from lianqi.server.people.queries import members
from lianqi.server.ui.days import dated
from lianqi.server.ui.downloads import word_document
from lianqi.server.ui.refusals import in_page, lang, status_of

_WHO = duty("triage", "convene", "consult", "lead", "supervise", "adjudicate")


@access(_WHO)
@never_cache
@require_safe
def meetings(request: Any) -> HttpResponse:
    """The next meeting and those before it."""
    park = request.principal.park
    place = request.place
    name = reception_of(place).name
    rows = queries.meetings(park)
    called = {one.person: one.name for one in members(park=park, persons=[row.host for row in rows])}
    listed = [
        {
            "row": row,
            "url": reverse("meeting", args=[row.period]),
            "host": called.get(row.host, ""),
            "stage": _stage(row.stage),
            "tone": {"planned": "live", "held": "near"}.get(row.stage, "good"),
        }
        for row in rows
    ]
    shown = {"title": _("接待日"), "name": getattr(name, lang()), "rows": listed}
    return render(request, "meetings/list.html", shown)


@access(_WHO)
@never_cache
@require_safe
def meeting(request: Any, period: str) -> HttpResponse:
    """One meeting: its day and host, its agenda, what could come on it."""
    return _show(request, _opened(request, period))


@access(_WHO)
@never_cache
@require_POST
def act(request: Any, period: str, kind: str) -> HttpResponse:
    """One act on a meeting. Sent twice, it is done once; refused, what was typed stands there again."""
    if kind not in NEEDED:
        raise Http404
    opened = _opened(request, period)
    form = _form(request, kind, data=request.POST)
    if not form.is_valid():
        return _show(request, opened, form=form, status=422)
    given = form.cleaned_data
    data: dict[str, Any] = {name: given[name] for name in ("day", "host") if name in NEEDED[kind]}
    subject = ""
    if given["number"] and "number" in NEEDED[kind]:
        row = case_queries.life(request.principal, given["number"]).row
        subject = row.enterprise
        if kind == "invite":
            data["enterprise"] = row.enterprise
        else:
            data["case"] = row.id
        if kind == "put-on":
            data |= {"number": row.no, "enterprise": row.enterprise}
    texts = {name: given[name] for name in ("reason", "present") if given[name]}
    # One id on the page serves its every button: each button is a command of its own.
    command_id = derived_id(given["command_id"], kind, given["number"])
    applied = do(
        request.principal,
        period=period,
        kind=kind,
        data=data,
        texts=texts,
        subject=subject,
        command_id=command_id,
        expected_seq=given["seen"] if kind in AS_SEEN else None,
        now=request.now,
    )
    if applied.refusal is not None:
        return _show(request, _opened(request, period), form=form, refusal=applied.refusal)
    messages.success(request, _done(kind))
    return redirect("meeting", period)


@access(_WHO)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def settle(request: Any, period: str, number: str) -> HttpResponse:
    """The resolution on one item: what is done, by which unit, until when; or the answer given at the meeting."""
    principal = request.principal
    opened = _opened(request, period)
    told = next((one for one in opened.items if one.item.number == number), None)
    if told is None:
        raise Http404
    life = case_queries.life(principal, number)
    filling = Filling(principal, request.place, life.state)
    refusal: Refused | None = None
    if request.method == "POST":
        form = step_form("resolve", filling, request.POST)
        if form.is_valid():
            done = resolve(
                principal,
                period=period,
                number=number,
                data=form.data_of(),
                command_id=form.cleaned_data["command_id"],
                expected_seq=form.cleaned_data["seen"],
                now=request.now,
            )
            if done.refusal is None:
                messages.success(request, _("%(number)s已议定，责任单位和时限已写入事项。") % {"number": number})
                return redirect("meeting", period)
            refusal = done.refusal
            life = case_queries.life(principal, number)
            form.again(command_id=new_id(now=request.now), seen=life.row.seq)
    else:
        form = step_form("resolve", filling, initial={"command_id": new_id(now=request.now), "seen": life.row.seq})
    shown = {
        "title": _("议定事项"),
        "period": period,
        "told": told,
        "words": life.words,
        "form": form,
        **in_page(refusal),
    }
    status = status_of(refusal, otherwise=422 if request.method == "POST" else 200)
    return render(request, "meetings/settle.html", shown, status=status)


@access(_WHO)
@never_cache
@require_safe
def agenda(request: Any, period: str) -> HttpResponse:
    """The agenda on A4, to be handed out."""
    shown = _told(request, _opened(request, period)) | {"title": _("接待日议程")}
    return render(request, "meetings/agenda.html", shown)


@access(_WHO)
@never_cache
@require_safe
def minutes_file(request: Any, period: str) -> HttpResponse:
    """会议纪要 as a Word document, once the meeting was held."""
    opened = _opened(request, period)
    if not queries.is_held(opened):
        raise Http404
    place = request.place
    made = minutes(opened, reception=reception_of(place), park=request.me.park_name, calendar=place.calendar)
    return word_document(made, name=f"jiedairi-{period}.docx")


def _opened(request: Any, period: str) -> Opened:
    opened = queries.opened(request.principal, period)
    if opened is None:
        raise Http404
    return opened


def _form(request: Any, kind: str, *, data: Any = None, initial: dict[str, Any] | None = None) -> ActForm:
    place = request.place
    reception = reception_of(place)
    choices = [(one.person, one.name) for one in hosts(park=place.park, reception=reception)]
    return ActForm(kind, data, hosts=choices, initial=initial)


def _show(
    request: Any, opened: Opened, *, form: ActForm | None = None, refusal: Refused | None = None, status: int = 200
) -> HttpResponse:
    place = request.place
    reception = reception_of(place)
    fresh = {"command_id": new_id(now=request.now), "seen": opened.seq, "day": opened.meeting.day}
    forms = {kind.replace("-", "_"): _form(request, kind, initial=fresh) for kind in NEEDED}
    if form is not None:
        typed = request.POST.copy()
        typed["command_id"], typed["seen"] = fresh["command_id"], str(opened.seq)
        form.data = typed
        forms[form.kind.replace("-", "_")] = form
    on_agenda = {item.case for item in opened.meeting.items}
    facts = facts_of(request.principal, references={})
    may = {
        kind.replace("-", "_"): guard(
            kind, opened.meeting, rules=place.rules_for_new(), reception=reception, facts=facts
        )
        is None
        for kind in (*NEEDED, "settle")
    }
    shown = _told(request, opened) | {
        "title": getattr(reception.name, lang()),
        "forms": forms,
        "tried": form,
        "may": may,
        "proposals": queries.proposals(request.principal, rung=reception.rung, without=on_agenda)
        if may["put_on"]
        else [],
        "left": [one for one in opened.items if one.item.state == "listed"],
        **in_page(refusal),
    }
    return render(request, "meetings/meeting.html", shown, status=status_of(refusal, otherwise=status))


def _told(request: Any, opened: Opened) -> dict[str, Any]:
    place = request.place
    meeting = opened.meeting
    return {
        "opened": opened,
        "meeting": meeting,
        "period": meeting.period,
        "name": getattr(reception_of(place).name, lang()),
        "day": _day(meeting.day, place),
        "regular": meeting.regular if meeting.rest_day else None,
        "stage": _stage(meeting.stage),
        "planned": meeting.stage is Stage.PLANNED,
        "held": meeting.stage is Stage.HELD,
        "items": [
            {
                "told": told,
                "by": _day(place.calendar.local(told.by).date(), place) if told.by else "",
                "invited": told.item.enterprise in meeting.invited,
            }
            for told in opened.items
        ],
    }


def _day(day: date, place: Setting) -> str:
    """Today and tomorrow are dates here too: the agenda is handed out on paper. In English the year stays."""
    return dated(day, year=lang() == "en" or day.year != place.calendar.local(place.now).year)


def _stage(stage: str) -> str:
    return STAGES[Stage(stage)][1 if lang() == "en" else 0]


def _done(kind: str) -> str:
    return {
        "move": _("已改期。"),
        "change-host": _("已调整主持人。"),
        "put-on": _("已列入议题。"),
        "take-off": _("已撤下议题。"),
        "raise": _("已前移。"),
        "invite": _("已记下邀请，请联系企业确认。"),
        "hold": _("已登记召开，请逐项写明议定事项。"),
        "roll-over": _("已顺延到下次。"),
        "close": _("已形成会议纪要。"),
    }[kind]
