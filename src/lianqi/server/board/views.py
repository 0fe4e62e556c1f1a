"""红黄榜 on screen: opening and drawing, who has voted, paper ballots entered twice, the result."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianqi.kernel.ballots import STAGES, Stage, Vote, guard, tally
from lianqi.kernel.decision import Refused
from lianqi.server.access import access, duty
from lianqi.server.board import queries
from lianqi.server.board.forms import CARDS, PaperForm
from lianqi.server.board.operations import board_of, do, draw, frame, hand_in, open_and_draw, vote_of
from lianqi.server.cases.operations.beside import facts_of
from lianqi.server.cases.setting import Setting
from lianqi.server.ids import derived_id, new_id
from lianqi.server.ledger.values import LedgerRefusal
from lianqi.server.ui.days import quarter
from lianqi.server.ui.refusals import in_page, lang, status_of

_WHO = duty("supervise", "triage", "lead", "inspect", "convene")


@access(_WHO)
@never_cache
@require_safe
def votes(request: Any) -> HttpResponse:
    """The votes so far, and this quarter's where it is not opened yet."""
    place = request.place
    rules = board_of(place)
    now = queries.this_quarter(place)
    rows = queries.votes(place.park)
    listed = [
        {
            "row": row,
            "quarter": quarter(row.period),
            "stage": _stage(row.stage),
            "tone": {"frozen": "near", "drawn": "live"}.get(row.stage, "good"),
        }
        for row in rows
    ]
    due = now not in {row.period for row in rows}
    shown = {
        "title": getattr(rules.name, lang()),
        "rows": listed,
        "due": now if due and _may(request, place, None, "open") else "",
        "quarter": quarter(now),
        "frame": len(frame(place.park, now)) if due else 0,
        "count": rules.voters,
        "units": len(rules.units),
        "command_id": new_id(now=request.now),
    }
    return render(request, "board/list.html", shown)


@access(duty("supervise"))
@never_cache
@require_POST
def open_vote(request: Any, period: str) -> HttpResponse:
    """Freeze and draw; gone on with where it was interrupted."""
    place = request.place
    if period != queries.this_quarter(place):
        raise Http404
    vote = vote_of(place.park, period)
    if vote is not None and vote.stage is Stage.FROZEN:
        done = draw(park=place.park, period=period, now=request.now)
    else:
        sent = request.POST.get("command_id", "")[:64] or new_id(now=request.now)
        done = open_and_draw(request.principal, period=period, command_id=sent, now=request.now)
    if done.refusal is not None:
        raise LedgerRefusal(done.refusal)
    return redirect("vote", period)


@access(_WHO)
@never_cache
@require_safe
def vote(request: Any, period: str) -> HttpResponse:
    """One quarter's vote."""
    return _show(request, period)


@access(duty("triage", "supervise"))
@never_cache
@require_POST
def paper(request: Any, period: str) -> HttpResponse:
    """A paper ballot is entered: it counts when a second person has entered the same."""
    vote = _vote(request, period)
    form = PaperForm(request.POST, units=queries.unit_names(request.principal.park, vote.units))
    if not form.is_valid():
        return _show(request, period, form=form, status=422)
    given = form.cleaned_data
    data = {"number": given["number"], "marks": form.marks()}
    done = do(
        request.principal,
        period=period,
        kind="enter-paper",
        data=data,
        command_id=given["command_id"],
        now=request.now,
    )
    if done.refusal is not None:
        return _show(request, period, form=form, refusal=done.refusal)
    now = _vote(request, period).papers[given["number"]]
    if now.counted:
        messages.success(request, _("%(number)s号票两人录入一致，已计入。") % {"number": now.number})
    elif now.differs():
        messages.warning(request, _("%(number)s号票两人录入不一致，请对照原票再录一遍。") % {"number": now.number})
    else:
        messages.info(request, _("%(number)s号票已录一遍，请另一人再录一遍。") % {"number": now.number})
    return redirect("vote", period)


