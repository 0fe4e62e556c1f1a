"""A case lived over the interface: recorded, dispatched, answered; done once, seen as it stands, refused in words."""

from __future__ import annotations

import json
from dataclasses import fields as dataclass_fields
from typing import Any

import pytest

from lianqi.kernel.cases.commands import KINDS
from lianqi.server.api.commands import REBASING, SENT
from lianqi.server.cases.models import Case
from tests.server.api.callers import Callers
from tests.server.cases.park import Park

ROOF = "三号厂房屋顶漏水，机器都不敢开"
DISPATCH = {"class_id": "premises", "complexity": "general", "main_unit": "construction"}


def said(park: Park, **more: Any) -> dict[str, Any]:
    """What 海棠机电 says, as a system sends it."""
    return {"enterprise": park["海棠机电"], "channel": "visit", "case_kind": "problem", "words": ROOF, **more}


def test_a_case_from_the_first_word_to_the_enterprises_confirmation_by_call_back(calls: Callers, park: Park) -> None:
    centre, handler = calls("陈立"), calls("何工")
    made = calls("周敏").post("/cases", said(park))
    assert (made.status, made.body) == (201, {"number": "2026-0000001", "seq": made.body["seq"]})
    number = made.body["number"]
    assert centre.does("dispatch", number, **DISPATCH).status == 200
    assert handler.does("contact", number, by="phone", note="明天上午看现场").status == 200
    assert handler.does("draft", number, answer="屋顶已换防水层", end="solved").status == 200
    assert calls("罗局").does("review", number, approved=True).status == 200
    assert calls("江主任").does("sign", number, approved=True, letter="样管函〔2026〕7号").status == 200
    park.later(hours=30)
    assert centre.does("call-back", number, result="confirmed", note="企业说不漏了").status == 200
    shown = centre.get(f"/cases/{number}").body
    assert (shown["words"], shown["answer"], shown["word"]) == (ROOF, "屋顶已换防水层", "confirmed")
    assert (shown["letter"], shown["letter_files"]) == ("样管函〔2026〕7号", [])
    assert shown["status_name"] == {"zh": "待核查销号", "en": "waiting to be verified and struck off"}
    log = centre.all(f"/cases/{number}/events", limit=200)
    assert [line["seq"] for line in log] == list(range(1, shown["seq"] + 1))
    assert {line["actor"] for line in log} >= {"周敏", "陈立", "何工", "罗局", "江主任"}
    assert any("工作日" in line["why"]["zh"] for line in log), "时限怎么算的"


