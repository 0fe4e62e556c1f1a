"""The description of the interface (OpenAPI), as it is served and as it stands in docs/reference."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from lianqi.server.access import PUBLIC, access
from lianqi.server.api.answers import NAMED
from lianqi.server.api.service import api


@cache
def description() -> str:
    """OpenAPI 3.1 as JSON in which Chinese can be read; the same on every machine."""
    described = json.loads(json.dumps(api.get_openapi_schema()))
    described["components"] |= _said_once(described["paths"])
    return json.dumps(described, ensure_ascii=False, indent=1) + "\n"


@access(PUBLIC)
@require_safe
def show_description(request: HttpRequest) -> HttpResponse:
    """openapi.json: it says nothing of this park, so anybody may read it."""
    return HttpResponse(description(), content_type="application/json")


def _said_once(paths: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """What every address answers and every command carries, taken out of each and put in one place."""
    answers: dict[str, Any] = {}
    headers: dict[str, Any] = {}
    for operation in (told for methods in paths.values() for told in methods.values()):
        for status in operation["responses"].keys() & {str(status) for status in NAMED}:
            answers[status] = operation["responses"][status]
            operation["responses"][status] = {"$ref": f"#/components/responses/{status}"}
        for place, parameter in enumerate(operation["parameters"]):
            # ninja says it twice, of the parameter and of its schema.
            parameter["schema"].pop("description", None)
            if parameter["in"] == "header":
                headers[parameter["name"]] = parameter
                operation["parameters"][place] = {"$ref": f"#/components/parameters/{parameter['name']}"}
    return {"responses": dict(sorted(answers.items())), "parameters": dict(sorted(headers.items()))}
