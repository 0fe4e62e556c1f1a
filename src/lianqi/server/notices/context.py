"""What the bell on top of every page needs to know."""

from __future__ import annotations

from typing import Any

from django.utils.functional import SimpleLazyObject

from lianqi.server.notices import queries


def bell(request: Any) -> dict[str, Any]:
    """`unread`: what the bell counts for whoever works for the park; it is counted only where it is shown."""
    me = getattr(request, "me", None)
    if me is None or me.kind != "person":
        return {}
    return {"unread": SimpleLazyObject(lambda: counted(queries.unread(me.principal)))}


def counted(number: int) -> str:
    """The number as the bell shows it: "" for none, 99+ for more than it counts."""
    return f"{queries.COUNTED}+" if number > queries.COUNTED else str(number or "")
