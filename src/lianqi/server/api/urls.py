"""Addresses of the interface, below /api/v1/."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from lianqi.server.access import PUBLIC, TOKEN, access
from lianqi.server.api.description import show_description
from lianqi.server.api.queries import park_of
from lianqi.server.api.service import api
from lianqi.server.ledger import sight

#: What says nothing of any park.
_DESCRIBING = ("openapi-json", "openapi-view", "api-root")


def _of_one_park(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view with nothing in sight but the park that the token names; whether it is genuine is asked there."""

    @wraps(view)
    def seeing(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        park = park_of(request.headers.get("Authorization", "").rpartition(" ")[2])
        with sight.only(park) if park else nullcontext():
            response = view(request, *args, **kwargs)
        # Enterprises' words are kept by nobody on the way.
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return access(TOKEN)(seeing)


def _guarded() -> list[URLPattern]:
    """Every address of the interface with its rule."""
    addresses = [one for one in api.urls[0] if isinstance(one, URLPattern)]
    for one in addresses:
        view: Callable[..., Any] = one.callback
        one.callback = access(PUBLIC)(view) if one.name in _DESCRIBING else _of_one_park(view)
    return addresses


urlpatterns = [
    # Before ninja's own, which would spell Chinese as \\u escapes.
    path("openapi.json", show_description),
    path("", (_guarded(), "ninja", api.urls_namespace)),
]
