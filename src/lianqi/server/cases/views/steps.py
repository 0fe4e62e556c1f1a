"""One step of a case: its form, in a dialog of the page or as a page of its own, and what comes of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lianqi.kernel.decision import Refused
from lianqi.kernel.messages import names
from lianqi.server.access import SIGNED_IN, access
from lianqi.server.blobs import judging
from lianqi.server.blobs.operations import attach
from lianqi.server.blobs.refusals import BlobRefusal
from lianqi.server.cases import disclosures, page, queries, steps
from lianqi.server.cases.desk import heading
from lianqi.server.cases.forms.fields import Filling
from lianqi.server.cases.forms.steps import StepForm, step_form
from lianqi.server.cases.operations import Done, perform
from lianqi.server.cases.stream import STREAM_KIND
from lianqi.server.cases.views import drafting
from lianqi.server.cases.views.page import place_of
from lianqi.server.ids import new_id
from lianqi.server.jottings.queries import Kept
from lianqi.server.ledger.operations import one_transaction
from lianqi.server.ledger.values import StreamRef
from lianqi.server.ui.refusals import in_page, lang, status_of

_STALE = "ledger.stale"


class _Undone(Exception):
    """The step was refused: what was kept for it in the same transaction goes again."""

    def __init__(self, refusal: Refused) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal


@access(SIGNED_IN)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: Any, number: str, kind: str) -> HttpResponse:
    """The form of a step (GET), or the step itself (POST). Sent twice with the same id, it is done once."""
    if kind not in steps.ORDER or kind in steps.ENTERPRISES_OWN:
        raise Http404
    life = queries.life(request.principal, number)
    place = place_of(life.row, request.place)
    filling = Filling(request.principal, place, life.state, page.asked_extension(life.events))
    kept = f"case/{number}/{kind}"
    if drafting.asked(request):
        about = (life.row.enterprise, life.row.contact)
        return drafting.keep(request, kept, names=step_form(kind, filling).fields, about=about)
    disclosures.opened(life.row, actor=request.principal.actor.id, now=request.now)
    if request.method == "POST":
        return _take(request, life, filling, kind, kept)
    no = steps.refused(request.principal, life.state, kind, place=place)
    given = {name: value for name, value in request.GET.items() if name not in ("command_id", "seen")}
    fresh = {"command_id": new_id(now=request.now), "seen": life.row.seq}
    draft = drafting.kept(request, kept)
    typed = draft.fields if draft else {}
    return _show(
        request, life, kind, step_form(kind, filling, initial={**given, **typed, **fresh}), refusal=no, draft=draft
    )


def _take(request: Any, life: queries.Life, filling: Filling, kind: str, kept: str) -> HttpResponse:
    form = step_form(kind, filling, request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, life, kind, form, status=422)
    try:
        done = _perform(request, life, form)
    except _Undone as undone:
        return _again(request, life.row.no, form, undone.refusal)
    if done.refusal is not None:
        return _again(request, life.row.no, form, done.refusal)
    drafting.done(request, kept)
    label = heading(names.COMMANDS[kind][1 if lang() == "en" else 0])
    messages.success(request, _("%(step)s：已办理（%(number)s）") % {"step": label, "number": life.row.no})
    return _on(request, form.cleaned_data["next"] or reverse("case", args=[life.row.no]))


def _perform(request: Any, life: queries.Life, form: StepForm) -> Done:
    data = form.data_of()
    sent = request.FILES.getlist("attachments") if form.counts("attachments") else []
    with one_transaction(park=life.row.park):
        if sent:
            data["attachments"] = [_keep(request, life, file) for file in sent]
        done = perform(
            park=life.row.park,
            actor=request.principal.actor.id,
            case_no=life.row.no,
            kind=form.kind,
            data=data,
            command_id=form.cleaned_data["command_id"],
            expected_seq=None if form.kind in steps.REBASES else form.cleaned_data["seen"],
            now=request.now,
        )
        if done.refusal is not None and sent:
            raise _Undone(done.refusal)
    return done


def _keep(request: Any, life: queries.Life, file: Any) -> str:
    content = file.read(judging.MOST + 1)
    if len(content) > judging.MOST:
        sizes = {"size_mb": -(-file.size // judging.MB), "limit_mb": judging.MOST // judging.MB}
        raise _Undone(Refused("blob.too-large", sizes))
    ref = StreamRef(life.row.park, STREAM_KIND, life.row.id)
    subject = life.state.record.contact or life.state.record.enterprise
    try:
        kept = attach(stream=ref, subject=subject, name=(file.name or "")[:200], data=content, now=request.now)
    except BlobRefusal as refused:
        raise _Undone(refused.refusal) from refused
    return kept.ref.id


def _again(request: Any, number: str, form: StepForm, refusal: Refused) -> HttpResponse:
    """The form as it was filled in, with the reason; sent again, it is a new command on the case as it now stands."""
    life = queries.life(request.principal, number)
    form.again(command_id=new_id(now=request.now), seen=life.row.seq)
    missed = queries.missed(request.principal, number, refusal) if refusal.code == _STALE else ()
    return _show(request, life, form.kind, form, refusal=refusal, missed=missed)


def _show(
    request: Any,
    life: queries.Life,
    kind: str,
    form: StepForm,
    *,
    refusal: Refused | None = None,
    missed: Any = (),
    status: int = 200,
    draft: Kept | None = None,
) -> HttpResponse:
    spoken = lang()
    sent = request.method == "POST"
    shown = {
        "title": heading(names.COMMANDS[kind][1 if spoken == "en" else 0]),
        "kind": kind,
        "number": life.row.no,
        "words": life.words,
        "draft": page.draft_of(life) if kind in ("review", "sign") else "",
        "answer": life.answer if kind in ("call-back", "recheck") else "",
        "form": form,
        **in_page(refusal),
        "closed": refusal is not None and not sent,
        "missed": [(line.actor, line.said.en if spoken == "en" else line.said.zh) for line in missed],
        "grave": kind in _GRAVE,
        "kept": drafting.moment(draft, place=form.filling.place) if draft else "",
        "owner": request.principal.actor.id,
        "action": reverse("step", args=[life.row.no, kind]),
        "back": reverse("case", args=[life.row.no]),
    }
    template = "cases/step_form.html" if request.headers.get("HX-Request") else "cases/step.html"
    return render(request, template, shown, status=status_of(refusal if sent else None, otherwise=status))


#: Steps that cannot be taken back and end something for the enterprise.
_GRAVE = frozenset({"not-accept"})


def _on(request: Any, url: str) -> HttpResponse:
    if not url_has_allowed_host_and_scheme(url, allowed_hosts={request.get_host()}):
        url = reverse("desk")
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": url})
    return HttpResponseRedirect(url)