def test_every_command_that_a_member_gives_has_an_address_and_a_described_body(calls: Callers) -> None:
    described = calls("陈立").get("/openapi.json").body
    for kind in SENT:
        told = described["paths"][f"/api/v1/cases/{{number}}/{kind}"]["post"]
        body = told["requestBody"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
        fields = set(described["components"]["schemas"][body]["properties"])
        assert fields == {field.name for field in dataclass_fields(KINDS[kind])} | {"expected_seq"}  # type: ignore[arg-type]  # dataclasses
    assert KINDS.keys() - set(SENT) == {"record", "absorb", "relay-answer", "tick", "move-due", "succeed"}


def test_the_same_key_with_the_same_content_is_done_once_and_answered_alike(calls: Callers, park: Park) -> None:
    officer, centre = calls("周敏"), calls("陈立")
    first, again = (officer.post("/cases", said(park), key="visit-7") for _ in range(2))
    assert first.status == again.status == 201 and first.body == again.body
    assert Case.objects.count() == 1
    number = first.body["number"]
    body = {**DISPATCH, "expected_seq": first.body["seq"]}
    given, repeated = (centre.post(f"/cases/{number}/dispatch", body, key="d") for _ in range(2))
    assert given.status == repeated.status == 200 and given.body == repeated.body
    assert centre.get(f"/cases/{number}").body["seq"] == given.body["seq"]


def test_the_same_key_with_other_content_is_refused(calls: Callers, park: Park) -> None:
    officer = calls("周敏")
    assert officer.post("/cases", said(park), key="visit-7").status == 201
    other = officer.post("/cases", said(park, words="门口路灯不亮"), key="visit-7")
    assert (other.status, other.code) == (422, "ledger.command.reused")
    assert Case.objects.count() == 1


def test_a_key_belongs_to_who_made_it_up(calls: Callers, park: Park) -> None:
    assert calls("周敏").post("/cases", said(park), key="1").body["number"] == "2026-0000001"
    assert calls("陈立").post("/cases", said(park), key="1").body["number"] == "2026-0000002"
    assert calls("周敏").post("/cases", said(park), key="1").body["number"] == "2026-0000001", (
        "another token, same person"
    )


def test_a_refusal_is_an_answer_too_and_stays_it(calls: Callers, park: Park) -> None:
    officer = calls("周敏")
    wrong = said(park, channel="smoke-signal")
    first, again = (officer.post("/cases", wrong, key="k") for _ in range(2))
    assert first.status == again.status == 422 and first.body == again.body
    assert first.code == "case.record.channel-unknown"


@pytest.mark.parametrize("key", [None, "", "with space", "k" * 65, "键"])
def test_a_command_without_a_proper_key_goes_no_further(calls: Callers, park: Park, key: str | None) -> None:
    headers = {} if key is None else {"Idempotency-Key": key.encode().decode("latin-1")}
    answer = calls("周敏").ask("POST", "/cases", said(park), **headers)
    assert (answer.status, answer.code) == (422, "api.request.malformed")
    assert Case.objects.count() == 0


def test_who_comes_second_is_shown_what_changed(calls: Callers, park: Park) -> None:
    number = park.a_case()
    centre, second = calls("陈立"), calls("陈立")
    seen = centre.get(f"/cases/{number}").body["seq"]
    assert centre.post(f"/cases/{number}/dispatch", {**DISPATCH, "expected_seq": seen}).status == 200
    late = second.post(f"/cases/{number}/dispatch", {**DISPATCH, "main_unit": "economy", "expected_seq": seen}, key="s")
    assert (late.status, late.code) == (409, "ledger.stale")
    assert late.body["details"]["expected"] == seen
    assert ("陈立", "dispatched") in [(line["actor"], line["type"]) for line in late.body["details"]["changed"]]
    assert all(line["said"]["zh"] for line in late.body["details"]["changed"])


def test_if_match_says_what_was_seen_as_expected_seq_does(calls: Callers, park: Park) -> None:
    number = park.a_case()
    centre = calls("陈立")
    etag = centre.get(f"/cases/{number}").headers["ETag"]
    seen = int(etag.strip('"'))
    path = f"/cases/{number}/dispatch"
    both = centre.post(path, {**DISPATCH, "expected_seq": seen + 1}, **{"If-Match": etag})
    assert both.code == "api.seen.twice"
    assert centre.post(path, DISPATCH).code == "api.seen.missing"
    assert centre.post(path, DISPATCH, **{"If-Match": etag}).status == 200
    assert centre.post(path, DISPATCH, **{"If-Match": etag}).code == "ledger.stale"


def test_papers_and_urging_need_not_have_seen_the_last_entry(calls: Callers, park: Park) -> None:
    number = park.dispatched()
    officer = calls("周敏")
    assert {"supplement", "urge"} == REBASING
    assert officer.post(f"/cases/{number}/supplement", {"words": "又漏了一处"}).status == 200
    assert officer.post(f"/cases/{number}/urge").status == 200


def test_what_the_kernel_refuses_keeps_its_status_code_and_details(calls: Callers, park: Park) -> None:
    number = park.dispatched()
    not_hers = calls("周敏").does("dispatch", number, **DISPATCH)
    assert (not_hers.status, not_hers.code) == (403, "case.not-yours")
    not_now = calls("陈立").does("close", number, end="solved")
    assert (not_now.status, not_now.code) == (409, "case.not-at-this-stage")
    assert not_now.body["details"]["status"] == "handling"


def test_a_refusal_speaks_the_language_of_its_reader(calls: Callers, park: Park) -> None:
    caller = calls("陈立")
    zh = caller.get("/cases/2026-9999999")
    assert zh.body["message"] == "没有编号为“2026-9999999”的事项，或您无权查看；请核对编号。"
    assert zh.headers["Content-Language"] == "zh" and "no-store" in zh.headers["Cache-Control"]
    for lang, spoken in (
        ("en-GB,en;q=0.9", "There is no case"),
        ("fr", "没有编号"),
        ("en;q=0.3, zh;q=0.8", "没有编号"),
    ):
        caller.lang = lang
        assert caller.get("/cases/2026-9999999").body["message"].startswith(spoken), lang


def test_chinese_can_be_read_in_the_bytes_that_are_sent(calls: Callers, park: Park) -> None:
    from django.test import Client

    number = park.a_case()
    sent = Client(headers={"Authorization": f"Bearer {calls('陈立').text}"}).get(f"/api/v1/cases/{number}").content
    assert ROOF.encode() in sent
    assert "涉企事项".encode() in Client().get("/api/v1/openapi.json").content


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("fly", "case.command-unknown"),
        ("tick", "case.by-system-only"),
        ("absorb", "case.by-system-only"),
        ("relay-answer", "case.by-system-only"),
        ("record", "case.by-system-only"),
    ],
)
def test_there_is_no_address_for_what_nobody_does_by_hand(calls: Callers, park: Park, kind: str, code: str) -> None:
    number = park.a_case()
    assert calls("陈立").post(f"/cases/{number}/urge").status == 200
    assert calls("陈立").post(f"/cases/{number}/{kind}", {}).code == code


