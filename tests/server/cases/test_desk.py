"""我的待办: what each person owes, soonest first; counts that agree; lights and lapses as time passes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.urls import reverse

from lianqi.server.cases import gate, other_duties, queries
from lianqi.server.cases.models import Case, Commitment
from lianqi.server.cases.operations import tick, ticking
from lianqi.server.ledger.models import Event
from lianqi.server.ledger.operations import one_transaction, rebuild
from lianqi.server.mechanisms.queries import calendar_of
from lianqi.server.people import operations as people
from tests.server.cases.park import Park


def desk(park: Park, who: str) -> list[tuple[str, str]]:
    """Which commitments of which cases lie on the desk of `who`."""
    principal = gate.principal_for(park=park.code, actor=park[who], now=park.now)
    return [(row.kind, row.number) for row in queries.my_due(principal).items]


def test_each_desk_holds_what_its_own_duties_owe(park: Park) -> None:
    roof = park.dispatched()
    lamp = park.a_case("门口路灯不亮")
    assert desk(park, "何工") == [("contact", roof), ("answer", roof)]
    assert desk(park, "唐工") == [], "another unit"
    assert desk(park, "陈立") == [("triage", lamp)]
    assert desk(park, "周敏") == []
    assert desk(park, "刘芳") == [], "an enterprise owes nothing"


def test_the_inspectors_desk_alone_holds_what_was_told_in_confidence(park: Park) -> None:
    number = park.says("刘芳", "验收人员索要好处", channel="phone-page", confidential=True).number
    assert desk(park, "苏检") == [("triage", number)]
    assert desk(park, "陈立") == [] == desk(park, "李书记")


def test_pages_follow_one_another_without_gap_or_repetition(park: Park) -> None:
    for day in range(7):
        park.later(hours=3 * day)
        park.dispatched(f"第{day}件")
    he = gate.principal_for(park=park.code, actor=park["何工"], now=park.now)
    whole = [(row.stream_id, row.id) for row in queries.my_due(he, limit=100).items]
    assert len(whole) == 14
    for paged in (queries.my_due, queries.due):
        seen: list[tuple[str, str]] = []
        after = None
        while True:
            page = paged(he, after=after, limit=3)
            seen += [(row.stream_id, row.id) for row in page.items]
            after = page.after
            if after is None:
                break
        assert seen == whole


def test_cases_are_paged_from_the_newest(park: Park) -> None:
    numbers = [park.a_case(f"第{n}件") for n in range(5)]
    office = gate.whole(park.code)
    first = queries.cases(office, limit=3)
    rest = queries.cases(office, before=first.before, limit=3)
    assert [row.no for row in (*first.items, *rest.items)] == numbers[::-1]
    assert rest.before == ""


def test_counts_agree_with_the_list_and_stop_at_a_thousand_unless_asked(
    park: Park, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(4):
        park.a_case(f"第{n}件")
    office = gate.whole(park.code)
    assert str(queries.count_cases(office)) == "4" == str(queries.count_due(office))
    monkeypatch.setattr(queries, "COUNTED", 3)
    assert str(queries.count_cases(office)) == "3+" == str(queries.count_due(office))
    assert str(queries.count_cases(office, exact=True)) == "4"
    assert str(queries.Count(1_000, more=True)) == "1,000+"


def test_a_list_can_be_narrowed(park: Park) -> None:
    roof = park.dispatched()
    lamp = park.a_case("路灯不亮", of="木棉食品", case_kind="request", external_number="12345-7")
    office = gate.whole(park.code)
    for narrowed, wanted in (
        ({"status": "handling"}, [roof]),
        ({"unit": "construction"}, [roof]),
        ({"enterprise": park["木棉食品"]}, [lamp]),
        ({"kind": "request"}, [lamp]),
        ({"external_number": "12345-7"}, [lamp]),
        ({"status": "handling", "kind": "request"}, []),
    ):
        assert [row.no for row in queries.cases(office, **narrowed).items] == wanted
        assert queries.count_cases(office, **narrowed).number == len(wanted)


def test_time_turns_lights_witnesses_lapses_and_leads_upward_once(park: Park) -> None:
    number = park.dispatched()
    park.later(days=30)
    assert tick(park=park.code, now=park.now).changed == 1
    row = Case.objects.get(park=park.code, no=number)
    assert (row.status, row.light) == ("tabled", "red")
    lapsed = Event.objects.filter(type="lapsed")
    assert lapsed.count() == 2
    for event in lapsed:
        assert event.occurred_at < event.recorded_at, "dated at the due time"
    before = Event.objects.count()
    assert tick(park=park.code, now=park.now).changed == 0
    assert Event.objects.count() == before


def test_a_tick_wakes_only_whom_it_is_time_for(park: Park) -> None:
    park.dispatched()
    assert tick(park=park.code, now=park.now).looked_at == 0
    wake = Case.objects.get(park=park.code).wake_at
    assert wake is not None
    assert tick(park=park.code, now=wake + timedelta(seconds=1)).changed == 1


def test_a_tick_that_stops_at_its_limit_says_so_and_is_gone_on_with(park: Park) -> None:
    for n in range(3):
        park.dispatched(f"第{n}件")
    park.later(days=30)
    first = tick(park=park.code, now=park.now, limit=2)
    assert (first.changed, first.more) == (2, True)
    second = tick(park=park.code, now=park.now)
    assert (second.changed, second.more) == (1, False)


def test_what_is_paused_stays_on_the_desk_and_does_not_lapse(park: Park) -> None:
    number = park.dispatched()
    until = (park.now + timedelta(days=6)).isoformat().replace("+00:00", "Z")
    assert park.does("何工", "pause", number, until=until, reason="请补充图纸").refusal is None
    park.later(days=5)
    tick(park=park.code, now=park.now)
    states = dict(Commitment.objects.filter(park=park.code, state="suspended").values_list("kind", "lapsed"))
    assert states == {"answer": False}
    assert ("answer", number) in desk(park, "何工")


def plan_of(rows: QuerySet[Any]) -> str:
    """How the database goes about it, when it has more than a handful of rows."""
    sql, params = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
            return "\n".join(str(row[3]) for row in cursor.fetchall())
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_bitmapscan = off")
        cursor.execute("SET LOCAL enable_sort = off")
        cursor.execute(f"EXPLAIN {sql}", params)
        return "\n".join(str(row[0]) for row in cursor.fetchall())


def test_a_desk_walks_its_index_however_many_cases_there_are(park: Park) -> None:
    park.dispatched()
    office = gate.whole(park.code)
    owed = queries._open(office)
    for rows, index in (
        (owed.filter(duty="triage", unit=""), "owed_by_a_duty"),
        (owed.filter(unit="construction"), "owed_by_a_unit"),
        (owed, "owed_by_all"),
    ):
        for after in (None, (park.now, "a", "b")):
            plan = plan_of(queries._due(rows, after)[:51])
            # PostgreSQL weighs what little the tables hold; that one of the three is taken is all a test can ask.
            assert (index if connection.vendor == "sqlite" else "owed_by_") in plan, plan
            assert "TEMP B-TREE" not in plan, plan


def test_whoever_handles_for_every_unit_has_every_units_desk(park: Park) -> None:
    """A park so small that one clerk, 韦工, works for all of its bureaus."""
    with one_transaction():
        clerk = people.new_member(park=park.code, name="韦工", phone="", now=park.now)
        clerk.set("roles", ["handler"])
        people.store_members(park=park.code, drafts=[clerk], actor="system", now=park.now)
    park.ids["韦工"] = clerk.row.person_id
    roof = park.dispatched()
    lamp = park.a_case("路灯不亮")
    to = {"class_id": "support", "complexity": "consult", "main_unit": "economy"}
    assert park.does("陈立", "dispatch", lamp, **to).refusal is None
    assert sorted(desk(park, "韦工")) == sorted(
        (kind, number) for kind in ("contact", "answer") for number in (roof, lamp)
    )
    for number in (roof, lamp):
        assert park.does("韦工", "contact", number, by="phone").refusal is None, "and acts for each"


def test_a_case_that_cannot_be_ticked_holds_up_nobody_else_and_is_named(
    park: Park, monkeypatch: pytest.MonkeyPatch
) -> None:
    stuck, fine = park.a_case("屋顶漏水"), park.a_case("路灯不亮")
    real = ticking.decide

    def faulty(command: Any, case: Any, **beside: Any) -> Any:
        if case.record.number == stuck:
            raise RuntimeError("a fault in the rules")
        return real(command, case, **beside)

    monkeypatch.setattr(ticking, "decide", faulty)
    park.later(days=10)
    with pytest.raises(ticking.SomeFailed) as failed:
        tick(park=park.code, now=park.now)
    lit = dict(Case.objects.filter(park=park.code).values_list("no", "light"))
    assert lit[fine] == "red" and lit[stuck] == "none"
    assert failed.value.ids == (Case.objects.get(park=park.code, no=stuck).id,)


def test_an_answer_lies_on_the_desk_of_whoever_it_waits_for(park: Park) -> None:
    number = park.dispatched()

    def whose() -> list[str]:
        return [who for who in ("何工", "罗局", "江主任") if ("answer", number) in desk(park, who)]

    assert whose() == ["何工"]
    park.does("何工", "draft", number, answer="已修好", end="solved")
    assert whose() == ["罗局"]
    park.does("罗局", "review", number, approved=False, note="请写明日期")
    assert whose() == ["何工"]
    park.does("何工", "draft", number, answer="6月12日修好", end="solved")
    park.does("罗局", "review", number, approved=True)
    assert whose() == ["江主任"]
    rows = list(Commitment.objects.order_by("stream_id", "id").values())
    rebuild(park=park.code, progress=lambda *_: None)
    assert list(Commitment.objects.order_by("stream_id", "id").values()) == rows


def test_calls_have_a_desk_of_their_own_and_one_line_on_this_one(park: Park) -> None:
    number = park.a_case(spot="当场换了保险丝")
    park.later(days=9)
    tick(park=park.code, now=park.now)
    centre = gate.principal_for(park=park.code, actor=park["陈立"], now=park.now)
    assert ("word", number) in desk(park, "陈立")
    assert not queries.my_due(centre, without=frozenset({"call_back"})).items
    (line,) = other_duties.calls(centre, until=park.now, calendar=calendar_of(park.code), now=park.now)
    assert (line.count, line.late) == (1, 1) and line.url == reverse("callbacks")
