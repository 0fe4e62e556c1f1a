"""事项页: one case, whole, and what may be done about it now."""

from __future__ import annotations

import json
from dataclasses import replace
from io import BytesIO
from typing import Any

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lianqi.kernel.messages import names
from lianqi.server.access import SIGNED_IN, access
from lianqi.server.blobs.queries import attachments, blob_for
from lianqi.server.cases import disclosures, gate, letters, listing, page, queries, steps
from lianqi.server.cases.desk import lines
from lianqi.server.cases.models import Case
from lianqi.server.cases.setting import Setting
from lianqi.server.cases.stream import STREAM_KIND
from lianqi.server.ledger.queries import read_contents
from lianqi.server.mechanisms.queries import mechanism_of
from lianqi.server.ui.downloads import WORD
from lianqi.server.ui.refusals import lang

#: So much news stands on top; the log has all of it.
_NEWS = 5


@access(SIGNED_IN)
@never_cache
@require_safe
def case(request: Any, number: str) -> HttpResponse:
    """The page of a case. It asks for itself again (`seen`): where nothing was written since, nothing is answered."""
    principal = request.principal
    seen = _seen(request)
    if seen is not None and request.headers.get("HX-Request") and gate.case_for(principal, number).seq <= seen:
        return HttpResponse(status=204)
    life = queries.life(principal, number)
    row = life.row
    disclosures.opened(row, actor=request.principal.actor.id, now=request.now)
    place = place_of(row, request.place)
    own = steps.facts_of(principal, life.state, place=place).relations
    offers = steps.offers(principal, life.state, place=place)
    reads_drafts = "main_unit" in own
    owed, ended = page.promises(life, place=place)
    (listed,) = listing.rows(principal, [row], place=place, whole=True)
    files, scans = page.files(life), life.state.record.letter_files
    shown = {
        "title": number,
        "life": life,
        "row": row,
        "news": _news(life, seen),
        "listed": listed,
        "stages": page.stages(life, place=place),
        "owed": owed,
        "ended": ended,
        "offers": offers,
        "entries": page.entries(life, place=place, drafts=reads_drafts),
        "draft": page.draft_of(life) if reads_drafts else "",
        "draft_end": _word(names.ENDS, life.state.record.draft_end),
        "end": _word(names.ENDS, row.end),
        "files": [file for file in files if file.id not in scans],
        "sealed": [file for file in files if file.id in scans],
        "letter": life.letter,
        "supervisions": [(event.seq, life.teller.moment(event.at)) for event in letters.supervisions(life)],
        "handlers": page.handlers(life, place=place),
        "party": page.party(principal, life, place=place),
        "first_word": life.teller.moment(row.first_word_at),
        "channel": _named(life, f"channel.{row.channel}"),
        "assisting": [life.teller.unit(unit, lang()) for unit in life.state.record.assisting],
    }
    return render(request, "cases/case.html", shown)


@access(SIGNED_IN)
@never_cache
@require_safe
def news(request: Any, number: str) -> HttpResponse:
    """What somebody else wrote to the case since `seen`, for who is filling in a step of it; else nothing."""
    row, seen = gate.case_for(request.principal, number), _seen(request)
    if seen is None or row.seq <= seen:
        return HttpResponse(status=204)
    return render(request, "cases/news.html", {"news": _news(queries.life(request.principal, number), seen)})


def _seen(request: Any) -> int | None:
    seen = request.GET.get("seen", "")
    return int(seen) if seen.isdecimal() and len(seen) < 10 else None


def _news(life: queries.Life, seen: int | None) -> list[tuple[str, str]]:
    """Who did what after the entry `seen`; what follows of itself from that is left out."""
    if seen is None:
        return []
    told = [line for line in life.lines if line.seq > seen and not line.owed]
    return [(line.actor, getattr(line.said, lang())) for line in told or life.lines[seen:]][:_NEWS]


