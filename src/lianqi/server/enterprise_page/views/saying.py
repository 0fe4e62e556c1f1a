"""What a contact says about a matter: its form (GET) and the saying itself (POST). Sent twice, it is said once."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lianqi.kernel.decision import Refused
from lianqi.server.access import ENTERPRISE, access
from lianqi.server.cases import queries
from lianqi.server.cases.keeping import Undone, keep
from lianqi.server.cases.operations import perform
from lianqi.server.cases.stream import STREAM_KIND
from lianqi.server.enterprise_page import matters
from lianqi.server.enterprise_page.forms import Saying
from lianqi.server.ids import new_id
from lianqi.server.ledger.operations import one_transaction
from lianqi.server.ledger.values import StreamRef
from lianqi.server.ui.refusals import lang, said, status_of

#: What is said beside the matter may rest on an older page; everything else is refused as stale.
_REBASES = frozenset({"urge", "supplement"})
_STALE = "ledger.stale"
#: Files get new names each time they are sent, so a supplement sent again is known by its id alone.
_SENT_BEFORE = "ledger.command.reused"
_EXPLAINED = {
    "confirm": gettext_lazy("只有企业自己说了算。您认可之后，营商中心核查销号，过一段时间还会再问您一次（回头看）。"),
    "reject": gettext_lazy("不认可不会有任何不利影响。办理单位要重新办理，再不行就提到上一级。"),
    "object": gettext_lazy("您不同意暂停计时、列入计划、合并办理或调整分类的，可以提出异议，由裁定人员决定。"),
    "withdraw": gettext_lazy("撤回后不再办理，也不能恢复；如果只是想改内容，请用“补充材料”。"),
    "supplement": gettext_lazy("如果正等您补充，补充之后马上恢复计时。"),
    "urge": gettext_lazy("会提醒正在办理的单位；已定的时限不变。"),
    "reopen": gettext_lazy("原来的办理单位接着办，以前的记录都保留。"),
}


@access(ENTERPRISE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def say(request: Any, number: str, kind: str) -> HttpResponse:
    """One thing said about one matter."""
    if kind not in matters.STEPS:
        raise Http404
    life = queries.life(request.principal, number)
    if request.method == "POST":
        return _take(request, life, kind)
    place = request.place
    no = matters.refused(request.principal, life, kind, place=place)
    form = Saying(kind, initial={"command_id": new_id(now=request.now), "seen": life.row.seq})
    return _show(request, life, kind, form, told=no, closed=no is not None)


def _take(request: Any, life: queries.Life, kind: str) -> HttpResponse:
    form = Saying(kind, request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, life, kind, form, status=422)
    refusal = _perform(request, life, kind, dict(form.cleaned_data))
    if refusal is None:
        messages.success(request, _("%(step)s：已收到。") % {"step": matters.called(kind)})
        return redirect("my-matter", life.row.no)
    now = queries.life(request.principal, life.row.no)
    # As it was filled in; sent again, it is a new command on the matter as it now stands.
    form.data = {**request.POST.dict(), "command_id": new_id(now=request.now), "seen": str(now.row.seq)}
    missed = queries.missed(request.principal, life.row.no, refusal) if refusal.code == _STALE else ()
    return _show(
        request,
        now,
        kind,
        form,
        told=(refusal.code, said(refusal.code, refusal.details)),
        missed=[getattr(line.said, lang()) for line in missed],
        status=status_of(refusal),
    )


def _perform(request: Any, life: queries.Life, kind: str, given: dict[str, Any]) -> Refused | None:
    command_id, seen, files = given.pop("command_id"), given.pop("seen"), given.pop("attachments", [])
    data = {name: value for name, value in given.items() if value not in ("", None)}
    contact = request.principal.actor.id
    try:
        with one_transaction(park=life.row.park):
            if files:
                ref = StreamRef(life.row.park, STREAM_KIND, life.row.id)
                data["attachments"] = keep(ref, files, subject=contact, now=request.now)
            done = perform(
                park=life.row.park,
                actor=contact,
                case_no=life.row.no,
                kind=kind,
                data=data,
                command_id=command_id,
                expected_seq=None if kind in _REBASES else seen,
                now=request.now,
            )
            if done.refusal is not None:
                raise Undone(done.refusal)
    except Undone as undone:
        return None if files and undone.refusal.code == _SENT_BEFORE else undone.refusal
    return None


def _show(
    request: Any,
    life: queries.Life,
    kind: str,
    form: Saying,
    *,
    told: tuple[str, str] | None = None,
    missed: list[str] | None = None,
    closed: bool = False,
    status: int = 200,
) -> HttpResponse:
    code, sentence = told or ("", "")
    shown = {
        "title": matters.called(kind),
        "kind": kind,
        "life": life,
        "row": life.row,
        "form": form,
        "about": _EXPLAINED.get(kind, ""),
        "sentence": sentence,
        "code": code,
        "missed": missed or [],
        "closed": closed,
        "lost_files": request.method == "POST" and bool(request.FILES),
        # Of what was told in confidence nothing is left on the phone.
        "draft": "" if life.row.confidential else f"{request.principal.actor.id}-{life.row.no}-{kind}",
    }
    return render(request, "enterprise_page/say.html", shown, status=status)
