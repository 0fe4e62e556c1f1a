"""Nobody comes in by an address for which nobody said who may: not even where the address is new."""

from __future__ import annotations

import pytest
from django.core.checks import run_checks
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from django.urls import include, path

from lianqi.server.access import PUBLIC, SIGNED_IN, access, duty, rule_of
from lianqi.server.access.checks import routes


def forgotten(request: HttpRequest) -> HttpResponse:
    return HttpResponse("everybody's secrets")


@access(PUBLIC)
def declared(request: HttpRequest) -> HttpResponse:
    return HttpResponse("hello")


class Without:
    urlpatterns = (
        path("hello/", declared),
        path("deep/", include(([path("down/<int:n>/", forgotten)], "deep"))),
    )


def test_every_address_of_the_server_has_its_rule() -> None:
    found = list(routes())
    assert len(found) > 15
    assert [address for address, _, rule in found if rule is None] == []


def test_an_address_without_a_rule_stops_the_server_from_starting_and_is_named() -> None:
    with override_settings(ROOT_URLCONF=Without):
        said = [message for message in run_checks() if message.id == "lianqi.E010"]
    assert [message.msg for message in said] == ["/deep/down/<int:n>/ has no access rule."]
    assert all(message.level >= 40 for message in said), "an error, not advice"


@pytest.mark.django_db
def test_the_door_stays_shut_where_a_rule_is_missing_all_the_same() -> None:
    from django.core.exceptions import ImproperlyConfigured
    from django.test import Client

    with override_settings(ROOT_URLCONF=Without), pytest.raises(ImproperlyConfigured):
        Client().get("/deep/down/1/")


def test_only_pages_that_belong_to_nobody_are_public() -> None:
    public = {name for _, name, rule in routes() if rule == PUBLIC}
    assert {"health", "account_login", "choices"} <= public
    assert public.isdisjoint({"desk", "why", "home", "account", "account_change_password", "mfa_activate_totp"})


def test_a_duty_that_nobody_has_ever_heard_of_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="stroll"):
        duty("stroll")
    with pytest.raises(ValueError, match="none was named"):
        duty()


def test_one_of_the_duties_is_enough_and_none_is_not() -> None:
    rule = duty("triage", "supervise")
    assert rule.admits(frozenset({"supervise", "record"}))
    assert not rule.admits(frozenset({"record"}))
    assert SIGNED_IN.admits(frozenset())
    assert rule_of(declared) == PUBLIC and rule_of(forgotten) is None