@access(SIGNED_IN)
@never_cache
@require_safe
def case_file(request: Any, number: str, content: str) -> FileResponse:
    """An attachment, saved and never shown as a page of ours."""
    row = gate.case_for(request.principal, number)
    saved = saved_file(request.principal, row, content)
    disclosures.opened(row, actor=request.principal.actor.id, now=request.now)
    return saved


def saved_file(principal: gate.Principal, row: Case, content: str) -> FileResponse:
    """An attachment of a case that the principal may see. Http404 for one that is not there, or erased."""
    cited = dict(attachments(park=row.park, stream_kind=STREAM_KIND, stream_id=row.id))
    told = read_contents(park=row.park, ids=[content]).get(content) if content in cited else None
    if told is None:
        raise Http404
    found = blob_for(principal=principal, park=row.park, sha256=cited[content])
    name = json.loads(told)["name"] or content
    return FileResponse(found.path.open("rb"), as_attachment=True, filename=name, content_type=found.media_type)


@access(SIGNED_IN)
@never_cache
@require_safe
def slip(request: Any, number: str) -> HttpResponse:
    """交办单, to be printed on A4: what was said, who has it, until when and why until then."""
    principal = request.principal
    life = queries.life(principal, number)
    if not life.row.main_unit:
        raise Http404
    disclosures.opened(life.row, actor=principal.actor.id, now=request.now)
    place = place_of(life.row, request.place)
    (listed,) = listing.rows(principal, [life.row], place=place, whole=True)
    owed, _ended = page.promises(life, place=place)
    told = [
        {
            "one": one,
            "at": life.teller.moment(one.due),
            "why": lines(queries.why(principal, number, one.why_url.rstrip("/").rsplit("/", 1)[1])),
        }
        for one in owed
    ]
    dispatched = [line for line in life.lines if line.type == "dispatched"]
    shown = {
        "title": _("交办单"),
        "life": life,
        "listed": listed,
        "owed": told,
        "first_word": life.teller.moment(life.row.first_word_at),
        "dispatched": life.teller.moment(dispatched[-1].at) if dispatched else "",
        "dispatcher": dispatched[-1].actor if dispatched else "",
        "assisting": [life.teller.unit(unit, lang()) for unit in life.state.record.assisting],
        "printed": life.teller.moment(request.now),
        "channel": _named(life, f"channel.{life.row.channel}"),
    }
    return render(request, "cases/slip.html", shown)


@access(SIGNED_IN)
@never_cache
@require_safe
def letter(request: Any, number: str) -> FileResponse:
    """答复函 as a Word document, for the unit to number, print and seal."""
    life = _opened(request, number)
    return paper(letters.reply(life, place=request.place))


@access(SIGNED_IN)
@never_cache
@require_safe
def supervision(request: Any, number: str, seq: int) -> FileResponse:
    """督办单 of one entry of the log, as a Word document."""
    life = _opened(request, number)
    return paper(letters.supervision(life, seq, place=request.place))


def _opened(request: Any, number: str) -> queries.Life:
    life = queries.life(request.principal, number)
    disclosures.opened(life.row, actor=request.principal.actor.id, now=request.now)
    return life


def paper(made: letters.Paper | None) -> FileResponse:
    """A Word document that was made just now. Http404 where there is none."""
    if made is None:
        raise Http404
    return FileResponse(BytesIO(made.content), as_attachment=True, filename=made.name, content_type=WORD)


def place_of(row: Case, place: Setting) -> Setting:
    """The setting with the rules that the case was recorded under."""
    return replace(place, mechanism=mechanism_of(park=row.park, digest=row.mechanism))


def _named(life: Any, key: str) -> str:
    text = life.teller.called.get(key)
    return str(getattr(text, lang())) if text else key.partition(".")[2]


def _word(table: Any, code: str) -> str:
    return str(table[code][1 if lang() == "en" else 0]) if code in table else ""
