"""事项列表: narrowed, counted, paged and exported by one and the same question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lianqi.kernel.decision import Refused
from lianqi.kernel.messages import names
from lianqi.server.access import SIGNED_IN, access
from lianqi.server.cases import disclosures, gate, listing, queries
from lianqi.server.cases.behind import total
from lianqi.server.cases.exporting import MOST, UNMASKED, cases_workbook
from lianqi.server.cases.forms.choices import class_choices, named_choices
from lianqi.server.cases.listing import Found, Wanted
from lianqi.server.cases.models import Case
from lianqi.server.cases.refusals import EXPORT_DUTY, EXPORT_TOO_MANY
from lianqi.server.cases.setting import Setting
from lianqi.server.cases.views import saved_filters
from lianqi.server.ledger.values import LedgerRefusal
from lianqi.server.registry.models import Enterprise
from lianqi.server.registry.queries import units
from lianqi.server.ui.refusals import Way, lang, refusal_page, said

_PAGE = 50
#: Who looks after the work of others, and copies a reminder into a chat group.
_REMIND = frozenset({"triage", "supervise", "lead", "review", "sign"})
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


#: What is asked for most: its name in `listing.in_groups`, and what of a list it sets.
_QUICK: Mapping[str, Mapping[str, str]] = {
    "": {},
    "open": {"status": "open"},
    "yellow": {"light": "yellow"},
    "red": {"light": "red"},
    "over": {"status": "over"},
}


@access(SIGNED_IN)
@never_cache
@require_safe
def cases(request: Any) -> HttpResponse:
    """The cases this person may see, the newest first, narrowed as the address says."""
    principal, wanted = request.principal, Wanted.of(request.GET)
    place = request.place
    options = _options(principal, place, wanted)
    shown: dict[str, Any] = {
        "title": _("事项"),
        "wanted": wanted,
        "options": options,
        "enterprise": _enterprise(principal, wanted.enterprise),
        "here": request.get_full_path(),
        "query": _query(wanted),
        "asked": _asked(request, wanted, options),
        "printed": place.calendar.local(place.now).strftime("%Y-%m-%d %H:%M"),
        "may_unmask": bool(UNMASKED & request.me.carried),
        "saved": saved_filters.own(request, wanted),
        "reminds": bool(_REMIND & request.me.carried),
    }
    try:
        shown |= _listed(request, principal, place, wanted)
    except LedgerRefusal as refused:
        # What was typed stays in its box, with the reason below it.
        shown |= {"rows": (), "wrong": said(refused.refusal.code, refused.refusal.details), "quick": ()}
    part = request.headers.get("HX-Target") == "cases"
    return render(request, "cases/list_rows.html" if part else "cases/list.html", shown)


def _listed(request: Any, principal: gate.Principal, place: Setting, wanted: Wanted) -> dict[str, Any]:
    """A page of the list, with how many there are of what is asked for most. LedgerRefusal for what is too short."""
    every = replace(wanted, status="", light="")
    looked_for = listing.look_for(principal, every, place=place)
    counts = _counts(principal, place, every, looked_for)
    if looked_for is not None and looked_for.more and wanted != every:
        # The newest of all are not all the newest of these.
        looked_for = listing.look_for(principal, wanted, place=place)
        counted = False
    else:
        counted = wanted in counts
    found = listing.find(principal, wanted, place=place, looked_for=looked_for)
    total = counts[wanted] if counted else _counted(found, looked_for)
    if wanted in counts:
        counts[wanted] = total
    page, before = _page(found, request.GET.get("before", ""))
    return {
        "rows": listing.rows(principal, page, place=place, phrase=wanted.q),
        "total": total,
        "cut": looked_for is not None and looked_for.more and not before,
        "quick": _quick(wanted, counts),
        "next": _address(wanted, before=before) if before else "",
        "first": _address(wanted) if request.GET.get("before") else "",
        "number": _number(principal, wanted, place),
    }


@access(SIGNED_IN)
@never_cache
@require_safe
def find(request: Any) -> HttpResponse:
    """The box on top of every page: a case's number leads to the case, everything else to the list."""
    text = request.GET.get("q", "").strip()
    row = gate.visible(request.principal).filter(no=text).first() if text else None
    if row is not None:
        return redirect("case", row.no)
    return redirect(_address(Wanted(q=text)))


@access(SIGNED_IN)
@never_cache
@require_safe
def export(request: Any) -> HttpResponse:
    """The whole list, as narrowed, as a workbook. `unmasked=1` needs a duty and is written down."""
    principal, wanted = request.principal, Wanted.of(request.GET)
    place = request.place
    masked = request.GET.get("unmasked") != "1"
    back = (Way(_address(wanted), _("回到列表")),)
    if not masked and not UNMASKED & request.me.carried:
        return refusal_page(request, Refused(EXPORT_DUTY, {"who": sorted(UNMASKED)}), ways=back)
    looked_for = listing.look_for(principal, wanted, place=place, most=MOST + 1)
    found = listing.find(principal, wanted, place=place, looked_for=looked_for)
    items = list(found.order_by("-no")[: MOST + 1])
    if len(items) > MOST:
        return refusal_page(request, Refused(EXPORT_TOO_MANY, {"most": MOST}), ways=back)
    rows = listing.rows(principal, items, place=place, whole=True)
    if not masked:
        codes = {key: value for key, value in _query(wanted).items() if key != "q"}
        disclosures.exported_unmasked(
            park=principal.park, rows=len(rows), narrowed=codes, actor=principal.actor.id, now=request.now
        )
    content = cases_workbook(rows, about=_about(request, wanted, place, len(rows), masked), masked=masked)
    response = HttpResponse(content, content_type=_WORKBOOK)
    response["Content-Disposition"] = f'attachment; filename="cases-{place.calendar.local(place.now):%Y%m%d-%H%M}.xlsx"'
    return response


