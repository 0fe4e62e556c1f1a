"""What the shell of every page needs to know."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from lianqi.server.ui.choices import chosen
from lianqi.server.ui.navigation import places, tabs


def shell(request: HttpRequest) -> dict[str, Any]:
    """`me` (the visitor, None for nobody), `places` (`tabs` on a phone), `choices`.

    `me` is put on the request by the room of accounts.
    """
    me = getattr(request, "me", None)
    carried = me.carried if me is not None else frozenset()
    shown = SimpleLazyObject(lambda: list(places(request, carried=carried))) if me is not None else ()
    return {
        "me": me,
        "places": shown,
        "tabs": SimpleLazyObject(lambda: tabs(list(shown))),
        "choices": chosen(request),
    }
