"""The construction bureau becomes part of planning on 12 June; its people, cases and promises go along."""

from __future__ import annotations

from datetime import date

import pytest

from lianqi.server.cases import figures, gate, queries, reactions
from lianqi.server.cases.models import Case, Commitment
from lianqi.server.ledger.models import Event
from lianqi.server.ledger.operations import projection_digest, rebuild
from lianqi.server.ledger.values import LedgerRefusal
from lianqi.server.people.models import Membership
from lianqi.server.registry.models import Unit
from lianqi.server.staff.models import UnitMerger
from lianqi.server.staff.operations import Carried, carry_out, decide_merger
from tests.server.cases.park import Park

TODAY = date(2026, 6, 9)


def merged(park: Park, *, on: date = TODAY, former: str = "construction", into: str = "planning") -> str:
    return decide_merger(
        park=park.code, former=former, into=into, on=on, reason="机构改革方案第三条", actor=park["陈立"], now=park.now
    )


def of(park: Park, who: str) -> gate.Principal:
    return gate.principal_for(park=park.code, actor=park[who], now=park.now)


def test_nothing_happens_before_its_day_and_everything_on_it(park: Park) -> None:
    number = park.dispatched()
    merged(park, on=date(2026, 6, 11))
    assert carry_out(park=park.code, now=park.now).cases == 0
    assert Case.objects.get(no=number).main_unit == "construction"
    park.later(days=2)
    assert carry_out(park=park.code, now=park.now) == Carried(1, more=False)
    assert carry_out(park=park.code, now=park.now) == Carried(0, more=False), "once"


def test_its_people_go_on_with_their_cases_in_the_new_unit(park: Park) -> None:
    number = park.dispatched()
    assert park.does("何工", "contact", number, by="phone").refusal is None
    merged(park)
    carry_out(park=park.code, now=park.now)
    row = Case.objects.get(no=number)
    assert row.main_unit == "planning"
    owed = Commitment.objects.filter(park=park.code, state="open").exclude(unit="")
    assert {one.unit for one in owed} == {"planning"}
    assert number in {one.number for one in queries.my_due(of(park, "何工")).items}
    assert park.does("何工", "draft", number, answer="月底前修好", end="solved").refusal is None
    assert park.does("罗局", "review", number, approved=True).refusal is None
    line = next(line for line in queries.life(of(park, "陈立"), number).lines if line.type == "unit-succeeded")
    assert (line.actor, line.said.zh) == ("系统", "机构调整：建设管理局并入规划和自然资源局，由规划和自然资源局承接")


def test_dates_stay_and_what_had_lapsed_stays_lapsed(park: Park) -> None:
    park.dispatched()
    before = dict(Commitment.objects.filter(park=park.code).values_list("id", "due"))
    merged(park)
    carry_out(park=park.code, now=park.now)
    assert dict(Commitment.objects.filter(park=park.code).values_list("id", "due")) == before


def test_figures_of_before_stay_the_former_units(park: Park) -> None:
    park.dispatched()
    reactions.catch_up(park=park.code)

    def given(unit: str) -> int:
        return figures.figures(park=park.code, unit=unit).measures.get("given", 0)

    assert (given("construction"), given("planning")) == (1, 0)
    merged(park)
    carry_out(park=park.code, now=park.now)
    reactions.catch_up(park=park.code)
    assert (given("construction"), given("planning")) == (1, 0)
    number = park.a_case("门口路灯不亮")
    sent = {"class_id": "roads", "complexity": "general", "main_unit": "planning"}
    assert park.does("陈立", "dispatch", number, **sent).refusal is None
    reactions.catch_up(park=park.code)
    assert (given("construction"), given("planning")) == (1, 1)


def test_no_open_promise_and_no_member_is_left_with_the_former_unit(park: Park) -> None:
    park.dispatched()
    number = park.a_case("车间断电三天", of="木棉食品")
    sent = {"class_id": "power", "complexity": "general", "main_unit": "economy", "assisting": ["construction"]}
    assert park.does("陈立", "dispatch", number, **sent).refusal is None
    ended = park.dispatched("减速带破损")
    assert park.does("刘芳", "withdraw", ended, reason="自己修好了").refusal is None
    merged(park)
    assert carry_out(park=park.code, now=park.now).cases == 2
    assert not Commitment.objects.filter(park=park.code, unit="construction", state="open").exists()
    assert not Membership.objects.filter(park=park.code, unit__code="construction", until__isnull=True).exists()
    assert Unit.objects.get(park=park.code, code="construction").closed_at is not None
    assert not Unit.objects.filter(park=park.code, counterpart__code="construction").exists()
    assert Case.objects.get(no=ended).main_unit == "construction", "what ended, ended there"
    refused = park.does(
        "陈立", "dispatch", park.a_case("大门积水"), **{**sent, "assisting": [], "main_unit": "construction"}
    )
    assert refused.refusal is not None


def test_interrupted_it_is_gone_on_with_and_written_once(park: Park, monkeypatch: pytest.MonkeyPatch) -> None:
    from lianqi.server.staff.operations import merging

    for place in range(5):
        park.dispatched(f"第{place}处漏水")
    merged(park)
    monkeypatch.setattr(merging, "_AT_ONCE", 2)
    assert carry_out(park=park.code, now=park.now, limit=3) == merging.Carried(4, more=True)
    assert carry_out(park=park.code, now=park.now, limit=3).more is False
    assert Event.objects.filter(type="unit-succeeded").count() == UnitMerger.objects.get().cases == 5


def test_the_tables_can_be_made_again_from_the_log(park: Park) -> None:
    park.dispatched()
    merged(park)
    carry_out(park=park.code, now=park.now)
    before = projection_digest(park=park.code)
    rebuild(park=park.code, progress=lambda park, done, total: None)
    assert projection_digest(park=park.code) == before


@pytest.mark.parametrize(
    ("former", "into", "on", "code"),
    [
        ("construction", "construction", TODAY, "staff.merger.same"),
        ("construction", "power-supply", TODAY, "staff.merger.unit"),
        ("nowhere", "planning", TODAY, "staff.merger.unit"),
        ("construction", "planning", date(2026, 6, 8), "staff.merger.date"),
        ("economy", "planning", TODAY, "staff.merger.decided"),
    ],
)
def test_what_cannot_be_merged_says_why(park: Park, former: str, into: str, on: date, code: str) -> None:
    merged(park, former="economy", on=date(2026, 7, 1))
    with pytest.raises(LedgerRefusal) as refused:
        merged(park, former=former, into=into, on=on)
    assert refused.value.refusal.code == code
