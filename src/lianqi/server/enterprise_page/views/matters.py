"""我的事项: the list, one of them, and what is said after a first word."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lianqi.server.access import ENTERPRISE, access
from lianqi.server.board.queries import asked_to_vote
from lianqi.server.cases import letters, queries
from lianqi.server.cases.views.page import paper, saved_file
from lianqi.server.enterprise_page import matters
from lianqi.server.fieldwork.queries import announced, questions
from lianqi.server.meetings.queries import invitation

_A_PAGE = 20


@access(ENTERPRISE)
@never_cache
@require_safe
def mine(request: Any) -> HttpResponse:
    """我的事项: what waits for the enterprise first, then the newest."""
    principal = request.principal
    place = request.place
    before = request.GET.get("before", "")
    page = queries.cases(principal, before=before, limit=_A_PAGE)
    rows = matters.rows(principal, page.items, place=place)
    visit = announced(principal, place=place)
    shown = {
        "title": _("我的事项"),
        "waiting": [row for row in rows if row.waits],
        "others": [row for row in rows if not row.waits],
        "older": page.before,
        "first_page": not before,
        "asked_to_vote": asked_to_vote(principal),
        "invited_for": invitation(principal),
        "visit": visit,
        "questions": questions(place) if visit else (),
        "officers": matters.officers(principal),
        "new_officers": matters.new_officers(principal, place=place),
        "centre": settings.CENTRE_PHONE,
    }
    return render(request, "enterprise_page/mine.html", shown)


@access(ENTERPRISE)
@never_cache
@require_safe
def matter(request: Any, number: str) -> HttpResponse:
    """One matter."""
    return _about(request, number, "enterprise_page/matter.html", number)


@access(ENTERPRISE)
@never_cache
@require_safe
def recorded(request: Any, number: str) -> HttpResponse:
    """After a first word: its number, and what happens next until when."""
    return _about(request, number, "enterprise_page/recorded.html", _("收到了"))


@access(ENTERPRISE)
@never_cache
@require_safe
def letter(request: Any, number: str) -> FileResponse:
    """答复函 as a Word document."""
    life = queries.life(request.principal, number)
    return paper(letters.reply(life, place=request.place))


@access(ENTERPRISE)
@never_cache
@require_safe
def scan(request: Any, number: str, content: str) -> FileResponse:
    """The sealed letter's scan; no other file of the case is for the enterprise."""
    life = queries.life(request.principal, number)
    if content not in life.state.record.letter_files:
        raise Http404
    return saved_file(request.principal, life.row, content)


def _about(request: Any, number: str, template: str, title: str) -> HttpResponse:
    principal = request.principal
    life = queries.life(principal, number)
    place = request.place
    row = life.row
    shown = {
        "title": title,
        "row": row,
        "life": life,
        "status": matters.status(row),
        "stages": matters.stages(row),
        "owed": matters.owed(principal, life, place=place),
        "entries": matters.entries(life, place=place),
        "offers": matters.offers(principal, life, place=place),
        "letter": life.letter,
        "scans": matters.scans(life),
        # Nothing of a matter told in confidence reaches the officer, who is therefore not named beside it.
        "officers": [] if row.confidential else matters.officers(principal),
        "centre": settings.CENTRE_PHONE,
        "draft": f"{principal.actor.id}-new",
    }
    return render(request, template, shown)