@pytest.mark.parametrize(
    ("body", "field", "fault"),
    [
        ({**DISPATCH, "colour": "red"}, "body.colour", "unknown"),
        ({"class_id": "premises", "complexity": "general"}, "body.main_unit", "missing"),
        ({**DISPATCH, "main_unit": 7}, "body.main_unit", "wrong"),
        ({**DISPATCH, "main_unit": "a\x00b"}, "body.main_unit", "wrong"),
        ({**DISPATCH, "assisting": "economy"}, "body.assisting", "wrong"),
        ({**DISPATCH, "expected_seq": -1}, "body.expected_seq", "wrong"),
        ([], "body", "wrong"),
    ],
)
def test_a_field_that_is_unknown_missing_or_wrong_is_named(
    calls: Callers, park: Park, body: Any, field: str, fault: str
) -> None:
    number = park.a_case()
    answer = calls("陈立").post(f"/cases/{number}/dispatch", body)
    assert (answer.status, answer.code) == (422, "api.request.malformed")
    assert {(one["field"], one["fault"]) for one in answer.body["details"]["faults"]} == {(field, fault)}
    assert field in answer.body["message"]


@pytest.mark.parametrize("body", ["", "{", '{"a": 1', "\xff", "[" * 100_000, json.dumps({"words": "漏" * 3_000_000})])
def test_a_body_that_cannot_be_read_is_refused_in_words(calls: Callers, park: Park, body: str) -> None:
    answer = calls("周敏").ask("POST", "/cases", body, **{"Idempotency-Key": "k"})
    assert answer.status == 422 and answer.code in ("api.request.unreadable", "api.request.malformed")


def test_a_lone_surrogate_is_no_text(calls: Callers, park: Park) -> None:
    body = json.dumps(said(park)).replace(json.dumps(ROOF), '"\\ud800"')
    assert calls("周敏").ask("POST", "/cases", body, **{"Idempotency-Key": "k"}).code == "api.request.malformed"


def test_a_case_is_found_by_its_number_elsewhere(calls: Callers, park: Park) -> None:
    officer = calls("周敏")
    officer.post("/cases", said(park, external_number="12345-20260609-001"))
    officer.post("/cases", said(park))
    found = officer.get("/cases?external_number=12345-20260609-001").body["items"]
    assert [one["number"] for one in found] == ["2026-0000001"]
    assert officer.get("/cases?external_number=12345-none").body["items"] == []


def test_a_filter_that_nobody_knows_is_refused_rather_than_showing_everything(calls: Callers, park: Park) -> None:
    park.a_case()
    centre = calls("陈立")
    assert centre.get("/cases?status=handling").body["items"] == []
    wrong = centre.get("/cases?state=handling")
    assert (wrong.status, wrong.body["details"]["fields"]) == (422, ["query.state"])
    assert centre.get("/cases?limit=0").code == centre.get("/cases?limit=201").code == "api.request.malformed"


def test_an_instant_may_be_sent_in_any_zone_and_comes_back_in_utc(calls: Callers, park: Park) -> None:
    officer = calls("周敏")
    made = officer.post("/cases", said(park, first_word_at="2026-06-09T08:15:00+08:00"))
    assert officer.get(f"/cases/{made.body['number']}").body["first_word_at"] == "2026-06-09T00:15:00Z"
    assert officer.post("/cases", said(park, first_word_at="2026-06-09T08:15:00")).code == "api.request.malformed"
    early = officer.post("/cases", said(park, first_word_at="0001-01-01T00:00:00+14:00"))
    assert early.status == 422
