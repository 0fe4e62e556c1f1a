"""联系人与专属链接: a contact's link to 企业手机页 is given, replaced or taken back. Its code is shown once."""

from __future__ import annotations

from typing import Any

import segno
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from lianqi.server.access import access, duty
from lianqi.server.ledger.operations import one_transaction
from lianqi.server.ledger.selecting import single
from lianqi.server.registry.models import Enterprise
from lianqi.server.registry.operations.contacts import issue_code, revoke_code
from lianqi.server.registry.queries import Contact, contacts_of

#: The officer for their own enterprises, the centre for all.
_WHO = duty("liaise", "triage")


@access(_WHO)
@never_cache
@require_safe
def contacts(request: Any, enterprise: str) -> HttpResponse:
    """The contacts of an enterprise, with or without a link."""
    return _show(request, _enterprise(request, enterprise))


@access(_WHO)
@never_cache
@require_POST
def issue(request: Any, enterprise: str, contact: str) -> HttpResponse:
    """A new link, as a picture to scan and as words to send; a former one ends."""
    row = _enterprise(request, enterprise)
    one = _contact(row, contact)
    with one_transaction(park=row.park):
        code = issue_code(park=row.park, contact=one.id, actor=request.principal.actor.id, now=request.now)
    address = reverse("enterprise-link", args=[code])
    link = settings.PUBLIC_URL + address if settings.PUBLIC_URL else request.build_absolute_uri(address)
    # On white in the dark theme too: phones do not read a picture with its colours turned round.
    picture = segno.make(link, error="m").svg_data_uri(scale=6, border=4, light="#ffffff", dark="#000000")
    return _show(request, row, given={"name": one.name, "link": link, "picture": picture})


@access(_WHO)
@never_cache
@require_POST
def revoke(request: Any, enterprise: str, contact: str) -> HttpResponse:
    """Take a link back: its pages are shut at once."""
    row = _enterprise(request, enterprise)
    one = _contact(row, contact)
    with one_transaction(park=row.park):
        ended = revoke_code(park=row.park, contact=one.id, actor=request.principal.actor.id, now=request.now)
    if ended:
        messages.success(request, _("%(name)s的链接已收回，立即失效。") % {"name": one.name or _("该联系人")})
    return redirect("contacts", row.id)


def _enterprise(request: Any, id: str) -> Enterprise:
    """The enterprise, to whoever may give out links to it. Http404 for everybody else and for one that is not there."""
    principal = request.principal
    row = single(Enterprise, park=principal.park, id=id)
    if row is None or ("triage" not in request.me.carried and row.id not in principal.enterprises):
        raise Http404
    return row


def _contact(row: Enterprise, id: str) -> Contact:
    for one in contacts_of(park=row.park, enterprise=row.id):
        if one.id == id:
            return one
    raise Http404


def _show(request: Any, row: Enterprise, given: dict[str, str] | None = None) -> HttpResponse:
    shown = {
        "title": _("联系人与专属链接"),
        "enterprise": row,
        "contacts": contacts_of(park=row.park, enterprise=row.id),
        "given": given,
    }
    return render(request, "fieldwork/contacts.html", shown)
