"""How a reader wants to see the pages: theme and size of print, kept in cookies of a year; nothing personal."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

#: Cookie → what it may hold; the first is what a reader gets who never chose.
CHOICES = {"theme": ("auto", "light", "dark"), "print": ("normal", "large")}
_YEAR = 365 * 24 * 3600


def chosen(request: HttpRequest) -> dict[str, str]:
    """The reader's choices."""
    return {
        name: value if (value := request.COOKIES.get(name, "")) in allowed else allowed[0]
        for name, allowed in CHOICES.items()
    }


def choose(request: HttpRequest) -> HttpResponse:
    """Keep what was posted and go back to the page it was posted from; what is no choice is ignored."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = "/"
    response = HttpResponseRedirect(back)
    for name, allowed in CHOICES.items():
        if request.POST.get(name) in allowed:
            response.set_cookie(name, request.POST[name], max_age=_YEAR, samesite="Lax", secure=request.is_secure())
    return response
