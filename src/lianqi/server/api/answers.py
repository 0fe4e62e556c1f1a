"""What a refusal looks like: one shape for every room, with the status of its code."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.renderers import BaseRenderer
from ninja.responses import NinjaJSONEncoder

from lianqi.kernel.decision import Refused
from lianqi.kernel.messages import sentence
from lianqi.server.api.asking import language
from lianqi.server.api.values import Refusal
from lianqi.server.ledger.values import LedgerRefusal
from lianqi.server.registry.refusals import RegistryRefusal
from lianqi.server.ui.refusals import catalogue

#: What pydantic calls a fault → what we call it.
_FAULTS = {"missing": "missing", "extra_forbidden": "unknown"}
_FAULTS_NAMED = 20

#: What every address may answer besides its own: no token, no scope, no sense, too often, no room or turn on the disk.
ALWAYS: Mapping[int, type[Refusal]] = dict.fromkeys((401, 403, 409, 422, 429, 503, 507), Refusal)
#: Beside these, an address that names one thing.
NAMED: Mapping[int, type[Refusal]] = {404: Refusal, **ALWAYS}


class Utf8(BaseRenderer):
    """JSON in which Chinese can be read."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        return json.dumps(data, cls=NinjaJSONEncoder, ensure_ascii=False).encode()


class Refuses(Exception):
    """A refusal that a command came back with: the answer to this request."""

    def __init__(self, refused: Refused) -> None:
        super().__init__(refused.code)
        self.refused = refused


def speak(api: NinjaAPI) -> None:
    """Teach the interface to answer everything that may be refused behind it."""

    def of_a_command(request: HttpRequest, exc: Refuses) -> HttpResponse:
        return told(api, request, exc.refused)

    def of_a_room(request: HttpRequest, exc: LedgerRefusal) -> HttpResponse:
        return told(api, request, exc.refusal)

    def of_the_registry(request: HttpRequest, exc: RegistryRefusal) -> HttpResponse:
        return told(api, request, Refused(exc.code, exc.details))

    def without_a_token(request: HttpRequest, exc: AuthenticationError) -> HttpResponse:
        return told(api, request, Refused("api.token.unknown"))

    def malformed(request: HttpRequest, exc: ValidationError) -> HttpResponse:
        faults = [_fault(error) for error in exc.errors[:_FAULTS_NAMED]]
        said = {"fields": [fault["field"] for fault in faults], "faults": faults}
        return told(api, request, Refused("api.request.malformed", said))

    def unreadable(request: HttpRequest, exc: Exception) -> HttpResponse:
        return told(api, request, Refused("api.request.unreadable"))

    for kind, answer in (
        (Refuses, of_a_command),
        (LedgerRefusal, of_a_room),
        (RegistryRefusal, of_the_registry),
        (AuthenticationError, without_a_token),
        (ValidationError, malformed),
        # What ninja makes of a broken body; what Django does of one too large, or of broken parts.
        (HttpError, unreadable),
        (SuspiciousOperation, unreadable),
        (MultiPartParserError, unreadable),
    ):
        api.add_exception_handler(kind, answer)  # type: ignore[arg-type]  # each handler takes the kind beside it


def told(api: NinjaAPI, request: HttpRequest, refused: Refused) -> HttpResponse:
    """The refusal as an answer: code, sentence in the reader's language, details."""
    message = catalogue()[refused.code]
    lang = language(request)
    body = {
        "code": refused.code,
        "message": sentence(message, refused.details, lang=lang),
        "details": dict(refused.details),
    }
    response = api.create_response(request, body, status=message.status)
    response["Content-Language"] = lang
    if message.status == 401:
        response["WWW-Authenticate"] = "Bearer"
    if message.status == 429:
        response["Retry-After"] = str(refused.details["seconds"])
    return response


def _fault(error: Mapping[str, Any]) -> dict[str, str]:
    """One fault by its place; what was sent is not repeated, it may be somebody's words."""
    # ninja puts the name of the handler's own parameter between source and field.
    place = [str(part) for part in error["loc"] if part not in ("asked", "filters")]
    return {"field": ".".join(place)[:80], "fault": _FAULTS.get(error["type"], "wrong"), "wanted": error["msg"][:200]}
