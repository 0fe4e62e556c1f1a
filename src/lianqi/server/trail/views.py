"""办理留痕, page by page."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lianqi.kernel.messages.events import EVENTS
from lianqi.server.access import access, duty
from lianqi.server.ledger import queries as ledger
from lianqi.server.registry.queries import units
from lianqi.server.trail import telling
from lianqi.server.trail.finding import Asked, find
from lianqi.server.trail.words import KINDS, SAID
from lianqi.server.ui.refusals import lang


@access(duty("inspect", "oversee_inspection"))
@never_cache
@require_safe
def show(request: Any) -> HttpResponse:
    """The park's ledger, the newest entry first."""
    principal, asked = request.principal, Asked.of(request.GET)
    place = request.place
    before = request.GET.get("before", "")
    found = find(principal, asked, before=int(before) if before.isdecimal() and len(before) < 16 else 0)
    last, root = ledger.position(principal.park)
    shown = {
        "title": _("办理留痕"),
        "asked": asked,
        "lines": telling.lines(principal, found.entries, place=place),
        "tired": found.tired,
        "older": _address(asked, before=found.before) if found.before else "",
        "newest": _address(asked) if before else "",
        "narrowed": asked != Asked(),
        "options": _options(principal.park, asked),
        "last": last,
        "root": root,
        "park": principal.park,
        "readings": _address(Asked(kind="disclosure")),
    }
    return render(request, "trail/log.html", shown)


def _address(asked: Asked, **more: object) -> str:
    told = {name: getattr(asked, name) for name in Asked.__dataclass_fields__} | more
    query = {key: value for key, value in told.items() if value}
    return reverse("log") + (f"?{urlencode(query)}" if query else "")


def _options(park: str, asked: Asked) -> list[dict[str, Any]]:
    which = "en" if lang() == "en" else "zh"
    types = sorted((telling.type_label(type_), type_) for type_ in (*EVENTS, *SAID))
    told = (
        ("kind", _("哪一类"), [(code, getattr(text, which)) for code, text in KINDS.items()]),
        ("unit", _("经手单位"), [(unit.code, unit.name) for unit in units(park=park) if not unit.external]),
        ("type", _("做了什么"), [(code, label) for label, code in types]),
    )
    return [
        {"name": name, "label": label, "choices": choices, "value": getattr(asked, name)}
        for name, label, choices in told
    ]
