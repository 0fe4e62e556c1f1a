"""Pages join to the whole, without a gap or a double, while rows are added; the ledger and the figures say where."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lianqi.server.cases import reactions
from lianqi.server.ledger import queries as ledger
from tests.server.api.callers import Callers
from tests.server.cases.park import Park


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 200])
def test_every_list_is_the_sum_of_its_pages(calls: Callers, park: Park, limit: int) -> None:
    numbers = [park.dispatched() for _ in range(5)]
    centre = calls("陈立")
    assert [row["number"] for row in centre.all("/cases", limit=limit)] == numbers[::-1]
    owed = centre.all("/commitments", limit=limit)
    keys = [(row["due"], row["case"], row["id"]) for row in owed]
    assert len(set(keys)) == len(keys) == 10, "a contact and an answer for each"
    assert [row["due"] for row in owed] == sorted(row["due"] for row in owed)
    assert owed == centre.all("/commitments", limit=200)
    log = centre.all(f"/cases/{numbers[0]}/events", limit=limit)
    assert [line["seq"] for line in log] == list(range(1, len(log) + 1))
    names = [row["name"] for row in centre.all("/enterprises", limit=limit)]
    assert sorted(names) == ["木棉食品", "海棠机电"]


def test_what_was_there_throughout_is_seen_once_while_cases_are_added_between_pages(calls: Callers, park: Park) -> None:
    before = {park.dispatched() for _ in range(6)}
    centre = calls("陈立")
    for path, field in (("/cases", "number"), ("/commitments", "case")):
        there = sorted(row[field] for row in centre.get(f"{path}?limit=200").body["items"] if row[field] in before)
        seen, mark = [], ""
        while True:
            page = centre.get(f"{path}?limit=2&cursor={mark}").body
            seen += [row[field] for row in page["items"] if row[field] in before]
            park.a_case()
            if page["next"] is None:
                break
            mark = page["next"]
        assert sorted(seen) == there


def test_a_desk_over_the_interface_is_the_desk_on_screen(calls: Callers, park: Park) -> None:
    number = park.dispatched()
    park.dispatched()
    mine = calls("何工").all("/commitments?mine=true", limit=1)
    assert {row["duty"] for row in mine} == {"handle"} and len(mine) == 4
    assert calls("唐工").get("/commitments?mine=true").body["items"] == []
    due = next(row["due"] for row in mine if row["case"] == number)
    until = calls("陈立").get(f"/commitments?until={due.replace('Z', '%2B00:00')}&unit=construction&duty=handle").body
    assert {row["due"] for row in until["items"]} == {due}


def test_the_ledger_is_followed_position_by_position_and_nothing_is_read_twice(calls: Callers, park: Park) -> None:
    first = park.dispatched()
    reactions.catch_up(park=park.code)
    centre, handler = calls("陈立"), calls("何工")
    seen: list[int] = []
    position, more = 0, True
    while more:
        page = centre.get(f"/events?after={position}&limit=2").body
        seen += [event["position"] for event in page["items"]]
        position, more = page["position"], page["more"]
    sealed = [one for one in ledger.sealed_events(park=park.code) if one.event.stream.kind == "case"]
    assert seen == [one.position for one in sealed]
    assert position == ledger.position(park.code)[0]
    assert centre.get(f"/events?after={position}").body == {"items": [], "position": position, "more": False}
    second = park.a_case()
    reactions.catch_up(park=park.code)
    fresh = centre.get(f"/events?after={position}").body
    assert {event["case"] for event in fresh["items"]} == {second}
    assert {event["case"] for event in handler.get("/events").body["items"]} == {first}
    assert handler.get(f"/events?after={position}").body["items"] == []
    told = centre.get("/events?limit=1").body["items"][0]
    assert (told["hash"], told["root"]) == (sealed[0].event.hash, sealed[0].root)


def test_figures_come_with_their_formula_and_the_position_they_rest_on(calls: Callers, park: Park) -> None:
    park.dispatched()
    park.dispatched()
    reactions.catch_up(park=park.code)
    centre = calls("陈立")
    told = centre.get("/figures?since=2026-06&until=2026-06").body
    assert (told["position"], told["root"]) == ledger.position(park.code)
    assert {one["id"]: one["value"] for one in told["measures"]}["dispatched"] == 2
    rate = next(one for one in told["figures"] if one["id"] == "return-rate")
    assert (rate["numerator"], rate["denominator"], rate["quotient"], rate["ranked"]) == (0, 2, 0, False)
    assert rate["formula"]["zh"] == "退回次数 ÷ 交办次数（含改派）"
    parts = centre.get("/figures/by-unit").body
    for index, measure in enumerate(told["measures"]):
        assert sum(part["measures"][index]["value"] for part in parts) == measure["value"], "the parts sum up"
    assert centre.get("/figures?since=2026-13").code == "api.request.malformed"
    assert all(one["value"] == 0 for one in centre.get("/figures?until=2025-12").body["measures"])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(mark=st.text(alphabet="ABCXYZabcxyz0189-_", max_size=60))
def test_a_mark_that_we_did_not_give_is_refused_and_breaks_nothing(calls: Callers, mark: str) -> None:
    caller = calls("陈立")
    for path in ("/cases", "/enterprises", "/commitments", "/commitments?mine=true"):
        answer = caller.get(f"{path}{'&' if '?' in path else '?'}cursor={mark}")
        assert answer.status == 200 if not mark else answer.code == "api.cursor.unknown"


def test_a_mark_of_one_list_is_none_of_another(calls: Callers, park: Park) -> None:
    for _ in range(2):
        park.dispatched()
    centre = calls("陈立")
    mark = centre.get("/commitments?limit=1").body["next"]
    assert centre.get(f"/commitments?cursor={mark}").status == 200
    number = centre.get("/cases").body["items"][0]["number"]
    for path in ("/cases", "/enterprises", f"/cases/{number}/events"):
        assert centre.get(f"{path}?cursor={mark}").code == "api.cursor.unknown"