def _page(found: Any, before: str) -> tuple[list[Any], str]:
    rows = found.filter(no__lt=before) if before else found
    items = list(rows.order_by("-no")[: _PAGE + 1])
    return items[:_PAGE], items[_PAGE - 1].no if len(items) > _PAGE else ""


def _query(wanted: Wanted, **more: str) -> dict[str, str]:
    told = {field: getattr(wanted, field) for field in Wanted.__dataclass_fields__} | more
    return {key: value for key, value in told.items() if value}


def _address(wanted: Wanted, **more: str) -> str:
    from django.urls import reverse
    from django.utils.http import urlencode

    query = _query(wanted, **more)
    return reverse("cases") + (f"?{urlencode(query)}" if query else "")


def _enterprise(principal: gate.Principal, id: str) -> str:
    """The name of the enterprise that the list is narrowed to, where a case of it may be seen."""
    if not id or not gate.visible(principal).filter(enterprise=id).exists():
        return ""
    return Enterprise.objects.filter(park=principal.park, id=id).values_list("name", flat=True).first() or ""


def _number(principal: gate.Principal, wanted: Wanted, place: Setting) -> dict[str, Any] | None:
    """The number that somebody followed, with its time; a stock has none, and is what the list counts."""
    behind = wanted.behind(place)
    if behind is None:
        return None
    told = {"name": behind.name.en if lang() == "en" else behind.name.zh, "since": behind.since, "until": behind.until}
    return told | {"value": None if behind.stands else total(behind, park=principal.park)}


def _counts(
    principal: gate.Principal, place: Setting, every: Wanted, looked_for: Found | None
) -> dict[Wanted, queries.Count]:
    """How many there are of what is asked for most, under the other filters as they stand."""
    if looked_for is None:
        counts = listing.in_groups(listing.find(principal, every, place=place), now=place.now)
    else:
        counts = listing.found_in_groups(looked_for, park=principal.park, now=place.now)
    return {replace(every, **narrowed): counts[name] for name, narrowed in _QUICK.items()}


def _counted(found: QuerySet[Case], looked_for: Found | None) -> queries.Count:
    count = queries.counted(found, exact=False)
    return replace(count, more=count.more or (looked_for is not None and looked_for.more))


def _quick(wanted: Wanted, counts: Mapping[Wanted, queries.Count]) -> list[dict[str, Any]]:
    """What is asked for most, each with its number."""
    labels = (_("全部"), _("未办结"), _("临期（黄灯）"), _("超期（红灯）"), _("已办结"))
    return [
        {"label": label, "url": _address(one), "count": str(count), "current": one == wanted}
        for label, (one, count) in zip(labels, counts.items(), strict=True)
    ]


def _options(principal: gate.Principal, place: Setting, wanted: Wanted) -> list[dict[str, Any]]:
    """The choices of each filter: name, label, and (value, label) pairs."""
    which = 1 if lang() == "en" else 0
    ladder = place.rules_for_new().ladder
    statuses = [("open", _("未办结")), ("over", _("已办结"))]
    statuses += [(code, word[which]) for code, word in names.STATUSES.items()]
    told = (
        ("status", _("办理状态"), statuses),
        ("unit", _("主办单位"), [(unit.code, unit.name) for unit in units(park=principal.park) if not unit.external]),
        ("class_id", _("类别"), class_choices(place, flat=True)),
        ("kind", _("类型"), named_choices(place, "kind")),
        ("light", _("灯"), [(code, names.LIGHTS[code][which]) for code in listing.LIGHTS]),
        ("rung", _("层级"), [(str(at), rung.name.en if which else rung.name.zh) for at, rung in enumerate(ladder)]),
    )
    return [
        {"name": name, "label": label, "choices": choices, "value": getattr(wanted, name)}
        for name, label, choices in told
    ]


def _asked(request: Any, wanted: Wanted, options: Sequence[Mapping[str, Any]]) -> str:
    """What the list is narrowed to, in words."""
    told = {
        option["label"]: dict(option["choices"]).get(option["value"], option["value"])
        for option in options
        if option["value"]
    }
    told |= {_("查找"): wanted.q} if wanted.q else {}
    told |= {_("企业"): _enterprise(request.principal, wanted.enterprise)} if wanted.enterprise else {}
    told |= {_("范围"): _("与我有关的")} if wanted.mine else {}
    return "；".join(f"{label}：{value}" for label, value in told.items()) or _("无，即本人可查看的全部事项")


def _about(request: Any, wanted: Wanted, place: Setting, rows: int, masked: bool) -> list[tuple[str, str]]:
    return [
        (_("导出时间"), place.calendar.local(place.now).strftime("%Y-%m-%d %H:%M")),
        (_("导出人"), request.me.name),
        (_("事项数"), str(rows)),
        (_("筛选条件"), _asked(request, wanted, _options(request.principal, place, wanted))),
        (
            _("号码和人名"),
            _("号码遮盖中间几位，认出的人名只留姓；外发前请检查") if masked else _("未遮盖，本次导出已留痕"),
        ),
    ]
