"""我的筛选: how somebody narrowed the list, found again under a name of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lianqi.server.access import SIGNED_IN, access
from lianqi.server.cases.listing import Wanted
from lianqi.server.jottings.operations import drop_filter, save_filter
from lianqi.server.jottings.queries import filters
from lianqi.server.ledger.values import LedgerRefusal
from lianqi.server.ui.refusals import said


@dataclass(frozen=True, slots=True)
class Saved:
    """One of somebody's filters as the list shows it."""

    id: str
    name: str
    url: str
    current: bool


def own(request: Any, wanted: Wanted) -> Sequence[Saved]:
    """The reader's saved filters; the one that the list is narrowed by is marked."""
    kept = filters(park=request.principal.park, person=request.principal.actor.id)
    here = _query(wanted)
    return [Saved(row.id, row.name, _address(row.query), row.query == here) for row in kept]


@access(SIGNED_IN)
@require_POST
def save(request: Any) -> HttpResponse:
    """Save the list as it is narrowed, under a name."""
    query = _query(Wanted.of(QueryDict(request.POST.get("query", ""))))
    principal, name = request.principal, request.POST.get("name", "")
    try:
        save_filter(park=principal.park, person=principal.actor.id, name=name, query=query, now=request.now)
    except LedgerRefusal as refused:
        messages.error(request, said(refused.refusal.code, refused.refusal.details))
    else:
        messages.success(request, _("已保存为“%(name)s”，在“我的筛选”里随时打开。") % {"name": " ".join(name.split())})
    return redirect(_address(query))


@access(SIGNED_IN)
@require_POST
def drop(request: Any, id: str) -> HttpResponse:
    """Take one's own filter away; the list stays as it is."""
    drop_filter(park=request.principal.park, person=request.principal.actor.id, id=id)
    return redirect(_address(_query(Wanted.of(QueryDict(request.POST.get("query", ""))))))


def _query(wanted: Wanted) -> str:
    told = {field.name: getattr(wanted, field.name) for field in fields(wanted)}
    return urlencode({name: value for name, value in told.items() if value})


def _address(query: str) -> str:
    return reverse("cases") + (f"?{query}" if query else "")
