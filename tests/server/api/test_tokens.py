"""Who may come in: tokens, their scopes, their end."""

from __future__ import annotations

import pytest
from django.core.cache import cache

from lianqi.server.api.models import ServiceAccount, Token
from lianqi.server.api.operations import issue, revoke, service_account
from lianqi.server.api.refusals import ApiRefusal
from lianqi.server.ledger.operations import one_transaction
from lianqi.server.ledger.queries import events
from lianqi.server.ledger.values import LedgerRefusal, StreamRef
from lianqi.server.people.operations import member_leaves
from lianqi.server.registry.refusals import RegistryRefusal
from tests.server.api.callers import Caller, Callers
from tests.server.cases.park import Park

#: scope → an address that wants it
WANTS = {
    "read": "/cases",
    "events": "/events",
    "figures": "/figures",
    "files": "/cases/2026-0000001/files",
}


def test_chen_lis_token_opens_the_list_and_says_when_it_was_used(calls: Callers, park: Park) -> None:
    issued = calls.issued("陈立")
    assert Caller(issued.text).get("/cases").status == 200
    row = Token.objects.get(id=issued.id)
    assert row.last_used_at == park.now
    assert issued.text.rpartition(".")[2] not in row.secret_hash, "the secret is kept nowhere"


@pytest.mark.parametrize("text", ["", "nonsense", "lianqi.sample.", "lianqi.sample.AAAAAAAAAAAAAAAAAAAAAAAAAAAA"])
def test_without_a_token_nobody_is_let_in(calls: Callers, text: str) -> None:
    answer = Caller(text).get("/cases")
    assert (answer.status, answer.code) == (401, "api.token.unknown")
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_a_token_is_good_in_its_own_park_only(calls: Callers) -> None:
    own = calls.issued("陈立").text
    assert Caller(own.replace(".sample.", ".other.")).get("/cases").status == 401


def test_a_token_that_expired_or_was_revoked_opens_nothing(calls: Callers, park: Park) -> None:
    short, ended = calls.issued("陈立", days=1), calls.issued("陈立")
    assert Caller(short.text).get("/cases").status == Caller(ended.text).get("/cases").status == 200
    with one_transaction(park=park.code):
        assert revoke(park=park.code, token=ended.id, actor="system", now=park.now)
        assert not revoke(park=park.code, token=ended.id, actor="system", now=park.now), "once is enough"
    assert Caller(ended.text).get("/cases").code == "api.token.unknown"
    park.later(days=1)
    assert Caller(short.text).get("/cases").code == "api.token.unknown"


def test_making_and_ending_a_token_is_written_down(calls: Callers, park: Park) -> None:
    issued = calls.issued("陈立", "read")
    with one_transaction(park=park.code):
        revoke(park=park.code, token=issued.id, actor="system", now=park.now)
    made, ended = events(StreamRef(park.code, "registry", issued.id))
    assert (made.type, made.data["scopes"], ended.type) == ("token.issued", ["read"], "token.revoked")


@pytest.mark.parametrize("scope", WANTS)
def test_each_scope_opens_its_own_addresses_and_no_others(calls: Callers, park: Park, scope: str) -> None:
    park.a_case()
    caller = calls("陈立", scope)
    for wanted, path in WANTS.items():
        answer = caller.get(path)
        if wanted == scope:
            assert answer.status == 200
        else:
            assert (answer.status, answer.code, answer.body["details"]) == (403, "api.token.scope", {"scope": wanted})


def test_reading_is_not_writing(calls: Callers, park: Park) -> None:
    number = park.a_case()
    answer = calls("陈立", "read").post(f"/cases/{number}/urge")
    assert answer.code == "api.token.scope" and answer.body["details"] == {"scope": "write"}


def test_a_token_of_somebody_who_left_is_of_no_use(calls: Callers, park: Park) -> None:
    caller = calls("唐工")
    assert caller.get("/cases").status == 200
    with one_transaction(park=park.code):
        member_leaves(park=park.code, person=park["唐工"], actor="system", now=park.now)
    assert (caller.get("/cases").status, caller.get("/cases").code) == (403, "case.actor-unknown")


def test_who_asks_too_often_is_told_when_to_come_again(calls: Callers, settings: object) -> None:
    settings.API_REQUESTS_A_MINUTE = 2  # type: ignore[attr-defined]  # pytest-django's
    caller, other = calls("陈立"), calls("周敏")
    assert [caller.get("/cases").status for _ in range(3)] == [200, 200, 429]
    answer = caller.get("/cases")
    assert answer.code == "api.token.too-many"
    assert answer.headers["Retry-After"] == str(answer.body["details"]["seconds"])
    assert other.get("/cases").status == 200, "each token is counted alone"
    cache.clear()
    assert caller.get("/cases").status == 200


def test_a_token_wants_scopes_that_exist_days_that_end_and_a_member(calls: Callers, park: Park) -> None:
    def make(person: str, scopes: list[str], days: int) -> str:
        with pytest.raises(LedgerRefusal) as refused, one_transaction(park=park.code):
            issue(park=park.code, person=person, name="", scopes=scopes, days=days, actor="system", now=park.now)
        return refused.value.refusal.code

    assert calls.issued("陈立", "read", days=366).text
    assert make(park["陈立"], ["read"], 367) == make(park["陈立"], ["read"], 0) == "api.token.days"
    assert make(park["陈立"], [], 30) == make(park["陈立"], ["root"], 30) == "api.token.scopes"
    assert make(park["刘芳"], ["read"], 30) == "case.actor-unknown", "an enterprise's contact has no token"
    with pytest.raises(ApiRefusal) as refused, one_transaction(park=park.code):
        revoke(park=park.code, token="none", actor="system", now=park.now)
    assert refused.value.refusal.code == "api.token.absent"


def test_the_12345_platform_records_cases_as_a_member_of_the_centre(calls: Callers, park: Park) -> None:
    def account(*roles: str, unit: str = "") -> str:
        with one_transaction(park=park.code):
            return service_account(
                park=park.code, name="12345平台", roles=roles, unit=unit, actor="system", now=park.now
            )

    person = account("centre", unit="service-centre")
    assert account() == person and ServiceAccount.objects.count() == 1, "the same name is the same account"
    park.ids["12345"] = person
    said = {"enterprise": park["海棠机电"], "channel": "phone", "case_kind": "problem", "words": "门口路灯不亮"}
    made = calls("12345").post("/cases", {**said, "external_number": "12345-0609-77"})
    assert made.status == 201, made.body
    log = calls("陈立").get(f"/cases/{made.body['number']}/events").body["items"]
    assert log[0]["actor"] == "12345平台"
    with pytest.raises(ApiRefusal) as refused:
        account("emperor")
    assert refused.value.refusal.code == "api.token.roles"
    with pytest.raises(RegistryRefusal) as unknown:
        account("centre", unit="moon")
    assert unknown.value.code == "registry.unit.unknown"
