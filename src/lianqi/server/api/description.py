"""The description of the interface (OpenAPI), as it is served and as it stands in docs/reference."""

from __future__ import annotations

import json
from functools import cache

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from lianqi.server.access import PUBLIC, access
from lianqi.server.api.service import api


@cache
def description() -> str:
    """OpenAPI 3.1 as JSON in which Chinese can be read; the same on every machine."""
    return json.dumps(api.get_openapi_schema(), ensure_ascii=False, indent=1) + "\n"


@access(PUBLIC)
@require_safe
def show_description(request: HttpRequest) -> HttpResponse:
    """openapi.json: it says nothing of this park, so anybody may read it."""
    return HttpResponse(description(), content_type="application/json")
