"""工作机制: the rules the park runs by, for everybody who works under them."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lianqi.server.access import SIGNED_IN, access
from lianqi.server.mechanisms import queries, telling
from lianqi.server.mechanisms.drawing import drawing
from lianqi.server.ui.refusals import lang


@access(SIGNED_IN)
@never_cache
@require_safe
def show(request: Any) -> HttpResponse:
    """What holds today."""
    park = request.principal.park
    calendar = queries.calendar_of(park)
    today = calendar.local(request.now).date()
    mechanism = queries.in_force(park=park, on=today)
    found = telling.proved(park=park, digest=mechanism.digest)
    shown = {
        "title": telling.said(mechanism.title),
        "about": mechanism.shape.about.en if lang() == "en" else mechanism.shape.about.zh,
        "today": today,
        "sections": telling.sentences(mechanism, on=today)[1:],
        "drawing": drawing(queries.rules_of(mechanism, at=request.now, calendar=calendar), lang=lang()),
        "values": telling.values(mechanism, on=today),
        "roles": telling.roles(mechanism, park=park),
        "units": telling.of_units(park=park),
        "proved": found,
        "proved_at": calendar.local(found.at).strftime("%Y-%m-%d %H:%M") if found else "",
        "coming": telling.coming(park=park, after=today),
        "since": mechanism.shape.in_force_from,
        "digest": mechanism.digest[:16],
        "park": park,
    }
    return render(request, "mechanisms/mechanism.html", shown)
