"""交办台: what waits to be dispatched, soonest due first, one after the other under one's hands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lianqi.kernel.decision import Refused
from lianqi.kernel.mechanism.measure import say
from lianqi.server.access import access, duty
from lianqi.server.cases import disclosures, listing, proposals, queries, search, steps
from lianqi.server.cases.desk import Owed, owed_rows, short
from lianqi.server.cases.forms.triage import DispatchForm
from lianqi.server.cases.operations import perform
from lianqi.server.cases.setting import Setting
from lianqi.server.cases.views.page import place_of
from lianqi.server.ids import new_id
from lianqi.server.registry.queries import units
from lianqi.server.ui.refusals import in_page, lang

#: So many of the queue stand beside the case in hand.
_QUEUE = 30


@dataclass(frozen=True, slots=True)
class _Key:
    """A proposed class as the page shows it, with the key that chooses it."""

    key: str
    id: str
    name: str
    group: str
    words: tuple[str, ...]
    unit: str
    limit: str
    due: str
    chosen: bool


@access(duty("triage", "inspect"))
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def triage(request: Any) -> HttpResponse:
    """The queue and the case in hand: `case` in the address, or the one that is due first."""
    principal = request.principal
    place = request.place
    page = queries.my_due(principal, kind="triage", limit=_QUEUE)
    total = queries.count_my_due(principal, kind="triage")
    queue = owed_rows(principal, page.items, calendar=place.calendar, now=request.now)
    numbers = [row.number for row in queue]
    wanted = request.GET.get("case", "")
    number = wanted or (numbers[0] if numbers else "")
    shown: dict[str, Any] = {"title": _("交办台"), "queue": queue, "total": total, "number": number}
    if not number:
        return render(request, "cases/triage.html", shown)
    life = queries.life(principal, number)
    if life.row.status != "triage" and request.method != "POST":
        if wanted:
            messages.info(request, _("%(number)s已不在分办环节，可在事项页查看。") % {"number": number})
        return redirect("triage")
    disclosures.opened(life.row, actor=request.principal.actor.id, now=request.now)
    return _in_hand(request, life, place_of(life.row, place), queue, shown)


def _in_hand(
    request: Any, life: queries.Life, place: Setting, queue: tuple[Owed, ...], shown: dict[str, Any]
) -> HttpResponse:
    principal, words = request.principal, life.words or ""
    proposed = proposals.classes(words, place=place, usual=proposals.usual(principal))
    refusal: Refused | None = None
    if request.method == "POST":
        form = DispatchForm(place, proposed, request.POST)
        if form.is_valid():
            refusal = _dispatch(request, life, form)
            if refusal is None:
                return _next(request, life, [row.number for row in queue])
            life = queries.life(principal, life.row.no)
            form.again(command_id=new_id(now=request.now), seen=life.row.seq)
    else:
        form = DispatchForm(place, proposed, initial=_known(life, proposed, request.now))
    decided = [word for one in proposed for word in one.words]
    (row,) = listing.rows(principal, [life.row], place=place, whole=True)
    # A confidential report rides with no other case, and no other is compared with it.
    near = [] if life.row.confidential else proposals.alike(principal, life.row, words, words=decided)
    alike = listing.rows(principal, [one.row for one in near], place=place)
    missed = queries.missed(principal, life.row.no, refusal) if refusal and refusal.code == "ledger.stale" else ()
    shown |= {
        "life": life,
        "row": row,
        "hand": next((one for one in queue if one.number == life.row.no), None),
        "words": search.marked(words, decided) if life.words is not None else [(_("（已按规定删除）"), False)],
        "keys": _keys(place, proposed, str(form["class_id"].value() or "")),
        "form": form,
        "alike": [pair for pair in zip(near, alike, strict=True) if pair[0].share],
        "others": [pair for pair in zip(near, alike, strict=True) if not pair[0].share],
        "first_word": life.teller.moment(life.row.first_word_at),
        "channel": getattr(life.teller.called.get(f"channel.{life.row.channel}"), lang(), life.row.channel),
        "may_dispatch": steps.refused(principal, life.state, "dispatch", place=place) is None,
        **in_page(refusal),
        "missed": [(line.actor, getattr(line.said, lang())) for line in missed],
        "after": _after(queue, life.row.no),
        "before": _after(queue[::-1], life.row.no),
        "back": reverse("triage"),
    }
    return render(request, "cases/triage.html", shown, status=422 if request.method == "POST" else 200)


def _dispatch(request: Any, life: queries.Life, form: DispatchForm) -> Refused | None:
    done = perform(
        park=life.row.park,
        actor=request.principal.actor.id,
        case_no=life.row.no,
        kind="dispatch",
        data=form.data_of(),
        command_id=form.cleaned_data["command_id"],
        expected_seq=form.cleaned_data["seen"],
        now=request.now,
    )
    return done.refusal


def _next(request: Any, life: queries.Life, numbers: list[str]) -> HttpResponse:
    """On to the next of the queue, with a way back to what was just done and to its slip."""
    done = queries.life(request.principal, life.row.no)
    told = format_html(
        '{}<a href="{}">{}</a>',
        _("已交办%(unit)s：") % {"unit": done.teller.unit(done.row.main_unit, lang())},
        reverse("case", args=[life.row.no]),
        life.row.no,
    )
    slip = format_html(' <a href="{}">{}</a>', reverse("slip", args=[life.row.no]), _("打印交办单"))
    messages.success(request, told + slip)
    at = numbers.index(life.row.no) if life.row.no in numbers else len(numbers)
    following = numbers[at + 1] if at + 1 < len(numbers) else ""
    return redirect(f"{reverse('triage')}?{urlencode({'case': following})}" if following else "triage")


def _known(life: queries.Life, proposed: list[proposals.Proposal], now: Any) -> dict[str, Any]:
    """What is filled in: the class the recorder named, else the first that the words propose."""
    listed = {one.rule.id for one in proposed}
    named = life.row.class_id
    first = proposed[0].rule.id if proposed and proposed[0].words else ""
    return {
        "command_id": new_id(now=now),
        "seen": life.row.seq,
        "class_id": named if named in listed else first if not named else "",
        "other_class": named if named and named not in listed else "",
    }


def _keys(place: Setting, proposed: list[proposals.Proposal], chosen: str) -> list[_Key]:
    spoken = "en" if lang() == "en" else "zh"
    called = {unit.code: unit.name for unit in units(park=place.park)}
    rules = place.rules_for_new()
    return [
        _Key(
            key=str(at),
            id=one.rule.id,
            name=getattr(one.rule.name, spoken),
            group=getattr(rules.classes[one.rule.parent].name, spoken) if one.rule.parent else "",
            words=one.words,
            unit=called.get(one.rule.unit, "") or _("另选主办单位"),
            limit=say(rules.limits.answer[one.rule.complexity], spoken),
            due=short(one.due, calendar=place.calendar, now=place.now),
            chosen=one.rule.id == chosen,
        )
        for at, one in enumerate(proposed, start=1)
    ]


def _after(queue: tuple[Owed, ...], number: str) -> str:
    numbers = [row.number for row in queue]
    at = numbers.index(number) + 1 if number in numbers else 0
    return f"{reverse('triage')}?{urlencode({'case': numbers[at]})}" if at < len(numbers) else ""
