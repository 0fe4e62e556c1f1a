"""What the description promises is kept, whatever is sent (schemathesis); and it is the one in docs/reference."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from zlib import crc32

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from schemathesis import checks as all_checks
from schemathesis.core.failures import AcceptedNegativeData
from schemathesis.specs.openapi import checks as openapi_checks

from lianqi.server.api.commands import SENT
from lianqi.server.api.description import description
from lianqi.server.api.scopes import SCOPES
from lianqi.server.cases import reactions
from tests.server.api.callers import Callers
from tests.server.cases.park import Park

THOROUGH = os.environ.get("HYPOTHESIS_PROFILE") == "thorough"
#: Beside what covers every limit of the description, which schemathesis always sends.
EXAMPLES = 30 if THOROUGH else 4


def wrong_is_refused(context: Any, response: Any, case: schemathesis.Case) -> bool | None:
    """What breaks the description is refused, if it was sent at all: a parameter beside those described whose value is
    an empty list leaves nothing in the address, and a token left out is put in again by this test.
    """
    try:
        return openapi_checks.negative_data_rejection(context, response, case)
    except AcceptedNegativeData as accepted:
        sent = parse_qs(urlsplit(response.request.url).query, keep_blank_values=True)
        described_ones = {parameter.name for parameter in case.operation.query}
        if "query: violates `additionalProperties`" in str(accepted) and set(sent) <= described_ones:
            return None
        raise


CHECKS = [
    all_checks.not_a_server_error,
    openapi_checks.status_code_conformance,
    openapi_checks.content_type_conformance,
    openapi_checks.response_headers_conformance,
    openapi_checks.response_schema_conformance,
    wrong_is_refused,
    openapi_checks.missing_required_header,
    openapi_checks.unsupported_method,
]
#: At a desk these stand for all commands, which are made and answered by the same lines.
SOME = {"dispatch", "pause", "supplement"}


def described() -> Any:
    """The description with what it describes."""
    schema = schemathesis.openapi.from_dict(json.loads(description()))
    schema.app = WSGIHandler()
    left_out = [] if THOROUGH else [kind.replace("-", "_") for kind in SENT if kind not in SOME]
    return schema.exclude(operation_id=left_out) if left_out else schema


@pytest.fixture
def one_connection() -> Iterator[None]:
    """The end of a request leaves the test's connection, and its transaction, alone."""
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    yield
    request_started.connect(close_old_connections)
    request_finished.connect(close_old_connections)


@pytest.fixture
def sender(
    one_connection: None, calls: Callers, park: Park, settings: Any, tmp_path: Path
) -> tuple[dict[str, str], list[str]]:
    """What the centre's token sends along, with every scope; and two cases there are."""
    settings.API_REQUESTS_A_MINUTE = 10**9
    settings.BLOBS = tmp_path / "blobs"
    numbers = [park.dispatched(), park.a_case()]
    reactions.catch_up(park=park.code)
    told = {"Authorization": f"Bearer {calls('陈立', *SCOPES).text}", "Accept-Encoding": "identity"}
    return told, numbers


@described().parametrize()
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_is_sent_is_answered_as_described(
    case: schemathesis.Case, sender: tuple[dict[str, str], list[str]]
) -> None:
    headers, numbers = sender
    # Half of what is sent names a case there is, so that more than the first question is asked.
    if "number" in case.path_parameters and crc32(str(case.body).encode("utf-8", "replace")) % 2:
        case.path_parameters["number"] = numbers[crc32(str(case.headers).encode("utf-8", "replace")) % 2]
    case.call_and_validate(headers=headers, checks=CHECKS)


def test_the_description_in_docs_reference_is_the_one_that_is_served(repository: Path, calls: Callers) -> None:
    served = calls("陈立").get("/openapi.json")
    assert served.status == 200 and served.body == json.loads(description())
    assert (repository / "docs" / "reference" / "openapi.json").read_text("utf-8") == description()


def test_the_pages_that_show_it_come_from_this_server_alone(client: Any) -> None:
    page = client.get("/api/v1/docs")
    assert page.status_code == 200
    text = page.content.decode()
    assert "/static/ninja/swagger-ui-bundle" in text and "//cdn" not in text
    assert "'none'" in page.headers["Content-Security-Policy"]
