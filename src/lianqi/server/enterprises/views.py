"""一企一档: the list of the enterprises, and the file of one."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lianqi.server.access import SIGNED_IN, access
from lianqi.server.cases import gate
from lianqi.server.cases.queries import COUNTED, Count
from lianqi.server.cases.setting import Setting
from lianqi.server.enterprises import sight
from lianqi.server.enterprises.telling import STATUSES, file_of
from lianqi.server.registry.models import Enterprise

_PAGE = 30


@access(SIGNED_IN)
@never_cache
@require_safe
def listed(request: Any) -> HttpResponse:
    """The enterprises this person may look up, by name."""
    principal = request.principal
    place = request.place
    text = request.GET.get("q", "").strip()[:200]
    only = request.GET.get("only", "") if request.GET.get("only") in sight.ONLY else ""
    found = sight.find(principal, text=text, only=only, place=place)
    rows, after = _page(found, request.GET.get("after", ""))
    counted = sight.counts(principal, [row.id for row in rows], place=place)
    shown = {
        "title": _("一企一档"),
        "q": text,
        "only": only,
        "rows": [_line(row, counted.get(row.id, (0, 0, 0))) for row in rows],
        "total": _count(found),
        "chips": _chips(principal, text, only, place),
        "next": _address(q=text, only=only, after=after) if after else "",
        "first": _address(q=text, only=only) if request.GET.get("after") else "",
        "narrowed": bool(text or only),
    }
    return render(request, "enterprises/list.html", shown)


@access(SIGNED_IN)
@never_cache
@require_safe
def file(request: Any, enterprise: str) -> HttpResponse:
    """The file of one enterprise, to be read or printed on one sheet."""
    principal = request.principal
    row = sight.visible(principal).select_related("area", "grid", "chain").filter(id=enterprise).first()
    if row is None:
        raise Http404
    place = request.place
    shown = {
        "title": row.name,
        "file": file_of(principal, row, place=place),
        "printed": place.calendar.local(place.now).strftime("%Y-%m-%d %H:%M"),
        "may_link": "triage" in request.me.carried or row.id in principal.enterprises,
        "may_record": bool({"record", "liaise", "triage"} & request.me.carried),
        "whole": principal.sees_everything_open,
    }
    return render(request, "enterprises/file.html", shown)


def _page(found: Any, after: str) -> tuple[list[Enterprise], str]:
    """By name, from the one after `key~id` on."""
    key, _sep, id = after.rpartition("~")
    rows = found.filter(Q(key__gt=key) | Q(key=key, id__gt=id)).filter(key__gte=key) if key else found
    items = list(rows.order_by("key", "id")[: _PAGE + 1])
    last = items[_PAGE - 1] if len(items) > _PAGE else None
    return items[:_PAGE], f"{last.key}~{last.id}" if last else ""


def _line(row: Enterprise, counted: tuple[int, int, int]) -> dict[str, Any]:
    total, still, late = counted
    return {
        "row": row,
        "number": row.credit_code or row.project_code or row.own_number or row.unverified_code,
        "status": str(STATUSES[row.status]) if row.status != "active" else "",
        "total": total,
        "open": still,
        "red": late,
        "list": reverse("cases") + f"?{urlencode({'enterprise': row.id})}",
    }


def _count(found: Any) -> Count:
    number = found[: COUNTED + 1].count()
    return Count(min(number, COUNTED), more=number > COUNTED)


def _chips(principal: gate.Principal, text: str, only: str, place: Setting) -> list[dict[str, Any]]:
    told = [("", _("全部")), ("open", _("有未办结的")), ("red", _("有红灯的"))]
    if principal.enterprises:
        told.insert(1, ("mine", _("我服务的企业")))
    return [
        {
            "label": label,
            "url": _address(q=text, only=code),
            "count": str(_count(sight.find(principal, text=text, only=code, place=place))),
            "current": code == only,
        }
        for code, label in told
    ]


def _address(**query: str) -> str:
    told = {key: value for key, value in query.items() if value}
    return reverse("enterprises") + (f"?{urlencode(told)}" if told else "")
