"""季度通报 on screen: drafted by the centre, read, issued by a leader; what changed since is said."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from lianqi.kernel.bulletins import STAGES, Bulletin, Stage, guard
from lianqi.kernel.decision import Refused
from lianqi.kernel.scoring import FIGURES, MEASURES, read
from lianqi.kernel.visits import Quarter
from lianqi.server.access import access, duty
from lianqi.server.cases.operations.beside import facts_of
from lianqi.server.cases.setting import Setting
from lianqi.server.ids import new_id
from lianqi.server.ledger.queries import load, read_content
from lianqi.server.ledger.values import LedgerRefusal
from lianqi.server.reports import models
from lianqi.server.reports.counting import changed, count
from lianqi.server.reports.document import document
from lianqi.server.reports.operations import bulletin_of, draft, issue, naming, ref_of, rules_of
from lianqi.server.ui.days import quarter
from lianqi.server.ui.downloads import word_document
from lianqi.server.ui.refusals import in_page, lang, status_of

_WHO = duty("triage", "lead", "supervise", "convene", "inspect")
_RATES = ("on-time-rate", "closing-rate", "solve-rate", "satisfaction-rate", "on-the-spot-rate")


@access(_WHO)
@never_cache
@require_safe
def bulletins(request: Any) -> HttpResponse:
    """The bulletins so far, and the quarters that can be drafted now."""
    place = request.place
    now = Quarter.of(place.now, calendar=place.calendar)
    rows = list(models.Bulletin.objects.filter(park=place.park).order_by("-period")[:40])
    known = {row.period for row in rows}
    may = "triage" in request.me.carried
    shown = {
        "title": _("季度通报"),
        "name": getattr(rules_of(place).name, lang()),
        "rows": [
            {"row": row, "quarter": quarter(row.period), "stage": _stage(row.stage), "tone": _tone(row.stage)}
            for row in rows
        ],
        "free": [(str(one), quarter(str(one))) for one in (now.former, now) if may and str(one) not in known],
        "command_id": new_id(now=request.now),
    }
    return render(request, "reports/list.html", shown)


@access(duty("triage"))
@never_cache
@require_POST
def drafted(request: Any, period: str) -> HttpResponse:
    """The quarter's numbers as they stand now."""
    try:
        Quarter.parse(period)
    except ValueError as wrong:
        raise Http404 from wrong
    sent = request.POST.get("command_id", "")[:64] or new_id(now=request.now)
    done = draft(request.principal, period=period, command_id=sent, now=request.now)
    if done.refusal is not None and bulletin_of(request.principal.park, period) is None:
        raise LedgerRefusal(done.refusal)
    if done.refusal is not None:
        return _show(request, period, refusal=done.refusal)
    messages.success(request, _("已按现在的台账拟稿。"))
    return redirect("bulletin", period)


@access(_WHO)
@never_cache
@require_safe
def bulletin(request: Any, period: str) -> HttpResponse:
    """One quarter's bulletin: its numbers, its file, and what the ledger says differently today."""
    return _show(request, period)


@access(duty("lead"))
@never_cache
@require_POST
def issued(request: Any, period: str) -> HttpResponse:
    """It goes out as it stands."""
    number, seen = request.POST.get("number", ""), request.POST.get("seen", "")
    if not (number.isdecimal() and 0 < int(number[:6]) < 1000 and seen.isdecimal()):
        return _show(request, period, wrong=_("请填期号，1到999的数字。"), status=422)
    sent = request.POST.get("command_id", "")[:64] or new_id(now=request.now)
    done = issue(request.principal, period=period, number=int(number), seen=int(seen), command_id=sent, now=request.now)
    if done.refusal is not None:
        return _show(request, period, refusal=done.refusal)
    messages.success(request, _("已签发第%(number)s期。文件就此固定，以后下载的都是这一份。") % {"number": number})
    return redirect("bulletin", period)


@access(_WHO)
@never_cache
@require_safe
def file(request: Any, period: str) -> HttpResponse:
    """The Word document: the very bytes that were issued, or the draft as it would look."""
    park = request.principal.park
    known = _known(park, period)
    if known.document is not None:
        made = read_content(park=park, id=known.document.id)
        if made is None:
            raise Http404
    else:
        made = document(known, number=0, place=naming(request.place))
    return word_document(made, name=f"{period}-{known.number or 'draft'}.docx")


def _show(
    request: Any, period: str, *, refusal: Refused | None = None, wrong: str = "", status: int = 200
) -> HttpResponse:
    place = request.place
    known = _known(place.park, period)
    park = known.figures["park"]
    facts, rules = facts_of(request.principal, references={}), place.rules_for_new()
    position, _root, now = count(place.park, Quarter.parse(period), place=place)
    which = 1 if lang() == "en" else 0
    shown = {
        "title": getattr(rules_of(place).name, lang()),
        "period": period,
        "quarter": quarter(period),
        "known": known,
        "stage": _stage(known.stage),
        "tone": _tone(known.stage),
        "four": [
            (_("登记"), park.get("registered", 0)),
            (_("交办"), park.get("dispatched", 0)),
            (_("办结"), park.get("closed-solved", 0) + park.get("closed-explained", 0)),
            (_("企业认可"), park.get("confirmed", 0) + park.get("confirmed-by-call-back", 0)),
        ],
        "rates": [_rate(code, known) for code in _RATES],
        "changed": [
            (MEASURES[name][0] if not which else MEASURES[name][1], before, after)
            for name, (before, after) in changed(known.figures, now).items()
        ],
        "position": position,
        "may_draft": guard("draft", known, rules=rules, facts=facts) is None,
        "may_issue": guard("issue", known, rules=rules, facts=facts) is None,
        "number": request.POST.get("number", "") or _next_number(place, period),
        "seen": load(ref_of(place.park, period)).seq,
        "command_id": new_id(now=request.now),
        "wrong": wrong,
        **in_page(refusal),
    }
    return render(request, "reports/bulletin.html", shown, status=status_of(refusal, otherwise=status))


def _known(park: str, period: str) -> Bulletin:
    known = bulletin_of(park, period)
    if known is None:
        raise Http404
    return known


def _rate(code: str, known: Bulletin) -> dict[str, Any]:
    one = read(FIGURES[code], known.figures["park"], too_few=known.figures["too_few"])
    return {
        "name": getattr(one.figure.name, lang()),
        "share": "—" if one.quotient is None else f"{one.quotient / 100:.1f}%",
        "over": f"{one.numerator} ÷ {one.denominator}",
        "interval": "" if one.low is None or one.high is None else f"{one.low / 100:.1f}–{one.high / 100:.1f}%",
        "formula": getattr(one.figure.formula, lang()),
        "few": not one.ranked,
        "beyond": known.figures.get("earlier", {}).get(code) if one.beyond else None,
    }


def _next_number(place: Setting, period: str) -> int:
    """The number after the last that was issued in the same year."""
    rows = models.Bulletin.objects.filter(park=place.park, period__startswith=period[:4], stage=Stage.ISSUED.value)
    return (rows.order_by("-number").values_list("number", flat=True).first() or 0) + 1


def _stage(stage: str) -> str:
    return STAGES[Stage(stage)][1 if lang() == "en" else 0]


def _tone(stage: str) -> str:
    return "good" if stage == Stage.ISSUED.value else "live"
