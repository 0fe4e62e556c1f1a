"""Who asks: the token in the request, what it is good for, and how often it may ask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any, cast

from django.conf import settings
from django.core.cache import cache as counters
from django.http import HttpRequest
from django.utils.translation.trans_real import parse_accept_lang_header
from ninja.security import HttpBearer

from lianqi.server.api.operations import note_use
from lianqi.server.api.queries import token_in_force
from lianqi.server.api.refusals import ApiRefusal
from lianqi.server.api.scopes import CONFIDENTIAL
from lianqi.server.cases import gate
from lianqi.server.ledger.clock import database_now


@dataclass(frozen=True, slots=True)
class Asker:
    """The member for whom a request is made, with the sight that the token leaves them."""

    token: str
    scopes: frozenset[str]
    principal: gate.Principal
    now: datetime

    @property
    def park(self) -> str:
        return self.principal.park

    @property
    def actor(self) -> str:
        return self.principal.actor.id


def asker(request: HttpRequest) -> Asker:
    """Who asks, as the token said."""
    return cast(Asker, request.auth)  # type: ignore[attr-defined]  # ninja puts there what `authenticate` returned


def language(request: HttpRequest) -> str:
    """zh or en, by Accept-Language; Chinese unless English is preferred."""
    for code, _ in parse_accept_lang_header(request.headers.get("Accept-Language", "")[:200]):
        if code.startswith(("zh", "en")):
            return str(code[:2])
    return "zh"


class Bearer(HttpBearer):
    """A token as `Authorization: Bearer`, which has to have one scope."""

    def __init__(self, scope: str) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> Asker:
        """Refused: `api.token.unknown` (401), `api.token.too-many` (429), `api.token.scope` (403), and what has no
        place in the query (422).
        """
        now = database_now()
        row = token_in_force(token, now=now)
        if row is None:
            raise ApiRefusal("api.token.unknown")
        _count(row.park, row.id, now)
        if self.scope not in row.scopes:
            raise ApiRefusal("api.token.scope", {"scope": self.scope})
        _know_every_parameter(request)
        principal = gate.principal_for(park=row.park, actor=row.person, now=now)
        if CONFIDENTIAL not in row.scopes:
            # An inspector's key to ordinary cases must not be one to what was told in confidence.
            principal = replace(principal, subjects=principal.subjects - {"inspection"})
        note_use(row, now=now)
        return Asker(row.id, frozenset(row.scopes), principal, now)


def _count(park: str, token: str, now: datetime) -> None:
    """One more request in this minute, counted in Django's cache: in each web process, unless they share one."""
    limit: int = settings.API_REQUESTS_A_MINUTE
    key = f"api.requests:{park}:{token}:{int(now.timestamp()) // 60}"
    counters.add(key, 0, timeout=120)
    try:
        sent = counters.incr(key)
    except ValueError:  # a crowded cache threw it out in between
        return
    if sent > limit:
        raise ApiRefusal("api.token.too-many", {"limit": limit, "seconds": 60 - now.second})


def _know_every_parameter(request: HttpRequest) -> None:
    """A parameter that nobody reads is a mistake of the sender: a filter that does not filter shows too much."""
    match = request.resolver_match
    assert match is not None  # a view runs
    known = _parameters().get((match.route.replace("<", "{").replace(">", "}"), (request.method or "").lower()))
    unknown = sorted(set(request.GET) - known) if known is not None else []
    if unknown:
        faults = [{"field": f"query.{name}"[:80], "fault": "unknown"} for name in unknown[:20]]
        raise ApiRefusal("api.request.malformed", {"fields": [fault["field"] for fault in faults], "faults": faults})


@cache
def _parameters() -> Mapping[tuple[str, str], frozenset[str]]:
    """Address and method → the names that a query may hold, by the description of the interface."""
    from lianqi.server.api.service import api

    described: Mapping[str, Mapping[str, Any]] = api.get_openapi_schema()["paths"]
    return {
        (path.lstrip("/"), method): frozenset(p["name"] for p in told["parameters"] if p["in"] == "query")
        for path, methods in described.items()
        for method, told in methods.items()
    }
