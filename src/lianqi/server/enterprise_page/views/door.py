"""How a contact comes in: by a personal link, once; the browser remembers from then on."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lianqi.server.access import PUBLIC, access
from lianqi.server.accounts.visitor import sign_in_contact
from lianqi.server.enterprise_page.refusals import LINK_ENDED
from lianqi.server.registry.queries import parks
from lianqi.server.ui.refusals import catalogue, said

#: A phone that was not used for so long asks for its link again. Whoever leaves loses the code at once, not then.
_REMEMBERED = 180 * 24 * 3600


@access(PUBLIC)
@never_cache
@require_safe
def enter(request: HttpRequest, code: str) -> HttpResponse:
    """The personal link. Its code does not stay in the address of the pages behind it."""
    for park in parks():
        if sign_in_contact(request, park=park, code=code):
            request.session.set_expiry(_REMEMBERED)
            return redirect("my-matters")
    return _no_way_in(request)


@access(PUBLIC)
@never_cache
@require_safe
def link_needed(request: HttpRequest) -> HttpResponse:
    """Where a contact gets who has no link that opens any more."""
    return _no_way_in(request)


def _no_way_in(request: HttpRequest) -> HttpResponse:
    phone = settings.CENTRE_PHONE
    details = {"phone_zh": f"（电话 {phone}）" if phone else "", "phone_en": f" (phone {phone})" if phone else ""}
    told = {"sentence": said(LINK_ENDED, details), "code": LINK_ENDED, "phone": phone}
    return render(request, "enterprise_page/link_needed.html", told, status=catalogue()[LINK_ENDED].status)