@access(duty("triage", "supervise"))
@never_cache
@require_POST
def handed_in(request: Any, period: str) -> HttpResponse:
    """An enterprise put its paper ballot into the box."""
    enterprise = request.POST.get("enterprise", "")[:64]
    command_id = derived_id(request.principal.park, "handed-in", period, enterprise)
    try:
        done = hand_in(request.principal, period=period, enterprise=enterprise, command_id=command_id, now=request.now)
    except LedgerRefusal as refused:
        return _show(request, period, refusal=refused.refusal)
    if done.refusal is not None:
        return _show(request, period, refusal=done.refusal)
    return redirect(f"{reverse('vote', args=[period])}#voters")


@access(duty("supervise"))
@never_cache
@require_POST
def close(request: Any, period: str) -> HttpResponse:
    """The vote is over."""
    sent = request.POST.get("command_id", "")[:64] or new_id(now=request.now)
    done = do(request.principal, period=period, kind="close", command_id=sent, now=request.now)
    if done.refusal is not None:
        return _show(request, period, refusal=done.refusal)
    messages.success(request, _("评价已汇总。"))
    return redirect("vote", period)


@access(duty("triage", "supervise"))
@never_cache
@require_http_methods(["GET", "HEAD"])
def blank(request: Any, period: str) -> HttpResponse:
    """Blank ballots to print, each with its number; which enterprise gets which is written down nowhere."""
    vote = _vote(request, period)
    shown = {
        "title": _("评价票"),
        "period": period,
        "quarter": quarter(period),
        "units": queries.unit_names(request.principal.park, vote.units),
        "numbers": range(1, len(vote.voters) + 1),
        "cards": CARDS,
    }
    return render(request, "board/blank.html", shown)


def _vote(request: Any, period: str) -> Vote:
    vote = vote_of(request.principal.park, period)
    if vote is None:
        raise Http404
    return vote


def _show(
    request: Any, period: str, *, form: PaperForm | None = None, refusal: Refused | None = None, status: int = 200
) -> HttpResponse:
    place = request.place
    vote = _vote(request, period)
    names = queries.unit_names(place.park, vote.units)
    if form is not None and refusal is not None:
        typed = request.POST.copy()
        typed["command_id"] = new_id(now=request.now)
        form.data = typed
    rows = tally(vote.ballots, units=vote.units, too_few=vote.too_few) if vote.stage is Stage.CLOSED else ()
    voters = queries.voters(place.park, period)
    called = dict(names)
    shown = {
        "title": getattr(board_of(place).name, lang()),
        "period": period,
        "quarter": quarter(period),
        "vote": vote,
        "stage": _stage(vote.stage),
        "frozen": vote.stage is Stage.FROZEN,
        "open": vote.stage is Stage.DRAWN,
        "voters": [{"id": id, "name": name, "paper": id in vote.handed_in} for id, name in voters],
        "turnout": vote.by_phone + len(vote.handed_in),
        "form": form or PaperForm(units=names, initial={"command_id": new_id(now=request.now)}),
        "papers": [
            {"paper": one, "by": len(one.entries), "differs": [called[unit] for unit in one.differs()]}
            for one in sorted(vote.papers.values(), key=lambda one: one.number)
        ],
        "rows": [
            {
                "row": row,
                "name": called[row.unit],
                "share": _percent(row.share),
                "interval": f"{_percent(row.low)}–{_percent(row.high)}" if row.share is not None else "",
            }
            for row in rows
        ],
        "may": {
            kind.replace("-", "_"): _may(request, place, vote, kind) for kind in ("hand-in", "enter-paper", "close")
        },
        "may_open": "supervise" in request.me.carried,
        "command_id": new_id(now=request.now),
        **in_page(refusal),
    }
    return render(request, "board/vote.html", shown, status=status_of(refusal, otherwise=status))


def _may(request: Any, place: Setting, vote: Vote | None, kind: str) -> bool:
    facts = facts_of(request.principal, references={})
    return guard(kind, vote, rules=place.rules_for_new(), facts=facts) is None


def _stage(stage: str) -> str:
    return STAGES[Stage(stage)][1 if lang() == "en" else 0]


def _percent(share: int | None) -> str:
    return "" if share is None else f"{share / 100:.1f}%"
