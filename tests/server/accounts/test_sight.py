"""A page sees the park its reader works in, and the next page on the same connection sees nothing left over."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.test import Client, override_settings
from django.urls import include, path

from lianqi.server.access import PUBLIC, SIGNED_IN, access
from lianqi.server.accounts import doorkeeper
from lianqi.server.accounts.operations import open_account
from lianqi.server.cases.models import Case
from lianqi.server.ledger import row_security, sight
from lianqi.server.ledger.operations import hold, one_transaction
from lianqi.server.ledger.values import StreamRef
from tests.server.accounts.conftest import PASSWORD
from tests.server.cases.park import Park, open_park


def parks_seen() -> list[str]:
    """What a query that forgets its park finds."""
    return sorted(set(Case.objects.values_list("park", flat=True)))


@access(SIGNED_IN)
def forgetful(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"parks": parks_seen(), "in_sight": sight.in_sight()})


@access(SIGNED_IN)
def reaching_over(request: HttpRequest) -> HttpResponse:
    with one_transaction():
        hold(StreamRef("moon-bay", "case", "x"))
    return HttpResponse()


@access(SIGNED_IN)
def broken(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError


@access(PUBLIC)
def public(request: HttpRequest) -> HttpResponse:
    with transaction.atomic():
        return JsonResponse({"parks": parks_seen(), "in_sight": sight.in_sight()})


class Addresses:
    urlpatterns = (
        path("forgetful/", forgetful),
        path("over/", reaching_over),
        path("broken/", broken),
        path("public/", public),
        path("", include("lianqi.server.config.urls")),
    )


@pytest.fixture
def two_parks(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Client, Client]]:
    """陈立 of 示例园区 and 陈立 of Moon Bay, each with a case in their park, at one server and one connection."""
    browsers = []
    for code in ("sample", "moon-bay"):
        park = open_park(code)
        park.a_case()
        browsers.append(_browser(park, monkeypatch))
    with override_settings(ROOT_URLCONF=Addresses):
        yield browsers[0], browsers[1]


def _browser(park: Park, monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setattr(doorkeeper, "database_now", lambda: park.now)
    account = open_account(
        name=f"chen-{park.code}", person=park["陈立"], password=PASSWORD, now=park.now, must_change=False
    )
    client = Client(raise_request_exception=False)
    client.force_login(account, backend="lianqi.server.accounts.sessions.AccountBackend")
    return client


def told(answer: Any) -> dict[str, Any]:
    assert answer.status_code == 200
    return dict(answer.json())


def test_each_page_has_its_own_park_in_sight_and_the_next_one_another(two_parks: tuple[Client, Client]) -> None:
    here, there = two_parks
    everything = ["moon-bay", "sample"]
    for _ in range(2):
        for client, park in ((here, "sample"), (there, "moon-bay")):
            said = told(client.get("/forgetful/"))
            assert said["in_sight"] == park
            # SQLite has the first belt only: the predicate that this view forgot.
            assert said["parks"] == ([park] if _ruled() else everything)
    assert parks_seen() == everything, "and what this process saw before is in sight again"


def test_a_page_writes_nothing_into_a_park_it_is_not_about(two_parks: tuple[Client, Client]) -> None:
    here, there = two_parks
    assert here.get("/over/").status_code == 500
    assert there.get("/over/").status_code == 200


def test_a_page_that_breaks_leaves_nothing_in_sight(two_parks: tuple[Client, Client]) -> None:
    here, there = two_parks
    assert here.get("/broken/").status_code == 500
    assert sight.in_sight() == sight.EVERY_PARK
    assert told(there.get("/forgetful/"))["in_sight"] == "moon-bay"


def test_a_public_page_sees_no_park_and_is_told_so(two_parks: tuple[Client, Client]) -> None:
    here, _ = two_parks
    if _ruled():
        assert here.get("/public/").status_code == 500
        with pytest.raises(DatabaseError, match="no park is in sight"), transaction.atomic(), sight.only(sight.NOTHING):
            parks_seen()
    else:
        assert told(here.get("/public/"))["in_sight"] == sight.NOTHING


def test_the_web_starts_with_nothing_in_sight(
    two_parks: tuple[Client, Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    here, _ = two_parks
    monkeypatch.setattr(sight, "_at_first", sight.EVERY_PARK)
    sight.close()
    try:
        assert told(here.get("/forgetful/"))["in_sight"] == "sample"
        assert sight.in_sight() == sight.NOTHING
        if _ruled():
            with pytest.raises(DatabaseError, match="no park is in sight"), transaction.atomic():
                parks_seen()
    finally:
        monkeypatch.undo()
        with sight.only(sight.NOTHING):
            pass  # the connection of this test is told again what the process sees


def test_without_a_transaction_around_it_the_connection_is_as_it_was(
    own_database: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in a real web process: each statement of a page commits by itself."""
    here, there = (_browser(open_park(code), monkeypatch) for code in ("sample", "moon-bay"))
    with override_settings(ROOT_URLCONF=Addresses):
        assert told(here.get("/forgetful/"))["in_sight"] == "sample"
        assert here.get("/broken/").status_code == 500
        assert _setting() == "*"
        assert told(there.get("/forgetful/"))["in_sight"] == "moon-bay"
    assert _setting() == "*"


def _ruled() -> bool:
    return connection.vendor == "postgresql" and not row_security.bypassed()


def _setting() -> str:
    """What the database itself has in mind for this connection."""
    if connection.vendor != "postgresql":
        return sight.in_sight()
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('lianqi.park')")
        return str(cursor.fetchone()[0])
